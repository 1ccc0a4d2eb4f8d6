package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * What the database of one Immich should be.
 *
 * @param immich the Immich to judge for
 * @param releases what is known of all releases
 * @param vectorExtension the operator's DB_VECTOR_EXTENSION; empty if not set, so that Immich chooses
 */
public record Expectation(ImmichVersion immich, Releases releases, Optional<VectorExtension> vectorExtension) {

    public Expectation {
        Objects.requireNonNull(immich);
        Objects.requireNonNull(releases);
        Objects.requireNonNull(vectorExtension);
    }

    public static Expectation of(Releases releases, ImmichVersion immich, Optional<VectorExtension> vectorExtension) {
        return new Expectation(immich, releases, vectorExtension);
    }

    /** The row of this Immich; empty if its version is not known or in no row. */
    public Optional<Release> knownRelease() {
        return immich.version().flatMap(releases::forImmich);
    }

    /** The row is only the newest there is, for an Immich newer than all rows. */
    public boolean newerThanKnown() {
        return immich.version().map(releases::isNewerThanKnown).orElse(false);
    }

    /** The version. Throws {@link Undecidable} where nobody knows it. */
    public Version version() {
        return immich.version()
                .orElseThrow(
                        () -> new Undecidable("Immich's version is not known: grant SELECT on public.version_history to"
                                + " the monitor role, or set immich-version."));
    }

    /** The row. Throws {@link Undecidable} where there is none. */
    public Release release() {
        Version version = version();
        return releases.forImmich(version).orElseThrow(() -> new Undecidable(inNoRow(version)));
    }

    private String inNoRow(Version version) {
        return version.release().isOlderThan(releases.oldestKnown())
                ? "Immich %s is older than %s, the first release that this agent knows."
                        .formatted(version, releases.oldestKnown())
                : "Immich %s is in no row of the releases file.".formatted(version);
    }
}
