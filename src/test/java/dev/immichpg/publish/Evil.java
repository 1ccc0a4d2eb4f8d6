package dev.immichpg.publish;

import dev.immichpg.catalog.Snapshot;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A snapshot in which every text is one that wants to be more than a text. Whatever the snapshot learns is planted too. */
final class Evil {

    /** What the checks look things up by: with these kept, they find things, and say what else is in them. */
    private static final Set<String> KEYS = Set.of("name", "extension", "table");

    private static final Set<Class<?>> NAMED_BY_OTHERS = Set.of(Snapshot.Role.class, Snapshot.Database.class);

    private Evil() {}

    static Snapshot all(Snapshot is, String text) {
        return (Snapshot) planted(is, text, false);
    }

    static Snapshot allButKeys(Snapshot is, String text) {
        return (Snapshot) planted(is, text, true);
    }

    private static Object planted(Object value, String text, boolean keepKeys) {
        if (value instanceof String) {
            return text;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> planted(each, text, keepKeys)).toList();
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(each -> planted(each, text, keepKeys));
        }
        return value instanceof Record row ? row(row, text, keepKeys) : value;
    }

    private static Object row(Record row, String text, boolean keepKeys) {
        RecordComponent[] components = row.getClass().getRecordComponents();
        boolean keep = keepKeys && !NAMED_BY_OTHERS.contains(row.getClass());
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Object value = components[i].getAccessor().invoke(row);
                values[i] = keep && KEYS.contains(components[i].getName()) ? value : planted(value, text, keepKeys);
            }
            return row.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(row.getClass().getName(), e);
        }
    }
}
