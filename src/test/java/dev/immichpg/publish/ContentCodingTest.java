package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** issue 19: who gets what, by Accept-Encoding. */
class ContentCodingTest {

    @ParameterizedTest
    @CsvSource({
        "gzip, EITHER", // as Prometheus sends it
        "'gzip, deflate, br', EITHER",
        "'br, GZIP;q=0.5', EITHER",
        "'gzip ; q=0.5', EITHER",
        "x-gzip, EITHER",
        "'gzip;q=1.0, identity;q=0.5', EITHER",
        "'gzip;q=0.5, identity;q=0.9', IDENTITY",
        "'gzip;q=0.5, identity', IDENTITY",
        "gzip;q=0, IDENTITY",
        "gzip;q=0.000, IDENTITY",
        "gzip;q=rubbish, IDENTITY",
        "'deflate, br', IDENTITY",
        "identity, IDENTITY",
        "*, IDENTITY",
        "'', IDENTITY",
        ", IDENTITY",
        "'gzip, identity;q=0', GZIP",
        "'gzip;q=0.1, *;q=0', GZIP",
        "'*, identity;q=0', GZIP",
        "identity;q=0, NONE",
        "*;q=0, NONE",
        "'gzip;q=0, identity;q=0, *', NONE",
        "'identity, *;q=0', IDENTITY",
    })
    void eachGetsWhatItTakes(String acceptEncoding, ContentCoding coding) {
        assertEquals(coding, ContentCoding.of(acceptEncoding));
        assertEquals(coding, ContentCoding.of(acceptEncoding));
    }

    @Test
    void whoMakesUpHeadersFillsNoMemory() {
        HeaderMemory<Integer> memory = new HeaderMemory<>(header -> header == null ? 0 : header.length());
        for (int i = 0; i < 10_000; i++) {
            assertEquals(1 + i % 700, memory.of("x".repeat(1 + i % 700)));
        }
        assertEquals(0, memory.of(null));
        assertTrue(memory.size() <= HeaderMemory.MOST, () -> memory.size() + " headers are kept");
    }
}
