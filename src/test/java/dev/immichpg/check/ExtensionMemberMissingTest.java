package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_MEMBER_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.MissingMember.Kind;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtensionMemberMissingTest implements CheckTest {

    @Test
    void aFunctionThatWasDropped() {
        Finding finding = only(Given.vchord().missingMember("uuid-ossp", Kind.FUNCTION, "uuid_generate_v4"));

        assertEquals("uuid-ossp", finding.subject());
        assertEquals("Extension uuid-ossp is installed, but function uuid_generate_v4 is missing.", finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "CREATE_EXTENSION SUPERUSER: BEGIN; DROP EXTENSION IF EXISTS \"uuid-ossp\";"
                                + " CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" SCHEMA public; COMMIT;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void oneThatWasMovedIsMovedBack() {
        Finding finding =
                only(Given.vchord().missingMember("pg_trgm", Kind.OPERATOR_CLASS, "gin_trgm_ops", "My schema"));

        assertEquals(
                "Extension pg_trgm is installed, but operator class gin_trgm_ops is in schema My schema, where Immich does"
                        + " not find it.",
                finding.observed());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: ALTER OPERATOR CLASS \"My schema\".gin_trgm_ops USING gin SET SCHEMA public;"),
                Judged.remedy(finding));
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER FUNCTION other.unaccent SET SCHEMA public;"),
                Judged.remedy(only(Given.vchord().missingMember("unaccent", Kind.FUNCTION, "unaccent", "other"))));
    }

    @Test
    void whatImmichFindsOnItsPathIsWell() {
        Given given = Given.vchord()
                .noSearchPathSettings()
                .searchPath(Scope.DATABASE, "public, other")
                .addSchema(new Schema("other", "postgres", false, true, false))
                .missingMember("unaccent", Kind.FUNCTION, "unaccent", "other");

        assertEquals(Status.OK, status(given));
    }

    /** The indexes would hold it, and Immich makes them again. Where something else holds it, nothing has happened. */
    @Test
    void vectorChordGoesWithItsIndexes() {
        List<String> remedy =
                Judged.remedy(only(Given.vchord().missingMember("vchord", Kind.FUNCTION, "vchordrq_prewarm")));

        assertEquals(
                "CREATE_EXTENSION SUPERUSER: BEGIN; DROP INDEX IF EXISTS public.clip_index, public.face_index;"
                        + " DROP EXTENSION IF EXISTS vchord; CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public; COMMIT;",
                remedy.get(1));
    }

    /** Columns hold the type. */
    @Test
    void castsAreCreatedByThemselves() {
        List<String> remedy =
                Judged.remedy(only(Given.vchord().missingMember("vector", Kind.CAST, "real[] AS vector")));

        assertEquals(3, remedy.size());
        assertEquals(
                "CREATE_EXTENSION PERSON: As a superuser, run what creates real[] AS vector in the script vector-",
                remedy.get(1).substring(0, 96));
    }

    @Test
    void whatImmichDoesNotNeedIsNotAsked() {
        assertEquals(Status.OK, status(Given.pgvector().missingMember("vchord", Kind.FUNCTION, "vchordrq_prewarm")));
        assertEquals(
                Status.OK, status(Given.vchord().missingMember("vector", Kind.OPERATOR_CLASS, "vector_cosine_ops")));
        assertEquals(
                Status.PROBLEM,
                status(Given.pgvector().missingMember("vector", Kind.OPERATOR_CLASS, "vector_cosine_ops")));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().missingMember("uuid-ossp", Kind.FUNCTION, "uuid_generate_v4"));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "a function is dropped out of its extension",
                        Check.EXTENSION_MEMBER_MISSING,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> {
                            p.database()
                                    .superuserExecute(
                                            "ALTER EXTENSION vchord DROP FUNCTION vchordrq_prewarm",
                                            "DROP FUNCTION vchordrq_prewarm");
                            p.where(
                                    RemedySteps.RESTART_TO_REBUILD.text(),
                                    () -> p.database()
                                            .roleExecute(
                                                    "CREATE INDEX clip_index ON smart_search USING vchordrq (embedding"
                                                            + " vector_cosine_ops)",
                                                    "CREATE INDEX face_index ON face_search USING vchordrq (embedding"
                                                            + " vector_cosine_ops)"));
                        }),
                new Story(
                        "an operator class moves to another schema",
                        Check.EXTENSION_MEMBER_MISSING,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute(
                                        "CREATE SCHEMA elsewhere",
                                        "ALTER OPERATOR CLASS gin_trgm_ops USING gin SET SCHEMA elsewhere")));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(EXTENSION_MEMBER_MISSING, given));
    }

    private static Status status(Given given) {
        return Judged.judge(EXTENSION_MEMBER_MISSING, given).status();
    }
}
