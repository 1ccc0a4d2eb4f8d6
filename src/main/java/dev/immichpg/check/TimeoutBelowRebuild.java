package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.RebuildTime;
import dev.immichpg.need.Expectation;
import java.util.List;

/**
 * {@link FailureMode#REBUILD_OBSTRUCTED}: a timeout ends a rebuild before it can be done, and Immich begins anew at each start.
 */
final class TimeoutBelowRebuild {

    private TimeoutBelowRebuild() {}

    static Verdict judge(Snapshot is, Expectation should) {
        HiddenFacts.looked(is.serverSettings());
        List<Finding> findings = should.release().vectorIndexes().values().stream()
                .flatMap(table -> is.relation(table).stream())
                .flatMap(table -> RebuildTime.tooShort(is, table))
                .map(time -> finding(is, time))
                .toList();
        List<String> hidden = RebuildTime.hidden(is);
        if (findings.isEmpty() && !hidden.isEmpty()) {
            throw HiddenFacts.behindItsOwn(is, hidden);
        }
        return Verdict.of(findings);
    }

    private static Finding finding(Snapshot is, RebuildTime time) {
        return new Finding(
                time.timeout().name() + ": " + time.table().name(),
                time.sentence(),
                "Expected no such limit for role " + is.role().name() + ": Immich sets none itself.",
                Remedy.of(
                        RemedyStep.superuser(
                                Phase.GRANT,
                                SettingLocation.toFix(is, time.timeout().scope())
                                                .alter() + " SET "
                                        + time.timeout().name() + " = 0;"),
                        RemedyStep.RESTART_IMMICH));
    }
}
