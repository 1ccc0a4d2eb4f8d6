package dev.immichpg.publish;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Report;
import dev.immichpg.check.Severity;
import java.util.List;

/** Why a database is well or not, in one sentence or two, for who asks only that. */
final class VerdictReason {

    private VerdictReason() {}

    /** The forecast, unless it would start and something else is critical: then what that is comes first. */
    static String of(Report report) {
        if (!report.readable() || report.now().forecast().isBlocked() || report.isWell()) {
            return report.sentence();
        }
        List<Diagnosis> critical = report.now().problems().stream()
                .filter(d -> d.severity() == Severity.CRITICAL)
                .toList();
        String first = critical.get(0).verdict().findings().get(0).observed();
        String others = critical.size() == 1 ? "" : " And " + (critical.size() - 1) + " more.";
        return critical.get(0).check().id() + ": " + first + others + " " + report.sentence();
    }
}
