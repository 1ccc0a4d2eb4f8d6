// What npm's semver, the library that Immich asks, says of ranges and versions. Writes the four tables beside it:
//   satisfies.tsv       range, version, whether the range holds the version
//   invalid-ranges.tsv  text that is no range
//   versions.tsv        text, whether it is a version
//   comparisons.tsv     version, version, -1 | 0 | 1 by precedence
// A tab inside a field is written \t. To run it: npm i semver@7.8.6 && node generate.mjs
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const semver = createRequire(join(process.cwd(), 'any.js'))('semver');
if (createRequire(join(process.cwd(), 'any.js'))('semver/package.json').version !== '7.8.6') {
  throw new Error('these tables are made by semver 7.8.6');
}

const write = (name, rows) => {
  const lines = [...new Set(rows.map((row) => row.map((f) => String(f).replaceAll('\t', '\\t')).join('\t')))];
  writeFileSync(join(here, name), lines.join('\n') + '\n');
  console.log(`${name}: ${lines.length}`);
};
const pairs = (as, bs) => as.flatMap((a) => bs.map((b) => [a, b]));

// The ranges of our own table, all of them, wherever they stand in it.
const releases = JSON.parse(readFileSync(join(here, '../../../main/resources/dev/immichpg/need/releases.json')));
const supports = releases.rows.flatMap((row) => [
  row.postgres,
  row.pgvectorForVectorChord,
  ...Object.values(row.vectorExtensions),
]);
const ours = [...new Set(supports.flatMap((s) => [s.enforced, s.documented]).filter((r) => r !== null))];
const eras = releases.rows.map((row) => `>=${row.first} <${row.end}`);

const extensionVersions = `0.0.0 0.1.0 0.1.1 0.1.2 0.1.10 0.1.11 0.1.12 0.2.0-alpha 0.2.0-beta.1 0.2.0 0.2.1 0.2.2 0.3.0-alpha.1
  0.3.0-rc.1 0.3.0 0.3.1 0.4.0-0 0.4.0-alpha.1 0.4.0 0.4.3 0.4.4 0.5.0-alpha 0.5.0-rc.1 0.5.0 0.5.1 0.5.3 0.6.0-0 0.6.0 0.6.2
  0.7.0-pre 0.7.0 0.7.4 0.8.5 0.8.1 0.8.5 0.8.6 0.9.0-rc.1 0.9.0 1.0.0-alpha 1.0.0-rc.2 1.0.0 1.0.0+build.5 1.1.0 1.1.1 1.2.0
  1.99.99 2.0.0-0 2.0.0-alpha 2.0.0 2.0.1 2.1.0 9.0.0 13.22.0 14.0.0-beta1 14.0.0 14.20.0 15.18.0 16.0.0 17.0.0-0 17.0.0
  18.0.0-rc1 18.1.0 19.0.0-beta2 19.0.0 20.0.0 21.0.0 v0.4.3 1.1 0.4 1 0.4.3.1 0.5.0dev nonsense`.split(/\s+/);
const immichVersions = `1.90.2 1.91.0 1.91.3 1.91.4 1.92.0 1.94.1 1.95.0 1.105.1 1.106.0 1.107.0 1.111.0 1.112.1 1.132.3 1.133.0
  1.135.0 1.135.1 2.0.1 2.1.0 2.3.1 2.5.0-rc.1 2.5.0 2.7.5 3.0.0-rc.0 3.0.0 3.3.0 3.4.0`.split(/\s+/);

// Every form of a range: each operator with and without blanks before each full, partial, starred, pre-release operand.
const operators = ['', '=', '<', '<=', '>', '>=', '~', '~>', '^', 'v', '=v', '>=v', '~v', '^v', '>= ', '<  ', '~ ', '^ ', '~> ', '<=\t', '= '];
const operands = `0 1 2 0.0 0.1 1.2 0.x 1.x 1.2.x 1.X.X 1.*.* 0.0.x 0.2.* x X * x.x x.x.x *.*.* 0.0.0 0.0.1 0.1.0 0.2.3 1.0.0 1.2.3
  1.2.0 2.0.0 0.0.0-0 0.0.0-a 0.0.3-beta.2 0.1.0-alpha 1.2.3-0 1.2.3-alpha.7 1.2.3-rc-1 1.2.3+build.9 1.2.3-rc.1+b 1.2.x-rc 1.x.x+b`.split(/\s+/);
const around = `0.0.0 0.0.0-0 0.0.0-a 0.0.1-0 0.0.1 0.0.2 0.0.3-beta 0.0.3-beta.10 0.0.3-gamma 0.0.3 0.0.4-0 0.1.0-alpha 0.1.0-beta
  0.1.0 0.1.9 0.2.0-0 0.2.3 0.2.4-x 0.3.0 0.9.9 1.0.0-0 1.0.0 1.1.9 1.2.0-0 1.2.0 1.2.3-0 1.2.3-1 1.2.3-alpha 1.2.3-alpha.7
  1.2.3-alpha.70 1.2.3-rc-1 1.2.3-rc.1 1.2.3-rc.1+other 1.2.3 1.2.3+x 1.2.4-alpha 1.2.4 1.3.0-0 1.3.0 1.9.9 2.0.0-0 2.0.0-rc
  2.0.0 2.1.0 3.0.0-0 3.0.0`.split(/\s+/);
