package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Version;
import java.util.Optional;

/**
 * Which releases lead to which (releases.md#upgrade-path, FailureMode.UPGRADE_PATH).
 */
public final class UpgradePath {

    private static final Version INVALID_UPGRADE_PATH_SINCE = Version.of("1.137.0");
    private static final Version STARTS_AT = Version.of("1.132.0");
    private static final String ONLY_FROM =
            "and from 1.137.0 on Immich only upgrades a database on which 1.132.0 to 1.136.0 has run.";

    private UpgradePath() {}

    /**
     * Why the release refuses to upgrade this database, as a sentence; empty: it does not.
     *
     * @param last the release that has written to this database last; empty if it is not known
     */
    public static Optional<String> obstacle(Snapshot is, Optional<Version> last, Version immich) {
        if (!needsNewTables(immich)) {
            return Optional.empty();
        }
        if (last.isPresent() && last.get().isOlderThan(STARTS_AT)) {
            return Optional.of("Immich " + last.get().text() + " ran here last, " + ONLY_FROM);
        }
        if (is.relation("migrations").isPresent()
                && is.relation("kysely_migrations").isEmpty()) {
            return Optional.of("No Immich since 1.132.0 has run here, " + ONLY_FROM);
        }
        return Optional.empty();
    }

    /** It neither reads nor makes the table of TypeORM's migrations any more. */
    static boolean needsNewTables(Version immich) {
        return !immich.isOlderThan(INVALID_UPGRADE_PATH_SINCE);
    }
}
