package dev.immichpg.fault;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the role that the agent logs in as, and of the file with its password, in one run of the agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginFaultsIT {

    private static final String FIRST = "look, don't touch";
    private static final String SECOND = Program.CANARY + " of tomorrow";

    @TempDir
    static Path directory;

    private EmbeddedServer server;
    private Watched home;
    private String role;
    private Path passwordFile;
    private Path hba;
    private String hbaAsItWas;
    private BadDay day;

    @BeforeAll
    void open() throws Exception {
        server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
        home = new Watched(
                "home",
                ImmichDatabase.on(server)
                        .vchord("0.4.3")
                        .immich("2.7.5")
                        .password(Program.CANARY)
                        .create());
        Monitor monitor = home.database().createMonitor(Grants.FULL);
        role = monitor.role();
        passwordFile = directory.resolve("password");
        write(FIRST);
        hba = server.dataDirectory().resolve("pg_hba.conf");
        hbaAsItWas = Files.readString(hba);
        day = new BadDay(
                directory,
                Map.of(
                        BadDay.url(home.name()),
                        home.database().url(),
                        "IMMICH_PG_DATABASES_HOME_USERNAME",
                        role,
                        "IMMICH_PG_DATABASES_HOME_PASSWORD_FILE",
                        passwordFile.toString(),
                        "IMMICH_PG_DATABASES_HOME_IMMICH_ROLE",
                        home.database().role()));
    }

    @AfterAll
    void close() throws Exception {
        try {
            day.close();
        } finally {
            server.close();
        }
    }

    Stream<Fault> faults() {
        String database = home.database().name();
        String wrong = loginRefused("password authentication failed for user \"" + role + "\"");
        return Stream.of(
                new Fault(
                        "password changed",
                        anew("ALTER ROLE " + role + " PASSWORD '" + SECOND + "'"),
                        wrong,
                        () -> write(SECOND)),
                new Fault(
                        "password changed back",
                        anew("ALTER ROLE " + role + " PASSWORD '" + FIRST.replace("'", "''") + "'"),
                        wrong,
                        () -> write(FIRST)),
                new Fault(
                        "password's file gone",
                        () -> {
                            Files.delete(passwordFile);
                            home.endSessionOfAgent();
                        },
                        "The password file " + passwordFile
                                + " cannot be read: there is no such file; check that it exists"
                                + " and that the agent is allowed to read it\\.",
                        () -> write(FIRST)),
                new Fault(
                        "password's file empty",
                        () -> {
                            write("");
                            home.endSessionOfAgent();
                        },
                        "The password file " + passwordFile + " is empty\\.",
                        () -> write(FIRST)),
                new Fault(
                        "role expired",
                        anew("ALTER ROLE " + role + " VALID UNTIL '2001-01-01'"),
                        wrong,
                        run("ALTER ROLE " + role + " VALID UNTIL 'infinity'")),
                new Fault(
                        "role that may not log in",
                        anew("ALTER ROLE " + role + " NOLOGIN"),
                        loginRefused("role \"" + role + "\" is not permitted to log in"),
                        run("ALTER ROLE " + role + " LOGIN")),
                new Fault(
                        "role renamed",
                        anew("ALTER ROLE " + role + " RENAME TO somebody"),
                        wrong,
                        run("ALTER ROLE somebody RENAME TO " + role)),
                new Fault(
                        "CONNECT revoked",
                        anew("REVOKE CONNECT ON DATABASE " + database + " FROM PUBLIC, " + role),
                        "the role lacks a privilege \\(permission denied for database \"" + database
                                + "\"\\); check the grants of the monitor role\\.",
                        run("GRANT CONNECT ON DATABASE " + database + " TO PUBLIC, " + role)),
                new Fault(
                        "pg_hba.conf",
                        () -> {
                            Files.writeString(hba, "host all " + role + " 127.0.0.1/32 reject\n" + hbaAsItWas);
                            server.reload();
                            home.endSessionOfAgent();
                        },
                        loginRefused("pg_hba\\.conf rejects connection for host .*"),
                        () -> {
                            Files.writeString(hba, hbaAsItWas);
                            server.reload();
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void itSaysWhyAndGetsOverIt(Fault fault) throws Exception {
        day.suffers(home.name(), fault);
    }

    /** As a rotation of secrets should do it, and as it often does: the session that is there does not end. */
    @Test
    void aPasswordThatIsRotatedIsNoFault() throws Exception {
        day.getsOver(home.name(), "password rotated", () -> {
            server.execute("postgres", "ALTER ROLE " + role + " PASSWORD '" + SECOND + "'");
            write(SECOND);
            home.endSessionOfAgent();
        });
        day.getsOver(home.name(), "password rotated back", () -> {
            server.execute("postgres", "ALTER ROLE " + role + " PASSWORD '" + FIRST.replace("'", "''") + "'");
            write(FIRST);
            home.endSessionOfAgent();
        });
    }

    /** In force for new sessions only. */
    private Fault.Action anew(String sql) {
        return () -> {
            server.execute("postgres", sql);
            home.endSessionOfAgent();
        };
    }

    private Fault.Action run(String sql) {
        return () -> server.execute("postgres", sql);
    }

    private void write(String password) throws IOException {
        Files.writeString(passwordFile, password + "\n");
    }

    private static String loginRefused(String words) {
        return "the login was refused \\(" + words + "\\); check the user, the password and pg_hba\\.conf\\.";
    }
}
