package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Immich logs in; Postgres names the first thing that stops it. */
final class LogIn implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        Snapshot is = start.is();
        Optional<LoginObstacle> obstacle = LoginObstacle.of(is).stream().findFirst();
        if (obstacle.isPresent()) {
            return start.tell(
                    ForecastStep.blocks("login", obstacle.get().sentence(is), "immich-role-unable-to-connect"));
        }
        List<ForecastStep> told = new ArrayList<>();
        DdlTriggers.doubt(DdlTriggers.atLogin(is), "Immich logs in").ifPresent(told::add);
        SessionLibraries.doubt(is).ifPresent(told::add);
        StartConnections.tooFew(is).stream()
                .findFirst()
                .map(few -> connections(is, few))
                .ifPresent(told::add);
        return start.tell(told);
    }

    private static ForecastStep connections(Snapshot is, StartConnections few) {
        String check = "connection-limit-below-start";
        return few.stopsStart()
                ? ForecastStep.blocks("connections", few.sentence(is), check)
                : ForecastStep.unknown("connections", few.sentence(is), check);
    }
}
