package dev.immichpg.need;

import java.util.Objects;
import java.util.Optional;

/**
 * Which Immich is running, and who says so.
 *
 * @param version empty exactly if the source is UNKNOWN
 * @param source who says so
 * @param lowerBound whether the running Immich can be newer than this version; only migrations are so imprecise
 */
public record ImmichVersion(Optional<Version> version, Source source, boolean lowerBound) {

    /** Who knows the version, the most trusted first. */
    public enum Source {
        /** The operator set it. */
        CONFIGURED("configured"),
        /**
         * The newest row of version_history: the last version that started with success (database.md#version-history).
         */
        VERSION_HISTORY("version_history"),
        /** The newest row of kysely_migrations: that version or a newer one (database.md#migrations). */
        MIGRATIONS("kysely_migrations, a lower bound"),
        /** Immich's own HTTP answer (environment.md#variables). */
        SERVER("/api/server/version"),
        /** Nobody. */
        UNKNOWN("unknown");

        private final String phrase;

        Source(String phrase) {
            this.phrase = phrase;
        }

        /** For people. */
        public String phrase() {
            return phrase;
        }
    }

    public ImmichVersion {
        Objects.requireNonNull(source);
        if (version.isEmpty() != (source == Source.UNKNOWN)) {
            throw new IllegalArgumentException("A version is absent exactly when its source is UNKNOWN.");
        }
        if (lowerBound && source != Source.MIGRATIONS) {
            throw new IllegalArgumentException("Only migrations give a lower bound.");
        }
    }

    /** Nobody knows. */
    public static ImmichVersion unknown() {
        return new ImmichVersion(Optional.empty(), Source.UNKNOWN, false);
    }
}
