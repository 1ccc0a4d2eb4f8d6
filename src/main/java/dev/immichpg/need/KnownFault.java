package dev.immichpg.need;

import java.util.Objects;

/**
 * A release of Immich that is known not to start on a database of some kind (releases.md#known-bad-releases).
 *
 * @param immich the releases that have the fault
 * @param when the database that it strikes
 * @param fact what happens: a sentence
 * @param url of the thread that tells of it
 */
public record KnownFault(VersionRange immich, When when, String fact, String url) {

    public enum When {
        /** Immich has never run here, and pgvector is to be used: it creates pgvecto.rs all the same. */
        FRESH_WITH_PGVECTOR,
        /**
         * vchordrq.prewarm_dim is still set for the database, and Immich's role is no superuser or the database is not called
         * immich.
         */
        PREWARM_DIM_LEFT
    }

    public KnownFault {
        Objects.requireNonNull(immich);
        Objects.requireNonNull(when);
        if (fact.isBlank() || url.isBlank()) {
            throw new IllegalArgumentException("fact and url must not be blank.");
        }
    }
}
