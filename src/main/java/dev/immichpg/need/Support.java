package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * Which versions of a piece of software a release of Immich gets along with (releases.md#documented-ranges).
 *
 * @param enforced what its start insists on; empty if it takes any version
 * @param documented what its documentation knows to work, which nothing enforces; empty if it says nothing
 */
public record Support(Optional<VersionRange> enforced, Optional<VersionRange> documented) {

    public Support {
        Objects.requireNonNull(enforced);
        Objects.requireNonNull(documented);
    }

    /** Neither enforced nor documented. */
    public static Support any() {
        return new Support(Optional.empty(), Optional.empty());
    }
}
