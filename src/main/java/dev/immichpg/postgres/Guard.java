package dev.immichpg.postgres;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What goes before a question that reads somebody's table, in the same message: it fails where reading would run code of the
 * table's owner, and then Postgres does not even look at the question.
 *
 * <p>Postgres parses a statement of a message when those before it have run, so a table that was swapped for a view is never
 * planned. A condition in the question itself would come too late: the planner evaluates what stands in an index's or a
 * statistic's expressions before anything is read.
 *
 * <p>With the lock nobody can change the table, drop it, rename it, or give it a policy, a rule or a column. CREATE INDEX,
 * CREATE STATISTICS and ALTER SCHEMA need no lock that conflicts with it. A superuser can take locks that keep those out as
 * well, for the millisecond that the question takes. Others cannot: what comes exactly between the look and the planner's runs
 * as a login that may do no more than read, and the check {@code login-too-powerful} says where it may.
 *
 * @param settings in force for the question
 * @param lock statements that keep what is looked at from being changed until the question is answered
 * @param look one SELECT that fails where the question must not be asked
 */
record Guard(Map<String, String> settings, String lock, String look) {

    private static final String PLAIN_TABLES = CatalogReader.resource("plain-tables.sql");

    /** Of another type than Postgres' own, a base type alone: only a superuser can make one. */
    private static final String OR_BASE_TYPES = " and not (t.typtype = 'b' and t.typelem = 0::oid)";

    /** Refuses to read views and foreign tables; since CVE-2024-7348, for pg_dump. */
    private static final String REFUSED_KINDS = "restrict_nonsystem_relation_kind";

    Guard {
        settings = Map.copyOf(settings);
        requireNonNull(lock, "lock");
        requireNonNull(look, "look");
    }

    Guard(String lock, String look) {
        this(Map.of(), lock, look);
    }

    /**
     * @param versionNum of the server: {@code server_version_num}
     * @param exclusive whether to keep out whoever would make an index, statistics or a schema meanwhile, and autovacuum: for small
     *     tables that are read in a moment, by a superuser, on a server that is not in recovery
     * @param names of tables in schema {@code public}; names that need no quotes, each once
     */
    static Guard ofPlainTables(int versionNum, boolean exclusive, List<String> names) {
        return plain(versionNum, exclusive, names, "");
    }

    /** As {@link #ofPlainTables}; a column may have a base type of an extension, as vectors do. */
    static Guard ofVectorTable(int versionNum, String name) {
        return plain(versionNum, false, List.of(name), OR_BASE_TYPES);
    }

    private static Guard plain(int versionNum, boolean exclusive, List<String> names, String orTypes) {
        String tables = names.stream().map(name -> "ONLY public." + name).collect(Collectors.joining(", "));
        String lock = exclusive
                ? "LOCK TABLE pg_catalog.pg_namespace IN SHARE MODE; LOCK TABLE " + tables
                        + " IN SHARE UPDATE EXCLUSIVE MODE"
                : "LOCK TABLE " + tables + " IN ACCESS SHARE MODE";
        String look = PLAIN_TABLES
                .replace("${number}", Integer.toString(names.size()))
                .replace(
                        "${names}", names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")))
                .replace("${orTypes}", orTypes);
        return new Guard(
                refusesKinds(versionNum) ? Map.of(REFUSED_KINDS, "view, foreign-table") : Map.of(), lock, look);
    }

    private static boolean refusesKinds(int versionNum) {
        int minor = versionNum % 10_000;
        return switch (versionNum / 10_000) {
            case 14 -> minor >= 13;
            case 15 -> minor >= 8;
            case 16 -> minor >= 4;
            default -> versionNum >= 170_000;
        };
    }
}
