package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.Optional;

/** The version of Postgres, as Immich's ranges see it. */
public final class PostgresVersion {

    private PostgresVersion() {}

    /** With a third number, which Postgres does not have: {@code 15.18.0}. */
    public static Version of(Snapshot is) {
        return Version.of(is.server().version() + ".0");
    }

    /** The range, where the version is outside of it. */
    public static Optional<VersionRange> outside(Optional<VersionRange> range, Snapshot is) {
        return range.filter(r -> !r.contains(of(is)));
    }
}
