package dev.immichpg.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

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

    private static final String WHO_SERVES = "pg_catalog.pg_backend_pid()";

    /** What fails in the end may have its name all the same, and would fill the server's memory. */
    private static final int MOST_NAMES = 50;

    /** By which name {@code snapshot.sql} asks where the search_path came from that this session began with. */
    private static final String SEARCH_PATH_SOURCE = "immich_pg.search_path_source";

    /**
     * The operator is qualified, and its operands have exactly its types: it stands in the one statement that is analysed
     * under the search_path that the database's owner chose.
     */
    private static final String ASK_SEARCH_PATH_SOURCE = "(SELECT s.source FROM pg_catalog.pg_show_all_settings() AS s"
            + " WHERE s.name OPERATOR(pg_catalog.=) 'search_path')";

    /**
     * What lets others' code or rules into our statements, or changes what they mean; whoever owns the database may set it
     * there. The search_path comes first: Postgres analyses a statement when those before it have run, also of one message.
     * {@code pg_temp} is named so that it comes last; where it is not named, its tables and types are found before
     * Postgres' own.
     */
    private static final Map<String, String> OUR_OWN_MEANING = inOrder(
            "search_path",
            "pg_catalog, pg_temp",
            // A table with policies is refused, rather than read through them.
            "row_security",
            "off",
            // Or the planner evaluates CHECK constraints.
            "constraint_exclusion",
            "off",
            // Or quote_ident() quotes what it need not.
            "quote_all_identifiers",
            "off",
            "client_min_messages",
            "error",
            // Or a lock that is not free ends the session.
            "exit_on_error",
            "off",
            "max_parallel_workers_per_gather",
            "0",
            // Our joins stand in a good order. To look for a better one takes a third of the planning, or minutes where
            // the owner lets it. But pg_indexes, a join of five, must be planned as for Immich, which takes the first
            // row of it.
            "join_collapse_limit",
            "5",
            "from_collapse_limit",
            "8",
            // It takes seconds where the owner sets its costs to nothing.
            "jit",
            "off");

    /**
     * Since Postgres 17, and only there: it would end the session in the middle of a question. What bounds us is
     * {@code statement_timeout}.
     */
    private static final String NO_TRANSACTION_TIMEOUT =
            "CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL THEN "
                    + set("'transaction_timeout'", "'0'") + " END";

    private final Connection connection;
    private final boolean stays;
    private final String before;
    /** By question: under which name the server keeps its plan. */
    private final Map<String, String> kept = new HashMap<>();

    private int names;
    /** The server's session is ours as long as the connection stands. Not before an answer has shown it. */
    private boolean direct;

    private boolean asked;
    /** As {@code pg_settings.source}; null before it was asked. It stays as long as the server's session does. */
    private String searchPathSource;

    /**
     * @param connection as {@link Target#jdbcProperties} makes it, in auto-commit mode; it is closed with this
     * @param stays the same will be asked again: the server keeps the plans, each of which is megabytes there; otherwise it
     *     would copy them in vain
     */
    Session(Connection connection, Timeouts timeouts, boolean stays) {
        this.connection = connection;
        this.stays = stays;
        Map<String, String> always = new LinkedHashMap<>(OUR_OWN_MEANING);
        // Not default_transaction_read_only, which is a fact that we look for.
        always.put("transaction_read_only", "on");
        always.put("statement_timeout", Long.toString(timeouts.statement().toMillis()));
        always.put("lock_timeout", Long.toString(timeouts.lock().toMillis()));
        this.before = NO_TRANSACTION_TIMEOUT
                + always.entrySet().stream()
                        .map(setting -> ", " + set(literal(setting.getKey()), literal(setting.getValue())))
                        .collect(Collectors.joining());
    }

    /**
     * The first column of the first row. What is asked again and again is planned once, which takes most of the time:
     * unless there is a pooler, which would lend a session that does not know the name, or keep what we leave there.
     *
     * @param settings in force for this question only
     * @param question one SELECT, without a semicolon at its end, whose first column is JSON or text
     */
    String value(Map<String, String> settings, String question) throws SQLException {
        return text(ask(settings, false, Optional.empty(), inBytes(question)));
    }

    /** As {@link #value(Map, String)}, where the guard lets it. */
    String value(Optional<Guard> guard, String question) throws SQLException {
        return text(ask(guard.map(Guard::settings).orElse(Map.of()), false, guard, inBytes(question)));
    }

    /** As {@link #value(Optional, String)}, of what is asked too seldom to keep its plan. */
    String rareValue(Optional<Guard> guard, String question) throws SQLException {
        String asked = inBytes(question);
        return text(guard.isPresent() ? row(Map.of(), guard.get(), asked) : row(Map.of(), false, List.of(asked)));
    }

    /** As {@link #value(Map, String)}; the question can ask for the source of the search_path as well. */
    String catalogs(Map<String, String> settings, String question) throws SQLException {
        return text(ask(settings, true, Optional.empty(), inBytes(question)));
    }

    /** The first row, as text, where the guard lets it. As {@link #value} otherwise; nothing of it is kept. */
    List<String> row(Map<String, String> settings, Guard guard, String question) throws SQLException {
        Map<String, String> all = new LinkedHashMap<>(guard.settings());
        all.putAll(settings);
        return row(all, false, List.of(guard.lock(), guard.look(), question));
    }

    private List<String> ask(Map<String, String> settings, boolean source, Optional<Guard> guard, String question)
            throws SQLException {
        if (stays && !asked) {
            findOutWhetherDirect();
        }
        List<String> statements = new ArrayList<>();
        Map<String, String> begun = new HashMap<>();
        guard.ifPresent(g -> {
            statements.add(g.lock());
            statements.add(planned(g.look(), begun));
        });
        statements.add(planned(question, begun));
        try {
            List<String> answer = row(settings, source, statements);
            kept.putAll(begun);
            return answer;
        } catch (SQLException e) {
            if (CatalogReader.isGivenUp(e) && names < MOST_NAMES) {
                kept.keySet()
                        .removeAll(begun.keySet()); // Another name, another time: the session is as good as before.
            }
            throw e;
        }
    }

    /** Before the first question: what was planned without a name would be planned once more, with it. */
    private void findOutWhetherDirect() throws SQLException {
        try (Statement message = connection.createStatement();
                ResultSet row = message.executeQuery("SELECT " + WHO_SERVES)) {
            enterRow(row);
            hearWhoServes(row);
        }
    }

    /** A pooler cannot announce the one process that will serve us. */
    private void hearWhoServes(ResultSet row) throws SQLException {
        direct = row.getInt(1) == connection.unwrap(PGConnection.class).getBackendPID();
        asked = true;
    }

    /** As it is sent: by its name, with a new one, or without. */
    private String planned(String question, Map<String, String> begun) {
        if (!stays || !direct) {
            return question;
        }
        String name = kept.get(question);
        if (name != null) {
            return name.equals(NO_NAME) ? question : "EXECUTE " + name;
        }
        String newName = "immich_pg_" + names++;
        begun.put(question, newName);
        // If it fails, nobody knows whether the name is taken.
        kept.put(question, NO_NAME);
        return "PREPARE " + newName + " AS " + question + "\n; EXECUTE " + newName;
    }

    private List<String> row(Map<String, String> settings, boolean source, List<String> questions) throws SQLException {
        // Statements of one message are one transaction for Postgres, which ends by itself however they do.
        try (Statement message = connection.createStatement()) {
            message.setEscapeProcessing(false); // Braces and question marks are SQL's own.
            message.execute(first(settings, source) + "; " + String.join("\n; ", questions));
            try (ResultSet first = message.getResultSet()) {
                enterRow(first);
                hearWhoServes(first);
                if (source) {
                    searchPathSource = first.getString(2);
                }
            }
            return lastRow(message);
        }
    }

    /** The source before all, as long as it is what it was. */
    private String first(Map<String, String> settings, boolean source) {
        StringBuilder sql = new StringBuilder("SELECT " + WHO_SERVES + ", ");
        if (source) {
            // Asked anew it takes a millisecond, since all settings are read for it.
            boolean known = direct && searchPathSource != null;
            sql.append(set(literal(SEARCH_PATH_SOURCE), known ? literal(searchPathSource) : ASK_SEARCH_PATH_SOURCE))
                    .append(", ");
        }
        sql.append(before);
        // The same question is the same text in each run of the agent: the order of a Map.of() is not.
        new TreeMap<>(settings).forEach((name, value) -> sql.append(", ").append(set(literal(name), literal(value))));
        return sql.toString();
    }

    private static String set(String name, String value) {
        return "pg_catalog.set_config(" + name + ", " + value + ", true)";
    }

    /** With a meaning that does not hang on standard_conforming_strings, which the database's owner may set. */
    private static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /**
     * A database in SQL_ASCII has bytes, and not all of them are text to everybody: Postgres would refuse to send those that
     * are no UTF-8.
     */
    private String inBytes(String question) throws SQLException {
        return "SQL_ASCII".equals(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"))
                ? "SELECT pg_catalog.convert_to((\n" + question.strip().replaceFirst(";$", "")
                        + "\n)::pg_catalog.text, 'SQL_ASCII')"
                : question;
    }

    /** Of the last statement: a guard's look has a row as well. */
    private static List<String> lastRow(Statement statements) throws SQLException {
        List<String> row = List.of();
        while (statements.getMoreResults() || statements.getUpdateCount() >= 0) {
            ResultSet rows = statements.getResultSet();
            if (rows != null) {
                row = firstRow(rows);
            }
        }
        if (row.isEmpty()) {
            throw noAnswer();
        }
        return row;
    }

    private static String text(List<String> row) throws SQLException {
        if (row.get(0) == null) {
            throw noAnswer();
        }
        return row.get(0);
    }

    /** Each of our statements has a row: Postgres always sends it, and who is not Postgres may not. */
    private static void enterRow(ResultSet rows) throws SQLException {
        if (rows == null || !rows.next()) {
            throw noAnswer();
        }
    }

    private static SQLException noAnswer() {
        Unacceptable why = new Unacceptable("it sends an empty answer");
        return new SQLException(why.getMessage(), PSQLState.PROTOCOL_VIOLATION.getState(), why);
    }

    private static List<String> firstRow(ResultSet rows) throws SQLException {
        try (rows) {
            enterRow(rows);
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                // Not getString(): a role whose name another database wrote in another encoding would hide all.
                byte[] bytes = rows.getBytes(column);
                row.add(bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
            }
            return row;
        }
    }

    private static Map<String, String> inOrder(String... namesAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
