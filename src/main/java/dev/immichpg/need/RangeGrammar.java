package dev.immichpg.need;

import dev.immichpg.need.Bound.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads range text into comparisons, to the letter of what npm's {@code semver} 7.8.6 accepts and means: the tests hold
 * it to tables which that library has written. (semver4j 6.0.0 accepts most of what npm refuses, such as
 * {@code >=0.3<2}, and judges pre-releases in {@code * || 1.2.3-rc} and versions beyond an int otherwise.)
 */
final class RangeGrammar {

    private static final String X = "(" + Version.NUMBER + "|[xX*])";
    /** One to three numbers or wildcards, with a pre-release only after the third. Four groups. */
    private static final String PARTIAL = X + "(?:\\." + X + "(?:\\." + X + "(?:-(" + Version.PRE_RELEASE + "))?)?)?";

    private static final Pattern BLANKS = Pattern.compile(Version.BLANK + "+");
    private static final Pattern BUILD = Pattern.compile(Version.BUILD);
    private static final Pattern HYPHEN = Pattern.compile("([v= ]*" + PARTIAL + ") - ([v= ]*" + PARTIAL + ") ?");
    private static final Pattern OPERATOR_THEN_BLANK = Pattern.compile("([<>]=?|(?<![v=])=) ([v= ]*[0-9xX*])");
    private static final Pattern TILDE_THEN_BLANK = Pattern.compile("~>? +");
    private static final Pattern CARET_THEN_BLANK = Pattern.compile("\\^ +");
    private static final Pattern WORD = Pattern.compile("(\\^|~>?|[<>]=?|=|)([v=]*)" + PARTIAL);
    private static final Pattern STRAY_STAR = Pattern.compile("[<>]?=?\\*");
    private static final Pattern EXACT = Pattern.compile("((?:[<>]=?|=|)v?" + Version.NUMBER + "(?:\\." + Version.NUMBER
            + "){2}(?:-" + Version.PRE_RELEASE + ")?)" + Version.BUILD + "?");

    private static final Pattern WORDS = Pattern.compile(" |\\|\\|");
    /**
     * As in npm, a version has at most 256 characters, and build metadata can be added to that. Java's patterns recur for
     * each part of a pre-release, and would run out of stack in a very long one.
     */
    private static final int LONGEST_WORD = 2 * Version.MAX_LENGTH;

    private RangeGrammar() {}

