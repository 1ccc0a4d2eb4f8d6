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
import dev.immichpg.demo.ImmichSchema;
import dev.immichpg.ledger.SchemaLedger;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.postgres.CatalogReader;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A database on a real server, examined as the agent does it, and treated as the agent says. */
public final class Patient implements AutoCloseable {

    /** See {@link dev.immichpg.ledger.NoLedger}. */
    private static final Releases RELEASES = ReleasesFile.builtIn().with(SchemaLedger.EMPTY);

    private final ImmichDatabase database;
    private final Supplier<Examiner> again;
    private final Examiner examiner;
    /** What a person does who reads a sentence of a remedy. */
    private final Map<String, Runnable> actions = new HashMap<>();

    private Patient(ImmichDatabase database, WatchedDatabase watched) {
        this(database, watched, RELEASES, CatalogReader.STRUCTURE_EVERY);
    }

    /** Whose structure is read at each examination: the statistics that tell of a change come a moment after it. */
    private Patient(ImmichDatabase database, WatchedDatabase watched, Releases releases) {
        this(database, watched, releases, Duration.ZERO);
    }

    private Patient(ImmichDatabase database, WatchedDatabase watched, Releases releases, Duration structureEvery) {
        this.database = database;
        this.again = () -> new Examiner(
                watched,
                releases,
                new Doctor(Set.of(), Map.of()),
                Timeouts.within(Duration.ofSeconds(10)),
                true,
                structureEvery,
                Clock.systemUTC());
        this.examiner = again.get();
        actions.put("Stop Immich.", () -> {});
        actions.put("Start Immich.", () -> {});
        actions.put("Restart Immich.", () -> {});
        actions.put("Back the database up yourself.", () -> {});
        actions.put("Restart Postgres.", () -> server().restart());
        actions.put("Restart Postgres again.", () -> server().restart());
    }

    /** As the agent sees it that logs in with this URL. */
    static Patient seenBy(String url, ImmichDatabase database) {
        return seenBy(url, database, Optional.empty(), Optional.empty());
    }

    /** One that is whole, by {@link ImmichSchema#ledger()}. */
    static Patient compared(String url, ImmichDatabase database) {
        return compared(url, database, Optional.empty());
    }

    /** As the agent sees it that also searches in the vector indexes. */
    static Patient probedBy(String url, ImmichDatabase database) {
        return of(url, database, Optional.empty(), Optional.empty(), true);
    }

    /** One that is whole, by {@link ImmichSchema#ledger()}. */
    static Patient compared(String url, ImmichDatabase database, Optional<String> upgradeTo) {
        return new Patient(
                database,
                new WatchedDatabase(
                        "patient",
                        ImmichUrl.parse(url),
                        database.role(),
                        Optional.empty(),
                        upgradeTo.map(Version::of),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                ReleasesFile.builtIn().with(ImmichSchema.ledger()));
    }

    /** Likewise, where this release is to start. */
    static Patient comparedFor(String url, ImmichDatabase database, String immich) {
        return new Patient(
                database,
                new WatchedDatabase(
                        "patient",
                        ImmichUrl.parse(url),
                        database.role(),
                        Optional.of(Version.of(immich)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                ReleasesFile.builtIn().with(ImmichSchema.ledger()));
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
                        Optional.empty(),
                        probe));
    }

    public Patient where(String sentence, Runnable action) {
        actions.put(sentence, action);
        actions.put(sentence.replaceFirst("^Restart Immich", "Start Immich"), action);
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

    /** As this release leaves the list of migrations. */
    public void migrateTo(String release) {
        database.roleExecute(RELEASES.migrations().stream()
                .filter(mark -> !mark.first().isNewerThan(Version.of(release)))
                .map(mark -> "INSERT INTO kysely_migrations VALUES ('" + mark.migration()
                        + "', '2026-07-01T00:00:00.000Z') ON CONFLICT DO NOTHING")
                .toArray(String[]::new));
    }

    /** To a release that starts. */
    public void upgradeImmich(String release) {
        migrateTo(release);
        database.roleExecute("INSERT INTO version_history (version) VALUES ('" + release + "')");
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

    /**
     * What no fault of a story brings about. What day it is decides: the lowest major version of Postgres gets no fixes any more
     * at some time. And without a superuser Immich's own restore never works: RestoreIT tells of that.
     */
    private static final Set<Check> OF_NO_STORY =
            Set.of(Check.POSTGRES_END_OF_LIFE, Check.POSTGRES_END_OF_LIFE_NEAR, Check.RESTORE_IMPOSSIBLE);

    /** After a restart the agent's memory tells which library is loaded. */
    private static final Set<Check> LEARNT = Set.of(Check.LOADED_LIBRARY_OUTDATED);

    static Map<Check, Status> statuses(Report report) {
        return report.now().diagnoses().stream()
                .filter(d -> !OF_NO_STORY.contains(d.check()) && !LEARNT.contains(d.check()))
                .collect(Collectors.toMap(
                        Diagnosis::check, d -> d.verdict().status(), (a, b) -> a, () -> new EnumMap<>(Check.class)));
    }

    static List<Check> checks(Report report, Status status) {
        return report.now().diagnoses().stream()
                .filter(d -> d.verdict().status() == status && !OF_NO_STORY.contains(d.check()))
                .map(Diagnosis::check)
                .toList();
    }

    /** Does exactly what the remedies of this check's findings say, each step as whom it names; what they advise, if that is all. */
    void follow(Report report, Check check) {
        List<Remedy> remedies = report.now().diagnoses().stream()
                .filter(d -> d.check() == check)
                .flatMap(d -> d.verdict().findings().stream())
                .map(Finding::remedy)
                .toList();
        List<RemedyStep> plan = Remedy.plan(remedies);
        follow(
                plan.isEmpty()
                        ? remedies.stream()
                                .flatMap(remedy -> remedy.steps().stream())
                                .toList()
                        : plan);
    }

    /** Of the statements alone; the sentences say what to look for before. Both sorts of SQL in one session, as fix prints it. */
    void followSql(Report report, Check check) {
        Stream<String> sql = Remedy.plan(report.now().diagnoses().stream()
                        .filter(d -> d.check() == check)
                        .flatMap(d -> d.verdict().findings().stream())
                        .map(Finding::remedy)
                        .toList())
                .stream()
                .filter(step -> step.by() == Remedy.By.IMMICH_ROLE)
                .map(RemedyStep::text);
        // As the script that fix prints.
        database.roleExecute(Stream.concat(Stream.of("SET search_path = pg_catalog, pg_temp"), sql)
                .toArray(String[]::new));
    }

    /** As an agent that starts now, and remembers nothing. */
    Report examineAnew() {
        try (Examiner anew = again.get()) {
            return anew.examine();
        }
    }

    void follow(List<RemedyStep> plan) {
        for (RemedyStep step : plan) {
            switch (step.by()) {
                case SUPERUSER -> database.superuserExecute(step.text());
                case IMMICH_ROLE -> database.roleExecute(step.text());
                case PERSON, CONFIGURATION -> {
                    // A platform adds how it is done there.
                    String action = step.text().replaceFirst("^(Restart Postgres(?: again)?): .*", "$1.");
                    assertTrue(actions.containsKey(action), () -> "nobody knows how to: " + step.text());
                    actions.get(action).run();
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
