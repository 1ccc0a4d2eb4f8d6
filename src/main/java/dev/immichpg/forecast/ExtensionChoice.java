package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/**
 * How Immich chooses its vector extension (immich-and-postgres.md#chosen-by-availability, start-up.md#steps,
 * environment.md#variables).
 */
final class ExtensionChoice {

    private ExtensionChoice() {}

    /** It may be one that the release cannot use; empty: there is none. */
    static Optional<VectorExtension> of(Snapshot is, Expectation should) {
        Release release = should.release();
        // Before 1.95.0 there was nothing to choose, and nobody read DB_VECTOR_EXTENSION (environment.md#variables).
        if (should.vectorExtension().isPresent() && release.vectorExtensions().size() > 1) {
            return should.vectorExtension();
        }
        return switch (release.choice()) {
            case DEFAULT -> release.preference().stream().findFirst();
            case BY_AVAILABILITY ->
                release.preference().stream().filter(e -> isListed(is, e)).findFirst();
        };
    }

    /** Immich looks for the name; a control file without a version has one as well. */
    private static boolean isListed(Snapshot is, VectorExtension extension) {
        String name = extension.extensionName();
        return is.available(name).isPresent()
                || is.versionlessExtensions().filter(all -> all.contains(name)).isPresent();
    }
}
