package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.fault.Fault.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One run of the packaged program, in which databases have their faults while another one is well. Nothing is restarted
 * between them. What it measures is printed, and nothing is held to a time but to be patient.
 */
final class BadDay {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final String BYSTANDER = "bystander";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WAITS = "waiting, because .*\\.";

    private final ImmichDatabase bystander;
    private final Program program;
    private final SteadyScraper scraper;

    /** @param settings of the databases that will have their faults */
    BadDay(Path directory, Map<String, String> settings) throws IOException {
        bystander = ImmichDatabase.on(EmbeddedServer.shared(16))
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("IMMICH_PG_EVERY", EVERY.toSeconds() + "s");
        environment.put("IMMICH_PG_TIMEOUT", "3s");
        environment.put(url(BYSTANDER), bystander.url());
        program = new Program(directory, environment, List.of());
        program.await("well", () -> program.status("/health/well") == 200);
        scraper = new SteadyScraper(program.port());
    }

    /** The setting of where a database is. */
    static String url(String database) {
        return "IMMICH_PG_DATABASES_" + database.toUpperCase(Locale.ROOT) + "_URL";
    }

    /** The database cannot be read: every door says so and why, nobody else notices, and it passes by itself. */
    void suffers(String database, Fault fault) throws Exception {
        int before = program.output().size();
        double examined = program.examinations(BYSTANDER);
        long began = System.nanoTime();
        String sentence;
        long noticed;
        try {
            fault.breaks().run();
            long broken = System.nanoTime();
            program.awaitUp(database, "0.0");
            noticed = System.nanoTime() - broken;
            // Where logins hang, it waits before it tries again, and says so.
            Pattern says = Pattern.compile(
                    "Could not read \\S+ as user \\S+: (" + fault.says() + (fault.isLate() ? "|" + WAITS : "") + ")");
            program.await(
                    fault.says() + ", but: " + failure(database),
                    () -> says.matcher(failure(database)).matches());
            sentence = saidByAll(database, before);
            assertTrue(says.matcher(sentence).matches(), sentence);
        } finally {
            fault.fixes().run();
        }
        long fixed = System.nanoTime();
        program.awaitUp(database, "1.0");
        long recovered = System.nanoTime() - fixed;
        program.await("well again", () -> program.status("/health/well") == 200);
        bystanderWasExamined(examined, began);
        tell("%s: noticed after %d ms, recovered after %d ms: %s", fault, ms(noticed), ms(recovered), sentence);
    }

    /** The sentence may give way to another one while the doors are asked. */
    private String saidByAll(String database, int before) throws JsonProcessingException {
        String sentence = failure(database);
        try {
            everyDoorSays(database, sentence);
            logSays(database, before, sentence);
            return sentence;
        } catch (AssertionError e) {
            if (sentence.equals(failure(database))) {
                throw e;
            }
            return saidByAll(database, before);
        }
    }

    /** It takes no longer than the next examinations until all is as before; what it costs until then is printed. */
    void getsOver(String database, String what, Action action) throws Exception {
        double failures = counted(database, "failure");
        double examined = program.examinations(BYSTANDER);
        long began = System.nanoTime();
        action.run();
        double successes = counted(database, "success");
        program.await("two more", () -> counted(database, "success") >= successes + 2);
        assertEquals("1.0", program.value("immich_pg_up", database));
        assertEquals(200, program.status("/health/well"));
        bystanderWasExamined(examined, began);
        tell("%s: %.0f examinations failed", what, counted(database, "failure") - failures);
    }

    /** The database can be read, and a check says what is wrong with it. */
    void finds(String database, String check, Action breaks, Action fixes) throws Exception {
        long began = System.nanoTime();
        double examined = program.examinations(BYSTANDER);
        breaks.run();
        long broken = System.nanoTime();
        program.await(check, () -> problem(database, check).equals("1.0"));
        long noticed = System.nanoTime() - broken;
        assertEquals("1.0", program.value("immich_pg_up", database));
        assertEquals(200, program.status("/health/live"));
        assertEquals(200, program.status("/health/ready"));
        assertEquals(503, program.status("/health/well"));
        assertEquals(503, program.status("/api/databases/" + database + "/verdict"));
        assertTrue(program.body("/databases/" + database).contains("href=\"../checks/" + check + "\""));
        fixes.run();
        long fixed = System.nanoTime();
        program.await("no " + check, () -> problem(database, check).equals("0.0"));
        long recovered = System.nanoTime() - fixed;
        program.await("well again", () -> program.status("/health/well") == 200);
        bystanderWasExamined(examined, began);
        tell("%s: noticed after %d ms, gone after %d ms", check, ms(noticed), ms(recovered));
    }

