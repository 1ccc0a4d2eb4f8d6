package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No false alarm: a healthy database of any era, owned or with a superuser, is quiet. But for one thing that is good to know: without a
 * superuser Immich's own restore never works.
 */
class HealthyTest {

    static Stream<Given> healthy() {
        return Stream.of(
                Given.vchord(),
                Given.vchord().superuser(),
                Given.pgvector(),
                Given.pgvectors(),
                Given.pgvectors().superuser());
    }

    @ParameterizedTest
    @MethodSource("healthy")
    void everyCheckIsQuiet(Given given) {
        assertEquals(List.of(), with(given, Status.PROBLEM));
        assertEquals(List.of(), with(given, Status.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("healthy")
    void withoutAnyGrantNothingTurnsIntoAProblem(Given given) {
        given.preloadHidden().historyHidden();
        assertEquals(List.of(), with(given, Status.PROBLEM));
    }

    private static List<Check> with(Given given, Status status) {
        return Judged.all(given).entrySet().stream()
                .filter(e -> e.getKey() != Check.RESTORE_IMPOSSIBLE)
                .filter(e -> e.getValue() == status)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
