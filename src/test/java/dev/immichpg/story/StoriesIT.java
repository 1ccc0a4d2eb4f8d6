package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.check.Check;
import dev.immichpg.check.CheckTest;
import dev.immichpg.check.PlanShape;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.forecast.Outcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** healthy → break → finding → run the printed remedy → healthy: the stories of all checks, on every major version. */
class StoriesIT {

    private EmbeddedServer server;

    /** For a try of some of them: {@code -Dstories=role-setting,dropped}, parts of their checks' names or titles. */
    private static List<Story> stories() {
        List<String> asked = List.of(System.getProperty("stories", "").split(","));
        return Arrays.stream(Check.values())
                .flatMap(check -> CheckTest.of(check).stories().stream())
                .filter(story -> asked.stream().anyMatch((story.check().id() + ": " + story)::contains))
                .toList();
    }

    static Stream<Arguments> storiesOnEveryMajor() {
        return EmbeddedServer.majors().stream()
                .flatMap(major -> stories().stream()
                        .filter(story -> story.oldestMajor() <= major && major <= story.newestMajor())
                        .map(story -> Arguments.of(major, story)));
    }

    @AfterEach
    void baseline() {
        if (server != null) {
            server.makeWholeDatabases(false);
            server.reset();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("storiesOnEveryMajor")
    void isFoundAndFixed(int major, Story story) {
        String where = story.check().id() + ": " + story + ", on Postgres " + major;
        server = EmbeddedServer.shared(major);
        boolean whole = isToldOfWholeDatabase(major, story);
        server.makeWholeDatabases(whole);
        ImmichDatabase database = story.healthy().apply(server);
        String monitor = database.createMonitor(Grants.FULL).url();
        try (Patient patient = whole ? Patient.compared(monitor, database) : Patient.seenBy(monitor, database)) {
            Report healthy = patient.examine();
            assertEquals(
                    story.before(), Set.copyOf(Patient.checks(healthy, Status.PROBLEM)), () -> "healthy: " + where);
            assertEquals(List.of(), Patient.checks(healthy, Status.UNKNOWN), () -> "healthy: " + where);
            assertOutcome(Outcome.STARTS, healthy, "healthy: " + where);

            story.fault().accept(patient);
            Report broken = patient.examine();
            Set<Check> found = Set.copyOf(Patient.checks(broken, Status.PROBLEM));
            Set<Check> expected = EnumSet.of(story.check());
            expected.addAll(story.also());
            assertEquals(expected, found, () -> "broken: " + where + "\n" + ReportText.of(broken));
            assertOutcome(story.outcome(), broken, "broken: " + where);

            PlanShape.assertSound(broken.now());
            PlanShape.assertPreparesNothingBesideWhatIsKept(broken.now());
            patient.follow(broken, story.check());
            Report fixed = patient.examine();
            assertEquals(List.of(), Patient.checks(fixed, Status.PROBLEM), () -> "fixed: " + where);
            assertEquals(List.of(), Patient.checks(fixed, Status.UNKNOWN), () -> "fixed: " + where);
            if (!story.moves()) {
                assertEquals(Patient.statuses(healthy), Patient.statuses(fixed), where);
            }
            assertOutcome(Outcome.STARTS, fixed, "fixed: " + where);
        }
    }

    /** Issue 16: each once, with all of Immich's tables, on another major version than its neighbours; that takes longer. */
    private static boolean isToldOfWholeDatabase(int major, Story story) {
        List<Integer> told = EmbeddedServer.majors().stream()
                .filter(m -> story.oldestMajor() <= m && m <= story.newestMajor())
                .toList();
        return story.ofWhole()
                && told.get(Math.floorMod((story.check().id() + story).hashCode(), told.size())) == major;
    }

    private static void assertOutcome(Outcome expected, Report report, String where) {
        var forecast = report.now().forecast();
        assertEquals(expected, forecast.outcome(), () -> where + ": " + forecast.sentence());
    }

    private static Map<Check, Status> statuses(String url, ImmichDatabase database, String release) {
        Patient patient = Patient.seenBy(url, database, Optional.of(release), Optional.empty());
        Map<Check, Status> statuses = patient.statuses();
        patient.leave();
        return statuses;
    }

    /** The remaining checks, which a setting of the agent's or a fact that no remedy changes brings about. */
    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void whatNoStatementFixes(int major) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase fresh = ImmichDatabase.on(server).vchord("0.4.3").fresh().create();
        String url = fresh.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(url, fresh)) {
            assertEquals(Status.PROBLEM, patient.statuses().get(Check.IMMICH_VERSION_UNKNOWN));
        }
        ImmichDatabase database = Story.vchord(server);
        String monitor = database.createMonitor(Grants.FULL).url();
        Map<String, Map<Check, Status>> byRelease = Stream.of("1.101.0", "1.102.0", "2.7.5", "3.3.9", "3.4.0")
                .collect(Collectors.toMap(release -> release, release -> statuses(monitor, database, release)));
        assertEquals(Status.PROBLEM, byRelease.get("3.4.0").get(Check.IMMICH_NEWER_THAN_KNOWN));
        assertEquals(Status.OK, byRelease.get("3.3.9").get(Check.IMMICH_NEWER_THAN_KNOWN));
        assertEquals(
                major <= 16 ? Status.OK : Status.PROBLEM,
                byRelease.get("1.102.0").get(Check.POSTGRES_VERSION_UNTESTED));
        assertEquals(Status.NOT_APPLICABLE, byRelease.get("1.101.0").get(Check.POSTGRES_VERSION_UNTESTED));
        assertEquals(Status.OK, byRelease.get("2.7.5").get(Check.POSTGRES_VERSION_UNSUPPORTED));
        database.drop();
    }
}
