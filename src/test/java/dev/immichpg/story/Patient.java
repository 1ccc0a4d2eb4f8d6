package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.Examiner;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.agent.WatchedDatabase;
import dev.immichpg.check.Check;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Finding;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Remedy;
import dev.immichpg.check.RemedyStep;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.Timeouts;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A database on a real server, examined as the agent does it, and treated as the agent says. */
public final class Patient implements AutoCloseable {

    private static final Releases RELEASES = ReleasesFile.builtIn();

    private final ImmichDatabase database;
    private final Examiner examiner;
    /** What a person does who reads a sentence of a remedy. */
    private final Map<String, Runnable> actions = new HashMap<>();

    private Patient(ImmichDatabase database, WatchedDatabase watched) {
        this.database = database;
        this.examiner = new Examiner(
                watched,
                RELEASES,
                new Doctor(Set.of(), Map.of()),
                Timeouts.within(Duration.ofSeconds(10)),
                Clock.systemUTC());
        actions.put("Stop Immich.", () -> {});
        actions.put("Start Immich.", () -> {});
        actions.put("Restart Immich.", () -> {});
        actions.put("Restart Postgres.", () -> server().restart());
        actions.put("Restart Postgres again.", () -> server().restart());
    }

    /** As the agent sees it that logs in with this URL. */
    static Patient seenBy(String url, ImmichDatabase database) {
        return seenBy(url, database, Optional.empty(), Optional.empty());
    }

    /** As the agent sees it that also searches in the vector indexes. */
    static Patient probedBy(String url, ImmichDatabase database) {
        return of(url, database, Optional.empty(), Optional.empty(), true);
    }

    static Patient seenBy(
            String url, ImmichDatabase database, Optional<String> immich, Optional<VectorExtension> extension) {
        return of(url, database, immich, extension, false);
    }

    private static Patient of(
            String url,
            ImmichDatabase database,
            Optional<String> immich,
            Optional<VectorExtension> extension,
            boolean probe) {
        return new Patient(
                database,
                new WatchedDatabase(
                        "patient",
                        ImmichUrl.parse(url),
                        database.role(),
                        immich.map(Version::of),
                        Optional.empty(),
                        extension,
                        Optional.empty(),
                        probe));
    }

    public Patient where(String sentence, Runnable action) {
        actions.put(sentence, action);
        return this;
    }

    public ImmichDatabase database() {
        return database;
    }

    public EmbeddedServer server() {
        return database.server();
    }

    /** Until this query, in the database and as a superuser, is true: what Postgres does in its own time. */
    public void await(String query) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!"t".equals(database.value(query))) {
            assertTrue(System.nanoTime() < end, () -> "still not so: " + query);
            database.value("SELECT pg_sleep(0.02)");
        }
    }

    /** Really starts the release that ran here last, as {@link StandInImmich} does it. */
    public void restartImmich() {
        String release =
                database.value("SELECT version FROM public.version_history ORDER BY \"createdAt\" DESC LIMIT 1");
        var start = StandInImmich.start(database, release, Optional.empty());
        assertNotEquals(StandInImmich.End.FAILED, start.end(), start::toString);
    }

    /** Immich's role, as SQL names it. */
    public String quotedRole() {
        return '"' + database.role() + '"';
    }

    Report examine() {
        Report report = examiner.examine();
        assertEquals(Optional.empty(), report.failure());
        return report;
    }

    Report examineUnreadable() {
        return examiner.examine();
    }

    Map<Check, Status> statuses() {
        return statuses(examine());
    }

    static Map<Check, Status> statuses(Report report) {
        return report.now().diagnoses().stream()
                .collect(Collectors.toMap(
                        Diagnosis::check, d -> d.verdict().status(), (a, b) -> a, () -> new EnumMap<>(Check.class)));
    }

    static List<Check> checks(Report report, Status status) {
        return report.now().diagnoses().stream()
                .filter(d -> d.verdict().status() == status)
                .map(Diagnosis::check)
                .toList();
    }

    /** Does exactly what the remedies of this check's findings say, each step as whom it names. */
    void follow(Report report, Check check) {
        follow(report.now().diagnoses().stream()
                .filter(d -> d.check() == check)
                .flatMap(d -> d.verdict().findings().stream())
                .map(Finding::remedy)
                .collect(Collectors.collectingAndThen(Collectors.toList(), Remedy::plan)));
    }

    void follow(List<RemedyStep> plan) {
        for (RemedyStep step : plan) {
            switch (step.by()) {
                case SUPERUSER -> database.superuserExecute(step.text());
                case IMMICH_ROLE -> database.roleExecute(step.text());
                case PERSON, CONFIGURATION -> {
                    assertTrue(actions.containsKey(step.text()), () -> "nobody knows how to: " + step.text());
                    actions.get(step.text()).run();
                }
            }
        }
    }

    /** Hangs up, and leaves the database to another one. */
    void leave() {
        examiner.close();
    }

    @Override
    public void close() {
        leave();
        database.drop();
    }
}
