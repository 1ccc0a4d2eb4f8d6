package dev.immichpg.fault;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database that the agent watches, by the name that it has there. */
record Watched(String name, ImmichDatabase database) {

    /** As the server's list of sessions shows the agent. */
    private static final String AGENT = "application_name = 'immich-pg-monitor'";

    EmbeddedServer server() {
        return database.server();
    }

    /** The agent keeps its session: what keeps out new ones is noticed when that one ends. */
    void endSessionOfAgent() {
        server().execute("postgres", endSessions(AGENT));
    }

    /** Those of a superuser stay. */
    static void endSessionsOfAgent(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(endSessions(AGENT));
        }
    }

    static boolean agentIsThere(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            return statement
                    .executeQuery("SELECT FROM pg_stat_activity WHERE " + AGENT)
                    .next();
        }
    }

    /** Logged in are as many as Postgres lets in of those who are no superusers. */
    static boolean isFull(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            return statement
                    .executeQuery("SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND state IN"
                            + " ('active', 'idle') HAVING count(*) >= current_setting('max_connections')::int"
                            + " - current_setting('superuser_reserved_connections')::int")
                    .next();
        }
    }

    void endSessions() {
        server().execute("postgres", endSessions("datname = '" + database.name() + "'"));
    }

    private static String endSessions(String which) {
        return "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                + which;
    }
}
