package dev.immichpg.check;

import static dev.immichpg.check.Check.SERVER_READ_ONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerReadOnlyTest implements CheckTest {

    @Test
    void aStandbyIsNoPlaceForImmich() {
        Finding finding =
                Judged.onlyFinding(Judged.judge(SERVER_READ_ONLY, Given.vchord().standby()));

        assertEquals("server", finding.subject());
        assertEquals("The server is in recovery: it is a standby.", finding.observed());
        assertEquals("Expected the primary, since Immich writes from its start on.", finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: Point Immich's DB_URL or DB_HOSTNAME, and this agent, at the primary (with"
                                + " CloudNativePG: the service that ends in -rw).",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** A superuser cannot write on a standby either, and what the login may see does not matter. */
    @Test
    void sameForASuperuserAndWithoutAnyGrant() {
        Given given = Given.pgvectors().superuser().standby().historyHidden().preloadHidden();

        assertEquals(Status.PROBLEM, Judged.judge(SERVER_READ_ONLY, given).status());
    }

    @Test
    void quietOnAPrimaryWhoseReleaseIsNotKnown() {
        assertEquals(
                Status.OK,
                Judged.judge(SERVER_READ_ONLY, Given.vchord().historyHidden()).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().standby());
    }

    @Override
    public List<Story> stories() {
        // No statement promotes a standby from within Immich's database: unit tests alone.
        return List.of();
    }
}
