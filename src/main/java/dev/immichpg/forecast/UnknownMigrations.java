package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.MigrationMark;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Migrations that this database has and a release does not know: those of a newer release, of a fork, or of nobody. Kysely
 * stops at the first of them, "corrupted migrations" (database.md#migrations, FailureMode.DATABASE_NEWER_THAN_IMMICH,
 * FailureMode.MIGRATION_UNKNOWN).
 *
 * @param names newest first; at least one
 * @param release the newest release that brought one of them; empty: no known release has any
 * @param certain false where they may be the release's own: it is newer than the newest migration that is known
 */
public record UnknownMigrations(List<String> names, Optional<Version> release, String newestKnown, boolean certain) {

    private static final int LONGEST = 80;

    /** Empty: there are none, or the migrations could not be read. A pre-release knows those of its release. */
    public static Optional<UnknownMigrations> of(Snapshot is, Releases releases, Version immich) {
        Version release = immich.release();
        List<String> unknown = is.history().executedMigrations().stream()
                .flatMap(List::stream)
                .filter(name -> releases.firstReleaseWith(name)
                        .map(release::isOlderThan)
                        .orElse(true))
                .toList();
        List<String> certain = unknown.stream()
                .filter(name -> !mayHave(release, name, releases))
                .toList();
        List<String> names = certain.isEmpty() ? unknown : certain;
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new UnknownMigrations(
                        names,
                        names.stream()
                                .flatMap(name -> releases.firstReleaseWith(name).stream())
                                .max(Comparator.naturalOrder()),
                        releases.newestKnown(),
                        !certain.isEmpty()));
    }

    /** Of a release after the newest migration that is known nobody here can say which migrations it brought. */
    private static boolean mayHave(Version release, String name, Releases releases) {
        return releases.newestMigration()
                .map(newest -> release.isNewerThan(newest.first()) && isAfter(name, newest))
                .orElse(true);
    }

    private static boolean isAfter(String name, MigrationMark newest) {
        return name.compareTo(newest.migration()) > 0;
    }

    /** What was seen. */
    public String sentence() {
        return release.map(newer -> "This database has migrations of Immich " + newer.text() + ".")
                .orElseGet(() -> "This database has a migration that no release of Immich up to " + newestKnown
                        + " has: " + shown(names.get(0)) + ".");
    }

    private static String shown(String name) {
        return name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
    }
}