const simple = operators.flatMap((operator) => operands.map((operand) => operator + operand));

const bounds = `0 1 2 x * 0.3 1.2 1.x 1.2.* 0.0.0 1.2.3 2.0.0 1.2.3-alpha 2.0.0-rc.1 v1.2.3 1.2.3+b`.split(/\s+/);
const hyphens = pairs(bounds, bounds).flatMap(([a, b]) => [`${a} - ${b}`]).concat([
  '  1.2   -   2.0.0 ', '1.2.3 -\t2', 'v1 - v2', '=1.2.3 - 2', '1.2.3-pre+one - 2.0.0-pre+two', '0.3 - 0.4 || 1.2.3 - 2',
]);

const parts = ['>=0.3', '<2', '<2.0.0', '>1.2.3-alpha', '<=1.2', '^0.3.0', '~1.2', '1.x', '*', '', '0.2.3', '>=1.2.3-rc.1 <2', '>x', '<0.0.0-0', '>=0.0.0'];
const both = pairs(parts, parts).flatMap(([a, b]) => [`${a} ${b}`, `${a}||${b}`, `${a} || ${b}`]);

const odd = [
  '', ' ', '||', ' || ', '|| 1.2.3', '1.2.3 ||', '||||', '>=*', '<*', '>*', '<=*', '=*', '~*', '^*', '~x', '^x', '^x.x', '~>x', 'vx',
  '>= 0.3 < 2', '>=0.3<2', '>=0.3   <2', '\t>=0.3\t<2\t', '>=0.3 <2 || >=14', '^0.2 || ^1.2 || 2.0.0-rc', '0.2.x', '0.2.x || 0.3.x',
  '>= 1.2.3 <= 1.2.3', '>1.2.3 <1.2.3', '1.2.3 1.2.3', '1.2.3 1.2.4', '^1 ^1.2', '^ 1.2 ^ 1', '~ 1.2 < 1.2.4', '>=1.2.3-alpha <1.2.3', '<1.2.3-0',
  '>=1.2.3-0 <2.0.0-0', '>1 <3', '>1.2 <=2', '=1.2.3', '==1.2.3', '= = 1.2.3', 'v 1.2.3', '>=v1.2.3', '>= v 1.2.3', '>==1.2.3', '=>1.2.3',
  '>1.2.3+build <2', '1.2.3+a || 1.2.4+b', '1.2.3+a.b-c', '^1.2+b', '1.2.3-rc.1+a - 2', '0.1.1 || 0.1.11', '0.1.1 - 0.1.11',
  '>=9007199254740991.0.0', '<3000000000.0.0', '>=1.2.3-9007199254740993', '^0', '^0.x', '^0.0', '^0.0.x', '~0', '~0.0', '~0.0.0',
  '<1', '<1.2', '<=1', '<=0.x', '>0', '>0.0', '>=0', '>=0.0', '>=0.0.0-0', '<0', '<0.0', '<0.0.0', '<=0', '!1.2.3', '!=1.2.3', '<>1.2.3', '><1.2.3',
  '1.2.3.4', '1.2.3-', '1.2.3-01', '01.2.3', '1.02', '1.2.3pre', '1.2.3-α', '-1', '1.-2', '.1', '1.', '1..2', '1.2.', 'latest', 'latest.release',
  'latest.integration', '1.+', '1.2.+', '[1.0,2.0]', '[1.0,2.0[', ']1.0,2.0]', '(1.0,2.0)', '[1.0,)', '(,2.0]', '>=1, <2', '>=0.3,<2', '1.2.3,1.2.4', '1 -2', '1- 2', '1-2',
  '1 - 2 3', '1 - 2 - 3', '- 2', '1 -', '1 - >2', '>1 - 2', '^1 - 2', '1.2.3 - 2 || latest', '1 | 2', '1 ||| 2', '1 && 2', '1 and 2', '~~1', '^^1', '~^1', '^~1',
  '~>=1', '>~1', '>^1.2.3', '~>~1', '~<1', '1.x.3', 'x.1', 'x.1.2', '*.1', '*.x.3', '1.*.3', '>x.1', '1.2.3 foo', 'foo 1.2.3', 'foo || 1.2.3', '>', '<', '>=', '=', '~', '^', '~>', 'v',
  '99999999999999999999.0.0', '>=1.2.3.4', '^1.2.3.4', '1.2.3 <', '1.2.x-', '1.2.3--', '1.2.3---a', '1.2.3-a..b', '1.2.3+', '1.2.3+a+b', '1.2.3 +a', 'V1.2.3', '>=V1',
  '>= = 1.2.3', '>= = 1.x', '> = 1.x', 'v = 1.x', 'v= 1.x', '=v= 1.x', 'v=1.x', 'v=1.2.3', '=v1.2.3', '==1.x', '^==1.2.3', '1.2.3 = 1.x', '1.2.3-v= 1.x', '~ > 1', '~ >1', '~> 1.2',
  'v 1 - 2', '= 1 - 2', '= 1.2.3 - 2', '1.2.3 +a - 2', '+a 1.2.3', '1.2.3 +a <2', 'x.1 - 2', '1.2.x-rc - 2', '1 - x.2.3', '^x.1', '~x.1.2', '^1.x.3', '~1.x.3', '^x.99999999999999999999',
  '<=9007199254740991', '^9007199254740991', '^9007199254740990.1', '>9007199254740990', '1 - 9007199254740990', '1 - 99999999999999999999', '>=0.0.0 <0.0.0-beta', '>=0 <0.0.0-beta',
  '+*01>2.0.0-rc', '>2.0.0-rcv< *1.2', '1.2.3-v< *1', 'v> 1', '0.0.3+*2.0.0-rc', '1.2.3+*rc', '0.0.3 - * +b', '+a 0.0.3 - 1.x', '*1.2.3', '1.2.3*', '<2*.0.0', '<*1.2.3', '*1.x', '^*1.2.3', '1.2.3**', '**', '*>=1.2.3', '1.2.3-alpha.*', '1.*2.3', '* *', '* 1.2.3-alpha', '* || 1.2.3-alpha', '1.2.3-alpha || *', '>=0.0.0 || 1.2.3-alpha', '>x || 1.2.3-alpha', '1.2.3\u00a0||\u20032.0.0', '\ufeff1.2.x', '1.2.3 - 2.0.0 3', '1.2.3 -  2', '~>=1.2',
  '^1.2.3-alpha', '~1.2.3-alpha', '^0.0.3-beta', '~0.0.3-beta', '^0.1.0-alpha', '<=1.2.3-rc.1', '>=1.2.3-rc.1 <1.3.0-0', '1.2.3-alpha || 1.2.3-rc.1', '>=0.0.0 <1', '>=0.0.0-0 <1',
];
const oddVersions = [...around, ' 1.2.3', '1.2.3 ', 'v1.2.3', ' v1.2.3 ', '=1.2.3', 'V1.2.3', '1.2', '', '01.2.3', '1.2.3-01', '3000000000.0.0', '9007199254740991.0.0', '9007199254740992.0.0', '1.2.3-9007199254740994'];

