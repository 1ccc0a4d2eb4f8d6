package dev.immichpg.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.immichpg.catalog.Structure;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeptComparisonsTest {

    private final KeptComparisons<List<Difference>> kept = new KeptComparisons<>();
    private final AtomicInteger made = new AtomicInteger();

    private List<Difference> compare(Structure is, int migration) {
        return kept.of(is, migration, () -> {
            made.incrementAndGet();
            return List.of(new Difference(
                    Difference.ObjectKind.TABLE, Difference.What.MISSING, "t" + migration, "t", "", "table", true));
        });
    }

    @Test
    void theSameStructureIsComparedOnceForEachMigration() {
        Structure is = empty();

        assertSame(compare(is, 1), compare(is, 1));
        assertEquals("t2", compare(is, 2).get(0).table());
        assertEquals("t1", compare(is, 1).get(0).table());
        assertEquals(2, made.get());
    }

    /** issue 19: equal structures are two, and no more than a few are kept. */
    @Test
    void thoseOfTheLastFewAreKept() {
        List<Structure> all = Stream.generate(KeptComparisonsTest::empty)
                .limit(KeptComparisons.MOST + 1)
                .toList();
        all.forEach(is -> compare(is, 1));
        assertEquals(KeptComparisons.MOST + 1, made.get());

        all.subList(1, all.size()).forEach(is -> compare(is, 1));
        assertEquals(KeptComparisons.MOST + 1, made.get());
        compare(all.get(0), 1);
        assertEquals(KeptComparisons.MOST + 2, made.get());
    }

    private static Structure empty() {
        return new Structure(true, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
