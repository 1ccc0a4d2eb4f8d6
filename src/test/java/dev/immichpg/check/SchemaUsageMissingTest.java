package dev.immichpg.check;

import static dev.immichpg.check.Check.SCHEMA_USAGE_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaUsageMissingTest implements CheckTest {

    @Test
    void aSchemaOfTheVectorTypeThatTheRoleMayNotUseIsAProblem() {
        Given given = Given.pgvectors().schema("vectors", s -> new Schema("vectors", "postgres", false, false, false));

        Finding finding = Judged.onlyFinding(Judged.judge(SCHEMA_USAGE_MISSING, given));

        assertEquals("vectors", finding.subject());
        assertEquals("Role immich has no USAGE on schema vectors, which holds vectors.", finding.observed());
        assertEquals("Expected USAGE: without it the types and operators there are not found.", finding.expected());
        assertEquals(List.of("GRANT SUPERUSER: GRANT USAGE ON SCHEMA vectors TO immich;"), Judged.remedy(finding));
    }

    /** VectorChord alone is chosen; pgvector's type is underneath it. */
    @Test
    void pgvectorUnderVectorChordCounts() {
        Given given = extensionsIn(Given.vchord(), "Ext Schema", "vector", "unaccent")
                .addSchema(new Schema("Ext Schema", "postgres", false, false, false));

        Finding finding = Judged.onlyFinding(Judged.judge(SCHEMA_USAGE_MISSING, given));

        assertTrue(finding.observed().endsWith("Ext Schema, which holds unaccent, vector."), finding::observed);
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT USAGE ON SCHEMA \"Ext Schema\" TO immich;"), Judged.remedy(finding));
    }

    @Test
    void eachSchemaIsAFindingOfItsOwn() {
        Given given = extensionsIn(extensionsIn(Given.pgvector(), "b", "vector"), "a", "cube")
                .addSchema(new Schema("b", "postgres", false, false, false))
                .addSchema(new Schema("a", "postgres", false, false, false));

        assertEquals(
                List.of("a", "b"),
                Judged.judge(SCHEMA_USAGE_MISSING, given).findings().stream()
                        .map(Finding::subject)
                        .toList());
    }

    /** After the move to VectorChord schema vectors may stay behind, and be nobody's business. */
    @Test
    void quietAboutALeftoverExtension() {
        Given given = extensionsIn(Given.vchord().installed("vectors", "0.2.0"), "vectors", "vectors")
                .addSchema(new Schema("vectors", "postgres", false, false, false));

        assertEquals(Status.OK, Judged.judge(SCHEMA_USAGE_MISSING, given).status());
    }

    /** pg_trgm and unaccent since 1.96.0 (database.md#required-extensions). */
    @ParameterizedTest
    @CsvSource({"1.91.0, OK", "1.95.0, OK", "1.96.0, PROBLEM", "1.132.3, PROBLEM"})
    void theReleaseSaysWhichExtensionsAreNeeded(String immich, Status status) {
        Given given = extensionsIn(Given.pgvectors(), "tools", "pg_trgm")
                .addSchema(new Schema("tools", "postgres", false, false, false));

        assertEquals(status, Judged.judge(SCHEMA_USAGE_MISSING, given, immich).status());
    }

    @Test
    void quietAboutPublicWhichHasACheckOfItsOwn() {
        Given given = Given.vchord().schema("public", s -> new Schema("public", "postgres", false, false, false));

        assertEquals(Status.OK, Judged.judge(SCHEMA_USAGE_MISSING, given).status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.pgvectors()
                .schema("vectors", s -> new Schema("vectors", "postgres", false, false, false))
                .historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(SCHEMA_USAGE_MISSING, given).status());
    }

    private static Given extensionsIn(Given given, String schema, String... names) {
        for (String name : names) {
            given.installed(
                    name, e -> new InstalledExtension(name, e.version(), schema, e.owner(), e.roleOwns(), e.rowAge()));
        }
        return given;
    }

    @Override
    public Trouble fires() {
        return Trouble.of(
                Given.pgvectors().schema("vectors", s -> new Schema("vectors", "postgres", false, false, false)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "USAGE on schema vectors is lost",
                Check.SCHEMA_USAGE_MISSING,
                Set.of(),
                Outcome.STARTS,
                Story.PGVECTORS,
                p -> p.database().superuserExecute("REVOKE USAGE ON SCHEMA vectors FROM " + p.quotedRole())));
    }
}
