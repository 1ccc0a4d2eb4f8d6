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

    /** Whether the installed version is newer than all that its start accepts. Empty: nothing is installed, which is not. */
    public boolean areExceededBy(Optional<Version> installed) {
        return installed.isPresent()
                && enforced.filter(range -> !range.contains(installed.get()))
                        .flatMap(range -> range.edges().stream().findFirst())
                        .filter(first -> !installed.get().isOlderThan(first))
                        .isPresent();
    }

    /** Neither enforced nor documented. */
    public static SupportedVersions any() {
        return new SupportedVersions(Optional.empty(), Optional.empty());
    }
}
