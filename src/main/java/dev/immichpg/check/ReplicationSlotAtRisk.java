package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ReplicationSlot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.Optional;

/**
 * Slots of standbys, subscribers and Barman: a slot that nobody reads holds back WAL until the disk is full, or until
 * Postgres invalidates the slot and its reader must be set up again.
 */
final class ReplicationSlotAtRisk {

    /** What an active slot may hold back: a copy that catches up after a long night does, and no healthy one stays so. */
    private static final long MUCH = 10L << 30;

    private ReplicationSlotAtRisk() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<ReplicationSlot> slots = is.replicationSlots();
        if (slots.isEmpty()) {
            return Verdict.notApplicable("There is no replication slot.");
        }
        return Verdict.of(slots.stream().flatMap(slot -> finding(slot).stream()).toList());
    }

    private static Optional<Finding> finding(ReplicationSlot slot) {
        String name = Sql.text(slot.name());
        String subject = "Replication slot " + slot.name();
        if (slot.walStatus().equals("lost")) {
            return Optional.of(new Finding(
                    slot.name(),
                    subject + " is lost: WAL that its reader needs is gone.",
                    "Expected a slot from which its reader can go on.",
                    Remedy.of(
                            RemedyStep.superuser(
                                    Phase.CONFIGURE, "SELECT pg_catalog.pg_drop_replication_slot(" + name + ");"),
                            RemedyStep.person(
                                    Phase.START_IMMICH,
                                    "If you still need what read from slot " + slot.name()
                                            + " (a standby, a subscriber, Barman), set it up again."))));
        }
        if (!slot.active() && !slot.walStatus().isEmpty()) {
            return Optional.of(new Finding(
                    slot.name(),
                    subject + " is not in use"
                            + (slot.walStatus().equals("reserved")
                                    ? "."
                                    : ", and holds back more WAL than Postgres would otherwise keep."),
                    "Expected its reader to be connected: Postgres keeps all WAL for it, until the disk is full.",
                    reader(slot)));
        }
        if (slot.walStatus().equals("unreserved") || slot.retainedBytes() >= MUCH) {
            return Optional.of(new Finding(
                    slot.name(),
                    subject
                            + (slot.walStatus().equals("unreserved")
                                    ? " is about to be lost: Postgres can remove WAL that its reader still needs."
                                    : " holds back more than 10 GiB of WAL."),
                    "Expected its reader to keep up.",
                    reader(slot)));
        }
        return Optional.empty();
    }

    private static Remedy reader(ReplicationSlot slot) {
        return Remedy.of(RemedyStep.person(
                Phase.CONFIGURE,
                "Start what reads from slot " + slot.name()
                        + " (a standby, a subscriber, Barman's receive-wal), or find out why it is slow. If nothing"
                        + " will ever read from it again, drop it as a superuser: SELECT pg_catalog.pg_drop_replication_slot("
                        + Sql.text(slot.name()) + ")"));
    }
}
