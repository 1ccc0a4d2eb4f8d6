package dev.immichpg.postgres;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.History;
import dev.immichpg.catalog.Snapshot.LoginRights;
import dev.immichpg.catalog.Snapshot.SecondAnswer;
import dev.immichpg.postgres.Watchdog.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Reads one database's catalogs over one connection, read-only and with timeouts: one statement, and a second one for
 * what the first cannot ask of every server and as every login. A probe, if wanted, comes after them.
 *
 * <p>A second thread waits for the first one.
 */
public final class CatalogReader implements AutoCloseable {

    /** By which name {@code snapshot.sql} asks for Immich's role. */
    private static final String ROLE = "immich_pg.role";

    /** Under which it is told what {@link ControlFiles} were read before. */
    private static final String CONTROL_FILES = "immich_pg.control_files";

    private static final String SNAPSHOT = resource("snapshot.sql");
    private static final String VERSIONS = resource("version-history.sql");
    private static final String MIGRATIONS = resource("executed-migrations.sql");
    private static final String OVERRIDES = resource("migration-overrides.sql");
    private static final String INDEX_STATUS = resource("index-status.sql");
    private static final String DATABASE_COLLATION = resource("database-collation.sql");
    private static final String LOADED_MODULES = resource("loaded-modules.sql");

    private static final String STRUCTURE = resource("structure.sql");

    /** A change that the statistics do not show is seen after this time. */
    public static final Duration STRUCTURE_EVERY = Duration.ofHours(1);

    private static final Guard INDEX_STATUS_GUARD = new Guard(
            "LOCK TABLE vectors.pg_vector_index_stat IN ACCESS SHARE MODE", resource("index-status-look.sql"));

    private static final Map<Set<Part>, String> SECOND_QUESTIONS = new ConcurrentHashMap<>();

    private static final SecondAnswer NOTHING =
            new SecondAnswer(History.HIDDEN, Optional.empty(), Optional.empty(), Optional.empty());

    private final Target target;
    private final String immichRole;
    private final boolean probe;
    private final Timeouts timeouts;
    private final boolean keep;
    private final KeptStructure structure;
    private ControlFiles controlFiles = ControlFiles.UNREAD;
    private String controlFilesJson = controlFiles.json();

    private final Logins logins = new Logins();
    private final Lifeline lifeline = new Lifeline(logins::unfinished);
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean closed;
    /** The one login; null before the first reading and after one that lost it. */
    private Session kept;
    /** A new session has not seen the server's search_path either: the login has a setting of its own. */
    private boolean hiddenAlsoFromNewSession;

    /**
     * Connects at the first reading, not before.
     *
     * @param immichRole whose rights are judged; empty: those of the login itself
     * @param probe whether to search in the vector indexes as well, where the login may
     */
    public CatalogReader(Target target, Optional<String> immichRole, boolean probe, Timeouts timeouts) {
        this(target, immichRole, probe, timeouts, true, STRUCTURE_EVERY);
    }

    /**
     * As the other one.
     *
     * @param keep whether the session stays between two readings; otherwise each one logs in, and nobody has to end our
     *     session who renames, drops or copies the database meanwhile
     * @param structureEvery the longest time from one reading of the structure to the next; it is read sooner where
     *     something seems to have changed
     */
    public CatalogReader(
            Target target,
            Optional<String> immichRole,
            boolean probe,
            Timeouts timeouts,
            boolean keep,
            Duration structureEvery) {
        this.target = target;
        this.immichRole = immichRole.orElse("");
        this.probe = probe;
        this.timeouts = timeouts;
        this.keep = keep;
        this.structure = new KeptStructure(structureEvery);
    }

    /**
     * Ends within {@link Timeouts#examination}, whatever the server does.
     *
     * @throws UnreadableDatabase with one sentence for people, without secrets
     */
    public Snapshot read() throws UnreadableDatabase {
        reading.lock();
        lifeline.renew();
        Deadline deadline = Watchdog.over(timeouts.examination(probe), lifeline::cut);
        try {
            return look();
        } catch (SQLException e) {
            throw UnreadableDatabase.of(target, e);
        } catch (UnreadablePassword e) {
            throw UnreadableDatabase.of(target, e);
        } finally {
            deadline.callOff();
            reading.unlock();
            hangUpIfClosed();
        }
    }

