package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.need.ImmichVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that one examination of one database came to. Every publisher shows this value and nothing else.
 *
 * @param database the name under which the database is configured
 * @param examinedAt when the examination ended
 * @param duration how long it took
 * @param immich the version of Immich that it was judged for
 * @param failure why the database could not be read: a sentence without secrets; empty if it was read
 * @param snapshot what was read; empty if nothing was
 * @param now whether Immich would start now
 * @param upgrade whether the release would start that the operator means to upgrade to; empty if none is configured
 * @param diagnoses one of each check, in the order of the catalogue
 * @param upgradeDiagnoses the same, for the release that the operator means to upgrade to; none if there is no such
 */
public record Report(
        String database,
        Instant examinedAt,
        Duration duration,
        ImmichVersion immich,
        Optional<String> failure,
        Optional<Snapshot> snapshot,
        Forecast now,
        Optional<Forecast> upgrade,
        List<Diagnosis> diagnoses,
        List<Diagnosis> upgradeDiagnoses) {

    public Report {
        requireNonNull(database, "database");
        requireNonNull(examinedAt, "examinedAt");
        requireNonNull(duration, "duration");
        requireNonNull(immich, "immich");
        requireNonNull(now, "now");
        requireNonNull(upgrade, "upgrade");
        diagnoses = List.copyOf(diagnoses);
        upgradeDiagnoses = List.copyOf(upgradeDiagnoses);
        if (failure.isPresent() == snapshot.isPresent()) {
            throw new IllegalArgumentException("a report has either a snapshot or the reason why there is none");
        }
    }

    /** Of a database of which no upgrade was asked, or nothing but its forecast. */
    public Report(
            String database,
            Instant examinedAt,
            Duration duration,
            ImmichVersion immich,
            Optional<String> failure,
            Optional<Snapshot> snapshot,
            Forecast now,
            Optional<Forecast> upgrade,
            List<Diagnosis> diagnoses) {
        this(database, examinedAt, duration, immich, failure, snapshot, now, upgrade, diagnoses, List.of());
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

    public boolean readable() {
        return snapshot.isPresent();
    }

    /** Worst first, then in the order of the catalogue. */
    public List<Diagnosis> problems() {
        return problems(diagnoses);
    }

    /** Those that the upgrade brings, which today's release has not, ordered alike. */
    public List<Diagnosis> upgradeProblems() {
        return problems(upgradeDiagnoses).stream()
                .filter(d -> !diagnoses.contains(d))
                .toList();
    }

    private static List<Diagnosis> problems(List<Diagnosis> diagnoses) {
        return diagnoses.stream()
                .filter(Diagnosis::isProblem)
                .sorted(Comparator.comparing(Diagnosis::severity))
                .toList();
    }

    public List<Diagnosis> unknowns() {
        return diagnoses.stream().filter(Diagnosis::isUnknown).toList();
    }

    public boolean hasCritical() {
        return problems().stream().anyMatch(d -> d.severity() == Severity.CRITICAL);
    }

    /** Everything that must be done, in order, each step once. */
    public List<Remedy.Step> plan() {
        return plan(problems());
    }

    /** Everything that must be done before the upgrade, today's problems included as far as they matter to it. */
    public List<Remedy.Step> upgradePlan() {
        return plan(problems(upgradeDiagnoses));
    }

    private static List<Remedy.Step> plan(List<Diagnosis> problems) {
        return Remedy.plan(problems.stream()
                .flatMap(d -> d.verdict().findings().stream())
                .map(Finding::remedy)
                .toList());
    }

    /** In one word, the upgrade left aside. */
    public Overall overall() {
        return readable() ? Overall.worst(List.of(Overall.of(now), ofChecks())) : Overall.CRITICAL;
    }

    /** In one word, the forecast left aside. */
    public Overall overallOfChecks() {
        return readable() ? ofChecks() : Overall.CRITICAL;
    }

    /** Whether the upgrade would go well, in one word; OK if none was asked of. */
    public Overall overallOfUpgrade() {
        return Overall.worst(List.of(upgrade.map(Overall::of).orElse(Overall.OK), Overall.of(upgradeDiagnoses)));
    }

    private Overall ofChecks() {
        return Overall.of(diagnoses);
    }

    /** As if there were no other checks. */
    public Report only(Set<Check> checks) {
        return new Report(
                database,
                examinedAt,
                duration,
                immich,
                failure,
                snapshot,
                now,
                upgrade,
                diagnoses.stream().filter(d -> checks.contains(d.check())).toList(),
                upgradeDiagnoses.stream()
                        .filter(d -> checks.contains(d.check()))
                        .toList());
    }

    /** Whether anything at all speaks against a restart of Immich: for uptime checkers. */
    public boolean isWell() {
        return readable() && !hasCritical() && !now.isBlocked();
    }

    /** This report once it is too old to be believed: everything in it is unknown. */
    public Report outdated(String why) {
        return new Report(
                database,
                examinedAt,
                duration,
                immich,
                Optional.of(why),
                Optional.empty(),
                Forecast.unknown(now.immich(), why),
                upgrade.map(u -> Forecast.unknown(u.immich(), why)),
                unknown(diagnoses, why),
                unknown(upgradeDiagnoses, why));
    }

    private static List<Diagnosis> unknown(List<Diagnosis> diagnoses, String why) {
        return diagnoses.stream()
                .map(d -> new Diagnosis(d.check(), d.severity(), d.muted(), Verdict.unknown(why)))
                .toList();
    }
}
