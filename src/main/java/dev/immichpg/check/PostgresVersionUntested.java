package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.PostgresVersion;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.VersionRange;
import java.util.Optional;

/** The documented range of releases.md#documented-ranges, which Immich does not enforce. */
final class PostgresVersionUntested {

    private PostgresVersionUntested() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<VersionRange> range = should.release().postgres().documented();
        if (range.isEmpty()) {
            return Verdict.notApplicable("The documentation of this release names no versions of Postgres.");
        }
        if (range.get().contains(PostgresVersion.of(is))) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "Postgres",
                "Postgres is " + is.server().version() + ".",
                "Immich's documentation lists " + range.get().text() + " as known to work.",
                Remedy.of(RemedyStep.advice("Use a version of Postgres within "
                        + range.get().text() + " at the next opportunity."
                        + ReachableRelease.first(is, should, row -> lists(row, is))
                                .map(release -> " Immich " + release.version().text() + " lists yours. "
                                        + release.howToUpgrade())
                                .orElse("")))));
    }

    private static boolean lists(Release row, Snapshot is) {
        return row.postgres()
                .documented()
                .filter(documented -> documented.contains(PostgresVersion.of(is)))
                .isPresent();
    }
}