    private Snapshot look() throws SQLException, UnreadableDatabase {
        try {
            Optional<Snapshot> seen = kept == null ? Optional.empty() : lookOverKeptConnection();
            Snapshot is = seen.isPresent() ? seen.get() : lookOverNewConnection();
            // Only after a success: while the catalogs are locked, a new session would not come about.
            if (!keep) {
                hangUp();
            }
            return is;
        } catch (UnreadablePassword e) {
            throw e;
        } catch (LinkageError e) {
            hangUp();
            if (target.isSocket()) {
                throw new UnreadableDatabase(target, UnreadableDatabase.Reason.SOCKET_LIBRARY, e);
            }
            throw e;
        } catch (RuntimeException e) {
            hangUp();
            // The driver takes much for granted that only Postgres itself would say.
            throw new UnreadableDatabase(target, UnreadableDatabase.Reason.UNEXPECTED_ANSWER, e);
        } catch (Error e) {
            hangUp();
            throw e;
        }
    }

    /** Does not wait for a reading that is under way, which may hang: that one hangs up when it ends. */
    @Override
    public void close() {
        closed = true;
        hangUpIfClosed();
    }

    private void hangUpIfClosed() {
        if (closed && reading.tryLock()) {
            Deadline deadline = Watchdog.over(timeouts.connect(), lifeline::cut);
            try {
                hangUp();
                logins.close();
            } finally {
                deadline.callOff();
                reading.unlock();
            }
        }
    }

    /** Empty, and hung up, where it is worth while to look again with a new session. */
    private Optional<Snapshot> lookOverKeptConnection() throws SQLException, UnreadableDatabase {
        try {
            Snapshot is = look(kept);
            if (!hidesServersSearchPath(is) || hiddenAlsoFromNewSession) {
                return Optional.of(is);
            }
        } catch (SQLException e) {
            // The server has restarted, or dropped us, since the last examination. That alone is no finding.
            if (!isLost(e) || isTimeout(e)) {
                hangUpUnlessInterrupted(e);
                throw e;
            }
        }
        hangUp();
        return Optional.empty();
    }

    private Snapshot lookOverNewConnection() throws SQLException, UnreadableDatabase {
        waitIfMust(null);
        try {
            kept = new Session(connection(), timeouts, keep);
        } catch (SQLException e) {
            if (isTimeout(e)) {
                waitIfMust(e); // What holds from now on, and not only what has just been.
            }
            throw e;
        }
        logins.succeeded();
        try {
            Snapshot is = look(kept);
            hiddenAlsoFromNewSession = hidesServersSearchPath(is);
            return is;
        } catch (SQLException e) {
            hangUpUnlessInterrupted(e);
            throw e;
        }
    }

    private void waitIfMust(SQLException cause) throws UnreadableDatabase {
        Optional<UnreadableDatabase.Reason> wait = logins.reasonToWait(System.nanoTime());
        if (wait.isPresent()) {
            throw new UnreadableDatabase(target, wait.get(), cause);
        }
    }

    /** By the driver itself: a pool of one would only count it, and once miscounted it for good. */
    private Connection connection() throws SQLException {
        Properties properties = target.jdbcProperties(timeouts);
        PGProperty.USER.set(properties, target.user());
        // At every login anew: the password's file may have changed.
        target.password().read().ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        return lifeline.login(timeouts.login(), () -> new Driver().connect(target.jdbcUrl(), properties));
    }

    /**
     * A session whose statement the server gave up is as good as before; and while the catalogs are locked a new one may not
     * come about at all, and wait on the server for a lock without any limit, one more at each interval.
     */
    private void hangUpUnlessInterrupted(SQLException e) {
        if (!isGivenUp(e)) {
            hangUp();
        }
    }

