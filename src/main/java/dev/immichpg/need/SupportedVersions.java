package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * Which versions of a piece of software a release of Immich gets along with (releases.md#documented-ranges).
 *
 * @param enforced what its start insists on; empty if it takes any version
 * @param documented what its documentation knows to work, which nothing enforces; empty if it says nothing
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
