package dev.immichpg.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A running Postgres with whose superuser anything may be done. */
public interface PostgresServer {

    String host();

    int port();

    String superuser();

    /** Null: needs none. */
    String superuserPassword();

    default String jdbcUrl(String database, String user) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + encode(database) + "?user=" + encode(user);
    }

    /** As Immich's DB_URL has it: of the database's part, node does not decode what is reserved in a URL. */
    default String nodeUrl(String database, String user, String password) {
        String path = encode(database)
                .replace("%3B", ";")
                .replace("%3A", ":")
                .replace("%40", "@")
                .replace("%26", "&")
                .replace("%3D", "=")
                .replace("%2B", "+")
                .replace("%24", "$")
                .replace("%2C", ",");
        return "postgresql://" + encode(user) + ":" + encode(password) + "@" + host() + ":" + port() + "/" + path;
    }

    /** Only the superuser needs no password here. */
    default Connection connect(String database, String user) throws SQLException {
        return connect(database, user, user.equals(superuser()) ? superuserPassword() : null);
    }

    default Connection connect(String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", "10");
        // What the driver would set at each login by a statement goes with the login.
        properties.setProperty("assumeMinServerVersion", "14");
        return new org.postgresql.Driver().connect(jdbcUrl(database, user), properties);
    }

    /** As the superuser, each statement by itself. */
    default void execute(String database, String... statements) {
        executeAs(superuser(), superuserPassword(), database, statements);
    }

    default void executeAs(String user, String password, String database, String... statements) {
        try (Connection connection = connect(database, user, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new SqlRefused(e);
        }
    }

    /** As the superuser: the first column of the first row as text, or null where there is none. */
    default String value(String database, String query) {
        try (Connection connection = connect(database, superuser());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new SqlRefused(e);
        }
    }

    /** Postgres said no; the message is its own. */
    final class SqlRefused extends IllegalStateException {
        private static final long serialVersionUID = 1;

        SqlRefused(SQLException cause) {
            super(cause.getMessage(), cause);
        }

        public String sqlState() {
            return ((SQLException) getCause()).getSQLState();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
