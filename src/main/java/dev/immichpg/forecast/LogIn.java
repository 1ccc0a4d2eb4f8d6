package dev.immichpg.forecast;

import java.util.Optional;

/** Immich logs in; Postgres names the first thing that stops it. */
final class LogIn implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        Optional<LoginObstacle> obstacle = LoginObstacle.of(start.is()).stream().findFirst();
        return start.tell(obstacle.map(
                found -> ForecastStep.blocks("login", found.sentence(start.is()), "immich-role-unable-to-connect")));
    }
}
