package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.immichpg.Lacking;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.check.Check;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.document.ReportSchemaTest;
import dev.immichpg.ledger.NoLedger;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command line on four databases of an embedded Postgres: the packaged program as a process of its own, wherever something
 * hangs on that.
 */
class TerminalIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final String VERSION_HISTORY = "Immich's version: 2.7.5 (version_history).\n";
    private static final String NEWEST = "Upgrade to Immich "
            + ReleasesFile.builtIn().newerThan(Optional.empty()).orElseThrow() + ", the newest release known: ";

    private static final Map<String, String> ENVIRONMENT = new HashMap<>();
    private static ImmichDatabase healthy;
    private static ImmichDatabase slow;
    private static ImmichDatabase broken;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        EmbeddedServer server = EmbeddedServer.shared(17);
        healthy = database(server, "well");
        slow = database(server, "slow");
        slow.superuserExecute("DROP INDEX face_index");
        // Else nobody has counted whether VACUUM has something to do before the rebuild.
        slow.superuserExecute("ANALYZE face_search", "ANALYZE smart_search");
        broken = database(server, "broken");
        broken.superuserExecute("ALTER SCHEMA public OWNER TO postgres");
        configure("WELL", healthy, Grants.FULL);
        configure("SLOW", slow, Grants.FULL);
        configure("BROKEN", broken, Grants.FULL);
        configure("BLIND", slow, Grants.NONE);
    }

    private static ImmichDatabase database(EmbeddedServer server, String name) {
        return ImmichDatabase.on(server)
                .named("terminal_" + name)
                .role("terminal_" + name)
                .password(Run.CANARY)
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
    }

    private static void configure(String name, ImmichDatabase database, Grants grants) {
        String prefix = "IMMICH_PG_DATABASES_" + name + "_";
        ENVIRONMENT.put(prefix + "URL", database.createMonitor(grants).url());
        ENVIRONMENT.put(prefix + "IMMICH_ROLE", database.role());
    }

    @AfterAll
    static void close() {
        Stream.of(healthy, slow, broken).forEach(ImmichDatabase::drop);
    }

    private static Run run(String... arguments) {
        return Run.inThisJvm(ENVIRONMENT, arguments);
    }

    /** As a process, which is given its environment and ends with an exit code. */
    private Run packaged(String... arguments) {
        return Run.of(directory, ENVIRONMENT, arguments);
    }

    // Issue 12, D2: a full disk, a reader who has gone, too little memory

    private Run shell(String line) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("PATH", System.getenv("PATH"));
        return Run.with(directory, environment, "", List.of("sh", "-c", line));
    }

    @ParameterizedTest
    @CsvSource({
        "check well, 3",
        "check broken, 2",
        "fix slow, 1",
        "snapshot well, 1",
        "explain extension-missing, 1",
        "checks, 1",
        "completion bash, 1",
        "--help, 1"
    })
    void aFullDiskIsAnError(String command, int code) {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
        Run run = shell(Run.quoted(Run.program()) + " " + command + " > /dev/full");
        run.expectRefusal(code, "Not everything could be written to standard output (No space left on device).");
    }

    @Test
    void whoReadsOneLineGetsOneLine() {
        Run run = shell(Run.quoted(Run.program()) + " fix slow | head -n 1").expect(0);
        assertEquals(1, run.lines().size());
    }

    @Test
    void tooLittleMemoryIsUnknown() throws IOException {
        Path large = directory.resolve("large.json");
        Files.writeString(large, "[\"" + "x".repeat(30 << 20) + "\"]");
        List<String> command = new ArrayList<>(Run.program());
        command.add(1, "-Xmx16m");
        Run run = shell(Run.quoted(command) + " check --snapshot large.json");
        run.expectRefusal(3, Terminal.OUT_OF_MEMORY);
        Run plugin = shell(Run.quoted(command) + " check --format nagios --snapshot large.json");
        assertEquals(3, plugin.exit());
        assertTrue(plugin.out().startsWith("IMMICH_PG UNKNOWN") || plugin.out().contains("UNKNOWN"), plugin.out());
        assertEquals("", plugin.err());
    }

    @Test
    void aSnapshotOfAnySizeIsNotRead() throws IOException {
        Path large = directory.resolve("large.json");
        try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 32);
        }
        packaged("check", "--snapshot", "large.json").expectRefusal(3, "large.json: it is larger than 32 MB.");
    }

    // check

    @ParameterizedTest
    @CsvSource({"well, 0", "slow, 1", "broken, 2", "blind, 3", "well slow, 1", "slow blind, 3", "'', 2"})
    void theExitCodeIsThatOfTheWorst(String databases, int code) {
        run(Stream.concat(Stream.of("check"), Stream.of(databases.split(" ")).filter(d -> !d.isEmpty()))
                        .toArray(String[]::new))
                .expect(code);
    }

    @Test
    void problemsFirstAndThenWhatToDo() {
        assertEquals(
                """
                Database broken: Immich 2.7.5 would start.
                """ + NEWEST + """
                Immich 3.3.0 would not start. Role terminal_broken has no CREATE on\
                 schema public, which postgres owns.
                """ + VERSION_HISTORY + """
                It would start, but: Role terminal_broken has no CREATE on schema public, which postgres owns.

                CRITICAL public-schema-not-creatable: public
                  Role terminal_broken has no CREATE on schema public, which postgres owns.
                  Expected USAGE and CREATE: Immich's migrations make their tables there.

                INFO restore-impossible: terminal_broken
                  Role terminal_broken is not allowed to drop schema public, nor to create extensions earthdistance, vchord, vector.
                  Expected a role that is allowed to: the restore in Immich's web page does all of it. Here it would stop, and\
                 change nothing.

                To do, in this order:
                  1. GRANT USAGE, CREATE ON SCHEMA public TO terminal_broken;   -- as a superuser, in the Immich database

                Good to know:
                  - If you ever restore a backup, do it by hand: docs/how-to/restore.md. Or let a superuser run ALTER ROLE\
                 terminal_broken SUPERUSER; before a restore in Immich's web page, and ALTER ROLE terminal_broken NOSUPERUSER;\
                 after it.

                """,
                withoutCount(packaged("check", "broken").expect(2).out()));
    }

    /** Checks will be added: how many are fine is another test's business. */
    private static String withoutCount(String text) {
        return text.replaceAll("(?m)^[0-9]+ checks are fine, .*\\n", "");
    }

    @Test
    void aPluginsLineComesFirst() {
        List<String> lines = packaged("check", "slow", "well", "--format", "nagios")
                .expect(1)
                .lines();

        assertEquals(
                "IMMICH_PG WARNING - slow: Immich 2.7.5 would start. First: Index face_index does not exist. Immich"
                        + " rebuilds it, which can take long. warning: vector-index-missing. info: restore-impossible.;"
                        + " well: Immich 2.7.5 would start. info: restore-impossible."
                        + " | 'slow_critical'=0;;;0 'slow_warning'=1;;;0 'slow_info'=1;;;0 'slow_unknown'=0;;;0"
                        + " 'slow_duration'=Ns;;;0 'well_critical'=0;;;0 'well_warning'=0;;;0 'well_info'=1;;;0"
                        + " 'well_unknown'=0;;;0 'well_duration'=Ns;;;0",
                lines.get(0).replaceAll("=[0-9]+\\.[0-9]{3}s", "=Ns"));
        assertTrue(lines.get(1).startsWith("Database slow: Immich 2.7.5 would start."), lines.get(1));
        assertFalse(lines.stream().skip(1).anyMatch(l -> l.contains("|")));
    }

    @Test
    void jsonIsAsItsSchemaSays() {
        String json = run("check", "--format", "json", "--upgrade-to", "3.3.0")
                .expect(2)
                .out();

        assertEquals(Set.of(), ReportSchemaTest.faults(json));
        assertTrue(json.contains("\"database\" : \"blind\"") && json.contains("\"database\" : \"well\""), json);
    }

    @Test
    void someChecksAloneAndOthersNot() {
        run("check", "slow", "--mute", "vector-index-missing").expect(0);
        run("check", "broken", "--only", "server-read-only,database-owned-by-other")
                .expect(0);
        run("check", "broken", "--only", "public-schema-not-creatable").expect(2);
    }

    @Test
    void forAnotherRelease() {
        Run run = run("check", "well", "--immich-version", "v3.0.0").expect(0);

        assertTrue(run.out().startsWith("Database well: Immich 3.0.0 would start."), run.out());
        assertTrue(run.lines().get(1).startsWith(NEWEST), run.out());
        assertEquals("Immich's version: 3.0.0 (configured).", run.lines().get(2));
    }

    /** A database of the pgvecto.rs era, on a server that has VectorChord too: nothing is wrong, until Immich is upgraded. */
    @Test
    void whatAnUpgradeWouldBring() {
        ImmichDatabase old = ImmichDatabase.on(EmbeddedServer.shared(16))
                .pgvectors("0.2.0")
                .grantIndexView()
                .immich("1.118.2")
                .create();
        Map<String, String> url = Map.of(
                "DB_URL", old.createMonitor(Grants.FULL).url(), "IMMICH_PG_DATABASES_IMMICH_IMMICH_ROLE", old.role());

        Run.inThisJvm(url, "check").expect(0);
        Run run = Run.inThisJvm(url, "check", "--upgrade-to", "3.0.0").expect(2);
        Run fix = Run.inThisJvm(url, "fix", "--upgrade-to", "3.0.0").expect(0);

        assertEquals(
                "After the upgrade to Immich 3.0.0: Immich 3.0.0 would not start. VectorChord is not installed in this"
                        + " database. Creating it needs a superuser, but role " + old.role() + " is not one.",
                run.lines().get(1));
        assertTrue(run.lines().contains("Additional problems after the upgrade to Immich 3.0.0:"), run.out());
        assertTrue(run.lines().contains("To do before the upgrade, in this order:"), run.out());
        assertTrue(fix.lines().contains("CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public CASCADE;"), fix.out());
        old.drop();
    }

    @Test
    void aSnapshotIsJudgedAsItsDatabaseIs() throws IOException {
        String json = run("snapshot", "slow").expect(0).out();
        Path file = Files.writeString(directory.resolve("mailed.json"), json);
        String live = run("check", "slow").expect(1).out();

        Run mailed =
                Run.inThisJvm(Map.of(), "check", "--snapshot", file.toString()).expect(1);
        Run piped = Run.with(
                        directory,
                        Map.of("DB_URL", "nonsense"),
                        json,
                        Stream.concat(Run.program().stream(), Stream.of("check", "--snapshot", "-"))
                                .toList())
                .expect(1);

        assertEquals(live, mailed.out().replace("Database terminal_slow:", "Database slow:"));
        assertEquals(mailed, piped);
        run("fix", "--snapshot", file.toString(), "--platform", "nixso")
                .expectRefusal(
                        2,
                        "--platform: \"nixso\" is not a platform. Did you mean nixos? There are: aurora-rds, azure, cloud-sql, cloudnativepg,"
                                + " debian, docker, immich-image, neon, nixos, patroni, supabase, windows.",
                        "See immich-pg-monitor fix --help.");
    }

    // As a new user would

    @Test
    void withNothingSet() {
        String what = "No database is configured. Set DB_URL (or Immich's DB_HOSTNAME, DB_USERNAME, DB_PASSWORD,"
                + " DB_DATABASE_NAME), or immich-pg.databases.<name>.url.";
        Run.of(directory, Map.of(), "check").expectRefusal(3, what);
        Run.of(directory, Map.of(), "fix").expectRefusal(2, what);
        assertEquals(
                "IMMICH_PG UNKNOWN - " + what + "\n",
                Run.of(directory, Map.of(), "check", "--format", "nagios")
                        .expect(3)
                        .out());
    }

    /** Immich's own login is enough; and the .env file of Immich, with its quotes, is where the agent would find it. */
    @Test
    void withDbUrlAlone() throws IOException {
        assertEquals(
                "Database immich: Immich 2.7.5 would start.",
                Run.of(directory, Map.of("DB_URL", healthy.url()), "check")
                        .lines()
                        .get(0));
        Files.writeString(
                directory.resolve(".env"), "DB_URL='" + healthy.url() + "'\nIMMICH_PG_MUTE=server-read-only\n");
        Run run = Run.of(directory, Map.of(), "check");
        assertTrue(run.out().startsWith("Database immich: Immich 2.7.5 would start.\n" + NEWEST), run.out());
        assertTrue(run.out().contains("\n" + VERSION_HISTORY), run.out());
        assertTrue(run.out().endsWith(", 1 is muted.\n"), run.out());
    }

    @Test
    void withPropertiesInAFile() throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(
                directory.resolve("config/application.properties"),
                "immich-pg.databases.home.url=" + healthy.url() + "\nimmich-pg.mute=nonsense\n");
        Run run = Run.of(directory, Map.of("IMMICH_PG_MUTE", "server-read-only"), "check");
        assertTrue(run.out().startsWith("Database home: Immich 2.7.5 would start.\n"), run.out() + run.err());
    }

    @Test
    void aDatabaseThatIsNotThere() {
        String where =
                "127.0.0.1:1/d as user u: nothing answers there, or the connection broke; check that Postgres runs"
                        + " and listens there.";
        Map<String, String> url = Map.of("DB_URL", "postgresql://u:" + Run.CANARY + "@127.0.0.1:1/d");
        assertEquals(
                "Database immich: Could not read " + where + "\n",
                Run.of(directory, url, "check").expect(2).out());
        Run.inThisJvm(url, "fix").expectRefusal(1, "Could not read " + where);
        Run.inThisJvm(url, "snapshot").expectRefusal(1, "Could not read " + where);
        Run.inThisJvm(Map.of("DB_URL", "postgresql://u:" + Run.CANARY + "@no-such-host.invalid/d"), "check")
                .expect(2);
    }

    @Test
    void wordsThatAreNone() {
        run("chekc").expectRefusal(2, "chekc is not a command. Did you mean check?", "See immich-pg-monitor --help.");
        run("check", "wel")
                .expectRefusal(
                        3, "No database wel is configured. Did you mean well? There are: blind, broken, slow, well.");
        run("check", "--fromat=json")
                .expectRefusal(
                        3,
                        "--fromat=json is not an option of immich-pg-monitor check. Did you mean --format?",
                        "See immich-pg-monitor check --help.");
        run("check", "--format", "jsno")
                .expectRefusal(
                        3,
                        "--format: \"jsno\" is not a format. Did you mean json? There are: text, json, nagios.",
                        "See immich-pg-monitor check --help.");
        run("explain", "server-raed-only")
                .expectRefusal(
                        2,
                        "CHECK: \"server-raed-only\" is not a check. Did you mean server-read-only? immich-pg-monitor checks"
                                + " lists them.",
                        "See immich-pg-monitor explain --help.");
        run("check", "--snapshot", "nowhere.json").expectRefusal(3, "nowhere.json: there is no such file.");
        run("fix").expectRefusal(1, "Several databases are configured. Name one of them: blind, broken, slow, well.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "check",
                "fix",
                "prepare",
                "explain",
                "checks",
                "releases",
                "snapshot",
                "notify",
                "pause",
                "completion"
            })
    void helpIsThereForEverything(String command) {
        String text = run(Stream.of(command, "--help").filter(w -> !w.isEmpty()).toArray(String[]::new))
                .expect(0)
                .out();

        assertTrue(text.startsWith(("Usage: immich-pg-monitor " + command).strip()), text);
        assertTrue(text.contains("\nExample"), text);
        assertEquals(List.of(), text.lines().filter(l -> l.length() > 80).toList());
    }

    @Test
    void theCatalogueAndItsPages() {
        List<String> lines = run("checks").expect(0).lines();
        assertEquals(Check.values().length, lines.size());
        assertTrue(
                lines.stream()
                        .anyMatch(l -> l.matches("server-read-only +critical  Immich cannot write to this server")),
                () -> String.join("\n", lines));

        String page = run("explain", "server-read-only").expect(0).out();
        assertTrue(page.startsWith("Immich cannot write to this server\n=====" + "="), page);
        assertFalse(page.contains("##") || page.contains("\033"), page);
    }

    @Test
    void theTableOfReleases() {
        String text = packaged("releases").expect(0).out();

        assertTrue(text.startsWith("Immich 1.91.0 to 3.3, as of 20"), text);
        assertTrue(
                text.contains(
                        "\n3.0.0 – 3.3.x\n  Postgres: Immich accepts >=14.0.0; its documentation lists >=14 <20\n"),
                text);
        assertTrue(
                text.contains("  Source: pgvecto.rs is gone <https://github.com/immich-app/immich/pull/28159>\n"
                        + "  Source: the ranges of 3.2 and 3.3 are those of 3.1 (inferred)\n"),
                text);
    }

    /** Whoever has read enough and goes away does no harm. */
    @Test
    void inAPipeThatEndsEarly() {
        Run.assumeInstalled("bash");
        String all = Run.quoted(Run.program());
        Run run = Run.with(
                directory,
                environmentWithPath(),
                "",
                List.of(
                        "bash",
                        "-c",
                        "set -o pipefail; " + all + " check --format json | head -n 1; " + all
                                + " checks | head -n 1 | cut -c 1-14"));
        assertEquals(0, run.exit(), run.err());
        assertEquals("[ {\nimmich-version\n", run.out());
        assertEquals("", run.err());
    }

    /** Colours are for people: neither in a pipe nor where somebody wants none. */
    @Test
    void onATerminal() {
        assumeTerminal();
        String check = Run.quoted(Run.program()) + " check broken";
        Map<String, String> environment = environmentWithPath();
        environment.put("TERM", "xterm");

        assertFalse(packaged("check", "broken").out().contains("\033"));
        Run coloured = Run.with(directory, environment, "", List.of("script", "-qec", check, "/dev/null"));
        assertEquals(2, coloured.exit());
        assertTrue(
                coloured.out().contains("\033[1;31mCRITICAL public-schema-not-creatable: public\033[0m"),
                coloured.out());
        environment.put("NO_COLOR", "1");
        Run plain = Run.with(directory, environment, "", List.of("script", "-qec", check, "/dev/null"));
        assertTrue(plain.out().contains("CRITICAL public-schema-not-creatable: public"), plain.out());
        assertFalse(plain.out().contains("\033"), plain.out());
    }

    /** A root without /dev/pts has none. */
    private void assumeTerminal() {
        Run.assumeInstalled("script");
        Run terminal = Run.with(directory, Run.withPath(), "", List.of("script", "-qec", "true", "/dev/null"));
        if (terminal.exit() != 0) {
            Lacking.skip(
                    "immich-pg.tools.obligatory",
                    "script makes no terminal here (" + (terminal.out() + terminal.err()).strip()
                            + "), so nobody has tried one.");
        }
    }

    private static Map<String, String> environmentWithPath() {
        Map<String, String> environment = Run.withPath();
        environment.putAll(ENVIRONMENT);
        return environment;
    }

    /** Until Ctrl-C; where this JVM was started with that ignored, as any background job is, until it is told to end. */
    @Test
    void watching() throws Exception {
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Run.program().stream(), Stream.of("check", "well", "--watch"))
                                .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().clear();
        builder.environment().putAll(NoLedger.environment());
        builder.environment().putAll(ENVIRONMENT);
        builder.environment().put("IMMICH_PG_EVERY", "1s");
        Process process = builder.start();
        try {
            Instant limit = Instant.now().plus(PATIENCE);
            while (looks(out) < 2) {
                assertTrue(process.isAlive() && Instant.now().isBefore(limit), () -> "it did not look again");
                TimeUnit.MILLISECONDS.sleep(50);
            }
            int signal = isIgnored(SIGINT) ? SIGTERM : SIGINT;
            String kill = "kill -" + signal + " " + process.pid();
            assertEquals(0, new ProcessBuilder("sh", "-c", kill).start().waitFor(), kill);
            assertTrue(
                    process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                    () -> "it goes on in spite of " + kill);
            assertEquals(128 + signal, process.exitValue(), kill);
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(out);
        assertTrue(text.contains(", again every 1 s. Ctrl-C ends it.\n"), text);
        assertFalse(text.contains("\033"), text);
    }

    /** Processes inherit it, and Java leaves it as it is. */
    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true; // not Linux: who knows
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line ->
                            new BigInteger(line.substring("SigIgn:".length()).strip(), 16))
                    .anyMatch(signals -> signals.testBit(signal - 1));
        }
    }

    private static long looks(Path out) throws IOException {
        return Files.readAllLines(out).stream()
                .filter(l -> l.equals("Database well: Immich 2.7.5 would start."))
                .count();
    }

    /** Each command that the others here do not start, as the packaged program. */
    @Test
    void theRestOfTheCommands() {
        Map<String, String> more = new HashMap<>(ENVIRONMENT);
        more.put("IMMICH_PG_STATE_DIRECTORY", directory.toString());
        more.put(
                "IMMICH_PG_LEDGER_FILE",
                Path.of("src/main/resources/dev/immichpg/ledger/schema.tsv")
                        .toAbsolutePath()
                        .toString());
        String schema = Run.of(directory, more, "schema", "well").expect(0).out();
        // The small databases of these tests lack most tables.
        assertTrue(schema.contains("missing    table      album;"), schema);
        assertTrue(packaged("man").expect(0).out().startsWith(".TH "));
        packaged("notify", "--test")
                .expectRefusal(
                        1, "No notifier is configured. Set immich-pg.notify.<name>.url; see docs/how-to/notices.md.");
        String paused = Run.of(directory, more, "pause", "--for", "1h", "well")
                .expect(0)
                .out();
        assertTrue(paused.startsWith("No notices about well are sent until "), paused);
        assertEquals(
                "Notices about well are sent again.\n",
                Run.of(directory, more, "pause", "--end", "well").expect(0).out());
    }

    /** Nothing but the answer, and of the answer nothing twice. */
    @Test
    void whatDoesNotGoTogether() {
        run("check", "well", "--snapshot", "x")
                .expectRefusal(3, "--snapshot judges one file, once: do not combine it with a database or --watch.");
        run("check", "--watch", "--format", "json").expectRefusal(3, "--watch is for people: its format is text.");
        packaged("prepare")
                .expectRefusal(2, "Specify --era, --monitor-role, or both.", "See immich-pg-monitor prepare --help.");
        run("check", "--upgrade-to")
                .expectRefusal(3, "Specify --upgrade-to=RELEASE.", "See immich-pg-monitor check --help.");
        run("notify").expectRefusal(2, "Specify --test.", "See immich-pg-monitor notify --help.");
        run("explain").expectRefusal(2, "Specify CHECK.", "See immich-pg-monitor explain --help.");
        run("pause").expectRefusal(2, "Specify --for=TIME or --end.", "See immich-pg-monitor pause --help.");
        run("pause", "--for", "1h", "--end")
                .expectRefusal(2, "Specify --for=TIME or --end, not both.", "See immich-pg-monitor pause --help.");
        run("serve", "now")
                .expectRefusal(
                        2, "now is not an argument of immich-pg-monitor serve.", "See immich-pg-monitor serve --help.");
        assertEquals(
                1,
                Arrays.asList(packaged("--version").expect(0).out().split("\n")).size());
    }
}