    /**
     * The alternatives that {@code ||} parts, each the comparisons which must all pass; no comparison means any release.
     * Throws IllegalArgumentException for what is no range.
     */
    static List<List<Bound>> alternatives(String text) {
        String trimmed = BLANKS.matcher(text).replaceAll(" ").trim();
        try {
            if (WORDS.splitAsStream(trimmed).anyMatch(word -> word.length() > LONGEST_WORD)) {
                throw new IllegalArgumentException("a word is longer than any version");
            }
            List<List<Bound>> alternatives = Stream.of(trimmed.split("\\|\\|", -1))
                    .map(RangeGrammar::bounds)
                    .toList();
            // As in npm, "*" swallows its neighbours, even one that names a pre-release.
            return alternatives.contains(List.<Bound>of()) ? List.of(List.of()) : alternatives;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a version range: it is written as for npm, as in \">=0.3 <2\".".formatted(text));
        }
    }

    private static List<Bound> bounds(String alternative) {
        String words = withoutHyphen(BUILD.matcher(alternative.trim()).replaceAll(""));
        words = OPERATOR_THEN_BLANK.matcher(words).replaceAll("$1$2");
        words = TILDE_THEN_BLANK.matcher(words).replaceAll("~");
        words = CARET_THEN_BLANK.matcher(words).replaceAll("^");
        List<Bound> bounds = new ArrayList<>();
        for (String word : words.split(" ")) {
            if (!word.isEmpty()) {
                bounds.addAll(Word.of(word).bounds());
            }
        }
        // As in npm, ">=0.0.0" is no comparison at all.
        bounds.remove(new Bound(Operator.AT_LEAST, Version.of("0.0.0")));
        return List.copyOf(bounds);
    }

    /** {@code 1.2 - 3.4.5} as {@code >=1.2.0 <=3.4.5}; other text as it is. */
    private static String withoutHyphen(String text) {
        Matcher hyphen = HYPHEN.matcher(text);
        if (!hyphen.matches()) {
            return text;
        }
        return from(hyphen.group(1), hyphen.group(2), hyphen.group(3), hyphen.group(4))
                + " "
                + to(hyphen.group(6), hyphen.group(7), hyphen.group(8), hyphen.group(9), hyphen.group(10));
    }

    private static String from(String text, String major, String minor, String patch) {
        if (isAny(major)) {
            return "";
        }
        if (isAny(minor)) {
            return ">=" + major + ".0.0";
        }
        return isAny(patch) ? ">=" + major + "." + minor + ".0" : ">=" + text;
    }

    private static String to(String text, String major, String minor, String patch, String preRelease) {
        if (isAny(major)) {
            return "";
        }
        if (isAny(minor)) {
            return "<" + next(major) + ".0.0-0";
        }
        if (isAny(patch)) {
            return "<" + major + "." + next(minor) + ".0-0";
        }
        return preRelease == null ? "<=" + text : "<=" + major + "." + minor + "." + patch + "-" + preRelease;
    }

    private static boolean isAny(String part) {
        return part == null || part.equals("*") || part.equalsIgnoreCase("x");
    }

    /** The number one higher; what is too large for a version stays so. */
    private static String next(String number) {
        return number.length() > 16 ? number : Long.toString(Long.parseLong(number) + 1);
    }

    /** One word of a range: an operator and a partial version, whose missing parts are null. */
    private record Word(String operator, String prefix, String major, String minor, String patch, String preRelease) {

        static Word of(String text) {
            Matcher word = WORD.matcher(WORD.matcher(text).matches() ? text : withoutStrayStar(text));
            if (!word.matches()) {
                throw new IllegalArgumentException(text);
            }
            return new Word(word.group(1), word.group(2), word.group(3), word.group(4), word.group(5), word.group(6));
        }

        /** As in npm, {@code *1.2.3} is {@code 1.2.3}. */
        private static String withoutStrayStar(String text) {
            Matcher rest = EXACT.matcher(STRAY_STAR.matcher(text).replaceFirst(""));
            return rest.matches() ? rest.group(1) : text;
        }

        List<Bound> bounds() {
            return switch (operator) {
                case "^" -> caret();
                case "~", "~>" -> tilde();
                default -> comparison();
            };
        }

        private List<Bound> caret() {
            if (isAny(major)) {
                return List.of();
            }
            boolean majorMayChange = isAny(minor) || !major.equals("0");
            boolean minorMayChange = isAny(patch) || !minor.equals("0");
            String end = majorMayChange
                    ? next(major) + ".0.0"
                    : minorMayChange ? "0." + next(minor) + ".0" : "0.0." + next(patch);
            return List.of(bound(Operator.AT_LEAST, lowest()), bound(Operator.LESS, end + "-0"));
        }

        private List<Bound> tilde() {
            if (isAny(major)) {
                return List.of();
            }
            return List.of(bound(Operator.AT_LEAST, lowest()), bound(Operator.LESS, end() + "-0"));
        }

        private List<Bound> comparison() {
            boolean partial = isAny(major) || isAny(minor) || isAny(patch);
            if (!partial) {
                return exactly();
            }
            if (isAny(major) && !isAny(minor) || isAny(minor) && !isAny(patch)) {
                throw new IllegalArgumentException("a number after a wildcard");
            }
            if (isAny(major)) {
                boolean nothing = operator.equals("<") || operator.equals(">");
                return nothing ? List.of(bound(Operator.LESS, "0.0.0-0")) : List.of();
            }
            return switch (operator) {
                case "<" -> List.of(bound(Operator.LESS, lowest() + "-0"));
                case "<=" -> List.of(bound(Operator.LESS, end() + "-0"));
                case ">" -> List.of(bound(Operator.AT_LEAST, end()));
                case ">=" -> List.of(bound(Operator.AT_LEAST, lowest()));
                default -> List.of(bound(Operator.AT_LEAST, lowest()), bound(Operator.LESS, end() + "-0"));
            };
        }

        private List<Bound> exactly() {
            if (!prefix.isEmpty() && !prefix.equals("v")) {
                throw new IllegalArgumentException(prefix);
            }
            Operator comparison = switch (operator) {
                case "<" -> Operator.LESS;
                case "<=" -> Operator.AT_MOST;
                case ">" -> Operator.GREATER;
                case ">=" -> Operator.AT_LEAST;
                default -> Operator.EQUAL;
            };
            return List.of(bound(comparison, lowest()));
        }

        /** The lowest version that the partial version names, with its pre-release where it has all three numbers. */
        private String lowest() {
            if (isAny(minor)) {
                return major + ".0.0";
            }
            if (isAny(patch)) {
                return major + "." + minor + ".0";
            }
            return major + "." + minor + "." + patch + (preRelease == null ? "" : "-" + preRelease);
        }

        /** The first version after all that {@code ~} of the partial version names. */
        private String end() {
            return isAny(minor) ? next(major) + ".0.0" : major + "." + next(minor) + ".0";
        }

        private static Bound bound(Operator operator, String version) {
            return new Bound(operator, Version.of(version));
        }
    }
}
