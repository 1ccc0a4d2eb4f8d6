package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.RemedyStep;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import dev.immichpg.demo.PostgresServer.SqlRefused;
import dev.immichpg.forecast.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * issue 15: the printed plan of an update of VectorChord, run as it is, with dead rows, on indexes that the new library cannot
 * read; interrupted after each step, and taken up again by the next plan.
 */
class UpdatePlanIT {

    private EmbeddedServer server;

    @AfterEach
    void baseline() {
        server.reset();
    }

    /** @param remembers the agent ran all the time; false: each time a new one, without a memory */
    @ParameterizedTest
    @CsvSource({"14, false", "16, true", "18, false"})
    void issue15AnUpdateThatIsInterruptedAnywhereIsFinishedByTheNextPlan(int major, boolean remembers) {
        server = EmbeddedServer.shared(major);
        interruptedAnywhere(new IndexFormatPlay(), remembers);
    }

    @Test
    void issue15SoItIsOnAnAccessMethodOfOurOwn() {
        server = EmbeddedServer.shared(CompiledFormatPlay.MAJOR);
        try (CompiledFormatPlay play = CompiledFormatPlay.on(server)) {
            interruptedAnywhere(play, false);
        }
    }

    /** How an index comes to have a format that the library in memory does not read. */
    interface Play {

        /** On a database that has its indexes. */
        void begin(ImmichDatabase database);

        /** A restart that loads a library that cannot read what was built until now. */
        void restartWithNewLibrary(ImmichDatabase database);

        /** Fails if the library in memory cannot read the indexes; beyond a write and a VACUUM of them. */
        void readsBoth(ImmichDatabase database);
    }

    private void interruptedAnywhere(Play play, boolean remembers) {
        int steps = 1;
        for (int done = 0; done <= steps; done++) {
            steps = interruptedAfter(done, play, remembers);
        }
        assertTrue(steps >= 7, "only " + steps + " steps");
    }

    private int interruptedAfter(int done, Play play, boolean remembers) {
        ImmichDatabase database = Story.vchord(server);
        play.begin(database);
        String monitor = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(monitor, database)) {
            AtomicBoolean loaded = new AtomicBoolean();
            patient.where("Restart Postgres.", () -> {
                if (loaded.getAndSet(true)) {
                    server.restart();
                } else {
                    play.restartWithNewLibrary(database);
                }
            });
            Report healthy = patient.examine();
            assertEquals(List.of(), Patient.checks(healthy, Status.PROBLEM), () -> ReportText.of(healthy));
            server.install(Package.vchord("0.4.3", "1.1.1"));
            writeAllRowsAnew(database);

            List<RemedyStep> plan = patient.examine().now().plan();
            List<RemedyStep> run = plan.subList(0, Math.min(done, plan.size()));
            patient.follow(run);
            if (loaded.get() && run.stream().noneMatch(step -> step.text().startsWith("REINDEX"))) {
                assertThrows(SqlRefused.class, () -> writeAllRowsAnew(database), "the stand-in reads an old format");
            }
            String interrupted = "Postgres " + server.major() + ", after " + run;
            Report found = remembers ? patient.examine() : patient.examineAnew();
            patient.follow(found.now().plan());

            Report fixed = remembers ? patient.examine() : patient.examineAnew();
            assertEquals(List.of(), Patient.checks(fixed, Status.PROBLEM), interrupted);
            if (done < plan.size()) {
                assertTrue(
                        loaded.get(),
                        () -> interrupted + ": no restart in " + plan + "\nnor in "
                                + found.now().plan());
            }
            assertNotEquals(Outcome.BLOCKED, fixed.now().forecast().outcome(), interrupted);
            writeAllRowsAnew(database);
            database.superuserExecute("VACUUM public.smart_search", "VACUUM public.face_search");
            play.readsBoth(database);
            StandInImmich.Start start = StandInImmich.start(database, "2.7.5", Optional.empty());
            assertNotEquals(StandInImmich.End.FAILED, start.end(), () -> interrupted + ": " + start);
            return plan.size();
        } finally {
            server.resetPackages();
        }
    }

    /** Leaves dead rows behind, and writes to the indexes. */
    private static void writeAllRowsAnew(ImmichDatabase database) {
        for (String table : List.of("public.smart_search", "public.face_search")) {
            database.superuserExecute("DO $$BEGIN CREATE TEMP TABLE kept ON COMMIT DROP AS TABLE " + table
                    + "; DELETE FROM " + table + "; INSERT INTO " + table + " TABLE kept; END$$");
        }
    }
}
