package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ReleaseDetection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** issue 17: a role that sees little is told once what it needs. */
class MissingGrantsTest {

    private static Report report(Given given) {
        Snapshot is = given.snapshot();
        return new Doctor(Set.of(), Map.of())
                .report(
                        Judged.question(Optional.empty()),
                        Judged.RELEASES,
                        ReleaseDetection.version(Optional.empty(), is, Judged.RELEASES, Optional.empty()),
                        is,
                        Instant.EPOCH,
                        Duration.ZERO);
    }

    @Test
    void theBlockLeadsEverywhereAndIsTheScriptOfPrepare() {
        Report report = report(Given.vchord().historyHidden().preloadHidden());
        MissingGrants missing = MissingGrants.of(report).orElseThrow();

        assertTrue(missing.checks() > 10, missing::toString);
        String script = Preparation.ofMonitor(missing.login(), missing.database());
        assertEquals(script, missing.script());
        String text = ReportText.of(report);
        assertTrue(text.contains(missing.title() + ", as a superuser:\n  " + missing.command()), text);
        assertTrue(text.indexOf(missing.title()) < text.indexOf("Unknown:"), text);
        String fix = Script.of(report);
        assertTrue(fix.contains(script), fix);
        assertFalse(fix.contains("Nothing to fix.\n"), fix);
    }

    @Test
    void whoSeesEverythingIsToldNothing() {
        assertTrue(MissingGrants.of(report(Given.vchord())).isEmpty());
    }

    @Test
    void aNameIsOneWordOfAShell() {
        assertEquals(
                "immich-pg-monitor prepare --monitor-role 'it'\\''s' --database immich | psql -U postgres",
                new MissingGrants(1, "it's", "immich").command());
        assertEquals("1 check cannot look yet: run this once", new MissingGrants(1, "a", "b").title());
    }

    /** issue 17: between words, at any width. */
    @Test
    void linesBreakBetweenWords() {
        for (int width : List.of(20, 40, 80)) {
            for (String line : ReportText.of(
                            report(Given.vchord().historyHidden().preloadHidden()),
                            Optional.empty(),
                            ReportText.PLAIN,
                            OptionalInt.of(width))
                    .split("\n")) {
                assertTrue(
                        line.length() <= width
                                || !line.strip().contains(" ")
                                || line.contains("prepare")
                                || line.matches(" +\\d+\\. .*"),
                        line);
            }
        }
        assertEquals(List.of("  one", "  two"), ReportText.wrapped("  one two", 6));
        assertEquals(List.of(""), ReportText.wrapped("", 6));
    }
}
