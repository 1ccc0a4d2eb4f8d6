package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.PostgresVersion;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VersionRange;
import java.util.Optional;

/** {@link FailureMode#POSTGRES_TOO_OLD}: enforced since 1.92.0. */
final class PostgresVersionUnsupported {

    private PostgresVersionUnsupported() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<VersionRange> range = should.release().postgres().enforced();
        if (range.isEmpty()) {
            return Verdict.notApplicable("This release of Immich does not look at the version of Postgres.");
        }
        return PostgresVersion.outside(range, is)
                .map(missed -> Verdict.problem(finding(is, missed)))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(Snapshot is, VersionRange range) {
        return new Finding(
                "Postgres",
                "Postgres is " + is.server().version() + ".",
                "Immich only starts on " + range.text() + ".",
                Remedy.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.person(
                                Phase.INSTALL_PACKAGES,
                                "Upgrade the Postgres cluster (pg_upgrade, or dump and restore), with the vector"
                                        + " extension's package for the new version."
                                        + RemedySteps.WITHOUT_THE_AGENT),
                        RemedyStep.START_IMMICH));
    }
}
