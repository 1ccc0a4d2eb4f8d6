package dev.immichpg.publish;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.Version;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a database when it could last be read: the next examination compares its own results with these.
 *
 * @param postgres the server's version
 * @param immich the version of Immich; empty: unknown
 * @param outcome of a start
 * @param checks by check; a check that is missing did not exist in the agent that wrote this
 */
record LastResults(String postgres, Optional<String> immich, Outcome outcome, Map<Check, Status> checks) {

    LastResults {
        requireNonNull(postgres, "postgres");
        requireNonNull(immich, "immich");
        requireNonNull(outcome, "outcome");
        checks = Map.copyOf(checks);
    }

    /** @param report of a database that could be read */
    static LastResults of(Report report) {
        Map<Check, Status> checks = new EnumMap<>(Check.class);
        report.now()
                .diagnoses()
                .forEach(diagnosis ->
                        checks.put(diagnosis.check(), diagnosis.verdict().status()));
        return new LastResults(
                report.snapshot().orElseThrow().server().version(),
                report.immich().version().map(Version::text),
                report.now().forecast().outcome(),
                checks);
    }
}
