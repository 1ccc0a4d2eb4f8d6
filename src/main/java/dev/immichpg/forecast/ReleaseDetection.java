package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which release of Immich this database belongs to, and which one has written to it last. */
public final class ReleaseDetection {

    private ReleaseDetection() {}

    /**
     * What the operator configured, else the last release that started ({@code version_history}), else a lower bound
     * from its newest migration, else what Immich's server said, else unknown (database.md#version-history,
     * database.md#migrations).
     *
     * @param configured the operator's word
     * @param served what {@code /api/server/version} answered, if it was asked
     */
    public static ImmichVersion version(
            Optional<Version> configured, Snapshot is, Releases releases, Optional<Version> served) {
        if (configured.isPresent()) {
            return configured(configured);
        }
        Optional<Version> started = lastStarted(is);
        if (started.isPresent()) {
            return new ImmichVersion(started, Source.VERSION_HISTORY, false);
        }
        Optional<Version> migrated = migratedBy(is, releases);
        // A served version is exact where a migration is a lower bound, but what the database says is put
        // first.
        if (migrated.isPresent()) {
            return new ImmichVersion(migrated, Source.MIGRATIONS, true);
        }
        return served.isPresent() ? new ImmichVersion(served, Source.SERVER, false) : ImmichVersion.unknown();
    }

    /** All that can be said where nothing could be read. */
    public static ImmichVersion configured(Optional<Version> configured) {
        return configured.isPresent()
                ? new ImmichVersion(configured, Source.CONFIGURED, false)
                : ImmichVersion.unknown();
    }

    /** The oldest release that can have run all of this database's migrations (database.md#migrations). */
    private static Optional<Version> migratedBy(Snapshot is, Releases releases) {
        return is.history().executedMigrations().stream()
                .flatMap(List::stream)
                .flatMap(name -> releases.firstReleaseWith(name).stream())
                .max(Comparator.naturalOrder());
    }

    /**
     * The last release that started successfully here; a newer one in a crash loop does not show
     * (immich-and-postgres.md#version-history-is-success).
     */
    public static Optional<Version> lastStarted(Snapshot is) {
        return is.history().versions().stream()
                .flatMap(List::stream)
                .findFirst()
                .flatMap(Version::parse);
    }
}
