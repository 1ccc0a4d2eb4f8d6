package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.RoleSetting;
import dev.immichpg.catalog.Snapshot.Scope;
import java.util.Optional;

/**
 * Whether {@code default_transaction_read_only} rules the sessions of Immich's role in this database, and where that comes
 * from.
 *
 * @param scope empty: the server's configuration
 */
public record EffectiveReadOnly(boolean readOnly, Optional<Scope> scope) {

    private static final String SETTING = "default_transaction_read_only";

    /**
     * Role in database before role before database before all roles before the server (catalogs.md#precedence); empty:
     * hidden.
     */
    public static Optional<EffectiveReadOnly> of(Snapshot is) {
        Optional<RoleSetting> nearest = is.nearestSetting(SETTING);
        if (nearest.isPresent()) {
            return Optional.of(new EffectiveReadOnly(
                    TypedSetting.bool(nearest.get().value()).orElse(false),
                    Optional.of(nearest.get().scope())));
        }
        return is.serverReadOnly().map(on -> new EffectiveReadOnly(on, Optional.empty()));
    }
}
