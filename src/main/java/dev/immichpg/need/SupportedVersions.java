package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * Which versions of another program or extension a release of Immich works with (releases.md#documented-ranges).
 *
 * @param enforced what its start requires; empty if it accepts any version
 * @param documented what its documentation lists as known to work, which nothing enforces; empty if it says nothing
 */
public record SupportedVersions(Optional<VersionRange> enforced, Optional<VersionRange> documented) {

    public SupportedVersions {
        Objects.requireNonNull(enforced);
        Objects.requireNonNull(documented);
    }

    /** Neither enforced nor documented. */
    public static SupportedVersions any() {
        return new SupportedVersions(Optional.empty(), Optional.empty());
    }
}
