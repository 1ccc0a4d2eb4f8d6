package dev.immichpg.postgres;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.History;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.AgroalSecurityProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads one database's catalogs over one kept connection, in a read-only session with timeouts: one statement, and a
 * second one where tables with Immich's version may be read.
 *
 * <p>Not for use by several threads at once: a second one waits for the connection.
 */
public final class CatalogReader implements AutoCloseable {

    /** In {@code snapshot.sql}, where the name of Immich's role comes from under psql; here it is a parameter. */
    private static final String ROLE_FROM_SETTING = "pg_catalog.current_setting('immich_pg.role', true)";

    private static final String SNAPSHOT = withParameter(resource("snapshot.sql"));
    private static final String VERSIONS = resource("version-history.sql");
    private static final String MIGRATIONS = resource("newest-migration.sql");
    private static final String INDEX_STATUS = resource("index-status.sql");

    private final Target target;
    private final String immichRole;
    private final AgroalDataSource connections;
    private final AtomicInteger opened = new AtomicInteger();
    /** A new session has not seen the server's search_path either: the login has a setting of its own. */
    private boolean hiddenAlsoFromNewSessions;

    /**
     * Connects at the first reading, not before.
     *
     * @param immichRole whose rights are judged; empty: those of the login itself
     */
    public CatalogReader(Target target, Optional<String> immichRole, Timeouts timeouts) {
        this.target = target;
        this.immichRole = immichRole.orElse("");
        Properties properties = target.jdbcProperties(timeouts);
        Duration wait = timeouts.login().plus(timeouts.answer());
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.minSize(0)
                        .initialSize(0)
                        .maxSize(1)
                        .acquisitionTimeout(wait)
                        .exceptionSorter(new LostConnections())
                        .connectionFactoryConfiguration(factory -> {
                            factory.connectionProviderClass(org.postgresql.Driver.class)
                                    .jdbcUrl(target.jdbcUrl())
                                    .credential(target)
                                    .addSecurityProvider(new Login());
                            properties
                                    .stringPropertyNames()
                                    .forEach(name -> factory.jdbcProperty(name, properties.getProperty(name)));
                            return factory;
                        }));
        try {
            this.connections = AgroalDataSource.from(configuration, new Opened());
        } catch (SQLException e) {
            throw new IllegalStateException(e); // Nothing is connected yet.
        }
    }

    /** @throws UnreadableDatabase with one sentence for people, without secrets */
    public Snapshot read() throws UnreadableDatabase {
        int before = opened.get();
        try {
            Snapshot is = readOnce();
            boolean onNewConnection = opened.get() != before;
            if (!mayBeOutdated(is)) {
                hiddenAlsoFromNewSessions = false;
                return is;
            }
            boolean worthAnother = !onNewConnection && !hiddenAlsoFromNewSessions;
            hiddenAlsoFromNewSessions = true;
            if (!worthAnother) {
                return is;
            }
            connections.flush(FlushMode.ALL);
            return readOnce();
        } catch (SQLException e) {
            boolean onKeptConnection = opened.get() == before;
            if (onKeptConnection && before > 0 && LostConnections.isLost(e) && !isTimeout(e)) {
                // The server has restarted, or dropped us, since the last examination. That alone is no finding.
                return readOnNewConnection();
            }
            throw UnreadableDatabase.of(target, e);
        } catch (UnreadablePassword e) {
            throw UnreadableDatabase.of(target, e);
        }
    }

    /**
     * A session keeps the search_path that it began with: one that began under a setting which is gone since does not see
     * the server's own, and a new session would.
     */
    private static boolean mayBeOutdated(Snapshot is) {
        return is.serverSearchPath().isEmpty() && is.searchPathSettings().isEmpty();
    }

    @Override
    public void close() {
        connections.close();
    }

    private Snapshot readOnNewConnection() throws UnreadableDatabase {
        try {
            return readOnce();
        } catch (SQLException e) {
            throw UnreadableDatabase.of(target, e);
        } catch (UnreadablePassword e) {
            throw UnreadableDatabase.of(target, e);
        }
    }

    private Snapshot readOnce() throws SQLException, UnreadableDatabase {
        try (Connection connection = connections.getConnection()) {
            Snapshot catalogs = parse(first(connection, SNAPSHOT, immichRole));
            return catalogs.withHistory(history(connection, catalogs));
        }
    }

    private Snapshot parse(String json) throws UnreadableDatabase {
        try {
            return SnapshotJson.read(json);
        } catch (IllegalArgumentException e) {
            throw new UnreadableDatabase(target, UnreadableDatabase.Reason.UNEXPECTED_ANSWER, e);
        }
    }

    private History history(Connection connection, Snapshot catalogs) throws SQLException {
        boolean versions = mayRead(catalogs, "public", "version_history");
        boolean migrations = mayRead(catalogs, "public", "kysely_migrations");
        boolean indexStatus = mayRead(catalogs, "vectors", "pg_vector_index_stat");
        try {
            return history(connection, versions, migrations, indexStatus);
        } catch (SQLException e) {
            if (!isStatementsFault(e)) {
                throw e;
            }
            // pgvecto.rs' view fails as a whole while its files are lost: that must not hide Immich's version.
            return indexStatus ? withoutIndexStatus(connection, versions, migrations) : History.HIDDEN;
        }
    }

    private History withoutIndexStatus(Connection connection, boolean versions, boolean migrations)
            throws SQLException {
        try {
            return history(connection, versions, migrations, false);
        } catch (SQLException e) {
            if (!isStatementsFault(e)) {
                throw e;
            }
            return History.HIDDEN; // Tables of these names that are not Immich's.
        }
    }

    private History history(Connection connection, boolean versions, boolean migrations, boolean indexStatus)
            throws SQLException {
        if (!versions && !migrations && !indexStatus) {
            return History.HIDDEN;
        }
        String sql = Stream.of(
                        part("versions", versions, VERSIONS),
                        part("migrations", migrations, MIGRATIONS),
                        part("indexStatus", indexStatus, INDEX_STATUS))
                .collect(Collectors.joining(", ", "select pg_catalog.json_build_object(", ")"));
        return SnapshotJson.readHistory(first(connection, sql));
    }

    private static String part(String key, boolean readable, String sql) {
        return "'" + key + "', " + (readable ? "(\n" + sql + ")" : "null");
    }

    private static boolean mayRead(Snapshot catalogs, String schema, String relation) {
        return catalogs.relation(schema, relation)
                .map(Snapshot.Relation::loginCanSelect)
                .orElse(false);
    }

    /** The statement was refused, and the connection is as good as before. */
    private static boolean isStatementsFault(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return !LostConnections.isLost(e) && !state.startsWith("57") && !state.startsWith("25");
    }

    private static boolean isTimeout(SQLException e) {
        return e.getCause() instanceof SocketTimeoutException;
    }

    private static String first(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String withParameter(String sql) {
        int at = sql.indexOf(ROLE_FROM_SETTING);
        if (at < 0 || at != sql.lastIndexOf(ROLE_FROM_SETTING)) {
            throw new IllegalStateException("snapshot.sql must name Immich's role once");
        }
        return sql.replace(ROLE_FROM_SETTING, "?::text");
    }

    private static String resource(String name) {
        try (InputStream in = CatalogReader.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** User and password at every login anew: the password's file may have changed. */
    private static final class Login implements AgroalSecurityProvider {
        @Override
        public Properties getSecurityProperties(Object credential) {
            if (!(credential instanceof Target target)) {
                return null;
            }
            Properties login = new Properties();
            login.setProperty("user", target.user());
            target.password().read().ifPresent(password -> login.setProperty("password", password));
            return login;
        }
    }

    private final class Opened implements AgroalDataSourceListener {
        @Override
        public void onConnectionCreation(Connection connection) {
            opened.incrementAndGet();
        }
    }

    /** Which failures leave no connection to keep. */
    private static final class LostConnections implements ExceptionSorter {
        private final ExceptionSorter known = new PostgreSQLExceptionSorter();

        @Override
        public boolean isFatal(SQLException e) {
            return known.isFatal(e) || isLost(e);
        }

        /** Class 08: the connection; 57P0x: the server shut down, crashed, or starts. */
        static boolean isLost(SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return state.startsWith("08") || state.startsWith("57P");
        }
    }
}
