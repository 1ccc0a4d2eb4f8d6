package dev.immichpg.check;

import static dev.immichpg.check.Check.LOGIN_TOO_POWERFUL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.LoginRights;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Patient;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTooPowerfulTest implements CheckTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            true,  true,  true,  true,  true,  is a superuser
            false, true,  false, false, false, can run programs on the server (pg_execute_server_program)
            false, false, true,  false, false, can read the server's files (pg_read_server_files)
            false, false, false, true,  false, can write the server's files (pg_write_server_files)
            false, false, false, false, true,  can copy all databases of the server (REPLICATION)
            """)
    void namesTheRight(
            boolean superuser, boolean programs, boolean reads, boolean writes, boolean replicates, String said) {
        Finding finding = Judged.onlyFinding(Judged.judge(
                LOGIN_TOO_POWERFUL,
                given(new LoginRights(superuser, programs, reads, writes, false, false, replicates))));

        assertEquals("immich_monitor", finding.subject());
        assertEquals("The agent logs in as role immich_monitor, which " + said + ".", finding.observed());
    }

    @Test
    void saysHowToGetOneThatIsNot() {
        assertEquals(
                List.of(
                        "GRANT PERSON: Give the agent a role of its own, and let it log in as that one: immich-pg-monitor"
                                + " prepare --monitor-role immich_looker --database 'Im mich' | psql -U postgres"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(
                        LOGIN_TOO_POWERFUL,
                        given(new LoginRights(true, true, true, true, true, true, true))
                                .database(d -> Given.aDatabase("Im mich", "immich", true, true, true))))));
    }

    /** It may do what it likes with its own tables, and has no secrets from itself. */
    @Test
    void immichsRoleMayBypassPoliciesAndIsNoSuperuser() {
        LoginRights bypasses = new LoginRights(false, false, false, false, true, false, false);
        assertEquals(
                Status.OK,
                Judged.judge(LOGIN_TOO_POWERFUL, given(bypasses).login("immich"))
                        .status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(LOGIN_TOO_POWERFUL, given(bypasses)).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(
                                LOGIN_TOO_POWERFUL,
                                given(new LoginRights(true, true, true, true, true, true, true))
                                        .login("immich"))
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"150013, PROBLEM", "160009, OK"})
    void createroleGivesItselfRightsBefore16(int versionNum, Status status) {
        Given given = given(new LoginRights(false, false, false, false, false, true, false))
                .server(versionNum);

        assertEquals(status, Judged.judge(LOGIN_TOO_POWERFUL, given).status());
    }

    private static Given given(LoginRights rights) {
        return Given.vchord().loginRights(rights);
    }

    @Override
    public Trouble fires() {
        return Trouble.of(given(new LoginRights(true, true, true, true, true, true, true)));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                story(
                        "the agent logs in as a superuser",
                        p -> p.database().superuserExecute("ALTER ROLE " + monitor(p) + " SUPERUSER")),
                story(
                        "the agent's role can run programs on the server",
                        p -> p.database().superuserExecute("GRANT pg_execute_server_program TO " + monitor(p))));
    }

    private static Story story(String title, Consumer<Patient> fault) {
        return new Story(title, LOGIN_TOO_POWERFUL, Set.of(), Outcome.STARTS, Story::vchord, p -> {
            fault.accept(p);
            String monitor = monitor(p);
            p.where(
                    "Give the agent a role of its own, and let it log in as that one: immich-pg-monitor prepare"
                            + " --monitor-role immich_monitor --database "
                            + p.database().name() + " | psql -U postgres",
                    () -> p.database()
                            .superuserExecute(
                                    "ALTER ROLE " + monitor + " NOSUPERUSER",
                                    "REVOKE pg_execute_server_program FROM " + monitor));
        });
    }

    /** The newest: that of this story. */
    private static String monitor(Patient p) {
        return p.database()
                .value("SELECT rolname FROM pg_roles WHERE rolname LIKE 'monitor%' ORDER BY oid DESC LIMIT 1");
    }
}
