package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** issue 17: who gets which format of /metrics. */
class AcceptTest {

    private static boolean openMetrics(String accept) {
        return MetricsEndpoint.format(accept).startsWith("application/openmetrics-text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "application/vnd.google.protobuf;q=0.7,application/openmetrics-text;q=0.6,text/plain;q=0.3,*/*;q=0.1",
                "text/plain;q=0.5, APPLICATION/OPENMETRICS-TEXT",
                // The most specific range counts.
                "text/plain;q=0.2, */*;q=0.9, application/openmetrics-text;q=0.5",
                "text/plain;q=0, application/openmetrics-text;q=0.001",
            })
    void whoNamesOpenMetricsFirstGetsIt(String accept) {
        assertEquals(true, openMetrics(accept), accept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/plain",
                "text/html,application/xhtml+xml,*/*;q=0.8",
                "text/plain, application/openmetrics-text;q=0.5",
                "application/openmetrics-text;q=0, */*",
                "application/openmetrics-text;q=rubbish, text/plain;q=0.1",
                "application/json",
                ",;,q=1",
            })
    void everybodyElseGetsText(String accept) {
        assertEquals(false, openMetrics(accept), accept);
    }

    @Test
    void soDoesWhoSaysNothing() {
        assertEquals(false, openMetrics(null));
    }
}
