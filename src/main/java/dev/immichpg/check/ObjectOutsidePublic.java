package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.FoundIndex;
import dev.immichpg.forecast.ImmichNamesElsewhere;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#OBJECTS_IN_USERS_SCHEMA} and {@link FailureMode#OBJECTS_TWICE}. Immich looks for its indexes and
 * columns by name, in whatever schema (start-up.md#steps), while its functions name schema public
 * (database.md#vector-tables).
 */
final class ObjectOutsidePublic {

    private ObjectOutsidePublic() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return Verdict.of(ImmichNamesElsewhere.bySchema(is).entrySet().stream()
                .map(e -> finding(is, e.getKey(), e.getValue()))
                .toList());
    }

    private static Finding finding(Snapshot is, String schema, List<String> objects) {
        boolean cut = Snapshot.mayBeCut(is.relations()) || Snapshot.mayBeCut(is.vectorIndexes());
        boolean twice = objects.stream().anyMatch(name -> ImmichNamesElsewhere.isInPublic(is, name));
        return new Finding(
                schema,
                "Schema " + schema + " has objects with Immich's names: " + String.join(", ", objects)
                        + (twice ? ", and so does schema public." : ". They are not in schema public.")
                        + objects.stream()
                                .filter(name -> ImmichNamesElsewhere.isInPublic(is, name))
                                .filter(name -> FoundIndex.elsewhere(is, name)
                                        .filter(i -> i.schema().equals(schema))
                                        .isPresent())
                                .map(name -> " At its start Immich finds this " + name
                                        + " first, and takes it for its own: if it differs, Immich rebuilds the one in public"
                                        + " at every start.")
                                .collect(Collectors.joining())
                        + (cut ? " Only the first " + Snapshot.LONGEST_LIST + " such objects were looked at." : ""),
                "Expected Immich's tables and indexes in schema public, and nowhere else: Immich looks for them by name.",
                twice ? removal(schema) : move(is, schema));
    }

    private static Remedy removal(String schema) {
        return Remedy.of(
                RemedyStep.STOP_IMMICH,
                RemedyStep.person(
                        Phase.GRANT,
                        "Find out which copy is the live one, the one in schema " + Sql.name(schema)
                                + " or the one in schema public. Save the other with pg_dump, then drop it or rename it."),
                RemedyStep.START_IMMICH);
    }

    private static Remedy move(Snapshot is, String schema) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        steps.add(RemedyStep.superuser(Phase.GRANT, moveAll(schema)));
        if (ImmichNamesElsewhere.moveWithSchema(is, schema)) {
            // Postgres refuses if anything is left in it.
            steps.add(RemedyStep.superuser(Phase.GRANT, "DROP SCHEMA " + Sql.name(schema) + ";"));
        }
        steps.add(RemedyStep.START_IMMICH);
        return new Remedy(steps);
    }

    /** Of Immich's tables the agent knows a few only: what moves is all that is in the schema, at once or not at all. */
    private static String moveAll(String schema) {
        String block = MOVE.replaceAll("\\s+", " ").replace("{schema}", Sql.text(schema));
        return "DO " + (schema.contains("$") ? Sql.text(block) : "$$" + block + "$$") + ";";
    }

    /**
     * Indexes go with their tables, and so do the sequences of columns. Whoever pastes it has the search_path of the
     * database's owner: plpgsql reads each statement when those before it have run.
     */
    private static final String MOVE = """
            DECLARE object pg_catalog.text; BEGIN
            PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true); FOR object IN
            SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.oid::regclass
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = {schema} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT EXISTS
            (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
            AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
            UNION ALL SELECT 'ROUTINE ' || p.oid::regprocedure
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = {schema} AND NOT EXISTS
            (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            UNION ALL SELECT 'TYPE ' || t.oid::regtype
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE n.nspname = {schema} AND t.typtype IN ('d', 'e') AND NOT EXISTS
            (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
            LOOP EXECUTE 'ALTER ' || object || ' SET SCHEMA public'; END LOOP; END""";
}
