package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;

/** start-up.md#beyond-the-table: the checks judge a newer release like the newest known one, and say so. */
final class ImmichNewerThanKnown {

    private ImmichNewerThanKnown() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release newest = should.release();
        if (!should.newerThanKnown()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "Immich",
                "Immich is " + should.immich().version().orElseThrow().text()
                        + ". This agent knows the releases up to "
                        + should.releases().newestKnown() + ", as of "
                        + should.releases().date() + ".",
                "Expected a release that it knows: it cannot tell whether this one would start. The other checks judge it like "
                        + newest.title() + ", which can be wrong.",
                Remedy.of(RemedyStep.person(
                        Phase.CONFIGURE,
                        "Update this agent, or give it a newer table of releases with releases-file."))));
    }
}
