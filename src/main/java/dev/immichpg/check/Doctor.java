package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Report.Diagnosis;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Runs every check of the catalogue on a snapshot. */
public final class Doctor {

    private final Set<Check> muted;
    private final Map<Check, Severity> severities;

    /**
     * @param muted checks that the operator does not want to hear of
     * @param severities severities that the operator prefers to the checks' own
     */
    public Doctor(Set<Check> muted, Map<Check, Severity> severities) {
        this.muted = Set.copyOf(muted);
        this.severities = Map.copyOf(severities);
    }

    /** One diagnosis of each check, in the order of the catalogue. */
    public List<Diagnosis> examine(Snapshot is, Expectation should) {
        return diagnoses(check -> verdict(check, is, should));
    }

    /** What can be said of a database that could not be read: nothing, of every check. */
    public List<Diagnosis> unreadable(String why) {
        Verdict unknown = Verdict.unknown(why);
        return diagnoses(check -> unknown);
    }

    private List<Diagnosis> diagnoses(Function<Check, Verdict> verdict) {
        return Arrays.stream(Check.values())
                .map(check -> new Diagnosis(
                        check,
                        severities.getOrDefault(check, check.severity()),
                        muted.contains(check),
                        verdict.apply(check)))
                .toList();
    }

    private static Verdict verdict(Check check, Snapshot is, Expectation should) {
        try {
            return check.judge(is, should);
        } catch (Undecidable e) {
            return Verdict.unknown(e.getMessage());
        } catch (RuntimeException e) {
            // A rule that fails is a fault of ours, and must neither hide the other checks nor pass for fine.
            return Verdict.unknown(
                    "This check failed on what it saw (" + e + "). Please report it with the JSON of this database.");
        }
    }
}
