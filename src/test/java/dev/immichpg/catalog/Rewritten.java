package dev.immichpg.catalog;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A snapshot made anew by a rule, component by component. Whatever the snapshot learns is rewritten too. What the rule leaves
 * as it is stays the same object.
 */
public final class Rewritten {

    /** Looked up once for each record: a snapshot has thousands of rows. */
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> record) {
            return Shape.of(record);
        }
    };

    private Rewritten() {}

    /** What shall stand in place of a value: a component's, or that of each element of a component that is a list. */
    @FunctionalInterface
    public interface Rule {
        /** @return what is gone into further where it is a record, a list or an optional */
        Object instead(RecordComponent where, Object value);

        /** Whether anything in such a row can be another: else it stays as it is. */
        default boolean concerns(Class<?> row) {
            return true;
        }
    }

    /** What a login may be denied: by accessor. In most rows, as in the thousands of a structure, there is nothing of that kind. */
    private record Hiding(Set<Method> hidden) implements Rule {

        private static final ClassValue<Boolean> HIDEABLE = new ClassValue<>() {
            @Override
            protected Boolean computeValue(Class<?> type) {
                return type.isRecord()
                        && Arrays.stream(type.getRecordComponents())
                                .anyMatch(component -> isHideable(component.getGenericType()));
            }
        };

        private static boolean isHideable(Type type) {
            if (type instanceof ParameterizedType of) {
                return of.getRawType() == Optional.class
                        || Arrays.stream(of.getActualTypeArguments()).anyMatch(Hiding::isHideable);
            }
            return type instanceof Class<?> row && HIDEABLE.get(row);
        }

        @Override
        public Object instead(RecordComponent where, Object value) {
            return hidden.contains(where.getAccessor()) ? Optional.empty() : value;
        }

        @Override
        public boolean concerns(Class<?> row) {
            return HIDEABLE.get(row);
        }
    }

    private record Shape(RecordComponent[] components, MethodHandle[] accessors, MethodHandle constructor) {

        static Shape of(Class<?> record) {
            try {
                RecordComponent[] components = record.getRecordComponents();
                MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(record, MethodHandles.lookup());
                MethodHandle[] accessors = new MethodHandle[components.length];
                for (int i = 0; i < components.length; i++) {
                    accessors[i] = lookup.unreflect(components[i].getAccessor())
                            .asType(MethodType.methodType(Object.class, Object.class));
                }
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                MethodHandle constructor = lookup.unreflectConstructor(record.getDeclaredConstructor(types))
                        .asSpreader(Object[].class, types.length)
                        .asType(MethodType.methodType(Record.class, Object[].class));
                return new Shape(components, accessors, constructor);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(record.getName(), e);
            }
        }
    }

    public static Snapshot by(Rule rule, Snapshot is) {
        return (Snapshot) row(rule, is);
    }

    /** @param hidden accessors of components that are {@code Optional} */
    public static Snapshot hiding(Set<Method> hidden, Snapshot is) {
        return by(new Hiding(hidden), is);
    }

    private static Object value(Rule rule, RecordComponent where, Object given) {
        Object value = rule.instead(where, given);
        if (value instanceof List<?> list) {
            return list(rule, where, list);
        }
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            Object before = optional.get();
            Object after = value(rule, where, before);
            return after == before ? optional : Optional.ofNullable(after);
        }
        return value instanceof Record row && rule.concerns(row.getClass()) ? row(rule, row) : value;
    }

    private static List<?> list(Rule rule, RecordComponent where, List<?> list) {
        Object[] after = new Object[list.size()];
        boolean same = true;
        for (int i = 0; i < after.length; i++) {
            after[i] = value(rule, where, list.get(i));
            same &= after[i] == list.get(i);
        }
        return same ? list : List.of(after);
    }

    private static Object row(Rule rule, Record row) {
        Shape shape = SHAPES.get(row.getClass());
        Object[] values = new Object[shape.components().length];
        boolean same = true;
        try {
            for (int i = 0; i < values.length; i++) {
                Object before = (Object) shape.accessors()[i].invokeExact((Object) row);
                values[i] = value(rule, shape.components()[i], before);
                same &= values[i] == before;
            }
            return same ? row : (Record) shape.constructor().invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(row.getClass().getName(), e);
        }
    }
}
