package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTest {

    private DatabaseHistory history = DatabaseHistory.beginning(Reports.NOON);
    private Instant at = Reports.NOON;

    @Test
    void theFirstReportIsNoChange() {
        assertEquals(List.of(), after(Given.vchord()));
        assertEquals(List.of(), after(Given.vchord()));
    }

    @Test
    void aPackageThatArrivesAndWhatFollowsFromIt() {
        after(Given.vchord());
        assertEquals(
                List.of(
                        "ASIDE vchord, available on the server: 0.4.3 → 1.1.1.",
                        "WORSE Immich 2.7.5 would not start. It drops clip_index and face_index, to update VectorChord"
                                + " from 0.4.3 to 1.1.1. Then: Updating VectorChord to 1.1.1 needs a superuser, but role"
                                + " immich is not one.",
                        "WORSE extension-update-blocked became a problem."),
                after(Given.vchord().available("vchord", "1.1.1")));
        assertEquals(
                List.of(
                        "ASIDE vchord, installed: 0.4.3 → 1.1.1.",
                        "BETTER Immich 2.7.5 would start.",
                        "BETTER extension-update-blocked is fixed."),
                after(Given.vchord().installed("vchord", "1.1.1").available("vchord", "1.1.1")));
    }

    @Test
    void anExtensionThatGoes() {
        after(Given.pgvector().available("vchord", "1.1.1"));
        assertEquals(
                "ASIDE vchord, available on the server: 1.1.1 → none.",
                after(Given.pgvector()).get(0));
    }

    /** An outage is one change, not one of every check; what changed meanwhile is seen when it is over. */
    @Test
    void anOutage() {
        after(Given.vchord());
        assertEquals(
                List.of("WORSE Could not read db:5432/immich as user immich: nothing answers there."),
                after(Reports.unreadable("home", next())));
        assertEquals(List.of(), after(Reports.unreadable("home", next())));
        assertEquals(
                List.of(
                        "BETTER The database can be read again.",
                        "ASIDE Postgres: 17.11 → 17.12.",
                        "ASIDE vchord, available on the server: 0.4.3 → 0.4.2."),
                after(Given.vchord().server(170_012).available("vchord", "0.4.2"))
                        .subList(0, 3));
    }

    @Test
    void whatIsMutedIsNotTold() {
        after(Given.vchord());
        List<String> told = after(Reports.of(
                "home", Given.vchord().available("vchord", "1.1.1"), next(), Check.EXTENSION_UPDATE_BLOCKED));
        assertEquals(
                0, told.stream().filter(t -> t.contains("became a problem")).count());
    }

    @Test
    void whatCanNoLongerBeSeen() {
        after(Given.vchord());
        List<String> told = after(Given.vchord().preloadHidden().loadedPrefixes());
        assertEquals(
                List.of("ASIDE preload-library-missing became unknown."),
                told.stream().filter(t -> t.contains("preload-library-missing")).toList());
    }

    @Test
    void onlyTheLastHundredAreKept() {
        for (int i = 0; i < 150; i++) {
            after(Given.vchord().server(170_000 + i));
        }
        assertEquals(100, history.changes().size());
        assertEquals("Postgres: 17.148 → 17.149.", history.changes().get(99).text());
    }

    private List<String> after(Given given) {
        return after(Reports.of("home", given, next()));
    }

    /** What this report adds. */
    private List<String> after(Report report) {
        history = history.after(report);
        return history.changes().stream()
                .filter(c -> c.at().equals(report.examinedAt()))
                .map(c -> c.direction() + " " + c.text())
                .toList();
    }

    private Instant next() {
        at = at.plusSeconds(60);
        return at;
    }
}
