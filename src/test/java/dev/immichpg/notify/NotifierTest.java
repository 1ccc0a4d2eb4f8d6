package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Report;
import dev.immichpg.check.Severity;
import dev.immichpg.notify.Notice.Alert;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told, and when: an examination a minute, and somebody who only has a telephone. */
class NotifierTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Optional<URI> TOP = Optional.of(URI.create("https://pg.example.org"));

    private static final Given WELL = Given.vchord();
    private static final Given BLOCKED =
            Given.vchord().preload("pg_stat_statements").loadedPrefixes();
    private static final Given WARNED = Given.vchord().databaseCollation("2.31", "2.36");

    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private Set<String> paused = Set.of();
    private List<String> databases = List.of("home");
    private Notifier notifier = with(Severity.WARNING, 2, MINUTE, Duration.ofHours(24));
    private final List<Notice> told = new ArrayList<>();

    private Notifier with(Severity least, int holds, Duration collect, Duration repeat) {
        return new Notifier(
                settings(least, holds, collect, repeat), false, databases, TOP, NotifierState.beginning("phone"));
    }

    private static NotifierSettings settings(Severity least, int holds, Duration collect, Duration repeat) {
        return new NotifierSettings(
                "phone", new SecretUrl.Literal<>(Recipient.parse("json://host")), least, holds, collect, repeat);
    }

    /** An examination, the minute after it, and a service that takes everything. */
    private void minute(Report... reports) {
        for (Report report : reports) {
            if (paused.contains(report.database())) {
                notifier.passOver(report.database());
            } else {
                notifier.observe(report, now);
            }
        }
        now = now.plus(MINUTE);
        notifier.tick(now, paused::contains);
        notifier.next(now).ifPresent(notice -> {
            told.add(notice);
            notifier.delivered(notice, now);
        });
    }

    private void minutes(int number, Given given) {
        for (int i = 0; i < number; i++) {
            minute(Examined.of("home", given, now));
        }
    }

    private List<String> titles() {
        return told.stream().map(Notice::title).toList();
    }

    @Test
    void whatIsWellIsNotTold() {
        minutes(10, WELL);
        assertEquals(List.of(), titles());
    }

    @Test
    void aChangeIsToldOnceWithWhatToDoAndItsEndOnce() {
        minutes(3, WELL);
        minutes(5, BLOCKED);
        assertEquals(List.of("home: Immich would not start"), titles());
        Notice notice = told.get(0);
        assertEquals(Level.CRITICAL, notice.level());
        assertEquals(Optional.of(URI.create("https://pg.example.org/databases/home")), notice.link());
        assertTrue(notice.lines().get(0).contains("would not start"), notice::text);
        assertTrue(notice.text().contains(" steps: ALTER SYSTEM SET "), notice::text);
        assertTrue(
                notice.alerts().stream().anyMatch(a -> a.name().equals("ImmichPgStartBlocked") && a.active()),
                notice::toString);

        minutes(5, WELL);
        assertEquals(List.of("home: Immich would not start", "home: all is well"), titles());
        Notice end = told.get(1);
        assertEquals(Level.OK, end.level());
        assertTrue(end.text().contains("No longer a problem"), end::text);
        assertTrue(end.alerts().stream().noneMatch(Alert::active), end::toString);
        assertEquals(notice.alerts().size(), end.alerts().size(), "each alert that was raised ends");
    }

    /** So long a restart of Postgres takes. */
    @Test
    void whatDoesNotHoldIsNotTold() {
        minutes(2, WELL);
        minute(Examined.unreadable("home", now));
        minutes(3, WELL);
        assertEquals(List.of(), titles());
    }

    /** One that comes and goes does not keep the other from being told. */
    @Test
    void eachThingIsHeldForItself() {
        for (int i = 0; i < 3; i++) {
            minutes(1, BLOCKED);
            minutes(
                    1,
                    Given.vchord()
                            .preload("pg_stat_statements")
                            .loadedPrefixes()
                            .databaseCollation("2.31", "2.36"));
        }
        assertEquals(List.of("home: Immich would not start"), titles(), told::toString);
        assertFalse(told.get(0).text().contains("collation"), told.get(0)::text);
    }

    @Test
    void anOutageHidesWhatWasWrongAndEndsNothing() {
        minutes(3, WARNED);
        for (int i = 0; i < 3; i++) {
            minute(Examined.unreadable("home", now));
        }
        minutes(3, WARNED);
        assertEquals(List.of("home: 1 problem", "home: the database cannot be read", "home: 1 problem"), titles());
        assertTrue(told.get(2).text().contains("The database can be read again."), told.get(2)::text);
        assertTrue(
                told.get(2).text().contains("Still there:"),
                "and that it is not all well: " + told.get(2).text());
    }

    /** Not having looked does not mean that it is fixed. */
    @Test
    void whatACheckCannotSeeAnyMoreIsNotFixed() {
        minutes(3, Given.pgvectors().indexStatus("clip_index", "UPGRADE"));
        int before = told.size();
        minutes(3, Given.pgvectors());
        told.subList(before, told.size())
                .forEach(notice -> assertTrue(
                        !notice.text().contains("No longer a problem") || notice.level() != Level.CRITICAL,
                        notice::text));
    }

    @Test
    void lessThanTheLeastSeverityIsNotTold() {
        notifier = with(Severity.CRITICAL, 1, Duration.ZERO, Duration.ZERO);
        minutes(3, WARNED);
        assertEquals(List.of(), titles());
    }

    @Test
    void severalChangesWithinAMinuteAreOneMessage() {
        databases = List.of("a", "b", "c");
        notifier = with(Severity.WARNING, 1, MINUTE, Duration.ZERO);
        minute(Examined.of("a", BLOCKED, now), Examined.unreadable("b", now), Examined.of("c", WARNED, now));
        assertEquals(1, told.size());
        assertEquals(
                "3 databases: 1 problem (c); Immich would not start (a); the database cannot be read (b)",
                told.get(0).title());
        assertEquals(
                Optional.of(URI.create("https://pg.example.org/")), told.get(0).link());
        assertTrue(told.get(0).lines().stream().allMatch(line -> line.matches("(a|b|c): .*")));
    }

    @Test
    void whatStaysCriticalIsToldAgainAndNothingElse() {
        minutes(24 * 60 + 10, BLOCKED);
        assertEquals(List.of("home: Immich would not start", "Still: home: Immich would not start"), titles());
        assertTrue(told.get(1).text().contains(" steps: ALTER SYSTEM SET "), told.get(1)::text);
        told.clear();
        notifier = with(Severity.WARNING, 2, MINUTE, Duration.ofHours(24));
        minutes(24 * 60 + 10, WARNED);
        assertEquals(List.of("home: 1 problem"), titles());
        told.clear();
        notifier = with(Severity.WARNING, 2, MINUTE, Duration.ZERO);
        minutes(24 * 60 + 10, BLOCKED);
        assertEquals(List.of("home: Immich would not start"), titles());
    }

    /** Alertmanager ends what nobody renews. */
    @Test
    void whoForgetsIsToldAgainWhateverTheSeverity() {
        notifier = new Notifier(
                settings(Severity.WARNING, 2, MINUTE, Duration.ZERO),
                true,
                databases,
                TOP,
                NotifierState.beginning("phone"));
        minutes(24 * 60 + 10, WARNED);
        assertEquals(2, told.size());
        assertEquals(told.get(0).alerts(), told.get(1).alerts());
    }

    @Test
    void duringMaintenanceNothingIsToldAndAfterItWhatIsWrongStill() {
        minutes(2, WELL);
        paused = Set.of("home");
        minutes(30, BLOCKED);
        assertEquals(List.of(), titles());
        paused = Set.of();
        minutes(4, BLOCKED);
        assertEquals(List.of("home: Immich would not start"), titles());
        paused = Set.of("home");
        minutes(24 * 60 + 10, BLOCKED);
        assertEquals(1, told.size(), "no reminder either");
    }

    @Test
    void aRestartRepeatsNothingAndLosesNothing() {
        notifier.observe(Examined.of("home", BLOCKED, now), now);
        notifier.observe(Examined.of("home", BLOCKED, now), now);
        restart(); // Between the change and its message.
        minutes(2, BLOCKED);
        assertEquals(List.of("home: Immich would not start"), titles());
        restart(); // After it.
        minutes(10, BLOCKED);
        assertEquals(1, told.size());
        notifier.observe(Examined.of("home", WELL, now), now);
        notifier.observe(Examined.of("home", WELL, now), now);
        now = now.plus(MINUTE);
        notifier.tick(now, database -> false);
        assertEquals(1, notifier.waiting());
        restart(); // With a message that has not gone out.
        minutes(2, WELL);
        assertEquals(List.of("home: Immich would not start", "home: all is well"), titles());
    }

    private void restart() {
        notifier = new Notifier(
                settings(Severity.WARNING, 2, MINUTE, Duration.ofHours(24)),
                false,
                databases,
                TOP,
                StateFilesTest.throughAFile(notifier.state()));
    }

    @Test
    void whatIsNotTakenIsTriedAgainWithGrowingPausesInOrder() {
        notifier = with(Severity.WARNING, 1, Duration.ZERO, Duration.ZERO);
        List<Notice> tried = new ArrayList<>();
        List<Duration> pauses = new ArrayList<>();
        Instant last = now;
        for (int second = 0; second < 3600; second++) {
            if (second % 60 == 0) {
                notifier.observe(Examined.of("home", second < 600 ? BLOCKED : WELL, now), now);
            }
            notifier.tick(now, database -> false);
            Optional<Notice> next = notifier.next(now);
            if (next.isPresent()) {
                pauses.add(Duration.between(last, now));
                last = now;
                tried.add(next.get());
                notifier.failed(next.get(), new NotDelivered("no.", Duration.ZERO, false), now);
            }
            now = now.plusSeconds(1);
        }
        assertEquals(1, Set.copyOf(tried).size(), "the first one comes first");
        assertEquals(
                List.of(0L, 5L, 15L, 30L, 60L),
                pauses.stream().limit(5).map(Duration::toSeconds).toList());
        assertEquals(Duration.ofMinutes(10), pauses.get(pauses.size() - 1));
        List<Notice> delivered = new ArrayList<>();
        now = now.plus(Duration.ofHours(1));
        for (Optional<Notice> next = notifier.next(now); next.isPresent(); next = notifier.next(now)) {
            delivered.add(next.get());
            notifier.delivered(next.get(), now);
        }
        assertEquals(
                List.of("home: Immich would not start", "home: all is well"),
                delivered.stream().map(Notice::title).toList());
    }

    @Test
    void theServiceSaysHowLongItWantsToBeLeftAlone() {
        notifier = with(Severity.WARNING, 1, Duration.ZERO, Duration.ZERO);
        notifier.observe(Examined.of("home", BLOCKED, now), now);
        notifier.tick(now, database -> false);
        Notice notice = notifier.next(now).orElseThrow();
        notifier.failed(notice, new NotDelivered("429.", Duration.ofMinutes(7), false), now);
        assertTrue(notifier.next(now.plus(Duration.ofMinutes(6))).isEmpty());
        assertEquals(notice, notifier.next(now.plus(Duration.ofMinutes(7))).orElseThrow());
        notifier.failed(notice, new NotDelivered("429.", Duration.ofDays(300), false), now);
        assertEquals(notice, notifier.next(now.plus(Duration.ofHours(1))).orElseThrow());
    }

    @Test
    void aMessageThatIsNotTakenDoesNotKeepTheOthers() {
        notifier = with(Severity.WARNING, 1, Duration.ZERO, Duration.ZERO);
        notifier.observe(Examined.of("home", BLOCKED, now), now);
        notifier.tick(now, database -> false);
        Notice notice = notifier.next(now).orElseThrow();
        for (int i = 0; i < 3; i++) {
            now = now.plus(Duration.ofHours(1));
            notifier.failed(notice, new NotDelivered("400.", Duration.ZERO, true), now);
        }
        assertEquals(0, notifier.waiting());
        assertEquals(1, notifier.droppedInAll());
        notifier.observe(Examined.of("home", WELL, now), now);
        minutes(1, WELL);
        assertTrue(
                told.get(0).text().contains("1 earlier notice could not be delivered and was dropped."),
                told.get(0)::text);
    }

    @Test
    void theQueueIsBounded() {
        notifier = with(Severity.WARNING, 1, Duration.ZERO, Duration.ZERO);
        for (int i = 0; i < 200; i++) {
            notifier.observe(Examined.of("home", i % 2 == 0 ? BLOCKED : WELL, now), now);
            now = now.plusSeconds(10);
            notifier.tick(now, database -> false);
        }
        assertEquals(Notifier.MOST_WAITING, notifier.waiting());
        assertEquals(150, notifier.droppedInAll());
        now = now.plus(Duration.ofDays(2));
        notifier.tick(now, database -> false);
        assertEquals(0, notifier.waiting(), "nobody is helped by what was two days ago");
    }
}