// The full crossing would be large without telling more: each range meets a fixed few of the versions, all of them in turn.
const inTurn = (ranges, versions, each) =>
  ranges.flatMap((range, i) => Array.from({ length: each }, (_, k) => [range, versions[(i * 7 + k * 5) % versions.length]]));

const candidates = [
  ...pairs(ours, extensionVersions),
  ...pairs(eras, immichVersions),
  ...inTurn(simple, around, 9),
  ...inTurn(hyphens, around, 9),
  ...inTurn(both, around, 7),
  ...pairs(odd, oddVersions.filter((_, i) => i % 2 === 0 || i >= around.length)),
];
const isRange = (range) => semver.validRange(range) !== null;
write('satisfies.tsv', candidates.filter(([r]) => isRange(r)).map(([r, v]) => [r, v, semver.satisfies(v, r)]));
write('invalid-ranges.tsv', candidates.filter(([r]) => !isRange(r)).map(([r]) => [r]));

const texts = [...extensionVersions, ...immichVersions, ...around, ...oddVersions, 'v', 'vv1.2.3', 'v 1.2.3', '1.2.3-', '1.2.3+', '1.2.3+a.b', '1.2.3-a+b', '1.2.3+a+b',
  '1.2.3-a.01', '1.2.3-a.0', '1.2.3-00a', '1.2.3-é', '1.2.3.', '.1.2.3', '-1.2.3', '1.2.-3', '1,2,3', '\t1.2.3\t', '\u00a01.2.3\u2003', '\ufeff1.2.3', '1.2.3 4', '2147483648.1.1', '1.2147483648.1', '1.1.99999999999',
  `1.2.3-${'a'.repeat(250)}`, `1.2.3-${'a'.repeat(251)}`, '１.2.3', '+1.2.3', '1e3.0.0'];
write('versions.tsv', texts.map((text) => [text, semver.valid(text) !== null]));

const compared = [...around, ...immichVersions, '1.2.3-9007199254740990', '1.2.3-9007199254740994', '1.2.3-99999999999', '1.2.3-a.b', '1.2.3-a.1', '1.2.3-a.-', '1.2.3-A', '1.2.3-a', '1.2.3--1', '1.2.3-1a', '1.2.3-10',
  '1.2.3-9', '1.2.3-a.1.0', '1.2.3-a.1.00a', '1.10.0', '10.0.0', '1.2.3-rc-1.x', '3000000000.0.0', '9007199254740991.0.0', 'v1.2.3', '1.2.3+zz'];
write('comparisons.tsv', pairs(compared, compared).map(([a, b]) => [a, b, semver.compare(a, b)]));
