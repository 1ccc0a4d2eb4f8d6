package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * What the database of one Immich should be.
 *
 * @param immich the Immich to judge for
 * @param knownRelease its row; empty if the version is not known or in no row
 * @param newerThanKnown whether the row is only the newest there is, for an Immich newer than all rows
 * @param vectorExtension the operator's DB_VECTOR_EXTENSION; empty if not set, so that Immich chooses
 * @param oldestKnown the first release of the oldest row
 */
public record Expectation(
        ImmichVersion immich,
        Optional<Release> knownRelease,
        boolean newerThanKnown,
        Optional<VectorExtension> vectorExtension,
        Version oldestKnown) {

    public Expectation {
        Objects.requireNonNull(vectorExtension);
        Objects.requireNonNull(oldestKnown);
        if (immich.version().isEmpty() && knownRelease.isPresent()) {
            throw new IllegalArgumentException("An unknown version has no row.");
        }
        if (newerThanKnown && knownRelease.isEmpty()) {
            throw new IllegalArgumentException("A version newer than all rows has the newest row.");
        }
    }

    public static Expectation of(Releases releases, ImmichVersion immich, Optional<VectorExtension> vectorExtension) {
        return new Expectation(
                immich,
                immich.version().flatMap(releases::forImmich),
                immich.version().map(releases::isNewerThanKnown).orElse(false),
                vectorExtension,
                releases.oldestKnown());
    }

    /** The row. Throws {@link Undecidable} where there is none. */
    public Release release() {
        return knownRelease.orElseThrow(() -> new Undecidable(immich.version()
                .map(this::inNoRow)
                .orElse("Immich's version is not known: grant SELECT on public.version_history to the monitor role,"
                        + " or set immich-version.")));
    }

    private String inNoRow(Version version) {
        return version.release().isOlderThan(oldestKnown)
                ? "Immich %s is older than %s, the first release that this agent knows.".formatted(version, oldestKnown)
                : "Immich %s is in no row of the releases file.".formatted(version);
    }
}
