package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * A line of versions of VectorChord, from this one to the next in the table (extensions.md#formats).
 *
 * @param first of the line
 * @param format of its indexes on disk: it reads no other
 * @param newFunctions whether its library has functions that the line before it lacks, so that an update to it fails while the
 *     old library is in memory; empty: nobody has looked
 */
public record VectorChordVersion(Version first, int format, Optional<Boolean> newFunctions) {

    public VectorChordVersion {
        Objects.requireNonNull(first);
        Objects.requireNonNull(newFunctions);
        if (format < 1) {
            throw new IllegalArgumentException("format must be at least 1.");
        }
    }
}
