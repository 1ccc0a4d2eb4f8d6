package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.Forecast;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A database judged for one release of Immich: the one that it runs, or the one that the operator means to upgrade to.
 *
 * @param forecast whether that release would start
 * @param diagnoses one of each check, in the order of the catalogue
 */
public record Judgement(Forecast forecast, List<Diagnosis> diagnoses) {

    public Judgement {
        requireNonNull(forecast, "forecast");
        diagnoses = List.copyOf(diagnoses);
    }

    /**
     * @param severity the check's own, unless the operator configured another
     * @param muted the operator does not want to hear of it: it is judged, and shown as muted, and counts nowhere
     */
    public record Diagnosis(Check check, Severity severity, boolean muted, Verdict verdict) {

        public Diagnosis {
            requireNonNull(check, "check");
            requireNonNull(severity, "severity");
            requireNonNull(verdict, "verdict");
        }

        public boolean isProblem() {
            return !muted && verdict.status() == Status.PROBLEM;
        }

        public boolean isUnknown() {
            return !muted && verdict.status() == Status.UNKNOWN;
        }
    }

    /** Worst first, then in the order of the catalogue. */
    public List<Diagnosis> problems() {
        return diagnoses.stream()
                .filter(Diagnosis::isProblem)
                .sorted(Comparator.comparing(Diagnosis::severity))
                .toList();
    }

    /** Those that the other judgement has not, ordered alike. */
    List<Diagnosis> problemsBeyond(Judgement other) {
        return problems().stream().filter(d -> !other.diagnoses.contains(d)).toList();
    }

    public List<Diagnosis> unknowns() {
        return diagnoses.stream().filter(Diagnosis::isUnknown).toList();
    }

    public boolean hasCritical() {
        return problems().stream().anyMatch(d -> d.severity() == Severity.CRITICAL);
    }

    /** Everything that must be done, in order, each step once. */
    public List<RemedyStep> plan() {
        return Remedy.plan(problems().stream()
                .flatMap(d -> d.verdict().findings().stream())
                .map(Finding::remedy)
                .toList());
    }

    /** What is good to know about the problems, and mends nothing. */
    public List<RemedyStep> advice() {
        return problems().stream()
                .flatMap(d -> d.verdict().findings().stream())
                .flatMap(f -> f.remedy().steps().stream())
                .filter(step -> step.phase() == Phase.ADVICE)
                .distinct()
                .toList();
    }

    /** In one word. */
    public Overall overall() {
        return Overall.worst(List.of(Overall.of(forecast), overallOfChecks()));
    }

    /**
     * In one word, for a release to upgrade to. Of one that is newer than the table nobody can tell, whatever the checks say by
     * the rules of the newest that is known, unless it certainly stops.
     */
    public Overall overallOfUpgrade() {
        return forecast.newerThanKnown().isPresent() && !forecast.isBlocked() ? Overall.UNKNOWN : overall();
    }

    /** In one word, the forecast left aside. */
    public Overall overallOfChecks() {
        return Overall.of(diagnoses);
    }

    /** As if there were no other checks. */
    Judgement only(Set<Check> checks) {
        return new Judgement(
                forecast,
                diagnoses.stream().filter(d -> checks.contains(d.check())).toList());
    }

    /** The same questions without an answer. */
    Judgement unknown(String why) {
        return new Judgement(
                Forecast.unknown(forecast.immich(), why),
                diagnoses.stream()
                        .map(d -> new Diagnosis(d.check(), d.severity(), d.muted(), Verdict.unknown(why)))
                        .toList());
    }
}
