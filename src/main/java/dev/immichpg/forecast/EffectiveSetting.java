package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setting that Immich's sessions have, and where it comes from.
 *
 * @param scope empty: the server's configuration
 */
public record EffectiveSetting(String name, String value, Optional<Scope> scope) {

    /** The first major version of Postgres that has it, of those that not every one has. */
    private static final Map<String, Integer> SINCE = Map.of("transaction_timeout", 17);

    /** Nearest first (catalogs.md#precedence); empty: it is hidden, or this Postgres has no such setting. */
    public static Optional<EffectiveSetting> of(Snapshot is, String name) {
        return is.nearestSetting(name)
                .map(nearest -> new EffectiveSetting(name, nearest.value(), Optional.of(nearest.scope())))
                .or(() -> is.serverSettings().stream()
                        .flatMap(List::stream)
                        .filter(s -> s.name().equals(name))
                        .findFirst()
                        .map(s -> new EffectiveSetting(name, s.value(), Optional.empty())));
    }

    /** The login has a value of its own, which hides the server's, and Immich's sessions have the server's. */
    public static boolean isHidden(Snapshot is, String name) {
        return is.serverSettings().isPresent()
                && of(is, name).isEmpty()
                && is.server().major() >= SINCE.getOrDefault(name, 0);
    }

    /** On or off, of a setting that is one of both; empty: Postgres would not take the value for either. */
    public Optional<Boolean> bool() {
        return TypedSetting.bool(value);
    }

    /** Of a timeout, above zero; empty: there is none, or Postgres refuses the value and goes on without it. */
    public Optional<Duration> time() {
        return TypedSetting.time(value).filter(limit -> !limit.isZero());
    }
}
