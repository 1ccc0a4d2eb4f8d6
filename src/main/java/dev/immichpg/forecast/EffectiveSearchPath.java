package dev.immichpg.forecast;

import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.RoleSetting;
import dev.immichpg.catalog.Snapshot.Scope;
import java.util.Optional;

/**
 * The search_path that Immich's role gets in this database, and where it comes from.
 *
 * @param scope empty: the server's configuration
 */
public record EffectiveSearchPath(SearchPath path, String value, Optional<Scope> scope) {

    /**
     * Role in database before role before database before all roles before the server (catalogs.md#precedence); empty:
     * hidden.
     */
    public static Optional<EffectiveSearchPath> of(Snapshot is) {
        Optional<RoleSetting> nearest = is.nearestSetting("search_path");
        if (nearest.isPresent()) {
            String value = nearest.get().value();
            return Optional.of(new EffectiveSearchPath(
                    SearchPath.parse(value), value, Optional.of(nearest.get().scope())));
        }
        return is.serverSearchPath()
                .map(value -> new EffectiveSearchPath(SearchPath.parse(value), value, Optional.empty()));
    }
}
