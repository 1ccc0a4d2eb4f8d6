package dev.immichpg.publish;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Values by name, in the order of the names. It never changes. To replace one value makes another map, which shares nearly everything
 * with this one: of 5,000 databases one is replaced every 12 ms, and a copy of all of them each time would cost more than to examine
 * them.
 *
 * @param <V> what has a name; never null
 */
final class ByName<V> extends AbstractMap<String, V> {

    /** Values that are copied to replace one of them. */
    private static final int GROUP = 64;

    private final String[] names;
    private final Object[][] groups;

    private ByName(String[] names, Object[][] groups) {
        this.names = names;
        this.groups = groups;
    }

    static <V> ByName<V> of(Map<String, V> values) {
        Map<String, V> sorted = new TreeMap<>(values);
        Object[] all = sorted.values().toArray();
        Object[][] groups = new Object[(all.length + GROUP - 1) / GROUP][];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = Arrays.copyOfRange(all, i * GROUP, Math.min(all.length, (i + 1) * GROUP));
        }
        return new ByName<>(sorted.keySet().toArray(String[]::new), groups);
    }

    /**
     * The same names, of which one has another value.
     *
     * @throws NoSuchElementException if there is no such name
     */
    ByName<V> with(String name, V value) {
        int at = Arrays.binarySearch(names, name);
        if (at < 0) {
            throw new NoSuchElementException(name);
        }
        Object[][] next = groups.clone();
        next[at / GROUP] = next[at / GROUP].clone();
        next[at / GROUP][at % GROUP] = value;
        return new ByName<>(names, next);
    }

    /** The same names, each with what becomes of its value. */
    ByName<V> mapped(UnaryOperator<V> change) {
        Object[][] next = new Object[groups.length][];
        for (int i = 0; i < groups.length; i++) {
            next[i] = groups[i].clone();
        }
        ByName<V> mapped = new ByName<>(names, next);
        for (int at = 0; at < names.length; at++) {
            next[at / GROUP][at % GROUP] = change.apply(value(at));
        }
        return mapped;
    }

    /** How many values are like that. */
    int count(Predicate<V> like) {
        int count = 0;
        for (int at = 0; at < names.length; at++) {
            if (like.test(value(at))) {
                count++;
            }
        }
        return count;
    }

    /** Null if there is no such name. */
    @Override
    public V get(Object name) {
        int at = name instanceof String text ? Arrays.binarySearch(names, text) : -1;
        return at < 0 ? null : value(at);
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return entries();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    private Iterator<Map.Entry<String, V>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < names.length;
            }

            @Override
            public Map.Entry<String, V> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Map.Entry<String, V> entry = Map.entry(names[next], value(next));
                next++;
                return entry;
            }
        };
    }

    @SuppressWarnings("unchecked") // Only a V is ever put there.
    private V value(int at) {
        return (V) groups[at / GROUP][at % GROUP];
    }
}
