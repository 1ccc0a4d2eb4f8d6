package dev.immichpg.check;

import static dev.immichpg.check.Check.IMMICH_ROLE_EXPIRING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Role;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImmichRoleExpiringTest implements CheckTest {

    private static final long DAY = 24 * 60 * 60;

    /** The text is the same for days, so that the log does not repeat it at each examination. */
    @ParameterizedTest
    @CsvSource({"0, a day", "86400, a day", "86401, a week", "604800, a week", "604801, 30 days", "2592000, 30 days"})
    void saysCoarselyWhenItExpires(long seconds, String within) {
        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_EXPIRING, expiringIn("immich", seconds)));

        assertEquals("immich", finding.subject());
        assertEquals("The password of role immich expires within " + within + " (VALID UNTIL).", finding.observed());
        assertEquals(
                "Expected it to be valid for more than 30 days, or forever: no new connection with it works after that.",
                finding.expected());
    }

    @Test
    void theRemedyQuotesTheRole() {
        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_EXPIRING, expiringIn("Immich app", DAY)));

        assertEquals(
                List.of("GRANT SUPERUSER: ALTER ROLE \"Immich app\" VALID UNTIL 'infinity';"), Judged.remedy(finding));
    }

    @Test
    void quietWhereItIsLongerAwayOrNever() {
        assertEquals(
                Status.OK,
                Judged.judge(IMMICH_ROLE_EXPIRING, expiringIn("immich", 30 * DAY + 1))
                        .status());
        assertEquals(
                Status.OK,
                Judged.judge(IMMICH_ROLE_EXPIRING, Given.vchord().historyHidden())
                        .status());
    }

    @Test
    void whatHasExpiredAnotherCheckTells() {
        Verdict verdict = Judged.judge(IMMICH_ROLE_EXPIRING, expiringIn("immich", -1));

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("The password of role immich has expired already.", verdict.note());
    }

    @Test
    void doesNotApplyToARoleThatIsNotThere() {
        Given given = Given.vchord().role(r -> Given.aRole("immich", false, false, false));

        assertEquals(
                Status.NOT_APPLICABLE, Judged.judge(IMMICH_ROLE_EXPIRING, given).status());
    }

    private static Given expiringIn(String role, long seconds) {
        return Given.vchord().role(r -> new Role(role, true, false, true, seconds, -1));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(expiringIn("immich", 10 * DAY));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "the password of Immich's role expires in ten days",
                Check.IMMICH_ROLE_EXPIRING,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute("DO $$BEGIN EXECUTE format('ALTER ROLE %I VALID UNTIL %L', '"
                                + p.database().role() + "', now() + interval '10 days'); END$$")));
    }
}
