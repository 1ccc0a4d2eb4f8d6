package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.forecast.StartUp;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** issue 15: what is true of each plan, whatever was found. */
public final class PlanShape {

    private static final Pattern RELEASE = Pattern.compile("Immich (\\d+\\.\\d+\\.\\d+)");

    /** What a statement sets, and to what: a plan that sets it twice undoes itself. */
    private static final List<Pattern> SETS = List.of(
            Pattern.compile("(ALTER (?:SYSTEM|DATABASE .*?|ROLE .*?) (?:RE)?SET \\w+(?:\\.\\w+)?)(?: (?:=|TO) (.*))?;"),
            Pattern.compile("(ALTER .*) (OWNER TO .*);"),
            Pattern.compile("(DB_VECTOR_EXTENSION|shared_preload_libraries) ?=(.*)"),
            Pattern.compile("VACUUM (?:\\(.*\\) )?(.*)()"));

    private static final Pattern CREATED = Pattern.compile("CREATE EXTENSION IF NOT EXISTS (\\S+|\".*?\") .*");

    private PlanShape() {}

    public static void assertSound(Judgement judged) {
        List<RemedyStep> plan = judged.plan();
        assertEquals(
                plan.stream().map(RemedyStep::phase).sorted().toList(),
                plan.stream().map(RemedyStep::phase).toList());
        assertEquals(plan.size(), plan.stream().map(RemedyStep::text).distinct().count(), () -> text(plan));
        assertFalse(plan.stream().anyMatch(step -> step.phase() == Phase.ADVICE), () -> text(plan));
        long starts = plan.stream()
                .filter(step -> step.text().matches("(?s)(Res|S)tart Immich.*"))
                .count();
        assertTrue(starts <= 1, () -> text(plan));
        if (plan.contains(RemedyStep.STOP_IMMICH)) {
            assertFalse(plan.stream().anyMatch(step -> step.text().startsWith("Restart Immich")), () -> text(plan));
        }
        assertNothingUndone(plan);
        assertNeverGoesBack(plan);
    }

    /** Nobody is to run a release and then an older one; and who has to ask again is told so once. */
    private static void assertNeverGoesBack(List<RemedyStep> plan) {
        List<Version> started =
                plan.stream().flatMap(step -> step.starts().stream()).toList();
        assertEquals(started.stream().sorted().toList(), started, () -> text(plan));
        assertTrue(
                plan.stream()
                                .filter(step -> step.text().startsWith("Ask this agent again"))
                                .count()
                        <= 1,
                () -> text(plan));
    }

    private static void assertNothingUndone(List<RemedyStep> plan) {
        Map<String, String> set = new HashMap<>();
        Set<String> vacuumed = new HashSet<>();
        for (RemedyStep step : plan) {
            for (Pattern sets : SETS) {
                Matcher matcher = sets.matcher(step.text());
                if (matcher.matches()) {
                    String before = set.putIfAbsent(matcher.group(1), String.valueOf(matcher.group(2)));
                    assertTrue(
                            before == null || before.equals(matcher.group(2)),
                            () -> step.text() + "\nundoes " + before + " in\n" + text(plan));
                }
            }
            if (step.text().startsWith("VACUUM")) {
                assertTrue(vacuumed.add(step.text().replaceFirst(".* ", "")), () -> text(plan));
            }
            Matcher created = CREATED.matcher(step.text());
            if (created.matches()) {
                String dropped = "DROP EXTENSION (IF EXISTS )?" + Pattern.quote(created.group(1)) + "\\b.*";
                assertTrue(
                        plan.subList(plan.indexOf(step), plan.size()).stream()
                                .noneMatch(later -> later.text().matches(dropped)),
                        () -> step.text() + "\nis dropped again in\n" + text(plan));
            }
        }
    }

    /** Of databases that a server can have: a plan that keeps one extension creates no other. */
    public static void assertPreparesNothingBesideWhatIsKept(Judgement judged) {
        List<RemedyStep> plan = judged.plan();
        for (VectorExtension e : VectorExtension.values()) {
            boolean kept = plan.stream().anyMatch(step -> step.text().startsWith("DB_VECTOR_EXTENSION=" + e.setting()));
            for (VectorExtension other : VectorExtension.values()) {
                if (kept && other != e && !e.beneath().equals(Optional.of(other))) {
                    assertFalse(
                            plan.stream()
                                    .anyMatch(step -> step.text()
                                            .contains("CREATE EXTENSION IF NOT EXISTS " + other.extensionName() + " ")),
                            () -> text(plan));
                }
            }
        }
    }

    private static String text(List<RemedyStep> plan) {
        return plan.stream().map(step -> step.phase() + " " + step.text()).collect(Collectors.joining("\n"));
    }

    /** Of what is not the database's own word. */
    static void assertNamesReleasesOfTheTable(Judgement judged) {
        for (RemedyStep step :
                Stream.concat(judged.plan().stream(), judged.advice().stream()).toList()) {
            Matcher named = RELEASE.matcher(step.text());
            while (named.find()) {
                assertTrue(Judged.RELEASES.forImmich(Version.of(named.group(1))).isPresent(), step::text);
            }
        }
    }

    /** No release is started before what stops it is mended. */
    static void assertStartsNothingThatIsStopped(
            Snapshot is, ImmichVersion immich, Optional<VectorExtension> env, Judgement judged) {
        List<RemedyStep> plan = judged.plan();
        for (RemedyStep step :
                Stream.concat(plan.stream(), judged.advice().stream()).toList()) {
            if (step.starts().isEmpty()) {
                continue;
            }
            Version release = step.starts().get();
            assertTrue(Judged.RELEASES.forImmich(release).isPresent(), step::text);
            Expectation there = ReachableRelease.expectation(Expectation.of(Judged.RELEASES, immich, env), release);
            Forecast forecast =
                    StartUp.replay(is, there, ReleaseDetection.lastStarted(is).or(immich::version));
            List<RemedyStep> before = plan.subList(0, plan.indexOf(step));
            List<RemedyStep> needed = forecast.isBlocked()
                    ? new Judgement(forecast, Cures.keeping(is, there, new Doctor(Set.of(), Map.of())::examine))
                            .plan().stream()
                                    .filter(s -> s.phase().compareTo(Phase.RUN_OTHER_RELEASE) < 0)
                                    .toList()
                    : List.of();
            assertTrue(before.containsAll(needed), () -> step.text() + "\nneeds " + needed + "\nhas " + before);
        }
    }
}
