package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are not as they should be, one after the other in one run of the agent: it gets over all of them by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerFaultsIT {

    private static final String NO_ANSWER =
            "nothing answers there, or the connection broke; check that Postgres runs and" + " listens there\\.";
    private static final String LATE =
            "it did not answer in time; check whether the server hangs or is overloaded, or" + " raise the timeout\\.";

    /** By way of a line that can be slow. */
    private static final String FAR = "far";

    @TempDir
    static Path directory;

    private final List<EmbeddedServer> servers = new ArrayList<>();
    private Watched home;
    private Watched oldest;
    private Watched newest;
    private Line line;
    private BadDay day;

    @BeforeAll
    void open() throws Exception {
        List<Integer> majors = EmbeddedServer.majors();
        home = watched("home", 17);
        oldest = watched("oldest", majors.get(0));
        newest = watched("newest", majors.get(majors.size() - 1));
        line = new Line(home.server().port());
        Map<String, String> settings = new HashMap<>();
        for (Watched each : List.of(home, oldest, newest)) {
            settings.put(BadDay.url(each.name()), each.database().url());
        }
        settings.put(
                BadDay.url(FAR),
                home.database()
                        .createMonitor(Grants.FULL)
                        .url()
                        .replace(":" + home.server().port() + "/", ":" + line.port() + "/"));
        settings.put("IMMICH_PG_DATABASES_FAR_IMMICH_ROLE", home.database().role());
        day = new BadDay(directory, settings);
    }

    @AfterAll
    void close() throws Exception {
        try {
            day.close();
        } finally {
            line.close();
            servers.forEach(EmbeddedServer::close);
        }
    }

    private Watched watched(String name, int major) {
        EmbeddedServer server = EmbeddedServer.start(major, o -> o.baseline().setting("max_connections", "20"));
        servers.add(server);
        return new Watched(
                name,
                ImmichDatabase.on(server)
                        .vchord("0.4.3")
                        .immich("2.7.5")
                        .password(Program.CANARY)
                        .create());
    }

    Stream<Arguments> faults() {
        return Stream.of(
                        Stream.of(home, oldest, newest)
                                .flatMap(on -> Stream.of(outOfConnections(on), startingUp(on), coldStandby(on))
                                        .map(fault -> Arguments.of(on.name(), fault))),
                        Stream.of(
                                        stopped(),
                                        hung(),
                                        outOfRoles(),
                                        outOfDatabases(),
                                        closed(),
                                        renamed(),
                                        locked("pg_catalog.pg_extension"),
                                        locked("pg_catalog.pg_class"))
                                .map(fault -> Arguments.of(home.name(), fault)),
                        Stream.of(Arguments.of(FAR, tooSlow())))
                .flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void itSaysWhyAndGetsOverIt(String database, Fault fault) throws Exception {
        day.suffers(database, fault);
    }

    private Fault stopped() {
        return new Fault("stopped", home.server()::stop, NO_ANSWER, home.server()::startAgain);
    }

    private Fault hung() {
        return new Fault("hung", home.server()::hang, LATE, home.server()::resume);
    }

    /** Somebody else has them all; the agent's own session had to be ended, or it would have gone on. */
    private static Fault outOfConnections(Watched on) {
        List<Connection> crowd = new ArrayList<>();
        return new Fault(
                "out of connections on " + on.server().major(),
                () -> {
                    Connection superuser =
                            on.server().connect("postgres", on.server().superuser());
                    crowd.add(superuser);
                    do {
                        Watched.endSessionsOfAgent(superuser);
                        fill(on, crowd);
                        // Who was ended gives its place back a moment later: the agent could have it.
                    } while (!Watched.isFull(superuser) || Watched.agentIsThere(superuser));
                },
                refused("(remaining connection slots are reserved for .*|sorry, too many clients already)"),
                () -> hangUp(crowd));
    }

    private static void fill(Watched on, List<Connection> crowd) {
        try {
            while (true) {
                crowd.add(on.database().connect());
            }
        } catch (SQLException e) {
            assertEquals("53300", e.getSQLState(), e::getMessage);
        }
    }

    private Fault outOfRoles() {
        String role = home.database().role();
        return occupied(
                "out of connections of the role",
                "ROLE " + role,
                refused("too many connections for role \"" + role + "\""));
    }

    private Fault outOfDatabases() {
        String name = home.database().name();
        return occupied(
                "out of connections of the database",
                "DATABASE " + name,
                refused("too many connections for database \"" + name + "\""));
    }

    private Fault occupied(String name, String what, String says) {
        List<Connection> crowd = new ArrayList<>();
        return new Fault(
                name,
                () -> {
                    crowd.add(home.database().connect());
                    home.server().execute("postgres", "ALTER " + what + " CONNECTION LIMIT 1");
                    home.endSessionOfAgent();
                },
                says,
                () -> {
                    home.server().execute("postgres", "ALTER " + what + " CONNECTION LIMIT -1");
                    hangUp(crowd);
                });
    }

    private Fault closed() {
        String name = home.database().name();
        return new Fault(
                "connections not allowed",
                () -> {
                    home.server().execute("postgres", "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
                    home.endSessionOfAgent();
                },
                refused("database \"" + name + "\" is not currently accepting connections"),
                () -> home.server().execute("postgres", "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true"));
    }

    private Fault renamed() {
        String name = home.database().name();
        return new Fault(
                "renamed",
                () -> {
                    home.server().execute("postgres", "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
                    home.endSessions();
                    home.server().execute("postgres", "ALTER DATABASE " + name + " RENAME TO elsewhere");
                },
                "there is no such database \\(database \"" + name + "\" does not exist\\);"
                        + " check the name of the database\\.",
                () -> home.server()
                        .execute(
                                "postgres",
                                "ALTER DATABASE elsewhere RENAME TO " + name,
                                "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true"));
    }

    /** It lost its power, and now waits for an archive that is slow. */
    private static Fault startingUp(Watched on) {
        Path archive = directory.resolve("archive-of-" + on.name());
        return new Fault(
                "starting up on " + on.server().major(),
                () -> {
                    on.server().crash();
                    on.server()
                            .configure(
                                    "restore_command",
                                    "while ! test -e " + archive + "; do sleep 0.05; done; false %f %p");
                    Files.createFile(on.server().dataDirectory().resolve("recovery.signal"));
                    on.server().beginToStart();
                },
                refused("the database system is starting up"),
                () -> {
                    Files.createFile(archive);
                    on.server().awaitStart();
                });
    }

    private static Fault coldStandby(Watched on) {
        return new Fault(
                "standby that is not to be read on " + on.server().major(),
                () -> {
                    on.server().stop();
                    on.server().configure("hot_standby", "off");
                    on.server().becomeStandby();
                    on.server().beginToStart();
                },
                refused("the database system is not accepting connections"),
                () -> {
                    on.server().stop();
                    on.server().configure("hot_standby", "on");
                    Files.delete(on.server().dataDirectory().resolve("standby.signal"));
                    on.server().startAgain();
                });
    }

    private Fault locked(String catalog) {
        List<Connection> locker = new ArrayList<>();
        return new Fault(
                catalog + " locked",
                () -> locker.add(locking(catalog)),
                "somebody holds a lock on what must be read \\(canceling statement due to lock timeout\\); check in pg_locks"
                        + " and pg_stat_activity which transaction holds it\\.",
                () -> hangUp(locker));
    }

    private Fault tooSlow() {
        return new Fault("too slow", () -> line.lags(Duration.ofSeconds(10)), LATE, line::fix);
    }

    /** The server takes connections, so that nobody but the agent need be told. */
    @Test
    void slowIsNoFault() throws Exception {
        day.getsOver(FAR, "slow", () -> line.lags(Duration.ofMillis(150)));
        double took = Double.parseDouble(day.program().value("immich_pg_examination_duration_seconds", FAR));
        assertTrue(took >= 0.15, () -> "it took " + took + " s");
        line.fix();
    }

    @Test
    void itGetsOverRestarts() throws Exception {
        day.getsOver(home.name(), "fast restart", home.server()::restart);
        day.getsOver(home.name(), "immediate restart", () -> {
            home.server().crash();
            home.server().startAgain();
        });
        day.getsOver(home.name(), "crash of a session, and so of all", () -> {
            long session = Long.parseLong(home.server()
                    .value(
                            "postgres",
                            "SELECT pid FROM pg_stat_activity WHERE application_name = 'immich-pg-monitor'"));
            ProcessHandle.of(session).orElseThrow().destroyForcibly();
        });
    }

    @Test
    void aStandbyThatIsPromoted() throws Exception {
        for (Watched on : List.of(home, oldest)) {
            day.finds(
                    on.name(),
                    "server-read-only",
                    () -> {
                        on.server().stop();
                        on.server().becomeStandby();
                        on.server().startAgain();
                    },
                    on.server()::promote);
        }
    }

    @Test
    void aServerThatIsSetReadOnly() throws Exception {
        day.finds(
                home.name(),
                "server-read-only",
                () -> {
                    home.server().configure("default_transaction_read_only", "on");
                    home.server().reload();
                },
                () -> {
                    home.server().configure("default_transaction_read_only", "off");
                    home.server().reload();
                });
    }

    /** An update of an extension that somebody has not committed, and Immich while it rebuilds its indexes. */
    @Test
    void locksThatNeedNotBeWaitedFor() throws Exception {
        home.database().superuserExecute("CREATE EXTENSION pg_stat_statements VERSION '1.4'");
        try (Connection updating =
                home.server().connect(home.database().name(), home.server().superuser())) {
            day.getsOver(home.name(), "uncommitted update of an extension", () -> {
                try (Statement statement = updating.createStatement()) {
                    statement.execute("BEGIN");
                    statement.execute("ALTER EXTENSION pg_stat_statements UPDATE");
                    statement.execute("LOCK TABLE smart_search, face_search IN ACCESS EXCLUSIVE MODE");
                }
            });
        }
        home.database().superuserExecute("DROP EXTENSION pg_stat_statements");
    }

    /** Immich's own migrations, when somebody else makes them wait. */
    @Test
    void versionsThatAreLocked() throws Exception {
        List<Connection> locker = new ArrayList<>();
        day.cannotSee(
                home.name(),
                "immich-version-unknown",
                "version_history could not be read at this moment: it is locked",
                () -> locker.add(locking("version_history, kysely_migrations")),
                () -> hangUp(locker));
    }

    private Connection locking(String relations) throws SQLException {
        Connection connection =
                home.server().connect(home.database().name(), home.server().superuser());
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("LOCK TABLE " + relations + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    private static String refused(String words) {
        return "the server takes no connection now \\(" + words
                + "\\); check whether it starts, stops, recovers or has no" + " connection left\\.";
    }

    private static void hangUp(List<Connection> connections) throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        connections.clear();
    }
}
