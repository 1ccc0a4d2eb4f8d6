package dev.immichpg.need;

import java.util.Objects;

/**
 * A database migration that tells which release of Immich has run (ref §3.2).
 *
 * @param timestamp the number that the migration's name begins with, in milliseconds since 1970
 * @param first the first release that has the migration
 * @param source where the fact comes from
 */
public record MigrationMark(long timestamp, Version first, String source) {

    public MigrationMark {
        Objects.requireNonNull(first);
        if (timestamp <= 0) {
            throw new IllegalArgumentException("timestamp must be greater than 0.");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("source must not be blank.");
        }
    }
}
