package dev.immichpg.check;

import static dev.immichpg.check.Check.REPLICATION_SLOT_AT_RISK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.ReplicationSlot;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicationSlotAtRiskTest implements CheckTest {

    @Test
    void aSlotThatNobodyReadsIsAProblem() {
        Finding finding = Judged.onlyFinding(judge(slot("bar'man", false, "reserved", 1)));

        assertEquals("bar'man", finding.subject());
        assertEquals("Replication slot bar'man is not in use.", finding.observed());
        assertEquals(
                "Expected its reader to be connected: Postgres keeps all WAL for it, until the disk is full.",
                finding.expected());
        assertEquals(
                List.of("CONFIGURE PERSON: Start what reads from slot bar'man (a standby, a subscriber, Barman's"
                        + " receive-wal), or find out why it is slow. If nothing will ever read from it again, drop"
                        + " it as a superuser: SELECT pg_catalog.pg_drop_replication_slot('bar''man')"),
                Judged.remedy(finding));
    }

    @Test
    void oneThatHoldsBackMoreThanUsualSaysSo() {
        assertEquals(
                "Replication slot s is not in use, and holds back more WAL than Postgres would otherwise keep.",
                Judged.onlyFinding(judge(slot("s", false, "extended", 1))).observed());
    }

    @Test
    void aLostOneIsDroppedAndItsReaderSetUpAnew() {
        Finding finding = Judged.onlyFinding(judge(slot("standby", false, "lost", 0)));

        assertEquals("Replication slot standby is lost: WAL that its reader needs is gone.", finding.observed());
        assertEquals(
                List.of(
                        "CONFIGURE SUPERUSER: SELECT pg_catalog.pg_drop_replication_slot('standby');",
                        "START_IMMICH PERSON: If you still need what read from slot standby (a standby, a subscriber, Barman),"
                                + " set it up again."),
                Judged.remedy(finding));
    }

    @Test
    void oneThatIsReadCanFallBehind() {
        assertEquals(
                "Replication slot s is about to be lost: Postgres can remove WAL that its reader still needs.",
                Judged.onlyFinding(judge(slot("s", true, "unreserved", 1))).observed());
        assertEquals(
                "Replication slot s holds back more than 10 GiB of WAL.",
                Judged.onlyFinding(judge(slot("s", true, "extended", 10L << 30)))
                        .observed());
    }

    @Test
    void quietWhereReadersKeepUp() {
        assertEquals(
                Status.OK, judge(slot("s", true, "extended", (10L << 30) - 1)).status());
        assertEquals(Status.OK, judge(slot("s", true, "reserved", 0)).status());
    }

    /** One that has never been read from reserves nothing yet. */
    @Test
    void quietWhereASlotHoldsNothingBack() {
        assertEquals(Status.OK, judge(slot("s", false, "", 0)).status());
    }

    @Test
    void doesNotApplyWithoutSlots() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(REPLICATION_SLOT_AT_RISK, Given.fresh().historyHidden())
                        .status());
    }

    private static Verdict judge(ReplicationSlot slot) {
        return Judged.judge(REPLICATION_SLOT_AT_RISK, Given.vchord().replicationSlot(slot));
    }

    private static ReplicationSlot slot(String name, boolean active, String walStatus, long retained) {
        return new ReplicationSlot(name, false, "", active, walStatus, retained);
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().replicationSlot(slot("s", false, "reserved", 1)));
    }

    /** BackupToolsIT has Barman's own, active and not; a lost one is there as well. */
    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a replication slot without a reader",
                Check.REPLICATION_SLOT_AT_RISK,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> {
                    p.database().superuserExecute("SELECT pg_create_physical_replication_slot('left', true)");
                    p.where(
                            "Start what reads from slot left (a standby, a subscriber, Barman's receive-wal), or find"
                                    + " out why it is slow. If nothing will ever read from it again, drop it as a"
                                    + " superuser: SELECT pg_catalog.pg_drop_replication_slot('left')",
                            () -> p.database().superuserExecute("SELECT pg_catalog.pg_drop_replication_slot('left')"));
                }));
    }
}
