package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_MEMBER_DENIED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.DeniedMember.Kind;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtensionMemberDeniedTest implements CheckTest {

    @Test
    void aFunctionThatNobodyMayCall() {
        Finding finding = only(Given.vchord().denied("vchord", Kind.FUNCTION, "vchordrq_prewarm", false));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "Role immich is not allowed to use functions or types of extension vchord: vchordrq_prewarm.",
                finding.observed());
        String grant = Judged.remedy(finding).get(0);
        assertEquals("GRANT SUPERUSER: DO $$DECLARE member text; BEGIN", grant.substring(0, 48));
        assertEquals(true, grant.contains("e.extname = 'vchord'") && grant.contains("member, 'immich')"), grant);
    }

    /** Issue 14, row 5: Immich would create it, and not be allowed to call it. */
    @Test
    void oneThatIsYetToBeCreatedIsCreatedFirst() {
        Finding finding = only(
                Given.vchord().notInstalled("uuid-ossp").denied("uuid-ossp", Kind.FUNCTION, "uuid_generate_v4", false));

        assertEquals(
                "Role immich will not be allowed to use functions of extension uuid-ossp once it is created, by the default"
                        + " privileges of the server's first superuser: uuid_generate_v4.",
                finding.observed());
        assertEquals(
                "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" SCHEMA public CASCADE;",
                Judged.remedy(finding).get(0));
        assertEquals(
                "CREATE_EXTENSION SUPERUSER: DO $$DECLARE member text;",
                Judged.remedy(finding).get(1).substring(0, 53));
    }

    @Test
    void whatImmichDoesNotNeedIsNotAsked() {
        assertEquals(Status.OK, status(Given.pgvector().denied("vchord", Kind.FUNCTION, "vchordrq_prewarm", false)));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(EXTENSION_MEMBER_DENIED, given));
    }

    private static Status status(Given given) {
        return Judged.judge(EXTENSION_MEMBER_DENIED, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().denied("uuid-ossp", Kind.FUNCTION, "uuid_generate_v4", false));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a hardened server lets nobody call functions",
                Check.EXTENSION_MEMBER_DENIED,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> p.database().superuserExecute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")));
    }
}
