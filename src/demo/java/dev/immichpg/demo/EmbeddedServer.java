package dev.immichpg.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Postgres of a chosen major version on a free port of the loopback interface, in a directory of its own that goes
 * away with it. The superuser {@code postgres} logs in without a password; every other role needs its own (scram-sha-256).
 */
public final class EmbeddedServer implements PostgresServer, AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path MEMORY = Path.of("/dev/shm");
    /** Of bytes: a cluster takes a hundredth of it, and no more than twenty run at a time. */
    private static final long ENOUGH_MEMORY = 4L << 30;

    /**
     * A new session's first examination takes 38 MB: page by page, and by many small steps, it costs a quarter more of processor
     * time.
     */
    private static final String LARGE_PAGES = "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=8388608"
            + ":glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=134217728";

    /** Of the bundle: what Immich uses, and what initdb has put into each database. */
    private static final Set<String> MODULES =
            Set.of("cube", "earthdistance", "pg_trgm", "plpgsql", "unaccent", "uuid-ossp");

    private static final Map<Integer, EmbeddedServer> SHARED = new HashMap<>();

    private final int major;
    private final Binaries binaries;
    private final Path work;
    private final Path data;
    private final Path extensions;
    private final List<Package> baseline;
    private final Set<String> touched = new TreeSet<>();
    private final Templates templates = new Templates();
    private final KeptSession superuser = new KeptSession(() -> connect(SUPERUSER, SUPERUSER));
    private final Thread closer = new Thread(this::closeInHook, "embedded-postgres-closer");
    private int port;
    private String pristineSettings;
    private List<String> commandLine = List.of();
    private boolean libraryTouched;
    private boolean wholeDatabases;
    private Process postmaster;
    private boolean closed;

    /** What a server starts with. */
    public static final class Options {
        private final List<String> preload = new ArrayList<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<Package> packages = new ArrayList<>();
        private boolean fewModules;

        private Options() {}

        /** {@code shared_preload_libraries}, in postgresql.conf: ALTER SYSTEM and {@link #configure} can change it. */
        public Options preload(String... libraries) {
            preload.addAll(List.of(libraries));
            return this;
        }

        /** One more line of postgresql.conf. */
        public Options setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** The packages on disk, also after {@link #resetPackages}. */
        public Options install(Package... more) {
            packages.addAll(List.of(more));
            return this;
        }

        /**
         * Of the bundle's contrib modules only those that Immich uses. Postgres reads all control files that it has whenever
         * somebody asks what is available: with sixty of them, tests of examinations take a twentieth more of processor time.
         */
        public Options fewModules() {
            fewModules = true;
            return this;
        }

        /** As the servers that tests share: both libraries preloaded, packages of different ages on disk. */
        public Options baseline() {
            return preload("vchord.so", "vectors.so")
                    .install(
                            Package.pgvector("0.5.0", "0.6.0", "0.7.4", "0.8.5"),
                            Package.vchord("0.3.0", "0.4.2", "0.4.3"),
                            Package.pgvectors("0.1.11", "0.2.0", "0.3.0").defaultVersion("0.2.0"));
        }
    }

    private EmbeddedServer(int major, Options options) throws IOException {
        this.major = major;
        this.baseline = List.copyOf(options.packages);
        sweep();
        this.binaries = Binaries.of(major);
        this.work = Files.createTempDirectory("immich-pg-server-");
        this.data = dataDirectory(work);
        this.extensions = work.resolve("pg/share/postgresql/extension");
        Files.writeString(work.resolve("owner"), ownerMark(ProcessHandle.current()));
        binaries.copyTo(work, data);
        if (options.fewModules) {
            leaveOnly(MODULES);
        }
        baseline.forEach(this::install);
        touched.clear();
        Files.writeString(data.resolve("pg_hba.conf"), """
                local all postgres trust
                local all all scram-sha-256
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        configure("listen_addresses", "127.0.0.1");
        configure("unix_socket_directories", work.toString());
        configure("fsync", "off");
        configure("synchronous_commit", "off");
        configure("full_page_writes", "off");
        configure("timezone", "UTC");
        configure("log_timezone", "UTC");
        configure("shared_preload_libraries", String.join(", ", options.preload));
        StandInLibrary.writeVchordg(major, libraryDirectory());
        configure("session_preload_libraries", options.preload.contains("vchord.so") ? StandInLibrary.VCHORDG : "");
        options.settings.forEach(this::configure);
    }

    /** In memory where there is much of it: a database is some three hundred files, and tests make hundreds of them. */
    private static Path dataDirectory(Path work) throws IOException {
        Path link = work.resolve("data");
        if (!Files.isWritable(MEMORY) || Files.getFileStore(MEMORY).getUsableSpace() < ENOUGH_MEMORY) {
            return link;
        }
        Path data = MEMORY.resolve(work.getFileName());
        Files.createSymbolicLink(link, data);
        return data;
    }

    /** A server with nothing preloaded and no stand-in installed, unless the options say so. */
    public static EmbeddedServer start(int major, Consumer<Options> options) {
        Options chosen = new Options();
        options.accept(chosen);
        try {
            EmbeddedServer server = new EmbeddedServer(major, chosen);
            Runtime.getRuntime().addShutdownHook(server.closer);
            try {
                server.startOnFreePort();
            } catch (RuntimeException | IOException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One per major version and JVM, with {@link Options#baseline()} and few modules; ends with the JVM. Make a database per test. */
    public static EmbeddedServer shared(int major) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(major, m -> start(m, o -> o.baseline().fewModules()));
        }
    }

    /** The major versions that there are bundles of: 14 is not published for every platform. */
    public static List<Integer> majors() {
        return Stream.of(14, 15, 16, 17, 18).filter(Binaries::exist).toList();
    }

    public int major() {
        return major;
    }

    /** Whether the databases that are made from now on have all that Immich's migrations make: see {@link ImmichDatabase}. */
    public void makeWholeDatabases(boolean whole) {
        wholeDatabases = whole;
    }

    boolean makesWholeDatabases() {
        return wholeDatabases;
    }

    Templates templates() {
        return templates;
    }

    /** Those that it was started with, and no others. */
    boolean hasOwnPackages() {
        return touched.isEmpty();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public String superuser() {
        return SUPERUSER;
    }

    /** Needs none. */
    @Override
    public String superuserPassword() {
        return null;
    }

    /** In the superuser's own database by a session that is kept; in the others, which somebody may drop or count, by a new one. */
    @Override
    public void execute(String database, String... statements) {
        if (!database.equals(SUPERUSER)) {
            PostgresServer.super.execute(database, statements);
            return;
        }
        asSuperuser(connection -> {
            for (String sql : statements) {
                run(connection, sql);
            }
            return null;
        });
    }

    @Override
    public String value(String database, String query) {
        return database.equals(SUPERUSER)
                ? asSuperuser(connection -> text(connection, query))
                : PostgresServer.super.value(database, query);
    }

    private <T> T asSuperuser(KeptSession.Work<T> work) {
        try {
            return superuser.use(work);
        } catch (SQLException e) {
            throw new SqlRefused(e);
        }
    }

    public Path dataDirectory() {
        return data;
    }

    /** Where control files and scripts are. */
    public Path extensionDirectory() {
        return extensions;
    }

    /** Where vchord.so and vectors.so are: Postgres will not start without those it preloads. */
    public Path libraryDirectory() {
        return work.resolve("pg/lib/postgresql");
    }

    /** Where the unix socket is. */
    public Path socketDirectory() {
        return work;
    }

    /** What Postgres wrote to its log so far. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more line of postgresql.conf; the last one of a name counts. Needs {@link #reload} or {@link #restart}. */
    public void configure(String name, String value) {
        String line = name + " = '" + value.replace("'", "''") + "'\n";
        try {
            Files.writeString(
                    data.resolve("postgresql.conf"), line, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings that the next start has on its command line, {@code name=value} each, and no others. */
    public void commandLine(String... settings) {
        commandLine = List.of(settings);
    }

    /** Puts a package on disk, in place of what has its name. */
    public void install(Package newcomer) {
        touched.add(newcomer.name());
        try {
            Map<String, String> files = new LinkedHashMap<>();
            String bundledVersion = null;
            if (newcomer.onTopOfBundle()) {
                for (Path file : filesOf(newcomer.name(), binaries.pristineExtensions())) {
                    files.put(file.getFileName().toString(), Files.readString(file));
                }
                String control = newcomer.name() + ".control";
                Matcher matcher =
                        Pattern.compile("default_version = '([^']+)'").matcher(files.getOrDefault(control, ""));
                if (!matcher.find()) {
                    throw new IllegalArgumentException(newcomer.name() + " is not in the bundle");
                }
                bundledVersion = matcher.group(1);
                files.put(
                        control,
                        matcher.replaceFirst("default_version = '" + newcomer.defaultVersion() + "'")
                                + newcomer.controlLines());
            }
            files.putAll(newcomer.files(bundledVersion));
            replace(newcomer.name(), files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes control file and scripts away; the library stays, or else the server would not start again. */
    public void uninstall(String name) {
        touched.add(name);
        replace(name, Map.of());
    }

    /**
     * The library of a VectorChord package, which on Postgres 18 says its version. A running server goes on with the one
     * that it has loaded.
     */
    public void installVchordLibrary(String version) {
        libraryTouched = true;
        writeVchordLibrary(version);
    }

    /**
     * From now on the library in memory is one of before VectorChord 0.5.0, as after a package upgrade without a restart. (It is
     * a newer one otherwise, whatever packages are installed.)
     */
    public void rememberOldVchordLibrary() {
        configure("session_preload_libraries", "");
        reload();
    }

    private void writeVchordLibrary(String version) {
        try {
            StandInLibrary.writeVchord(major, libraryDirectory(), version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts back what the server was started with, contrib modules included. At no moment is a file of it away that was there. */
    public void resetPackages() {
        Set<String> changed = Set.copyOf(touched);
        List<Package> known =
                baseline.stream().filter(p -> changed.contains(p.name())).toList();
        known.forEach(this::install);
        for (String name : changed) {
            if (known.stream().anyMatch(p -> p.name().equals(name))) {
                continue;
            }
            try {
                Map<String, String> files = new LinkedHashMap<>();
                for (Path file : filesOf(name, binaries.pristineExtensions())) {
                    files.put(file.getFileName().toString(), Files.readString(file));
                }
                replace(name, files);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        touched.clear();
    }

    /**
     * Puts back what the server was started with: packages, settings, no replication slots, nothing archived. Databases and
     * roles stay. It restarts only where it must.
     */
    public void reset() {
        if (isRunning()) {
            promote();
        }
        resetPackages();
        boolean restart = libraryTouched || !commandLine.isEmpty();
        commandLine();
        if (libraryTouched) {
            writeVchordLibrary("");
            libraryTouched = false;
        }
        restart |= asSuperuser(this::resetSettings);
        if (restart) {
            restart();
        }
    }

    /** Whether only a restart brings them about. */
    private boolean resetSettings(Connection connection) throws SQLException {
        run(connection, "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
        run(connection, "SELECT pg_stat_reset_shared('archiver')");
        dropTablespaces(connection);
        try {
            if (!hasOwnSettings(connection)) {
                run(connection, "ALTER SYSTEM RESET ALL");
                Files.writeString(data.resolve("postgresql.conf"), pristineSettings);
                reload(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "t".equals(text(connection, "SELECT bool_or(pending_restart) FROM pg_settings"));
    }

    /** Those of databases that are gone; within the data directory they keep a standby from starting. */
    private static void dropTablespaces(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT quote_ident(spcname) FROM pg_tablespace WHERE spcname !~ '^pg_'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        for (String name : names) {
            run(connection, "DROP TABLESPACE " + name);
        }
    }

    /** Those that it was started with, and it has read them since they were written. Most tests change none. */
    private boolean hasOwnSettings(Connection connection) throws IOException, SQLException {
        Path settings = data.resolve("postgresql.conf");
        Path bySql = data.resolve("postgresql.auto.conf");
        return Files.readString(settings).equals(pristineSettings)
                && Files.readString(bySql).lines().allMatch(line -> line.startsWith("#"))
                && "t"
                        .equals(text(
                                connection,
                                "SELECT pg_conf_load_time() > greatest("
                                        + String.join(", ", writtenAt(settings), writtenAt(bySql)) + ")"));
    }

    private static String writtenAt(Path file) throws IOException {
        return "timestamptz '" + Files.getLastModifiedTime(file) + "'";
    }

    /** Reads the configuration files again; returns when the settings are in force. */
    public void reload() {
        asSuperuser(connection -> {
            reload(connection);
            return null;
        });
    }

    /** A session reads them after the postmaster, from which new ones inherit. */
    private void reload(Connection connection) throws SQLException {
        String before = loadTime(connection);
        run(connection, "SELECT pg_reload_conf()");
        await("reload", () -> !before.equals(loadTime(connection)));
        // The postmaster tells its children one after the other, and nothing says when it has told the last one.
        LockSupport.parkNanos(AFTER_RELOAD.toNanos());
    }

    private static final Duration AFTER_RELOAD = Duration.ofMillis(50);

    private static String loadTime(Connection connection) {
        try {
            return text(connection, "SELECT pg_conf_load_time()");
        } catch (SQLException e) {
            throw new SqlRefused(e);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Really restarts it, on the same data and port. */
    public void restart() {
        stop();
        startAgain();
    }

    /** Stops it at once, breaking connections, but cleanly. */
    public void stop() {
        halt("INT");
    }

    /** As if the machine had lost power: the next start begins with recovery. */
    public void crash() {
        halt("QUIT");
    }

    /** From its next start on it replays what is there, waits for more, and is read-only, until {@link #promote}. */
    public void becomeStandby() {
        try {
            Files.createFile(standbySignal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does nothing to a server that is no standby. */
    public void promote() {
        if (Files.exists(standbySignal())) {
            execute(SUPERUSER, "SELECT pg_promote()");
        }
    }

    private Path standbySignal() {
        return data.resolve("standby.signal");
    }

    public void startAgain() {
        beginToStart();
        awaitStart();
    }

    /** Does not wait until it takes connections: it may not for a while. */
    public void beginToStart() {
        try {
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitStart() {
        await("start", this::isReady);
    }

    public boolean isRunning() {
        return postmaster != null && postmaster.isAlive();
    }

    /** Connections stay open and new ones are still accepted by the kernel, but nobody answers. */
    public void hang() {
        Os.signal("STOP", List.of(postmaster.toHandle()));
        Os.signal("STOP", Os.withDescendants(postmaster.toHandle()));
    }

    public void resume() {
        Os.signal("CONT", Os.withDescendants(postmaster.toHandle()));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        halt("QUIT"); // its directory goes as well: no need to leave it clean
        superuser.close();
        try {
            remove(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Thread.currentThread() != closer) {
            try {
                Runtime.getRuntime().removeShutdownHook(closer);
            } catch (IllegalStateException e) {
                // already shutting down
            }
        }
    }

    private void closeInHook() {
        try {
            close();
        } catch (RuntimeException e) {
            System.err.println("The embedded Postgres in " + work + " was not removed: " + e);
        }
    }

    private void startOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            configure("port", Integer.toString(port));
            try {
                launch();
                awaitStart();
                pristineSettings = Files.readString(data.resolve("postgresql.conf"));
                return;
            } catch (IllegalStateException e) {
                if (attempt == 5 || !log().contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private void launch() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(work.resolve("pg/bin/postgres").toString(), "-D", data.toString()));
        commandLine.forEach(setting -> command.addAll(List.of("-c", setting)));
        ProcessBuilder builder = new ProcessBuilder(Os.asOrdinaryUser(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putIfAbsent("GLIBC_TUNABLES", LARGE_PAGES);
        postmaster = builder.start();
    }

    /** The last line of postmaster.pid says so. */
    private boolean isReady() {
        if (!postmaster.isAlive()) {
            throw new IllegalStateException("Postgres " + major + " did not start:\n" + log());
        }
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.get(0).equals(Long.toString(postmaster.pid()))
                    && lines.get(7).startsWith("ready");
        } catch (IOException e) {
            return false;
        }
    }

    private void halt(String signal) {
        if (!isRunning()) {
            return;
        }
        List<ProcessHandle> all = Os.withDescendants(postmaster.toHandle());
        try {
            Os.signal(signal, List.of(postmaster.toHandle()));
            Os.signal("CONT", all); // had it been hung
            if (!postmaster.waitFor(PATIENCE.toSeconds() / 3, TimeUnit.SECONDS)) {
                Os.signal("KILL", all);
                postmaster.waitFor();
            }
        } catch (InterruptedException e) {
            Os.signal("KILL", all);
            Thread.currentThread().interrupt();
        }
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(what + " of Postgres " + major + " took too long:\n" + log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private Path logFile() {
        return work.resolve("postgres.log");
    }

    /** New files first and each at once: a running server never sees half a package. */
    private void replace(String name, Map<String, String> files) {
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path unfinished = Files.writeString(extensions.resolve("unfinished"), file.getValue());
                Files.move(
                        unfinished,
                        extensions.resolve(file.getKey()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            for (Path file : filesOf(name, extensions)) {
                if (!files.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void leaveOnly(Set<String> modules) throws IOException {
        try (Stream<Path> files = Files.list(extensions)) {
            for (Path file : files.toList()) {
                if (!modules.contains(file.getFileName().toString().replaceFirst("(--.*|\\.control)$", ""))) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<Path> filesOf(String name, Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> {
                        String fileName = file.getFileName().toString();
                        return fileName.equals(name + ".control") || fileName.startsWith(name + "--");
                    })
                    .toList();
        }
    }

    private static void remove(Path work) throws IOException {
        Path link = work.resolve("data");
        if (Files.isSymbolicLink(link)) {
            Binaries.deleteTree(Files.readSymbolicLink(link));
        }
        Binaries.deleteTree(work);
    }

    /** Ends and removes what a killed JVM of ours left behind. */
    private static void sweep() {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            all.filter(directory -> directory.getFileName().toString().startsWith("immich-pg-server-"))
                    .filter(Os::isOwnedByUs)
                    .forEach(EmbeddedServer::sweep);
        } catch (IOException e) {
            // nothing to sweep, then
        }
    }

    private static void sweep(Path directory) {
        try {
            String owner = Files.readString(directory.resolve("owner"));
            long pid = Long.parseLong(owner.split(" ")[0]);
            if (ProcessHandle.of(pid)
                    .map(EmbeddedServer::ownerMark)
                    .filter(owner::equals)
                    .isPresent()) {
                return;
            }
            Path pidFile = directory.resolve("data/postmaster.pid");
            if (Files.exists(pidFile)) {
                long postmaster = Long.parseLong(Files.readAllLines(pidFile).get(0));
                ProcessHandle.of(postmaster)
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(directory.toString()))
                        .ifPresent(process -> {
                            List<ProcessHandle> left = Os.withDescendants(process);
                            Os.signal("CONT", left);
                            Os.signal("QUIT", List.of(process));
                            process.onExit()
                                    .completeOnTimeout(process, 5, TimeUnit.SECONDS)
                                    .join();
                        });
            }
            remove(directory);
        } catch (IOException | RuntimeException e) {
            // another process starts or sweeps it at this moment
        }
    }

    private static String ownerMark(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Instant::toString).orElse("");
    }
}
