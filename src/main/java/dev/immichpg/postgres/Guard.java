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
 * <p>With the lock nobody can change the table, drop it, rename it, or give it a policy, a rule or a column. What needs no
 * lock that conflicts with it (CREATE INDEX, CREATE STATISTICS, ALTER SCHEMA), and comes exactly between the look and the
 * planner's, is not kept out: a login that may do no more than read is what such code would run as, and the check
 * {@code login-too-powerful} says where it may.
 *
 * @param settings in force for the question
 * @param lock a statement that keeps what is looked at from being changed until the question is answered
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
     * @param names of tables in schema {@code public}; names that need no quotes, each once
     */
    static Guard ofPlainTables(int versionNum, List<String> names) {
        return plain(versionNum, names, "");
    }

    /** As {@link #ofPlainTables}; a column may have a base type of an extension, as vectors do. */
    static Guard ofVectorTable(int versionNum, String name) {
        return plain(versionNum, List.of(name), OR_BASE_TYPES);
    }

    private static Guard plain(int versionNum, List<String> names, String orTypes) {
        String lock = names.stream()
                .map(name -> "ONLY public." + name)
                .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS SHARE MODE"));
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
