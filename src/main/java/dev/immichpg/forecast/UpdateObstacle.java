package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Undecidable;
import java.util.Optional;

/**
 * Why Immich's role cannot carry out an update of the vector extension, or the rebuild that it ends with
 * (start-up.md#update).
 */
public enum UpdateObstacle {
    /** No script on the server leads from the installed to the available version. */
    NO_SCRIPT,
    /** The role is not allowed to update it. */
    DENIED,
    /** Something stops the rebuild: {@link RebuildObstacle}. */
    REBUILD_STOPS,
    /** Postgres has an old library in memory, without functions that the script asks for. */
    LIBRARY_OLDER,
    /** REINDEX of an index that is not there fails. */
    INDEX_ABSENT;

    /**
     * The first in the order in which it would show; empty: the update succeeds, and what follows it as well.
     *
     * @param chosen is behind
     * @throws Undecidable if that is hidden
     */
    public static Optional<UpdateObstacle> of(Snapshot is, Expectation should, ChosenExtension chosen) {
        Release release = should.release();
        return ofUpdate(is, chosen)
                .or(() -> LibraryEffect.of(is, should.releases().vectorChord(), chosen) == LibraryEffect.FAILS
                        ? Optional.of(LIBRARY_OLDER)
                        : Optional.empty())
                .or(() -> AfterUpdate.of(release, chosen) == AfterUpdate.REBUILD
                        ? ofRebuild(is, release, chosen)
                        : Optional.empty());
    }

    /** Of an update that the next start tries, and at whose failure it stops; empty also where there is none. */
    public static Optional<UpdateObstacle> ofDue(Snapshot is, Expectation should, ChosenExtension chosen) {
        Release release = should.release();
        return release.update().isRequired() && chosen.updateIsTried(release)
                ? of(is, should, chosen)
                : Optional.empty();
    }

    /** As far as ALTER EXTENSION … UPDATE alone goes. */
    public static Optional<UpdateObstacle> ofUpdate(Snapshot is, ChosenExtension chosen) {
        if (is.hasUpdatePath(chosen.name()).equals(Optional.of(false))) {
            return Optional.of(NO_SCRIPT);
        }
        if (!is.roleMayUpdate(
                chosen.installed().orElseThrow(), chosen.available().orElseThrow())) {
            return Optional.of(DENIED);
        }
        return hasScript(is, chosen) ? Optional.empty() : Optional.of(NO_SCRIPT);
    }

    /**
     * Scripts on the server lead from the installed to the available version.
     *
     * @throws Undecidable if that is hidden
     */
    public static boolean hasScript(Snapshot is, ChosenExtension chosen) {
        return is.hasUpdatePath(chosen.name())
                .orElseThrow(
                        () -> new Undecidable("There are so many versions of an extension on the server's disk that no"
                                + " update path was looked for: Postgres would take very long, and cannot be stopped."
                                + " Remove the files of old versions."));
    }

    private static Optional<UpdateObstacle> ofRebuild(Snapshot is, Release release, ChosenExtension chosen) {
        return switch (release.reindex()) {
            case NEVER -> Optional.empty();
            case BY_INDEX_VIEW ->
                release.vectorIndexes().keySet().stream()
                                .allMatch(index -> is.index(index).isPresent())
                        ? Optional.empty()
                        : Optional.of(INDEX_ABSENT);
            case BY_INDEX_DEFINITION ->
                RebuildObstacle.afterUpdate(is, release, chosen).map(obstacle -> REBUILD_STOPS);
        };
    }

    /** What was seen. */
    public String sentence(Snapshot is, Release release, ChosenExtension chosen) {
        String installed =
                chosen.title() + " " + chosen.installed().orElseThrow().version();
        String available = chosen.available().orElseThrow().version();
        String rebuild = "Updating " + chosen.title() + " to " + available + " ends with a rebuild of ";
        return switch (this) {
            case NO_SCRIPT -> "No script on the server leads from " + installed + " to " + available + ".";
            case DENIED ->
                "Updating " + chosen.title() + " to " + available + " needs a superuser, but role "
                        + is.effectiveRoleName() + " is not one.";
            case REBUILD_STOPS ->
                rebuild + "the indexes. "
                        + RebuildObstacle.afterUpdate(is, release, chosen)
                                .orElseThrow()
                                .sentence();
            case LIBRARY_OLDER -> LibraryEffect.FAILS.sentence(is, chosen);
            case INDEX_ABSENT -> rebuild + "clip_index and face_index, which are not both there.";
        };
    }
}
