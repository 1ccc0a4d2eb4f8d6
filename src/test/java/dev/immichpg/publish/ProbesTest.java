package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** issue 17: only a probe that there is is answered before others; of anything else a crowd waits for its turn. */
class ProbesTest {

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/started", "/health/ready", "/health/well"})
    void isOne(String path) {
        assertEquals(true, RequestFilter.isProbe(path));
        assertEquals(true, RequestFilter.isForMachines(path));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "/",
                "/health",
                "/health/",
                "/healthy",
                "/health/anything",
                "/health/live/",
                "/health/live/x",
                "/metrics"
            })
    void isNone(String path) {
        assertEquals(false, RequestFilter.isProbe(path));
    }
}
