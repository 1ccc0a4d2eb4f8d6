package dev.immichpg.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A snapshot made anew by a rule, component by component. Whatever the snapshot learns is rewritten too. */
public final class Rewritten {

    private Rewritten() {}

    /** What shall stand in place of a value: a component's, or that of each element of a component that is a list. */
    @FunctionalInterface
    public interface Rule {
        /** @return what is gone into further where it is a record, a list or an optional */
        Object instead(RecordComponent where, Object value);
    }

    public static Snapshot by(Rule rule, Snapshot is) {
        return (Snapshot) row(rule, is);
    }

    private static Object value(Rule rule, RecordComponent where, Object given) {
        Object value = rule.instead(where, given);
        if (value instanceof List<?> list) {
            return list.stream().map(each -> value(rule, where, each)).toList();
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(each -> value(rule, where, each));
        }
        return value instanceof Record row ? row(rule, row) : value;
    }

    private static Record row(Rule rule, Record row) {
        RecordComponent[] components = row.getClass().getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] =
                        value(rule, components[i], components[i].getAccessor().invoke(row));
            }
            return row.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(row.getClass().getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(row.getClass().getName(), e);
        }
    }
}
