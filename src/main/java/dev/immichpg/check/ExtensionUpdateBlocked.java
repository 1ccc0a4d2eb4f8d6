package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.Chosen;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.UpdateRule;
import java.util.Optional;

/**
 * #2 of ref §9, the most destructive drift (ref §0.3): a package is newer than the database, Immich tries the update at
 * its next start, may not, and exits; since 1.135.1 it has dropped both search indexes by then.
 */
final class ExtensionUpdateBlocked {

    private ExtensionUpdateBlocked() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<Chosen> choice = Chosen.of(is, should);
        if (choice.isEmpty() || choice.get().installed().isEmpty()) {
            return Verdict.notApplicable("No vector extension that Immich uses is installed.");
        }
        if (!release.update().isRequired()) {
            return Verdict.notApplicable("This release of Immich starts even if it could not update the extension.");
        }
        Chosen chosen = choice.get();
        return blocks(is, release, chosen) ? Verdict.problem(finding(is, release, chosen)) : Verdict.ok();
    }

    /** The role's rights stop an update that the next start will try. Where a path of scripts is missing, another check tells. */
    static boolean blocks(Snapshot is, Release release, Chosen chosen) {
        return release.update().isRequired()
                && chosen.updateIsTried(release)
                && chosen.hasUpdatePath(is)
                && !is.roleMayUpdate(
                        chosen.installed().orElseThrow(), chosen.available().orElseThrow());
    }

    private static Finding finding(Snapshot is, Release release, Chosen chosen) {
        boolean drops = release.update() == UpdateRule.REQUIRED_AFTER_DROPPING_INDEXES;
        return new Finding(
                chosen.name(),
                chosen.title() + " " + chosen.installed().orElseThrow().version() + " is installed and "
                        + chosen.available().orElseThrow().version()
                        + " is available. Immich will try to update it at its next start, and role "
                        + is.role().name() + " may not."
                        + (drops ? " Before that it drops clip_index and face_index." : ""),
                "Expected a superuser to have updated it before Immich restarts.",
                Procedure.updateRemedy(is, chosen));
    }
}
