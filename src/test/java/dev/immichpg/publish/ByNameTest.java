package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ByNameTest {

    @Property(tries = 50)
    void isTheSortedMapOfTheSameValues(
            @ForAll @Size(min = 1, max = 200) Map<@AlphaChars @StringLength(max = 4) String, Integer> values,
            @ForAll int other) {
        ByName<Integer> before = ByName.of(values);
        TreeMap<String, Integer> sorted = new TreeMap<>(values);
        assertEquals(sorted, before);
        assertEquals(new ArrayList<>(sorted.entrySet()), new ArrayList<>(before.entrySet()));

        for (String name : sorted.keySet()) {
            TreeMap<String, Integer> next = new TreeMap<>(sorted);
            next.put(name, other);
            assertEquals(next, before.with(name, other));
            assertEquals(sorted.get(name), before.get(name));
        }
        assertEquals(sorted, before);
        assertEquals(sorted.values().stream().filter(v -> v > 0).count(), before.count(v -> v > 0));
        assertEquals(
                sorted.values().stream().map(v -> v / 2).toList(),
                new ArrayList<>(before.mapped(v -> v / 2).values()));
        assertEquals(sorted, before);
    }

    @Test
    void hasOnlyTheNamesThatItWasMadeWith() {
        ByName<Integer> one = ByName.of(Map.of("a", 1));
        assertNull(one.get("b"));
        assertFalse(one.containsKey("b"));
        assertThrows(NoSuchElementException.class, () -> one.with("b", 2));
        assertThrows(UnsupportedOperationException.class, () -> one.put("a", 2));
        assertEquals(0, ByName.of(Map.of()).size());
    }
}
