package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Issue 12: the agent says at its start what limit it needs. */
class LimitsTest {

    private static final String TABLE = """
            Limit                     Soft Limit           Hard Limit           Units
            Max cpu time              unlimited            unlimited            seconds
            Max processes             50                   63000                processes
            Max open files            64                   1048576              files
            """;

    @Test
    void whatIsTooLowIsSaid() {
        Limits limits = Limits.read(TABLE);
        assertEquals(new Limits(OptionalLong.of(64), OptionalLong.of(50)), limits);
        List<String> sentences = limits.tooLowFor(20);
        assertEquals(
                "This machine allows the agent 64 open files; for 20 databases it needs up to 390. Raise the limit: ulimit"
                        + " -n, LimitNOFILE= (systemd), ulimits: nofile (compose).",
                sentences.get(0));
        assertTrue(sentences.get(1).contains("50 threads; for 20 databases the agent needs up to 60."));
        assertEquals(2, sentences.size());
    }

    @Test
    void enoughAndUnknownAreNotSaid() {
        assertEquals(
                List.of(),
                Limits.read(TABLE.replace(" 50 ", " unlimited ").replace(" 64 ", " 1024 "))
                        .tooLowFor(20));
        assertEquals(List.of(), Limits.read("").tooLowFor(1000));
    }
}
