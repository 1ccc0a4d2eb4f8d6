package dev.immichpg.ledger;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;

/**
 * An object of Immich's, and from which migration to which it is there. One whose definition changed is two.
 *
 * @param since number of the migration after which it is there
 * @param until number of the migration after which it is gone; {@link #ALWAYS}: it is still there
 * @param table that it belongs to; empty: to none
 */
public record Lasting<T>(int since, int until, String table, T object) {

    public static final int ALWAYS = Integer.MAX_VALUE;

    public Lasting {
        requireNonNull(table, "table");
        requireNonNull(object, "object");
        if (since < 0 || until <= since) {
            throw new IllegalArgumentException("it must be gone after it came, and not before");
        }
    }

    public boolean isThereAfter(int migration) {
        return since <= migration && migration < until;
    }

    /** Those that are there after this migration. */
    static <T> Stream<T> there(List<Lasting<T>> objects, int migration) {
        return objects.stream().filter(o -> o.isThereAfter(migration)).map(Lasting::object);
    }
}
