package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {

    private static final List<String> NAMES =
            IntStream.range(0, 10_000).mapToObj(i -> "db-" + i).toList();

    @Test
    void everyDatabaseBelongsToExactlyOne() {
        for (String name : NAMES) {
            assertEquals(
                    1,
                    IntStream.range(0, 7).filter(i -> new Shard(i, 7).has(name)).count(),
                    name);
        }
    }

    @Test
    void theWholeIsOneShard() {
        assertTrue(NAMES.stream().allMatch(new Shard(0, 1)::has));
    }

    @Test
    void thePartsAreOfOneSize() {
        for (int i = 0; i < 10; i++) {
            long size = NAMES.stream().filter(new Shard(i, 10)::has).count();
            assertTrue(size > 900 && size < 1100, "of 10,000 in ten: " + size);
        }
    }

    /** One agent more: about one in eleven moves, and only to the new one. */
    @Test
    void withOneMoreOnlyItsPartMoves() {
        long moved = 0;
        for (String name : NAMES) {
            int before = owner(name, 10);
            int after = owner(name, 11);
            assertTrue(after == before || after == 10, name);
            moved += after == before ? 0 : 1;
        }
        assertTrue(moved > 800 && moved < 1020, "of 10,000: " + moved);
    }

    private static int owner(String name, int of) {
        return IntStream.range(0, of)
                .filter(i -> new Shard(i, of).has(name))
                .findFirst()
                .orElseThrow();
    }

    /** Were it another function one day, all agents would have to be updated at the same instant. */
    @Test
    void itStaysTheSameFunction() {
        assertEquals(
                List.of(2, 2, 1, 1, 0, 0),
                Stream.of("home", "cabin", "immich", "attic", "b", "d")
                        .map(name -> owner(name, 3))
                        .toList());
    }

    /** Known pairs of key and bucket (the tests of Guava's Hashing.consistentHash, the same algorithm). */
    @ParameterizedTest
    @CsvSource({
        "10863919174838991, 11, 6",
        "2016238256797177309, 11, 3",
        "1673758223894951030, 11, 5",
        "2, 100001, 80343",
        "2201, 100001, 22152",
        "2202, 100001, 15018"
    })
    void theAlgorithmIsThePublishedOne(long key, int buckets, int bucket) {
        assertEquals(bucket, Shard.bucket(key, buckets));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "3/3", "0/0", "-1/3", "1/-3", "a/b", "0/10001", "1/3/5", "999999/9999999", "٠/٣"})
    void whatIsNone(String text) {
        assertEquals(Optional.empty(), Shard.parse(text));
    }

    @Test
    void whatIsOne() {
        assertEquals(Optional.of(new Shard(2, 3)), Shard.parse(" 2/3 "));
    }
}
