package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.PostgresVersion;
import dev.immichpg.need.Expectation;
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
                Remedy.of(RemedyStep.person(
                        Phase.INSTALL_PACKAGES,
                        "Use a version of Postgres within " + range.get().text()
                                + ", or a release of Immich that lists yours."))));
    }
}
