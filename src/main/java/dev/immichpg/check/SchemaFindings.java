package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ImmichNamesElsewhere;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.ledger.Overrides;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the rules about the structure of schema public share: one finding for each table, however much differs in it, with
 * how many objects do and the names of the first of them (database.md#structure).
 */
final class SchemaFindings {

    /** As many objects are named in one finding. */
    private static final int MOST_NAMES = 5;

    /** As many rows are named in one statement of a remedy; the next examination tells of the others. */
    static final int MOST_ROWS = 50;

    /** The subject of what is known by its name alone, and not by its table. */
    private static final String PUBLIC = "public";

    private SchemaFindings() {}

    /** A rule that looks at some of the differences. Throws Undecidable where nobody knows what differs. */
    static Verdict verdict(
            Snapshot is,
            Expectation should,
            Predicate<Difference> which,
            String expected,
            Function<List<Difference>, List<RemedyStep>> remedy) {
        SchemaState schema = should.schema()
                .orElseGet(() -> SchemaState.of(is, should.releases().ledger()));
        if (!schema.unknown().isEmpty()) {
            return byNameAlone(schema, which, expected);
        }
        if (schema.migration().isEmpty()) {
            return Verdict.notApplicable("What schema public holds is known from Immich 1.132.0 on, once it has run.");
        }
        Map<String, List<Difference>> byTable = schema.differences().stream()
                .filter(which)
                .collect(Collectors.groupingBy(
                        SchemaFindings::subject, LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        return Verdict.of(byTable.entrySet().stream()
                .map(entry -> new Finding(
                        entry.getKey(),
                        observed(entry.getKey(), entry.getValue()),
                        expected,
                        new Remedy(remedy.apply(entry.getValue()))))
                .toList());
    }

    /** Of a release that is newer than the ledger: what is there may be right or not, but what Immich names must be there. */
    private static Verdict byNameAlone(SchemaState schema, Predicate<Difference> which, String expected) {
        List<Difference> missing = schema.differences().stream().filter(which).toList();
        if (missing.isEmpty()) {
            throw new Undecidable(schema.unknown());
        }
        return Verdict.problem(new Finding(
                PUBLIC,
                observed(PUBLIC, missing),
                expected + " The release is newer than the ledger; Immich's table " + Overrides.TABLE
                        + " names what it has.",
                new Remedy(remade(missing))));
    }

    /** By the statements that Immich keeps itself; each is its own and can be run again, but for those of indexes. */
    private static List<RemedyStep> remade(List<Difference> missing) {
        return List.of(
                RemedyStep.STOP_IMMICH,
                RemedyStep.person(
                        Phase.GRANT,
                        "As Immich's role, print the statements that Immich keeps of its functions, indexes and triggers,"
                                + " read them, and run them in this order: SELECT value ->> 'sql' AS statement FROM public."
                                + Overrides.TABLE + " WHERE name IN ("
                                + missing.stream()
                                        .limit(MOST_ROWS)
                                        .map(Overrides::rowOf)
                                        .map(Sql::text)
                                        .collect(Collectors.joining(", "))
                                + ") ORDER BY name"),
                RemedyStep.START_IMMICH);
    }

    /** Likewise where Immich is known to keep all of them, which spares a restore. */
    static List<RemedyStep> remade(Snapshot is, List<Difference> missing, List<RemedyStep> otherwise) {
        List<String> rows = is.history().overrides().orElse(List.of());
        return missing.stream().map(Overrides::rowOf).allMatch(rows::contains) ? remade(missing) : otherwise;
    }

    static Predicate<Difference> are(List<ObjectKind> kinds, What... ways) {
        return d -> kinds.contains(d.kind()) && List.of(ways).contains(d.what());
    }

    /**
     * But what another check tells of with all that moves: a table that stands in another schema instead, and a foreign key that
     * has followed one there. To restore such a table would put a second one beside it ({@code object-outside-public}).
     */
    static Predicate<Difference> notMoved(Snapshot is) {
        Map<String, String> schemas = new HashMap<>();
        ImmichNamesElsewhere.bySchema(is)
                .forEach((schema, names) -> names.stream()
                        .filter(name -> !ImmichNamesElsewhere.isInPublic(is, name))
                        .forEach(name -> schemas.put(name, schema)));
        return d -> d.kind() == ObjectKind.TABLE
                ? !schemas.containsKey(d.name())
                : schemas.entrySet().stream()
                        .noneMatch(moved -> d.kind() == ObjectKind.FOREIGN_KEY
                                && d.seen()
                                        .replace(
                                                " " + Sql.name(moved.getValue(), moved.getKey()) + " ",
                                                " " + moved.getKey() + " ")
                                        .equals(d.expected()));
    }

    /** But a table of vectors and its column, of which {@code vector-table-missing} tells. */
    static Predicate<Difference> notOfVectors(Expectation should) {
        Collection<String> tables = should.knownRelease()
                .map(release -> release.vectorIndexes().values())
                .orElse(List.of());
        return d -> d.kind() == ObjectKind.TABLE
                ? !tables.contains(d.name())
                : !tables.contains(d.table()) || !d.name().equals("embedding");
    }

    private static String subject(Difference difference) {
        return difference.table().isEmpty() ? difference.name() : difference.table();
    }

    private static String observed(String subject, List<Difference> differences) {
        String some = differences.stream()
                .limit(MOST_NAMES)
                .map(SchemaFindings::sentence)
                .collect(Collectors.joining(" "));
        int others = differences.size() - MOST_NAMES;
        return others <= 0
                ? some
                : some + " " + others + " more object" + (others == 1 ? "" : "s") + " of " + subject
                        + (others == 1 ? " differs" : " differ") + " in this way.";
    }

    /** "Index x of asset is missing: btree (id)." */
    private static String sentence(Difference d) {
        String object = capital(d.kind().kind()) + " " + d.name()
                + (d.table().isEmpty() || d.kind() == ObjectKind.TABLE ? "" : " of " + d.table());
        return object
                + switch (d.what()) {
                    case MISSING ->
                        " is missing"
                                + (d.expected().isEmpty()
                                                || d.expected().equals(d.kind().kind())
                                                || d.kind() == ObjectKind.ENUM_VALUE
                                        ? ""
                                        : ": " + d.expected())
                                + ".";
                    case EXTRA -> " is there" + (d.seen().equals(d.kind().kind()) ? "" : ": " + d.seen()) + ".";
                    case DIFFERENT -> different(d);
                    case RENAMED -> " has the name " + d.seen() + ".";
                    case INVALID -> " is not valid.";
                    case DISABLED -> " does not fire: it is " + d.seen() + ".";
                };
    }

    private static String different(Difference d) {
        if (d.isOfBody()) {
            return " has " + d.seen() + ".";
        }
        return d.isOfResult()
                ? " " + d.seen() + ", not " + d.expected().substring(Difference.RETURNS.length()) + "."
                : " is " + d.seen() + ", not " + d.expected() + ".";
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /**
     * What only a backup brings back, as it has rows or code in it that nobody else knows.
     *
     * @param restore up to what is restored: {@code Restore table tag}
     */
    static List<RemedyStep> restore(String restore) {
        return List.of(
                RemedyStep.STOP_IMMICH,
                RemedyStep.person(
                        Phase.GRANT,
                        restore
                                + " from a backup that the same release of Immich has written to last. If there is"
                                + " none, restore the whole database. Read what the restore prints: it names each"
                                + " statement that failed."),
                RemedyStep.START_IMMICH);
    }

    static String qualified(String table) {
        return Sql.name("public", table);
    }

    static String names(List<String> columns) {
        return columns.stream().map(Sql::name).collect(Collectors.joining(", "));
    }
}
