package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.StrikingFault;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.KnownFault;

/** {@link FailureMode#KNOWN_BAD_RELEASE} of Immich. */
final class KnownBadRelease {

    private KnownBadRelease() {}

    static Verdict judge(Snapshot is, Expectation should) {
        String immich = should.version().text();
        return StrikingFault.of(is, should)
                .map(striking -> Verdict.problem(finding(immich, striking.fault())))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(String immich, KnownFault fault) {
        return new Finding(
                "Immich " + immich,
                fault.fact() + " See " + fault.url() + ".",
                "Expected a release that starts on this database.",
                Remedy.of(
                        RemedyStep.person(
                                Phase.INSTALL_PACKAGES,
                                "Take a newer release of Immich than " + immich + ", in which this is mended."),
                        RemedyStep.START_IMMICH));
    }
}
