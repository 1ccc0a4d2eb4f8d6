package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ForecastStep;
import dev.immichpg.forecast.StartUp;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The remedies of all checks as what a person can do together. Each check finds a remedy for itself; where one of them also
 * cures what others found, theirs would undo it or do what nobody needs.
 */
final class Cures {

    private Cures() {}

    /**
     * @param examine each check for itself
     * @param last the release that has written to this database last; empty if it is not known
     */
    static List<Diagnosis> together(
            Snapshot is,
            Expectation should,
            BiFunction<Snapshot, Expectation, List<Diagnosis>> examine,
            Optional<Version> last) {
        List<Diagnosis> found = keeping(is, should, examine);
        for (Version release : releases(found)) {
            Expectation there = ReachableRelease.expectation(should, release);
            Forecast forecast = StartUp.replay(is, there, last);
            boolean newer = release.isNewerThan(should.version());
            // An older one that would start has nothing to add: to examine for it would cost as much as all else.
            if (newer || forecast.isBlocked()) {
                found = byRelease(found, release, new Judgement(forecast, keeping(is, there, examine)), newer);
            }
        }
        return withOnePath(found);
    }

    /** A release on the way can need a schema more than the last one: then the path that has it is set, and only that. */
    private static List<Diagnosis> withOnePath(List<Diagnosis> found) {
        Map<String, RemedyStep> longest = found.stream()
                .flatMap(d -> d.verdict().findings().stream())
                .flatMap(f -> f.remedy().steps().stream())
                .filter(step -> SearchPathRepair.whose(step).isPresent())
                .collect(Collectors.toMap(
                        step -> SearchPathRepair.whose(step).get(),
                        step -> step,
                        BinaryOperator.maxBy(
                                Comparator.comparing(step -> step.text().length()))));
        UnaryOperator<RemedyStep> once =
                step -> SearchPathRepair.whose(step).map(longest::get).orElse(step);
        return longest.isEmpty()
                ? found
                : mapped(
                        found,
                        f -> with(
                                f,
                                new Remedy(f.remedy().steps().stream()
                                        .map(once)
                                        .distinct()
                                        .toList())));
    }

    /** Where the extension is to be kept that holds the vectors, that is the remedy of all that the other one lacks. */
    static List<Diagnosis> keeping(
            Snapshot is, Expectation should, BiFunction<Snapshot, Expectation, List<Diagnosis>> examine) {
        List<Diagnosis> found = examine.apply(is, should);
        Optional<KeptExtension> kept = KeptExtension.of(is, should);
        Optional<Remedy> keep = kept.flatMap(
                k -> findings(found, k.check()).map(Finding::remedy).findFirst());
        return keep.isPresent()
                ? cured(found, examine.apply(kept.get().snapshot(is), kept.get().expectation(should)), keep.get())
                : found;
    }

    /** Those that remedies start. Of those that are newer than the one that is judged for, the newest is the last. */
    private static List<Version> releases(List<Diagnosis> found) {
        return found.stream()
                .flatMap(d -> d.verdict().findings().stream())
                .flatMap(f -> f.remedy().steps().stream())
                .flatMap(step -> step.starts().stream())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /**
     * What stops that release is mended before it is started; and what a newer one does not mind needs nothing else.
     *
     * @param judged for that release
     */
    private static List<Diagnosis> byRelease(List<Diagnosis> found, Version release, Judgement judged, boolean newer) {
        Predicate<RemedyStep> starts = step -> step.starts().equals(Optional.of(release));
        UnaryOperator<Remedy> first = remedy ->
                judged.forecast().isBlocked() && remedy.steps().stream().anyMatch(starts)
                        ? mendedFirst(needed(found, judged), remedy)
                        : remedy;
        List<Diagnosis> mended = mapped(found, f -> with(f, first.apply(f.remedy())));
        Optional<Remedy> cure = mended.stream()
                .flatMap(d -> d.verdict().findings().stream())
                .map(Finding::remedy)
                .filter(remedy -> remedy.steps().stream().anyMatch(starts))
                .findFirst();
        return newer && cure.isPresent() ? cured(mended, judged.diagnoses(), cure.get()) : mended;
    }

    /** What that release needs; what only hurts later, whichever of them runs, waits until the start that was asked for. */
    private static List<RemedyStep> needed(List<Diagnosis> found, Judgement judged) {
        List<String> named = judged.forecast().steps(ForecastStep.Effect.BLOCKS).stream()
                .flatMap(step -> step.checks().stream())
                .toList();
        List<Finding> here =
                found.stream().flatMap(d -> d.verdict().findings().stream()).toList();
        return Remedy.plan(judged.problems().stream()
                .flatMap(d -> d.verdict().findings().stream()
                        .filter(finding -> d.check().severity() == Severity.CRITICAL
                                || named.contains(d.check().id())
                                || !here.contains(finding)))
                .map(Finding::remedy)
                .toList());
    }

    /** Its steps in their places, but for the start: that is the other release's. */
    private static Remedy mendedFirst(List<RemedyStep> plan, Remedy remedy) {
        List<RemedyStep> steps = new ArrayList<>(plan.stream()
                .filter(step -> step.phase() != Phase.START_IMMICH && step.phase() != Phase.CLEAR_AWAY)
                .toList());
        steps.addAll(remedy.steps());
        return new Remedy(steps);
    }

    /** What would not be found any more has this remedy. */
    private static List<Diagnosis> cured(List<Diagnosis> found, List<Diagnosis> after, Remedy remedy) {
        List<Finding> left =
                after.stream().flatMap(d -> d.verdict().findings().stream()).toList();
        return mapped(found, finding -> left.contains(finding) ? finding : with(finding, remedy));
    }

    private static Stream<Finding> findings(List<Diagnosis> diagnoses, Check check) {
        return diagnoses.stream().filter(d -> d.check() == check).flatMap(d -> d.verdict().findings().stream());
    }

    private static Finding with(Finding finding, Remedy remedy) {
        return new Finding(finding.subject(), finding.observed(), finding.expected(), remedy);
    }

    private static List<Diagnosis> mapped(List<Diagnosis> diagnoses, UnaryOperator<Finding> change) {
        return diagnoses.stream()
                .map(d -> d.verdict().findings().isEmpty()
                        ? d
                        : new Diagnosis(
                                d.check(),
                                d.severity(),
                                d.muted(),
                                Verdict.of(d.verdict().findings().stream()
                                        .map(change)
                                        .toList())))
                .toList();
    }
}
