package dev.immichpg.check;

import static dev.immichpg.check.Check.DATABASE_OWNED_BY_OTHER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatabaseOwnedByOtherTest implements CheckTest {

    @Test
    void aDatabaseOfSomebodyElseIsAProblem() {
        Given given = Given.vchord().database(d -> Given.aDatabase("immich", "postgres", false, true, true));

        Finding finding = Judged.onlyFinding(Judged.judge(DATABASE_OWNED_BY_OTHER, given));

        assertEquals("immich", finding.subject());
        assertEquals("Database immich is owned by postgres.", finding.observed());
        assertEquals("Expected immich to own it.", finding.expected());
        assertEquals(List.of("GRANT SUPERUSER: ALTER DATABASE immich OWNER TO immich;"), Judged.remedy(finding));
    }

    @Test
    void namesAreQuotedInTheRemedyAndPlainInTheText() {
        Given given = Given.vchord()
                .role(r -> Given.aRole("Immich \"App\"", true, false, true))
                .database(d -> Given.aDatabase("photo-base", "user", false, true, true));

        Finding finding = Judged.onlyFinding(Judged.judge(DATABASE_OWNED_BY_OTHER, given));

        assertEquals("Database photo-base is owned by user.", finding.observed());
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DATABASE \"photo-base\" OWNER TO \"Immich \"\"App\"\"\";"),
                Judged.remedy(finding));
    }

    @Test
    void quietForAMemberOfTheOwner() {
        Given given = Given.vchord().database(d -> Given.aDatabase("immich", "apps", true, true, true));

        assertEquals(Status.OK, Judged.judge(DATABASE_OWNED_BY_OTHER, given).status());
    }

    @Test
    void quietForASuperuser() {
        Given given = Given.vchord()
                .database(d -> Given.aDatabase("immich", "postgres", false, true, true))
                .superuser();

        assertEquals(Status.OK, Judged.judge(DATABASE_OWNED_BY_OTHER, given).status());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Given given = Given.pgvectors()
                .database(d -> Given.aDatabase("immich", "postgres", false, true, true))
                .historyHidden();

        assertEquals(
                Status.PROBLEM, Judged.judge(DATABASE_OWNED_BY_OTHER, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().database(d -> Given.aDatabase(d.name(), "postgres", false, true, true)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "the database changes hands",
                Check.DATABASE_OWNED_BY_OTHER,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute(
                                "GRANT CREATE ON SCHEMA public TO " + p.quotedRole(),
                                "ALTER DATABASE \"" + p.database().name() + "\" OWNER TO postgres")));
    }
}
