package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * A database migration that tells which release of Immich has run (ref §3.2).
 *
 * @param timestamp the number that the migration's name begins with, in milliseconds since 1970
 * @param first the first release that has the migration
 * @param earliest the oldest release that may have it, where the first one is inferred; empty: it is confirmed
 * @param source where the fact comes from
 */
public record MigrationMark(long timestamp, Version first, Optional<Version> earliest, String source) {

    public MigrationMark {
        Objects.requireNonNull(first);
        if (earliest.map(first::isOlderThan).orElse(false)) {
            throw new IllegalArgumentException("earliest must not be newer than first.");
        }
        if (timestamp <= 0) {
            throw new IllegalArgumentException("timestamp must be greater than 0.");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("source must not be blank.");
        }
    }

    /** No older release has it, for certain. */
    public Version certain() {
        return earliest.orElse(first);
    }
}
