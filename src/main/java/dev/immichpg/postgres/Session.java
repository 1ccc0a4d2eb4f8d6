package dev.immichpg.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * A login to the database. Every question is a transaction of its own and takes one round trip: what makes it read-only and
 * bounds its time on the server goes before it, in the same message.
 *
 * <p>None of that is set for the session, nor in the login. A pooler (PgBouncer with {@code pool_mode = transaction}) lends
 * the server's session to the next client as soon as a transaction is over, and that client may be Immich: a session that we
 * had made read-only would be Immich's outage. And a pooler refuses a login whose {@code options} it does not know.
 */
final class Session implements AutoCloseable {

    private static final String NO_NAME = "";

    /** What fails in the end may have its name all the same, and would fill the server's memory. */
    private static final int MOST_NAMES = 50;

    private final Connection connection;
    private final Map<String, String> limits;
    /** By question: under which name the server keeps its plan. */
    private final Map<String, String> kept = new HashMap<>();

    private int names;
    /** The server's session is ours as long as the connection stands. Not before the first answer has shown it. */
    private boolean direct;

    /** @param connection as {@link Target#jdbcProperties} makes it, in auto-commit mode; it is closed with this */
    Session(Connection connection, Timeouts timeouts) {
        this.connection = connection;
        this.limits = Map.of(
                // Not default_transaction_read_only, which is a fact that we look for.
                "transaction_read_only",
                "on",
                "statement_timeout",
                Long.toString(timeouts.statement().toMillis()),
                "lock_timeout",
                Long.toString(timeouts.lock().toMillis()));
    }

    /**
     * The first column of the first row. What is asked again and again is planned once, which takes most of the time:
     * unless there is a pooler, which would lend a session that does not know the name, or keep what we leave there.
     *
     * @param settings in force for this question only
     * @param question one SELECT, without a semicolon at its end
     */
    String value(Map<String, String> settings, String question) throws SQLException {
        if (!direct) {
            return row(settings, question).get(0);
        }
        String name = kept.get(question);
        if (name != null) {
            return row(settings, name.equals(NO_NAME) ? question : "EXECUTE " + name)
                    .get(0);
        }
        String newName = "immich_pg_" + names++;
        // If it fails, nobody knows whether the name is taken.
        kept.put(question, NO_NAME);
        try {
            String value = row(settings, "PREPARE " + newName + " AS " + question + "\n; EXECUTE " + newName)
                    .get(0);
            kept.put(question, newName);
            return value;
        } catch (SQLException e) {
            if (CatalogReader.isGivenUp(e) && names < MOST_NAMES) {
                kept.remove(question); // Another name, another time: the session is as good as before.
            }
            throw e;
        }
    }

    /** The first row, as text. As {@link #value} otherwise; nothing of it is kept. */
    List<String> row(Map<String, String> settings, String question) throws SQLException {
        Map<String, String> all = new LinkedHashMap<>(limits);
        all.putAll(settings);
        String before = all.keySet().stream()
                .map(name -> "pg_catalog.set_config(?, ?, true)")
                .collect(Collectors.joining(", ", "SELECT pg_catalog.pg_backend_pid(), ", "; "));
        // Statements with one Sync at their end are one transaction for Postgres, which ends by itself however they do.
        try (PreparedStatement statements = connection.prepareStatement(before + question)) {
            int position = 1;
            for (Map.Entry<String, String> setting : all.entrySet()) {
                statements.setString(position++, setting.getKey());
                statements.setString(position++, setting.getValue());
            }
            statements.execute();
            try (ResultSet first = statements.getResultSet()) {
                first.next();
                // A pooler cannot announce the one process that will serve us.
                direct =
                        first.getInt(1) == connection.unwrap(PGConnection.class).getBackendPID();
            }
            return lastRow(statements);
        }
    }

    private static List<String> lastRow(PreparedStatement statements) throws SQLException {
        while (!statements.getMoreResults()) {
            if (statements.getUpdateCount() < 0) {
                throw new IllegalArgumentException("no question was asked");
            }
        }
        try (ResultSet rows = statements.getResultSet()) {
            rows.next();
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                row.add(rows.getString(column));
            }
            return row;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
