package dev.immichpg.check;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.forecast.Forecast;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The result of a report in one word, best first: the only scale of it, for exit codes, pages and colours. Unknown outranks
 * a warning, because what could not be seen can be critical. What would be no more than good to know cannot.
 */
public enum Overall {
    OK,
    WARNING,
    UNKNOWN,
    CRITICAL;

    /** The worst of several; OK of none. */
    public static Overall worst(Collection<Overall> all) {
        return all.stream().max(Comparator.naturalOrder()).orElse(OK);
    }

    /** What checks alone come to; muted ones count for nothing, and neither does what is only good to know. */
    static Overall of(List<Diagnosis> diagnoses) {
        return worst(diagnoses.stream().map(Overall::of).toList());
    }

    static Overall of(Forecast forecast) {
        return switch (forecast.outcome()) {
            case STARTS, MIGRATES -> OK;
            case UNKNOWN -> UNKNOWN;
            case BLOCKED -> CRITICAL;
        };
    }

    private static Overall of(Diagnosis diagnosis) {
        if (diagnosis.isUnknown()) {
            return diagnosis.severity() == Severity.INFO ? OK : UNKNOWN;
        }
        if (!diagnosis.isProblem()) {
            return OK;
        }
        return of(diagnosis.severity());
    }

    /** Of a problem. */
    static Overall of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> CRITICAL;
            case WARNING -> WARNING;
            case INFO -> OK;
        };
    }
}
