package dev.immichpg.need;

import dev.immichpg.ledger.SchemaState;
import java.util.Objects;
import java.util.Optional;

/**
 * What the database of one Immich should be.
 *
 * @param immich the Immich to judge for
 * @param releases what is known of all releases
 * @param schema in what the database differs from the ledger; empty: it was not compared yet
 * @param vectorExtension the operator's DB_VECTOR_EXTENSION; empty if not set, so that Immich chooses
 */
public record Expectation(
        ImmichVersion immich,
        Releases releases,
        Optional<VectorExtension> vectorExtension,
        Optional<SchemaState> schema) {

    public Expectation {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(immich);
        Objects.requireNonNull(releases);
        Objects.requireNonNull(vectorExtension);
    }

    public static Expectation of(Releases releases, ImmichVersion immich, Optional<VectorExtension> vectorExtension) {
        return new Expectation(immich, releases, vectorExtension);
    }

    /** How the sentence begins that says it. */
    public static final String VERSION_UNKNOWN = "Immich's version is not known";

    /** Where nobody has compared the database with the ledger yet. */
    public Expectation(ImmichVersion immich, Releases releases, Optional<VectorExtension> vectorExtension) {
        this(immich, releases, vectorExtension, Optional.empty());
    }

    /** With what the comparison came to: it is made once for all rules, and for every release that is judged for. */
    public Expectation with(SchemaState compared) {
        return new Expectation(immich, releases, vectorExtension, Optional.of(compared));
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
                .orElseThrow(() ->
                        new Undecidable(VERSION_UNKNOWN + ": immich-version-unknown says why. Or set immich-version."));
    }

    /** The row. Throws {@link Undecidable} where there is none. */
    public Release release() {
        Optional<Release> row = knownRelease();
        if (row.isEmpty()) {
            throw new Undecidable(inNoRow(version()));
        }
        return row.get();
    }

    private String inNoRow(Version version) {
        return version.release().isOlderThan(releases.oldestKnown())
                ? "Immich %s is older than %s, the first release that this agent knows."
                        .formatted(version, releases.oldestKnown())
                : "Immich %s is in no row of the releases file.".formatted(version);
    }
}
