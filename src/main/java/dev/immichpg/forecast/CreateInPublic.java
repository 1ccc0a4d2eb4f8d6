package dev.immichpg.forecast;

/** Immich's migrations create their tables and functions in schema public. */
final class CreateInPublic implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        return start.tell(PublicSchemaObstacle.of(start.is())
                .map(obstacle -> start.atNextMigration(
                        "public schema", obstacle.sentence(start.is()), "public-schema-not-creatable")));
    }
}
