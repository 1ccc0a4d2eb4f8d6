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

    @Test
    void allThatTheRestorerHasIsImmichs() {
        Given given = owned(Given.vchord(), "smart_search", "postgres")
                .foreign(Kind.TABLE, "smart_search", "postgres")
                .foreign(Kind.TABLE, "asset", "postgres")
                .foreign(Kind.FUNCTION, "\"Odd one\"(integer)", "postgres")
                .foreign(Kind.VIEW, "user", "postgres")
                .foreign(Kind.MATERIALIZED_VIEW, "m", "postgres")
                .foreign(Kind.SEQUENCE, "Seq", "postgres")
                .foreign(Kind.FOREIGN_TABLE, "f", "postgres")
                .foreign(Kind.TYPE, "sourcetype", "postgres");

        Finding finding = Judged.onlyFinding(Judged.judge(OBJECT_OWNED_BY_OTHER, given));

        assertEquals("postgres", finding.subject());
        assertEquals("Role postgres owns smart_search in schema public.", finding.observed());
        assertEquals(
                "Expected role immich to own everything of Immich's: otherwise Immich's next migration fails.",
                finding.expected());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: ALTER TABLE public.smart_search OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER TABLE public.asset OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER FUNCTION public.\"Odd one\"(integer) OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER VIEW public.\"user\" OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER MATERIALIZED VIEW public.m OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER SEQUENCE public.\"Seq\" OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER FOREIGN TABLE public.f OWNER TO immich;",
                        "GRANT SUPERUSER: ALTER TYPE public.sourcetype OWNER TO immich;"),
                Judged.remedy(finding));
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
                Judged.remedy(finding).get(Snapshot.LONGEST_LIST));
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
                                        "CREATE VIEW public.\"Odd view\" AS SELECT 1 AS one",
                                        "CREATE MATERIALIZED VIEW public.materialized AS SELECT 1 AS one",
                                        "CREATE SEQUENCE public.\"user\"\"s\"",
                                        "CREATE TABLE public.tags (id serial PRIMARY KEY, no int GENERATED ALWAYS AS IDENTITY)",
                                        "CREATE TYPE public.sourcetype AS ENUM ('exif')",
                                        "CREATE DOMAIN public.\"Domain\" AS text",
                                        "CREATE FUNCTION public.\"Odd one\"(public.\"Domain\", a int[]) RETURNS int LANGUAGE sql"
                                                + " AS 'SELECT 1'",
                                        "CREATE FOREIGN DATA WRAPPER nothing",
                                        "CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing",
                                        "CREATE FOREIGN TABLE public.far (one int) SERVER nowhere",
                                        """
                                        DO $$DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class
                                        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                                        LOOP EXECUTE format('ALTER TABLE %s OWNER TO postgres', t); END LOOP; END$$
                                        """,
                                        "ALTER FUNCTION public.f_unaccent(text) OWNER TO postgres")),
                new Story(
                        "a table was restored by postgres, with its grants",
                        Check.OBJECT_OWNED_BY_OTHER,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute(
                                        "ALTER TABLE version_history OWNER TO postgres",
                                        "GRANT ALL ON version_history TO " + p.quotedRole())));
    }
}