    /** The database can be read, but not what a check looks at: unknown, and neither fine nor a problem. */
    void cannotSee(String database, String check, String why, Action breaks, Action fixes) throws Exception {
        double examined = program.examinations(BYSTANDER);
        long began = System.nanoTime();
        try {
            breaks.run();
            program.await(check + " is unknown", () -> unknown(database, check).equals("1.0"));
            assertEquals("absent", problem(database, check));
            assertEquals("1.0", program.value("immich_pg_up", database));
            assertEquals(200, program.status("/health/live"));
            assertEquals(200, program.status("/health/ready"));
            assertTrue(program.body("/databases/" + database).contains(why));
            assertTrue(program.body("/api/databases/" + database).contains(why));
            program.await("the log says so", () -> program.said(why));
        } finally {
            fixes.run();
        }
        program.await("seen again", () -> unknown(database, check).equals("0.0"));
        program.await("well again", () -> program.status("/health/well") == 200);
        bystanderWasExamined(examined, began);
        tell("%s: unknown, and known again within %d ms", check, ms(System.nanoTime() - began));
    }

    Program program() {
        return program;
    }

    /** Why the database could not be read; empty if it was. */
    String failure(String database) {
        try {
            return JSON.readTree(program.body("/api/databases/" + database))
                    .path("failure")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static void tell(String line, Object... values) {
        System.out.printf("BadDay: " + line + "%n", values);
    }

    private void everyDoorSays(String database, String sentence) throws JsonProcessingException {
        List<String> metrics = program.body("/metrics").lines().toList();
        assertTrue(
                metrics.stream().noneMatch(l -> l.startsWith("immich_pg_check_problem{database=\"" + database + "\"")));
        List<String> unknowns = metrics.stream()
                .filter(l -> l.startsWith("immich_pg_check_unknown{database=\"" + database + "\""))
                .toList();
        assertTrue(!unknowns.isEmpty() && unknowns.stream().allMatch(l -> l.endsWith(" 1.0")), unknowns::toString);
        assertEquals("1.0", program.value("immich_pg_up", BYSTANDER));

        assertEquals(200, program.status("/health/live"));
        assertEquals(200, program.status("/health/started"));
        assertEquals(200, program.status("/health/ready"));
        assertEquals(503, program.status("/health/well"));
        assertEquals(
                sentence,
                JSON.readTree(program.body("/health/well"))
                        .path("checks")
                        .path(0)
                        .path("data")
                        .path(database)
                        .asText());
        assertEquals(503, program.status("/api/databases/" + database + "/verdict"));
        assertEquals(200, program.status("/api/databases/" + BYSTANDER + "/verdict"));

        String page = program.body("/databases/" + database);
        String html = sentence.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
        assertTrue(page.contains("Unknown: the database could not be read"), page);
        assertTrue(page.contains(html), page);
    }

    /** In one line each, and not again at each examination; a server that stops says so first. */
    private void logSays(String database, int before, String sentence) {
        String end = " WARN  Database " + database + ": " + sentence;
        program.await("the log says so", () -> said(database, before).stream().anyMatch(l -> l.endsWith(end)));
        List<String> said = said(database, before);
        assertTrue(said.size() <= 4, said::toString);
        assertTrue(
                said.stream().allMatch(l -> l.matches("[-0-9]{10} [:0-9]{8} WARN  Database .*: Could not read .*\\.")),
                said::toString);
    }

    private List<String> said(String database, int before) {
        List<String> output = program.output();
        return output.subList(before, output.size()).stream()
                .filter(l -> l.contains(" Database " + database + ": "))
                .toList();
    }

    /** On schedule; half as often would do where the machine is busy. */
    private void bystanderWasExamined(double before, long began) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        double meanwhile = program.examinations(BYSTANDER) - before;
        double due = (double) elapsed.toMillis() / EVERY.toMillis();
        assertTrue(meanwhile >= Math.floor(due / 2), () -> meanwhile + " examinations of the bystander in " + elapsed);
    }

    private double counted(String database, String outcome) {
        return Double.parseDouble(
                sample("immich_pg_examinations_total{database=\"" + database + "\",outcome=\"" + outcome + "\""));
    }

    private String problem(String database, String check) {
        return sample("immich_pg_check_problem{database=\"" + database + "\",check=\"" + check + "\",");
    }

    private String unknown(String database, String check) {
        return sample("immich_pg_check_unknown{database=\"" + database + "\",check=\"" + check + "\",");
    }

    private String sample(String start) {
        return program.body("/metrics")
                .lines()
                .filter(l -> l.startsWith(start))
                .map(l -> l.substring(l.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("absent");
    }

    private static long ms(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    void close() throws Exception {
        try {
            scraper.close();
            program.assertEndsAtOnce();
        } finally {
            program.close();
            bystander.drop();
        }
    }
}
