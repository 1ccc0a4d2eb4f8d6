package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.LogicalReplication;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/** A publication, a logical slot or a subscription is there, and a setting of the server leaves it without effect. */
final class LogicalReplicationInconsistent {

    private LogicalReplicationInconsistent() {}

    static Verdict judge(Snapshot is, Expectation should) {
        LogicalReplication logical = is.logicalReplication();
        boolean sends = !logical.publications().isEmpty()
                || is.replicationSlots().stream()
                        .anyMatch(slot -> slot.logical()
                                && slot.database().equals(is.database().name()));
        boolean receives = !logical.subscriptions().isEmpty();
        if (!sends && !receives) {
            return Verdict.notApplicable("This database has no publication, no logical slot and no subscription.");
        }
        List<Finding> findings = new ArrayList<>();
        if (sends && !logical.walLevel().equals("logical")) {
            findings.add(finding("wal_level", logical.walLevel(), "'logical'", "publish"));
        }
        if (sends && logical.maxWalSenders() == 0) {
            findings.add(finding("max_wal_senders", "0", "10", "publish"));
        }
        if (logical.maxReplicationSlots() == 0) {
            findings.add(finding("max_replication_slots", "0", "10", sends ? "publish" : "subscribe"));
        }
        if (receives && logical.maxWorkers() == 0) {
            findings.add(finding("max_logical_replication_workers", "0", "4", "subscribe"));
        }
        return Verdict.of(findings);
    }

    private static Finding finding(String setting, String value, String better, String act) {
        return new Finding(
                setting,
                setting + " is " + value + ", but this database is set up to " + act + ".",
                "Expected " + better.replace("'", "") + (better.startsWith("'") ? "" : " or more")
                        + ": nothing is replicated otherwise.",
                Remedy.of(
                        RemedyStep.superuser(Phase.CONFIGURE, "ALTER SYSTEM SET " + setting + " = " + better + ";"),
                        RemedyStep.RESTART_POSTGRES));
    }
}