    private void hangUp() {
        if (kept != null) {
            try {
                kept.close();
            } catch (SQLException | RuntimeException e) {
                // It is gone all the same.
            }
            kept = null;
        }
    }

    /**
     * A session keeps the search_path that it began with: one that began under a setting which is gone since does not see
     * the server's own, and a new session would.
     */
    private static boolean hidesServersSearchPath(Snapshot is) {
        return is.serverSearchPath().isEmpty()
                && is.nearestSetting("search_path").isEmpty();
    }

    private Snapshot look(Session session) throws SQLException, UnreadableDatabase {
        Snapshot catalogs =
                parse(session.catalogs(Map.of(ROLE, immichRole, CONTROL_FILES, controlFilesJson), SNAPSHOT));
        ControlFiles read = controlFiles.after(catalogs);
        if (read != controlFiles) {
            controlFiles = read;
            controlFilesJson = read.json();
        }
        Snapshot is = catalogs.with(withStructure(session, catalogs));
        return probe ? is.withProbes(VectorProbe.ask(session, is, target.password())) : is;
    }

    private Snapshot parse(String json) throws UnreadableDatabase {
        try {
            return SnapshotJson.read(json);
        } catch (IllegalArgumentException e) {
            throw new UnreadableDatabase(target, UnreadableDatabase.Reason.UNEXPECTED_ANSWER, e);
        }
    }

    /** What the second statement asks, each where it can be asked. */
    private enum Part {
        VERSIONS,
        MIGRATIONS,
        OVERRIDES,
        INDEX_STATUS,
        DATABASE_COLLATION,
        LOADED_MODULES,
        STRUCTURE;

        static Set<Part> of(Snapshot catalogs) {
            Set<Part> parts = EnumSet.noneOf(Part.class);
            if (mayRead(catalogs, "public", "version_history")) {
                parts.add(VERSIONS);
            }
            if (mayRead(catalogs, "public", "kysely_migrations")) {
                parts.add(MIGRATIONS);
            }
            if (mayRead(catalogs, "vectors", "pg_vector_index_stat")) {
                parts.add(INDEX_STATUS);
            }
            if (catalogs.server().major() >= 15) {
                parts.add(DATABASE_COLLATION);
            }
            if (catalogs.server().major() >= 18) {
                parts.add(LOADED_MODULES);
            }
            return parts;
        }

        /** And what is read with the structure, from time to time. */
        static void addStructure(Set<Part> parts, Snapshot catalogs) {
            parts.add(STRUCTURE);
            if (mayRead(catalogs, "public", "migration_overrides")) {
                parts.add(OVERRIDES);
            }
        }
    }

    private SecondAnswer withStructure(Session session, Snapshot catalogs) throws SQLException {
        Set<Part> parts = Part.of(catalogs);
        if (structure.isDue(catalogs)) {
            Part.addStructure(parts, catalogs);
            return structure.taken(catalogs, secondAnswer(session, catalogs, parts));
        }
        SecondAnswer answer = secondAnswer(session, catalogs, parts);
        if (structure.isOf(answer)) {
            return structure.added(answer);
        }
        // Immich has migrated meanwhile, and the statistics do not show it yet.
        Set<Part> again = EnumSet.of(Part.MIGRATIONS);
        Part.addStructure(again, catalogs);
        return structure.taken(catalogs, secondAnswer(session, catalogs, again).or(answer));
    }

    private static SecondAnswer secondAnswer(Session session, Snapshot catalogs, Set<Part> parts) throws SQLException {
        // It is a view, and tables are read where views are refused.
        SecondAnswer status = parts.remove(Part.INDEX_STATUS)
                ? ask(session, catalogs, Set.of(Part.INDEX_STATUS)).orElse(NOTHING)
                : NOTHING;
        return parts.isEmpty() ? status : status.or(allButIndexStatus(session, catalogs, parts));
    }

