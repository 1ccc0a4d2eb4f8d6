package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.check.CheckTest.Trouble;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.forecast.StartUp;
import dev.immichpg.forecast.StartUpRow;
import dev.immichpg.forecast.StartUpRows;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** issue 15: a plan is run at midnight exactly as printed. What is true of each, whatever was found. */
class PlansTest {

    /** @param given makes it anew, as a plan that is run changes it */
    record Case(String title, Supplier<Given> given, Optional<Version> release, Optional<VectorExtension> env) {

        Snapshot snapshot() {
            return given.get().snapshot();
        }

        ImmichVersion immich(Snapshot is) {
            return ReleaseDetection.version(release, is, Judged.RELEASES, Optional.empty());
        }

        Judgement judged() {
            Snapshot is = snapshot();
            Question question = new Question("home", release, Optional.empty(), env);
            return new Doctor(Set.of(), java.util.Map.of())
                    .report(question, Judged.RELEASES, immich(is), is, Judged.NOON, Duration.ofMillis(1))
                    .now();
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(rows(), rowsAsUpgrades(), troubles()).flatMap(all -> all);
    }

    private static Stream<Case> rows() {
        List<StartUpRow> rows = StartUpRows.all();
        return IntStream.range(0, rows.size())
                .mapToObj(i -> new Case(
                        "row " + (i + 1) + ": " + rows.get(i),
                        rows.get(i)::given,
                        rows.get(i).should().immich().version(),
                        rows.get(i).should().vectorExtension()));
    }

    private static Stream<Case> rowsAsUpgrades() {
        return rows().map(row ->
                new Case("3.3.0 on " + row.title(), row.given(), Optional.of(Version.of("3.3.0")), Optional.empty()));
    }

