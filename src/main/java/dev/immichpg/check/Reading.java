package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;

/** What an examination got from the database: all that it looks at, or nothing. */
public sealed interface Reading {

    /** @param snapshot what was read */
    record Read(Snapshot snapshot) implements Reading {

        public Read {
            requireNonNull(snapshot, "snapshot");
        }
    }

    /** @param why a sentence without secrets */
    record Unreadable(String why) implements Reading {

        public Unreadable {
            requireNonNull(why, "why");
        }
    }
}
