package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.immichpg.Lacking;
import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.PgBackRest.Mishap;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What real backup tools leave in the catalogs, healthy and broken. Needs pgBackRest, or Barman with the client programs of
 * Postgres; says so where they are not installed. {@code immich-pg.backup-tools.obligatory=true} makes a failure of what
 * would be skipped.
 */
class BackupToolsIT {

    private static final String OBLIGATORY = "immich-pg.backup-tools.obligatory";
    /** That of the client programs in Debian 12: newer ones work with it as well. */
    private static final int MAJOR = 15;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** initdb was told so: WAL comes in segments of this size. */
    private static final long SEGMENT = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void pgBackRestShowsThroughTheArchiver() throws IOException {
        PgBackRest.unavailable().ifPresent(why -> notTried("pgBackRest", why));
        try (Server server = new Server(options -> options.setting("archive_mode", "on"));
                PgBackRest tool = new PgBackRest(server.postgres, directory)) {

            // No command yet. Nothing fails; the segments just stay.
            server.writeSegments(1);
            assertEquals(Archiver.UNTRIED, server.facts().archiver);
            server.finds(Check.WAL_ARCHIVING_FAILING);

            // The stanza was forgotten: it fails from its first day.
            tool.configure();
            Archiver never = server.await("failure", facts -> facts.archiver.failed > 0).archiver;
            assertEquals(Optional.empty(), never.last);
            assertTrue(never.isFailing());
            server.finds(Check.WAL_ARCHIVING_FAILING);

            tool.createStanza();
            tool.check();
            tool.backUp();
            tool.check(); // of a segment: what the backup archived last may have been its mark
            assertArchiving(server);

            for (Mishap mishap : Mishap.values()) {
                Archiver before = server.facts().archiver;
                tool.suffer(mishap);
                server.writeSegments(2);
                Facts broken = server.await("failure for " + mishap, facts -> facts.archiver.failed > before.failed);
                assertTrue(broken.archiver.isFailing(), broken::toString);
                assertEquals(before.archived, broken.archiver.archived);
                assertEquals(before.last, broken.archiver.last);
                assertEquals(Optional.of(2L), broken.unarchivedSegments());
                server.finds(Check.WAL_ARCHIVING_FAILING);

                tool.fix();
                tool.check();
                assertArchiving(server);
                assertTrue(server.facts().archiver.archived >= before.archived + 3);
            }

            // Someone emptied the command. Again nothing fails: only the distance to the newest WAL tells.
            Archiver before = server.facts().archiver;
            server.configure("archive_command", "");
            server.writeSegments(3);
            Facts silent = server.facts();
            assertEquals(before, silent.archiver);
            assertEquals(Optional.of(3L), silent.unarchivedSegments());
            server.finds(Check.WAL_ARCHIVING_FAILING);

            tool.configure();
            assertArchiving(server);
        }
    }

    /** Failures of the past stay counted: only their time says that they are over. */
    private static void assertArchiving(Server server) {
        Facts facts = server.await("archive without a gap", Facts::isAllArchived);
        assertTrue(facts.archiver.failed > 0, facts::toString);
        assertFalse(facts.archiver.isFailing(), facts::toString);
        assertEquals(List.of(), facts.slots);
        server.findsNothing();
    }

