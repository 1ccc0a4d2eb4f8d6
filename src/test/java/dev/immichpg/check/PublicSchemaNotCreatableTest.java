package dev.immichpg.check;

import static dev.immichpg.check.Check.PUBLIC_SCHEMA_NOT_CREATABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicSchemaNotCreatableTest implements CheckTest {

    /** FailureMode.PUBLIC_NOT_CREATABLE: a dump of an older cluster leaves public with postgres. */
    @Test
    void aPublicSchemaInWhichTheRoleMayNotCreateIsAProblem() {
        Given given = Given.vchord().schema("public", s -> new Schema("public", "postgres", false, true, false));

        Finding finding = Judged.onlyFinding(Judged.judge(PUBLIC_SCHEMA_NOT_CREATABLE, given));

        assertEquals("public", finding.subject());
        assertEquals("Role immich has no CREATE on schema public, which postgres owns.", finding.observed());
        assertEquals("Expected USAGE and CREATE: Immich's migrations make their tables there.", finding.expected());
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT USAGE, CREATE ON SCHEMA public TO immich;"), Judged.remedy(finding));
    }

    @Test
    void createIsNotEnoughWithoutUsage() {
        Given given = Given.vchord().schema("public", s -> new Schema("public", "postgres", false, false, true));

        assertEquals(
                "Role immich has no USAGE on schema public, which postgres owns.",
                Judged.onlyFinding(Judged.judge(PUBLIC_SCHEMA_NOT_CREATABLE, given))
                        .observed());
    }

    @Test
    void aSchemaThatIsGoneIsMadeForTheRole() {
        Given given = Given.vchord()
                .role(r -> Given.aRole("order", true, false, true))
                .withoutSchema("public");

        Finding finding = Judged.onlyFinding(Judged.judge(PUBLIC_SCHEMA_NOT_CREATABLE, given));

        assertEquals("Schema public does not exist.", finding.observed());
        assertEquals(List.of("GRANT SUPERUSER: CREATE SCHEMA public AUTHORIZATION \"order\";"), Judged.remedy(finding));
    }

    @Test
    void quietWithAGrantAlone() {
        Given given = Given.vchord().schema("public", s -> new Schema("public", "postgres", false, true, true));

        assertEquals(Status.OK, Judged.judge(PUBLIC_SCHEMA_NOT_CREATABLE, given).status());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Given given = Given.pgvectors()
                .schema("public", s -> new Schema("public", "postgres", false, true, false))
                .historyHidden();

        assertEquals(
                Status.PROBLEM, Judged.judge(PUBLIC_SCHEMA_NOT_CREATABLE, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().schema("public", s -> new Schema("public", "postgres", false, true, false)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "schema public is restored with another owner",
                Check.PUBLIC_SCHEMA_NOT_CREATABLE,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute(
                                "ALTER SCHEMA public OWNER TO postgres",
                                "REVOKE CREATE ON SCHEMA public FROM PUBLIC")));
    }
}
