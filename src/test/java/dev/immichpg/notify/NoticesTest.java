package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Severity;
import dev.immichpg.notify.Http.Answer;
import dev.immichpg.notify.NotifySettings.HeartbeatSettings;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import io.quarkus.runtime.ShutdownEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real threads: nobody waits for a service. */
class NoticesTest {

    private static final Given BLOCKED =
            Given.vchord().preload("pg_stat_statements").loadedPrefixes();

    @TempDir
    Path directory;

    private Notices notices;

    @AfterEach
    void stop() {
        notices.stop(new ShutdownEvent());
    }

    private static NotifierSettings notifier(String name, String url) {
        return new NotifierSettings(
                name,
                new SecretUrl.Literal<>(Recipient.parse(url)),
                Severity.WARNING,
                1,
                Duration.ZERO,
                Duration.ofHours(24));
    }

    private NotifySettings settings(List<NotifierSettings> notifiers, String... heartbeats) {
        return new NotifySettings(
                List.of("a", "b"),
                notifiers,
                Stream.of(heartbeats)
                        .map(url -> new HeartbeatSettings("hc", new SecretUrl.Literal<>(Heartbeat.parse(url)), true))
                        .toList(),
                List.of(),
                Optional.empty(),
                Optional.of(directory));
    }

    @Test
    void oneThatHangsKeepsNobodyWaiting() {
        CountDownLatch never = new CountDownLatch(1);
        Scripted fast = Scripted.takingAll();
        notices = new Notices(Clock.systemUTC(), call -> {
            if (call.uri().getHost().equals("slow")) {
                never.await();
            }
            return fast.exchange(call);
        });
        notices.follow(settings(List.of(notifier("slow", "json://slow"), notifier("fast", "json://fast"))));
        long before = System.nanoTime();
        notices.take(Examined.of("a", BLOCKED, Instant.now()));
        assertTrue(Duration.ofNanos(System.nanoTime() - before).toSeconds() < 2);
        await(() -> fast.calls.size() == 1);
        await(() -> status("slow").waiting() == 1);
        notices.take(Examined.of("a", Given.vchord(), Instant.now()));
        await(() -> fast.calls.size() == 2);
        await(() -> status("fast").sent() == 2);
    }

    @Test
    void theLastResultIsSeen() {
        notices = new Notices(Clock.systemUTC(), new Scripted(call -> new Answer(401, 0, "")));
        notices.follow(settings(List.of(notifier("phone", "gotify://host/secret-token"))));
        notices.take(Examined.of("a", BLOCKED, Instant.now()));
        await(() -> status("phone").failed() == 1);
        assertEquals("Gotify at host", status("phone").title());
        assertTrue(status("phone").failure().orElseThrow().why().contains("401"));
        assertEquals(1, status("phone").waiting());
    }

    /** What was not taken goes out after the configuration has changed, and nothing goes out twice. */
    @Test
    void anotherConfigurationForgetsNothing() {
        Scripted taking = Scripted.takingAll();
        boolean[] down = {true};
        notices = new Notices(Clock.systemUTC(), call -> down[0] ? new Answer(500, 0, "") : taking.exchange(call));
        notices.follow(settings(List.of(notifier("phone", "json://one"))));
        notices.take(Examined.of("a", BLOCKED, Instant.now()));
        await(() -> status("phone").failed() == 1);
        down[0] = false;
        notices.follow(settings(List.of(notifier("phone", "json://two"))));
        await(() -> status("phone").sent() == 1);
        assertEquals("two", taking.uri(0).getHost());
        notices.take(Examined.of("a", BLOCKED, Instant.now()));
        notices.take(Examined.of("b", Given.vchord(), Instant.now()));
        LockSupport.parkNanos(Duration.ofMillis(1_200).toNanos());
        assertEquals(1, taking.calls.size());
    }

    @Test
    void aHeartbeatComesAfterEachRoundAndTellsOfWhatIsCritical() {
        Scripted http = Scripted.takingAll();
        notices = new Notices(Clock.systemUTC(), http);
        notices.follow(settings(List.of(), "https://hc.example.org/ping/abc"));
        notices.take(Examined.of("a", Given.vchord(), Instant.now()));
        notices.take(Examined.of("a", Given.vchord(), Instant.now()));
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertEquals(0, http.calls.size(), "not every database has been examined");
        notices.take(Examined.of("b", Given.vchord(), Instant.now()));
        await(() -> http.calls.size() == 1);
        await(() -> notices.seen().heartbeats().get(0).sent() == 1);
        notices.take(Examined.of("a", BLOCKED, Instant.now()));
        notices.take(Examined.of("b", Given.vchord(), Instant.now()));
        await(() -> http.calls.size() == 2);
        assertEquals("https://hc.example.org/ping/abc", http.uri(0).toString());
        assertEquals("https://hc.example.org/ping/abc/fail", http.uri(1).toString());
    }

    @Test
    void aPauseIsSeenWithoutARestart() throws Exception {
        notices = new Notices(Clock.systemUTC(), Scripted.takingAll());
        notices.follow(settings(List.of()));
        Instant until = Instant.now().plusSeconds(3600);
        Maintenance.pause(directory, Optional.of("b"), Instant.now(), until);
        await(() -> notices.seen().paused().equals(Map.of("b", until)));
        long edition = notices.seen().edition();
        Maintenance.end(directory, Optional.empty(), Instant.now());
        await(() -> notices.seen().paused().isEmpty());
        assertTrue(notices.seen().edition() > edition);
    }

    private ChannelStatus status(String name) {
        return notices.seen().notifiers().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElse(ChannelStatus.beginning(name, Optional.empty()));
    }

    private static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < limit, "never");
            LockSupport.parkNanos(20_000_000);
        }
    }
}