    private static Stream<Case> troubles() {
        return Arrays.stream(Check.values()).flatMap(check -> {
            Trouble trouble = CheckTest.of(check).fires();
            return Stream.concat(
                            Stream.of(trouble.immich().map(Version::of)), Stream.of(Optional.of(Version.of("3.3.0"))))
                    .map(release -> new Case(
                            check.id() + " for " + release,
                            () -> CheckTest.of(check).fires().given(),
                            release,
                            Optional.empty()));
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isSound(Case c) {
        Snapshot is = c.snapshot();
        Judgement judged = c.judged();
        PlanShape.assertSound(judged);
        PlanShape.assertPreparesNothingBesideWhatIsKept(judged);
        PlanShape.assertNamesReleasesOfTheTable(judged);
        PlanShape.assertStartsNothingThatIsStopped(is, c.immich(is), c.env(), judged);
    }

    /** As far as a plan consists of what {@link PlanRun} knows how to do, it leads to a start. */
    @Test
    void aPlanThatIsRunToItsEndForecastsAStart() {
        AtomicInteger run = new AtomicInteger();
        List<String> still = Stream.concat(rows(), troubles())
                .flatMap(c -> {
                    Judgement judged = c.judged();
                    if (!judged.forecast().isBlocked()) {
                        return Stream.empty();
                    }
                    Given given = c.given().get();
                    if (!PlanRun.on(given, judged.plan())) {
                        return Stream.empty();
                    }
                    run.incrementAndGet();
                    Snapshot after = given.snapshot();
                    ImmichVersion immich = new ImmichVersion(
                            c.release().or(() -> c.immich(after).version()), Source.CONFIGURED, false);
                    Forecast forecast = StartUp.replay(
                            after,
                            Expectation.of(
                                    Judged.RELEASES,
                                    immich,
                                    PlanRun.setting(judged.plan()).or(c::env)),
                            ReleaseDetection.lastStarted(after));
                    return forecast.isBlocked()
                            ? Stream.of(c.title() + "\n  " + forecast.sentence() + "\n  " + judged.plan())
                            : Stream.empty();
                })
                .toList();

        assertEquals(List.of(), still);
        assertTrue(run.get() > 50, () -> "only " + run.get() + " plans were run");
    }

    private static List<String> plan(Given given, String immich) {
        return new Case("", () -> given, Optional.of(Version.of(immich)), Optional.empty())
                .judged().plan().stream().map(RemedyStep::text).toList();
    }

    /** issue 15, 2: the upgrade that backup-impossible advised came before what that release stopped at. */
    @Test
    void anUpgradeThatSomethingElseNeedsIsNoStep() {
        Given given = Given.vchord()
                .versionHistory("1.135.0")
                .newestMigration("1750107668827-PartnerCreateId")
                .installed("vchord", "0.4.2")
                .available("vchord", "0.4.3");

        assertEquals(
                List.of(
                        "Stop Immich.",
                        "Restart Postgres.",
                        "ALTER EXTENSION vchord UPDATE;",
                        "VACUUM (INDEX_CLEANUP OFF) public.smart_search;",
                        "REINDEX INDEX public.clip_index;",
                        "VACUUM (INDEX_CLEANUP OFF) public.face_search;",
                        "REINDEX INDEX public.face_index;",
                        "Start Immich."),
                plan(given, "1.135.0"));
    }

    /** issue 15: 2.x does not start before that. */
    @Test
    void whatTheReleaseOnTheWayStopsAtComesBeforeIt() {
        List<String> plan = plan(
                Given.pgvectors()
                        .versionHistory("2.7.5")
                        .installed("vectors", "0.3.0")
                        .available("vectors", "0.2.1"),
                "3.3.0");

        int install = plan.indexOf("Install the package of pgvecto.rs 0.3.0 for Postgres 16 again.");
        int migrate =
                plan.indexOf("Stay with Immich 2.7.5 for now, migrate from pgvecto.rs to VectorChord with it, and only"
                        + " then upgrade. Immich's documentation has the steps.");
        assertTrue(install >= 0 && install < migrate, plan::toString);
    }

    /** issue 15: no release of the table accepts it, so none is named. */
    @Test
    void aReleaseThatNobodyHasIsNotNamed() {
        List<String> plan = plan(
                Given.pgvectors()
                        .versionHistory("1.94.1")
                        .installed("vectors", "0.1.13")
                        .available("vectors", "0.1.13"),
                "1.94.1");

        assertTrue(plan.stream()
                .anyMatch(step -> step.startsWith("Restore a backup that was made before pgvecto.rs 0.1.13")));
        assertFalse(plan.stream().anyMatch(step -> step.contains("a release that accepts")), plan::toString);
    }

    /** issue 15: the third step belonged to another answer. */
    @Test
    void packagesThatAreGoneComeBackAndNothingElseIsCreated() {
        List<String> plan = plan(
                Given.vchord()
                        .available("vectors", "0.4.0")
                        .notAvailable("vchord")
                        .notAvailable("vector"),
                "2.7.5");

        assertTrue(plan.contains("Install the package of VectorChord 0.4.3 for Postgres 17 again."));
        assertTrue(plan.contains("Install the package of pgvector 0.8.5 for Postgres 17 again."));
        assertFalse(plan.stream().anyMatch(step -> step.contains("vectors")), plan::toString);
    }

    /** issue 15: nobody is to move to an extension that Immich is about to drop. */
    @Test
    void aPackageOfPgvectoRsBesidePgvectorIsLeftAlone() {
        assertEquals(
                List.of(
                        "DB_VECTOR_EXTENSION=pgvector   # for Immich; and vector-extension = pgvector for this agent",
                        "Restart Immich."),
                plan(Given.pgvector().available("vectors", "0.3.0"), "2.7.5"));
    }

    /** issue 15: found on a hostile snapshot. The image was replaced by one without any vector extension. */
    @Test
    void whatHoldsTheVectorsComesBackAndNoOtherIsPrepared() {
        Given given = Given.pgvectors()
                .notInstalled("vectors")
                .notAvailable("vectors")
                .installed("vector", "0.8.5")
                .notAvailable("vector");
        for (String table : List.of("smart_search", "face_search")) {
            given.vectorTable(
                    table,
                    t -> new VectorTable(
                            t.schema(),
                            t.name(),
                            "vector",
                            "public",
                            "vector",
                            0,
                            Optional.of(true),
                            t.loginCanSearch()));
        }
        for (String index : List.of("clip_index", "face_index")) {
            given.index(
                    index, i -> new VectorIndex(i.schema(), i.name(), i.table(), "hnsw", "", true, true, i.rowAge()));
        }
        List<String> plan = plan(given, "1.118.2");

        assertTrue(plan.contains("Install the package of pgvector 0.8.5 for Postgres 16 again."), plan::toString);
        assertTrue(
                plan.contains(
                        "DB_VECTOR_EXTENSION=pgvector   # for Immich; and vector-extension = pgvector for this agent"),
                plan::toString);
        assertFalse(plan.stream().anyMatch(step -> step.contains("EXTENSION IF NOT EXISTS vectors")), plan::toString);
    }

    /** issue 15: "Restart Immich. Start Immich." */
    @Test
    void immichIsStartedOnce() {
        List<RemedyStep> plan = Remedy.plan(List.of(
                Remedy.of(RemedyStep.RESTART_IMMICH),
                Remedy.of(RemedySteps.RESTART_TO_REBUILD),
                Remedy.of(RemedyStep.STOP_IMMICH, RemedyStep.RESTART_POSTGRES, RemedyStep.START_IMMICH)));

        assertEquals(
                List.of(
                        "Stop Immich.",
                        "Restart Postgres.",
                        "Start Immich at a time of your choice. It then builds the index, which locks the table and can"
                                + " take long: do not interrupt it."),
                plan.stream().map(RemedyStep::text).toList());
    }
}
