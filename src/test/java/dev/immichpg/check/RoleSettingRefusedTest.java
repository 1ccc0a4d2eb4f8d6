package dev.immichpg.check;

import static dev.immichpg.check.Check.ROLE_SETTING_REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleSettingRefusedTest implements CheckTest {

    @Test
    void aRoleThatImmichsRoleCannotBecome() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(ROLE_SETTING_REFUSED, Given.vchord().roleSetting(Scope.ROLE, "role", "Owner of it")));

        assertEquals("Owner of it", finding.subject());
        assertEquals(
                "The setting role is Owner of it, for role immich, but role immich cannot become Owner of it: its sessions"
                        + " have the rights of role immich.",
                finding.observed());
        assertEquals("Expected a role that exists and that immich is allowed to become.", finding.expected());
        assertEquals(
                "GRANT SUPERUSER: ALTER ROLE immich RESET role;",
                Judged.remedy(finding).get(0));
    }

    @Test
    void whatOthersMayWantStays() {
        for (Scope scope : List.of(Scope.DATABASE, Scope.ALL_ROLES)) {
            Finding finding = Judged.onlyFinding(
                    Judged.judge(ROLE_SETTING_REFUSED, Given.vchord().roleSetting(scope, "role", "other")));

            assertEquals(
                    "GRANT SUPERUSER: ALTER ROLE immich IN DATABASE immich SET role = none;",
                    Judged.remedy(finding).get(0));
        }
    }

    @Test
    void oneThatIsInForceIsFine() {
        assertEquals(
                Status.OK,
                Judged.judge(ROLE_SETTING_REFUSED, Given.vchord().effectiveRole("immich_owner", false))
                        .status());
        assertEquals(
                Status.OK,
                Judged.judge(ROLE_SETTING_REFUSED, Given.vchord().roleSetting(Scope.ROLE, "role", "none"))
                        .status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().roleSetting(Scope.DATABASE, "role", "nobody"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "the role of the owner was taken away from it",
                Check.ROLE_SETTING_REFUSED,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute(
                                "DO $$BEGIN IF to_regrole('stranger') IS NULL THEN CREATE ROLE stranger; END IF; END$$",
                                "ALTER ROLE " + p.quotedRole() + " SET role = 'stranger'")));
    }
}
