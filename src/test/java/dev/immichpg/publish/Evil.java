package dev.immichpg.publish;

import dev.immichpg.catalog.Rewritten;
import dev.immichpg.catalog.Snapshot;
import java.lang.reflect.RecordComponent;
import java.util.Set;

/** A snapshot in which every text is one that wants to be more than a text. */
final class Evil {

    /** What the checks look things up by: with these kept, they find things, and say what else is in them. */
    private static final Set<String> KEYS = Set.of("name", "extension", "table");

    private static final Set<Class<?>> NAMED_BY_OTHERS = Set.of(Snapshot.Role.class, Snapshot.Database.class);

    private Evil() {}

    static Snapshot all(Snapshot is, String text) {
        return Rewritten.by((where, value) -> value instanceof String ? text : value, is);
    }

    static Snapshot allButKeys(Snapshot is, String text) {
        return Rewritten.by((where, value) -> value instanceof String && !isKey(where) ? text : value, is);
    }

    private static boolean isKey(RecordComponent where) {
        return KEYS.contains(where.getName()) && !NAMED_BY_OTHERS.contains(where.getDeclaringRecord());
    }
}
