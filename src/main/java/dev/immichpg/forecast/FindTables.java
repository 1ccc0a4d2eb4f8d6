package dev.immichpg.forecast;

import dev.immichpg.catalog.SearchPath;
import java.util.Optional;

/** Immich names its tables without their schema, from 1.133.0 on even before the migrations. */
final class FindTables implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        Optional<PublicSchemaObstacle> obstacle =
                PublicSchemaObstacle.of(start.is()).filter(found -> found != PublicSchemaObstacle.NOT_CREATABLE);
        if (obstacle.isPresent()) {
            return start.tell(ForecastStep.blocks(
                    "public schema", obstacle.get().sentence(start.is()), "public-schema-not-creatable"));
        }
        Optional<SearchPath> path = EffectiveSearchPath.of(start.is()).map(EffectiveSearchPath::path);
        return start.tell(path.filter(p -> !p.contains("public", start.role()))
                .map(p -> ForecastStep.blocks(
                        "search_path",
                        "The search_path of role " + start.is().role().name()
                                + " lacks schema public, where Immich's tables are.",
                        "search-path-unusable")));
    }
}
