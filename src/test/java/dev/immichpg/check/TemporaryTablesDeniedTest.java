package dev.immichpg.check;

import static dev.immichpg.check.Check.TEMPORARY_TABLES_DENIED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Database;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemporaryTablesDeniedTest implements CheckTest {

    @Test
    void aRightThatWasTakenFromEverybody() {
        Finding finding = Judged.onlyFinding(Judged.judge(TEMPORARY_TABLES_DENIED, denied("immich")));

        assertEquals("immich", finding.subject());
        assertEquals("Role immich has no TEMPORARY on database immich.", finding.observed());
        assertEquals("Expected it to be allowed to make temporary tables.", finding.expected());
        assertEquals(List.of("GRANT SUPERUSER: GRANT TEMPORARY ON DATABASE immich TO immich;"), Judged.remedy(finding));
    }

    @Test
    void oddNamesAreQuoted() {
        Given given = denied("My Photos").role(r -> Given.aRole("end", true, false, true));

        assertEquals(
                List.of("GRANT SUPERUSER: GRANT TEMPORARY ON DATABASE \"My Photos\" TO \"end\";"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(TEMPORARY_TABLES_DENIED, given))));
    }

    @Test
    void knownWithoutAnyGrantAndWithoutARelease() {
        Given given = Given.vchord().historyHidden().preloadHidden();

        assertEquals(Status.OK, Judged.judge(TEMPORARY_TABLES_DENIED, given).status());
    }

    @Test
    void doesNotApplyToARoleThatIsNotThere() {
        Given given = denied("immich").role(r -> Given.aRole("immich", false, false, false));

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(TEMPORARY_TABLES_DENIED, given).status());
    }

    private static Given denied(String database) {
        return Given.vchord().database(d -> new Database(database, "immich", true, true, true, false, -1));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(denied("immich"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a hardened server denies temporary tables",
                Check.TEMPORARY_TABLES_DENIED,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute("REVOKE TEMPORARY ON DATABASE \""
                                + p.database().name() + "\" FROM PUBLIC, " + p.quotedRole())));
    }
}
