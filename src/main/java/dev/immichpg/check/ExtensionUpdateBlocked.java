package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.DroppedIndexes;
import dev.immichpg.forecast.UpdateObstacle;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import java.util.Optional;

/**
 * {@link FailureMode#UPDATE_NEEDS_A_SUPERUSER}, the most destructive drift
 * (immich-and-postgres.md#most-destructive-drift): a package is newer than the database, Immich tries the update at its
 * next start, is not allowed to, and exits; since 1.135.1 it has already dropped both search indexes then.
 */
final class ExtensionUpdateBlocked {

    private ExtensionUpdateBlocked() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> choice = ChosenExtension.of(is, should);
        if (choice.isEmpty() || choice.get().installed().isEmpty()) {
            return Verdict.noVectorExtensionInstalled();
        }
        if (!release.update().isRequired()) {
            return Verdict.notApplicable("This release of Immich starts even if it could not update the extension.");
        }
        ChosenExtension chosen = choice.get();
        return UpdateObstacle.ofDue(is, should, chosen)
                .flatMap(obstacle -> seen(is, release, chosen, obstacle))
                .map(seen -> Verdict.problem(finding(is, release, chosen, seen)))
                .orElseGet(Verdict::ok);
    }

    /** Empty: other checks tell of it. */
    private static Optional<String> seen(
            Snapshot is, Release release, ChosenExtension chosen, UpdateObstacle obstacle) {
        return switch (obstacle) {
            case NO_SCRIPT, REBUILD_STOPS, LIBRARY_OLDER -> Optional.empty();
            case DENIED ->
                Optional.of("Immich will try to update it at its next start, but role " + is.effectiveRoleName()
                        + " is not allowed to.");
            case INDEX_ABSENT ->
                Optional.of(
                        "Immich will update it at its next start, and fail. " + obstacle.sentence(is, release, chosen));
        };
    }

    private static Finding finding(Snapshot is, Release release, ChosenExtension chosen, String seen) {
        return new Finding(
                chosen.name(),
                chosen.title() + " " + chosen.installed().orElseThrow().version() + " is installed and "
                        + chosen.available().orElseThrow().version()
                        + " is available. " + seen
                        + DroppedIndexes.sentence(is, release),
                "Expected a superuser to have updated it before Immich restarts.",
                RemedySteps.updateRemedy(is, chosen));
    }
}