    @Test
    void barmanShowsThroughItsSlot() throws IOException {
        Barman.unavailable(MAJOR, directory).ifPresent(why -> notTried("Barman", why));
        // An idle receiver is asked how far it is after half of this time.
        try (Server server = new Server(options -> options.setting("wal_sender_timeout", "10s"));
                Barman tool = new Barman(server.postgres, directory)) {

            assertEquals(List.of(), server.facts().slots);
            tool.createSlot();
            assertEquals(new Slot(Barman.SLOT, false, null, null, null, null), server.slot());
            server.findsNothing();

            tool.startReceiving();
            server.awaitSlot("receiver", Slot::active);
            server.writeSegments(2);
            server.await("received segment", any -> tool.hasReceivedSegment());
            tool.archive();
            tool.check();
            tool.backUp();
            assertReceiving(server);
            assertEquals(Archiver.UNTRIED, server.facts().archiver);

            // Nobody receives, and nothing limits what is kept for it: the disk fills.
            tool.stopReceiving();
            Slot idle = server.awaitSlot("end of the receiver", slot -> !slot.active);
            assertEquals("reserved", idle.walStatus);
            server.writeSegments(8);
            Slot growing = server.slot();
            assertEquals("reserved", growing.walStatus);
            assertEquals(idle.restart, growing.restart);
            assertFalse(growing.holdsBackLessThan(7 * SEGMENT), growing::toString);
            assertNull(growing.safe);
            server.finds(Check.REPLICATION_SLOT_AT_RISK);
            server.configure("max_wal_size", "4MB");
            assertEquals("extended", server.slot().walStatus);
            server.finds(Check.REPLICATION_SLOT_AT_RISK);
            server.configure("max_wal_size", "1GB");

            tool.startReceiving();
            assertReceiving(server);
            server.awaitSlot("slot without a backlog", slot -> slot.holdsBackLessThan(2 * SEGMENT));

            // The same with a limit: the disk is safe, and the backups get a gap at the next checkpoint.
            tool.stopReceiving();
            server.awaitSlot("end of the receiver", slot -> !slot.active);
            server.configure("max_slot_wal_keep_size", "4MB");
            Slot near = server.slot();
            assertEquals("reserved", near.walStatus);
            assertTrue(near.safe > 0, near::toString);
            server.writeSegments(8);
            Slot overdue = server.slot();
            assertEquals("unreserved", overdue.walStatus);
            assertTrue(overdue.safe <= 0, overdue::toString);
            server.finds(Check.REPLICATION_SLOT_AT_RISK);
            server.postgres.execute("postgres", "CHECKPOINT");
            assertEquals(new Slot(Barman.SLOT, false, "lost", null, null, null), server.slot());
            server.finds(Check.REPLICATION_SLOT_AT_RISK);

            // Barman's cron job tries in vain. A new slot is not enough: the receiver wants to go on where it was.
            assertReceivesInVain(server, tool);
            tool.dropSlot();
            tool.createSlot();
            Slot unused = server.slot();
            assertNull(unused.walStatus);
            assertTrue(unused.safe < 0, unused::toString); // of Postgres' own making: it keeps nothing
            server.findsNothing();
            assertReceivesInVain(server, tool);

            // It may have told the new slot where it was before it ended: that one can be lost as well by now, and
            // Barman
            // would go back to where the slot is. So once more a new one, which nobody has used.
            tool.dropSlot();
            tool.createSlot();
            tool.forgetPosition();
            tool.startReceiving();
            assertReceiving(server);
            tool.backUp();
            tool.check();
            assertReceiving(server);
        }
    }

    private static void assertReceiving(Server server) {
        server.awaitSlot("receiver", slot -> slot.active && "reserved".equals(slot.walStatus));
        server.findsNothing();
    }

    private static void assertReceivesInVain(Server server, Barman tool) {
        tool.startReceiving();
        server.await("end of the receiver", any -> !tool.isReceiving());
        assertTrue(tool.received().contains("has already been removed"), tool::received);
    }

    /** A server of our own with an Immich on it, and someone who may see nothing but what everyone may. */
    private static final class Server implements AutoCloseable {

        private final EmbeddedServer postgres;
        private final Patient patient;
        private final Monitor anyone;

        Server(Consumer<EmbeddedServer.Options> settings) {
            postgres = EmbeddedServer.start(MAJOR, options -> settings.accept(options.baseline()));
            try {
                ImmichDatabase database = ImmichDatabase.on(postgres)
                        .vchord("0.4.3")
                        .immich("2.7.5")
                        .create();
                patient = Patient.seenBy(database.createMonitor(Grants.FULL).url(), database);
                anyone = database.createMonitor(Grants.NONE);
            } catch (RuntimeException e) {
                postgres.close();
                throw e;
            }
        }

        /** As the agent does it: these checks and no others. Broken backups never keep Immich from starting. */
        void finds(Check... checks) {
            Report report = patient.examine();
            assertEquals(
                    List.of(checks),
                    Patient.checks(report, Status.PROBLEM),
                    report.now().problems()::toString);
            assertEquals(List.of(), Patient.checks(report, Status.UNKNOWN));
            assertEquals(
                    Outcome.STARTS,
                    report.now().forecast().outcome(),
                    report.now().forecast()::sentence);
        }

        void findsNothing() {
            finds();
        }

        /** Each has something in it, or else Postgres would go on with the same one. */
        void writeSegments(int count) {
            for (int i = 0; i < count; i++) {
                postgres.execute(
                        "postgres", "SELECT pg_logical_emit_message(false, 'test', 'text')", "SELECT pg_switch_wal()");
            }
        }

        void configure(String name, String value) {
            postgres.configure(name, value);
            postgres.reload();
        }

        Slot slot() {
            List<Slot> slots = facts().slots;
            assertEquals(1, slots.size(), slots::toString);
            return slots.get(0);
        }

        Slot awaitSlot(String what, Predicate<Slot> condition) {
            return await(what, facts -> facts.slots.stream().anyMatch(condition))
                    .slots
                    .get(0);
        }

