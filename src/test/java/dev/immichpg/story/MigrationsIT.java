package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.StandInImmich.End;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases between which there is no way: the agent is told of the one that is to start. */
class MigrationsIT {

    static List<Integer> majors() {
        return EmbeddedServer.majors();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void aBridgeThatWasSkipped(int major) {
        ImmichDatabase database = ImmichDatabase.on(EmbeddedServer.shared(major))
                .pgvectors("0.2.0")
                .grantIndexView()
                .immich("1.131.3")
                .create();
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(url, database, Optional.of("2.7.5"), Optional.empty())) {
            Report skipped = patient.examine();
            assertEquals(Status.PROBLEM, Patient.statuses(skipped).get(Check.UPGRADE_PATH_UNSUPPORTED));
            assertEquals(
                    Outcome.BLOCKED,
                    skipped.now().forecast().outcome(),
                    skipped.now().forecast()::sentence);

            patient.where(
                    "If you want to keep pgvecto.rs, set DB_VECTOR_EXTENSION=pgvecto.rs for Immich and for this agent, and do"
                            + " nothing else for VectorChord.",
                    () -> {});
            patient.where("Ask this agent again before you start Immich 2.7.5: the database has changed.", () -> {});
            // The server has VectorChord, which 1.136.0 would choose and Immich's role is not allowed to create.
            patient.where("Run Immich 1.132.3 until it has started, and stop it again.", () -> {
                var start = StandInImmich.start(database, "1.132.3", Optional.empty());
                assertNotEquals(End.FAILED, start.end(), start::toString);
            });
            patient.follow(skipped, Check.UPGRADE_PATH_UNSUPPORTED);
            assertEquals(Status.OK, patient.statuses().get(Check.UPGRADE_PATH_UNSUPPORTED));
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void aWayBack(int major) {
        ImmichDatabase database = Story.vchord(EmbeddedServer.shared(major));
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient back = Patient.seenBy(url, database, Optional.of("2.6.3"), Optional.empty());
                Patient within = Patient.seenBy(url, database, Optional.of("2.7.0"), Optional.empty())) {
            Report older = back.examine();
            assertEquals(List.of(Check.IMMICH_OLDER_THAN_DATABASE), Patient.checks(older, Status.PROBLEM));
            assertEquals(
                    Outcome.BLOCKED,
                    older.now().forecast().outcome(),
                    older.now().forecast()::sentence);

            assertEquals(List.of(), Patient.checks(within.examine(), Status.PROBLEM));
            back.leave();
        }
    }
}
