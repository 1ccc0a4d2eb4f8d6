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
        List<Diagnosis> diagnoses) {

    public Report {
        requireNonNull(database, "database");
        requireNonNull(examinedAt, "examinedAt");
        requireNonNull(duration, "duration");
        requireNonNull(immich, "immich");
        requireNonNull(now, "now");
        requireNonNull(upgrade, "upgrade");
        diagnoses = List.copyOf(diagnoses);
        if (failure.isPresent() == snapshot.isPresent()) {
            throw new IllegalArgumentException("a report has either a snapshot or the reason why there is none");
        }
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
        return Remedy.plan(problems().stream()
                .flatMap(d -> d.verdict().findings().stream())
                .map(Finding::remedy)
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
                diagnoses.stream()
                        .map(d -> new Diagnosis(d.check(), d.severity(), d.muted(), Verdict.unknown(why)))
                        .toList());
    }
}
