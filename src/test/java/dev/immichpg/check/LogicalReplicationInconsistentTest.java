package dev.immichpg.check;

import static dev.immichpg.check.Check.LOGICAL_REPLICATION_INCONSISTENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.LogicalReplication;
import dev.immichpg.catalog.Snapshot.ReplicationSlot;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogicalReplicationInconsistentTest implements CheckTest {

    @Test
    void aPublicationNeedsWalOfItsKind() {
        Finding finding =
                Judged.onlyFinding(judge(new LogicalReplication("replica", 10, 10, 4, List.of("photos"), List.of())));

        assertEquals("wal_level", finding.subject());
        assertEquals("wal_level is replica, but this database is set up to publish.", finding.observed());
        assertEquals("Expected logical: nothing is replicated otherwise.", finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET wal_level = 'logical';",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(finding));
    }

    @Test
    void whatSendsNeedsSendersAndSlots() {
        assertEquals(
                List.of("max_replication_slots", "max_wal_senders"),
                subjects(judge(new LogicalReplication("logical", 0, 0, 4, List.of("photos"), List.of()))));
    }

    @Test
    void aLogicalSlotOfThisDatabaseCountsAsAPublication() {
        LogicalReplication none = new LogicalReplication("replica", 10, 10, 4, List.of(), List.of());
        Given here = Given.vchord()
                .logicalReplication(none)
                .replicationSlot(new ReplicationSlot("s", true, "immich", true, "reserved", 0));
        Given elsewhere = Given.vchord()
                .logicalReplication(none)
                .replicationSlot(new ReplicationSlot("s", true, "other", true, "reserved", 0));

        assertEquals(List.of("wal_level"), subjects(Judged.judge(LOGICAL_REPLICATION_INCONSISTENT, here)));
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(LOGICAL_REPLICATION_INCONSISTENT, elsewhere).status());
    }

    @Test
    void whatReceivesNeedsWorkers() {
        Finding finding =
                Judged.onlyFinding(judge(new LogicalReplication("replica", 0, 10, 0, List.of(), List.of("photos"))));

        assertEquals(
                "max_logical_replication_workers is 0, but this database is set up to subscribe.", finding.observed());
        assertEquals("Expected 4 or more: nothing is replicated otherwise.", finding.expected());
    }

    @Test
    void quietWhereAllIsAsItShouldBe() {
        assertEquals(
                Status.OK,
                judge(new LogicalReplication("logical", 10, 10, 4, List.of("photos"), List.of("others")))
                        .status());
    }

    @Test
    void doesNotApplyWithoutAny() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(LOGICAL_REPLICATION_INCONSISTENT, Given.pgvector().historyHidden())
                        .status());
    }

    private static List<String> subjects(Verdict verdict) {
        return verdict.findings().stream().map(Finding::subject).toList();
    }

    private static Verdict judge(LogicalReplication logical) {
        return Judged.judge(LOGICAL_REPLICATION_INCONSISTENT, Given.vchord().logicalReplication(logical));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord()
                .logicalReplication(new LogicalReplication("replica", 10, 10, 4, List.of("photos"), List.of())));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a publication, and wal_level was set back",
                Check.LOGICAL_REPLICATION_INCONSISTENT,
                Set.of(),
                Outcome.STARTS,
                server -> {
                    server.configure("wal_level", "logical");
                    server.restart();
                    var database = Story.vchord(server);
                    database.roleExecute("CREATE PUBLICATION photos FOR TABLE public.smart_search");
                    return database;
                },
                p -> {
                    p.server().configure("wal_level", "replica");
                    p.server().restart();
                }));
    }
}
