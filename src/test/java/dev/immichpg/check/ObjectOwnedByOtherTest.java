package dev.immichpg.check;

import static dev.immichpg.check.Check.OBJECT_OWNED_BY_OTHER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ForeignObject.Kind;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObjectOwnedByOtherTest implements CheckTest {

    /** Issue 14, row 7: all of Immich's tables, functions and types, and no more than those. */
    @Test
    void whatIsImmichsByItsNameOrByItsUse() {
        Given given = owned(Given.vchord(), "smart_search", "postgres")
                .foreign(Kind.TABLE, "smart_search", "postgres")
                .foreign(Kind.TABLE, "asset_exif", "postgres")
                .foreign(Kind.TABLE, "session", "postgres")
                .foreign(Kind.TABLE, "users", "postgres") // Immich's until 1.136.0
                .foreign(Kind.TABLE, "backup_log", "postgres")
                .foreign(Kind.FUNCTION, "updated_at()", "postgres")
                .foreign(Kind.FUNCTION, "\"Odd one\"(integer)", "postgres")
                .foreign(Kind.FUNCTION, "of_a_default()", "postgres", true)
                .foreign(Kind.VIEW, "user", "postgres")
                .foreign(Kind.TYPE, "sourcetype", "postgres")
                .foreign(Kind.TYPE, "mine", "postgres")
                .foreign(Kind.TYPE, "of_a_column", "postgres", true);

        Finding finding = Judged.onlyFinding(Judged.judge(OBJECT_OWNED_BY_OTHER, given));

        assertEquals("postgres", finding.subject());
        assertEquals(
                "Role postgres owns smart_search, asset_exif, session, updated_at(), of_a_default(), sourcetype, of_a_column in"
                        + " schema public.",
                finding.observed());
        assertEquals(
                "Expected role immich to own everything of Immich's: otherwise Immich's next migration fails.",
                finding.expected());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: ALTER TABLE public.smart_search OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER TABLE public.asset_exif OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER TABLE public.session OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER FUNCTION public.updated_at() OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER FUNCTION public.of_a_default() OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER TYPE public.sourcetype OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER TYPE public.of_a_column OWNER TO immich;"),
                Judged.remedy(finding));
    }

    /** Before 1.132.0 nobody knows all names. */
    @Test
    void beforeTheLedgerAllThatTheRestorerHasIsImmichs() {
        Given given = owned(Given.pgvectors(), "version_history", "postgres")
                .foreign(Kind.TABLE, "version_history", "postgres")
                .foreign(Kind.VIEW, "user", "postgres")
                .foreign(Kind.MATERIALIZED_VIEW, "m", "postgres")
                .foreign(Kind.SEQUENCE, "Seq", "postgres")
                .foreign(Kind.FOREIGN_TABLE, "f", "postgres")
                .foreign(Kind.FUNCTION, "\"Odd one\"(integer)", "postgres");

        assertEquals(
                List.of(
                        "GRANT SUPERUSER: ALTER TABLE public.version_history OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER VIEW public.\"user\" OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER MATERIALIZED VIEW public.m OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER SEQUENCE public.\"Seq\" OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER FOREIGN TABLE public.f OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER FUNCTION public.\"Odd one\"(integer) OWNER TO immich;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(OBJECT_OWNED_BY_OTHER, given))));
    }

    @Test
    void oneFindingForEachOwner() {
        Given given = owned(owned(Given.vchord(), "smart_search", "postgres"), "version_history", "Ann")
                .role(r -> Given.aRole("Immich app", true, false, true))
                .foreign(Kind.TABLE, "version_history", "Ann")
                .foreign(Kind.TABLE, "smart_search", "postgres");

        List<Finding> findings = Judged.judge(OBJECT_OWNED_BY_OTHER, given).findings();

        assertEquals(
                List.of("Ann", "postgres"),
                findings.stream().map(Finding::subject).toList());
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER TABLE public.version_history OWNER TO \"Immich app\";"),
                Judged.remedy(findings.get(0)));
    }

    /** Another program may have its own in the same schema. */
    @Test
    void whatStrangersHaveIsTheirs() {
        Given given = Given.vchord().foreign(Kind.TABLE, "recipes", "paperless");

        assertEquals(Status.OK, Judged.judge(OBJECT_OWNED_BY_OTHER, given).status());
    }

    @Test
    void whatAnExtensionBroughtIsItsOwners() {
        Given given = Given.vchord()
                .addRelation(
                        new Relation("public", "pg_vector_index_stat", "postgres", false, true, true, false, true, -1));

        assertEquals(Status.OK, Judged.judge(OBJECT_OWNED_BY_OTHER, given).status());
    }

    @Test
    void whereTheListWasCutItSaysSoAndNamesImmichsTablesAllTheSame() {
        Given given = owned(Given.vchord(), "version_history", "postgres");
        IntStream.range(0, Snapshot.LONGEST_LIST)
                .forEach(i -> given.foreign(Kind.FUNCTION, "f" + i + "()", "postgres"));

        Finding finding = Judged.onlyFinding(Judged.judge(OBJECT_OWNED_BY_OTHER, given));

        assertEquals(
                "Role postgres owns version_history in schema public. Of the objects that others own there, only the first 500 objects"
                        + " were looked at: there can be more after the remedy.",
                finding.observed());
        assertEquals(
                "GRANT SUPERUSER: ALTER TABLE public.version_history OWNER TO immich;",
                Judged.remedy(finding).get(0));
    }

    @Test
    void knownWithoutAnyGrantAndWithoutARelease() {
        Given given = Given.vchord().historyHidden().preloadHidden();

        assertEquals(Status.OK, Judged.judge(OBJECT_OWNED_BY_OTHER, given).status());
    }

    @Test
    void doesNotApplyBeforeImmichHasRunNorToARoleThatIsNotThere() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(OBJECT_OWNED_BY_OTHER, Given.fresh().withoutRelation("kysely_migrations"))
                        .status());
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(
                                OBJECT_OWNED_BY_OTHER,
                                owned(Given.vchord(), "asset", "postgres")
                                        .role(r -> Given.aRole("immich", false, false, false)))
                        .status());
    }

    private static Given owned(Given given, String table, String owner) {
        return given.relation(
                table,
                r -> new Relation(r.schema(), r.name(), owner, false, true, true, r.plain(), false, r.estimatedRows()));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(owned(Given.vchord(), "version_history", "postgres"));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                                "postgres has restored everything",
                                Check.OBJECT_OWNED_BY_OTHER,
                                Set.of(),
                                Outcome.BLOCKED,
                                Story::vchord,
                                p -> p.database()
                                        .superuserExecute(
                                                "CREATE TABLE public.asset_exif (id serial PRIMARY KEY, no int GENERATED ALWAYS AS IDENTITY)",
                                                "CREATE TYPE public.sourcetype AS ENUM ('exif')",
                                                """
                                        DO $$DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class
                                        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                                        LOOP EXECUTE format('ALTER TABLE %s OWNER TO postgres', t); END LOOP; END$$
                                        """))
                        // SchemaStoriesIT has it of a whole one.
                        .neverOfWhole(),
                new Story(
                        "a table was restored by postgres, with its grants",
                        Check.OBJECT_OWNED_BY_OTHER,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute(
                                        "ALTER TABLE version_history OWNER TO postgres",
                                        "GRANT ALL ON version_history TO " + p.quotedRole())),
                new Story(
                                "a function and a type that Immich's tables use are of postgres",
                                Check.OBJECT_OWNED_BY_OTHER,
                                Set.of(),
                                Outcome.STARTS,
                                Story::vchord,
                                p -> p.database()
                                        .superuserExecute(
                                                "CREATE FUNCTION public.of_a_trigger() RETURNS trigger LANGUAGE plpgsql AS"
                                                        + " 'BEGIN RETURN new; END'",
                                                "CREATE FUNCTION public.of_a_default() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                                                "CREATE TYPE public.of_a_column AS ENUM ('one')",
                                                "CREATE TRIGGER t BEFORE UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION of_a_trigger()",
                                                "ALTER TABLE asset ADD COLUMN n int DEFAULT of_a_default(),"
                                                        + " ADD COLUMN e of_a_column[]"))
                        // There another check asks about the trigger.
                        .neverOfWhole());
    }
}