        Facts await(String what, Predicate<Facts> condition) {
            Instant deadline = Instant.now().plus(PATIENCE);
            while (true) {
                Facts facts = facts();
                if (condition.test(facts)) {
                    return facts;
                }
                if (Instant.now().isAfter(deadline)) {
                    return fail("No " + what + " within " + PATIENCE + ": " + facts + "\n" + postgres.log());
                }
                LockSupport.parkNanos(50_000_000);
            }
        }

        Facts facts() {
            try (Connection connection = anyone.connect();
                    Statement statement = connection.createStatement()) {
                return Facts.read(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            patient.leave();
            postgres.close();
        }
    }

    /** What everyone may read of archiving and slots, with no grant at all. */
    private record Facts(Archiver archiver, long completeSegments, List<Slot> slots) {

        private static final String QUERY = """
                SELECT a.*, pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0') AS written,
                       s.slot_name, s.active, s.wal_status, s.restart_lsn, s.safe_wal_size,
                       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.restart_lsn) AS held_back
                FROM pg_catalog.pg_stat_archiver a LEFT JOIN pg_catalog.pg_replication_slots s ON true
                """;

        static Facts read(Statement statement) throws SQLException {
            try (ResultSet row = statement.executeQuery(QUERY)) {
                row.next();
                Archiver archiver = new Archiver(
                        row.getLong("archived_count"),
                        event(row, "last_archived_wal", "last_archived_time"),
                        row.getLong("failed_count"),
                        event(row, "last_failed_wal", "last_failed_time"));
                long complete = row.getLong("written") / SEGMENT;
                List<Slot> slots = new ArrayList<>();
                do {
                    if (row.getString("slot_name") != null) {
                        slots.add(new Slot(
                                row.getString("slot_name"),
                                row.getBoolean("active"),
                                row.getString("wal_status"),
                                row.getString("restart_lsn"),
                                row.getObject("held_back", BigDecimal.class),
                                row.getObject("safe_wal_size", Long.class)));
                    }
                } while (row.next());
                return new Facts(archiver, complete, List.copyOf(slots));
            }
        }

        private static Optional<Event> event(ResultSet row, String file, String time) throws SQLException {
            String name = row.getString(file);
            return name == null
                    ? Optional.empty()
                    : Optional.of(new Event(name, row.getObject(time, OffsetDateTime.class)));
        }

        /**
         * Complete, and still not in the archive: those that were written after the last one there. Empty where that is not
         * known: nothing was archived yet, or last of all a file that is no segment.
         */
        Optional<Long> unarchivedSegments() {
            return archiver.last.flatMap(Event::segment).map(archived -> completeSegments - archived - 1);
        }

        boolean isAllArchived() {
            return unarchivedSegments().equals(Optional.of(0L));
        }
    }

    /** A file of WAL, and when what was tried with it ended. */
    private record Event(String file, OffsetDateTime time) {

        /** Its number. A backup's mark (….backup) has the name of the segment where the backup began, long ago. */
        Optional<Long> segment() {
            return file.length() == 24
                    ? Optional.of(Long.parseLong(file.substring(8, 16), 16) * ((1L << 32) / SEGMENT)
                            + Long.parseLong(file.substring(16), 16))
                    : Optional.empty();
        }
    }

    /** The row of pg_stat_archiver. */
    private record Archiver(long archived, Optional<Event> last, long failed, Optional<Event> lastFailure) {

        static final Archiver UNTRIED = new Archiver(0, Optional.empty(), 0, Optional.empty());

        boolean isFailing() {
            return lastFailure.isPresent()
                    && last.map(Event::time)
                            .filter(lastFailure.get().time()::isBefore)
                            .isEmpty();
        }
    }

    /**
     * A row of pg_replication_slots.
     *
     * @param walStatus null: nobody has ever used it
     * @param restart the oldest WAL that it keeps; null: it keeps none
     * @param heldBack bytes of WAL since then; null: it keeps none
     * @param safe how many bytes can still be written before it is lost; null: nothing limits it, or it is lost
     */
    private record Slot(String name, boolean active, String walStatus, String restart, BigDecimal heldBack, Long safe) {

        boolean holdsBackLessThan(long bytes) {
            return heldBack != null && heldBack.longValueExact() < bytes;
        }
    }

    /** Never silently. */
    private static void notTried(String tool, String why) {
        Lacking.skip(OBLIGATORY, tool + " was not tried: " + why);
    }

    private static void say(String sentence) {
        System.out.println("BackupToolsIT: " + sentence);
    }
}