    private static SecondAnswer allButIndexStatus(Session session, Snapshot catalogs, Set<Part> parts)
            throws SQLException {
        Optional<SecondAnswer> whole = ask(session, catalogs, parts);
        if (whole.isPresent()) {
            return whole.get();
        }
        // One of them is locked, or is not Immich's, or fails as pgvecto.rs' view does while its files are lost. That
        // must not hide the others.
        SecondAnswer answer = NOTHING;
        for (Part part : parts) {
            answer = answer.or(ask(session, catalogs, Set.of(part)).orElse(NOTHING));
        }
        return answer;
    }

    /** Empty where it could not be read, though the connection is as good as before. */
    /** A session keeps it as long as it lives, 20 kB; so there is one of each for all databases. */
    private static String question(Set<Part> parts) {
        return SECOND_QUESTIONS.computeIfAbsent(Set.copyOf(parts), CatalogReader::made);
    }

    private static String made(Set<Part> parts) {
        String history = Stream.of(
                        key("versions", parts, Part.VERSIONS, VERSIONS),
                        key("executedMigrations", parts, Part.MIGRATIONS, MIGRATIONS),
                        key("overrides", parts, Part.OVERRIDES, OVERRIDES),
                        key("indexStatus", parts, Part.INDEX_STATUS, INDEX_STATUS))
                .collect(Collectors.joining(", "));
        return "select pg_catalog.json_build_object('history', pg_catalog.json_build_object(" + history + "), "
                + key("databaseCollation", parts, Part.DATABASE_COLLATION, DATABASE_COLLATION) + ", "
                + key("loadedModules", parts, Part.LOADED_MODULES, LOADED_MODULES) + ", "
                // In one statement with the migrations: what they say fits what is there.
                + key("structure", parts, Part.STRUCTURE, STRUCTURE) + ")";
    }

    private static Optional<SecondAnswer> ask(Session session, Snapshot catalogs, Set<Part> parts) throws SQLException {
        try {
            Optional<Guard> guard = guard(catalogs, parts);
            String question = question(parts);
            return Optional.of(SnapshotJson.readSecondAnswer(
                    parts.contains(Part.STRUCTURE)
                            ? session.rareValue(guard, question)
                            : session.value(guard, question)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (SQLException e) {
            if (isLost(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Optional<Guard> guard(Snapshot catalogs, Set<Part> parts) {
        if (parts.contains(Part.INDEX_STATUS)) {
            return Optional.of(INDEX_STATUS_GUARD);
        }
        List<String> tables = Stream.of(
                        parts.contains(Part.VERSIONS) ? "version_history" : "",
                        parts.contains(Part.MIGRATIONS) ? "kysely_migrations" : "",
                        parts.contains(Part.OVERRIDES) ? "migration_overrides" : "")
                .filter(name -> !name.isEmpty())
                .toList();
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of(Guard.ofPlainTables(catalogs.server().versionNum(), mayLockOutOthers(catalogs), tables));
    }

    private static boolean mayLockOutOthers(Snapshot catalogs) {
        return catalogs.loginRights().filter(LoginRights::superuser).isPresent()
                && !catalogs.server().inRecovery();
    }

    private static String key(String name, Set<Part> parts, Part part, String sql) {
        return "'" + name + "', " + (parts.contains(part) ? "(\n" + sql + ")" : "null");
    }

    /** Only what runs nobody's code in our name: a login with more rights than its owner would lend them. */
    private static boolean mayRead(Snapshot catalogs, String schema, String relation) {
        return catalogs.relation(schema, relation)
                .filter(r -> r.loginCanSelect() && (r.plain() || r.ofExtension())) // looked at again when it is read
                .isPresent();
    }

    /** Class 08: the connection; 57P0x: the server shut down, crashed, or starts; 25P04: its transaction_timeout ends sessions. */
    static boolean isLost(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25P04");
    }

    /** By lock_timeout, or by statement_timeout. */
    static boolean isGivenUp(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals("55P03") || state.equals("57014");
    }

    private static boolean isTimeout(SQLException e) {
        return e.getCause() instanceof SocketTimeoutException;
    }

    static String resource(String name) {
        try (InputStream in = CatalogReader.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
