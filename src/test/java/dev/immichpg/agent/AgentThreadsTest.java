package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Memory;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.RejectedConfiguration;
import dev.immichpg.check.Report;
import dev.immichpg.check.ScheduleTick;
import dev.immichpg.notify.NotifySettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Issue 12, C and D: whose threads the clock and the examinations are, and whom they wait for. */
class AgentThreadsTest {

    private final Set<String> ofBeats = ConcurrentHashMap.newKeySet();
    private final Set<String> ofReports = ConcurrentHashMap.newKeySet();
    private final Set<Boolean> locked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger beats = new AtomicInteger();
    private final Map<String, AtomicInteger> reports = new ConcurrentHashMap<>();
    private volatile CountDownLatch hung = new CountDownLatch(0);

    private final Agent agent = new Agent(
            null,
            new Heard<ConfigurationInForce>(configuration -> {
                noteTheLock();
                await(hung);
            }),
            new Heard<NotifySettings>(notices -> noteTheLock()),
            new Heard<RejectedConfiguration>(refusal -> noteTheLock()),
            new Heard<Report>(report -> {
                noteTheLock();
                ofReports.add(Thread.currentThread().getName().replaceAll("[0-9]+", "N"));
                reports.computeIfAbsent(report.database(), name -> new AtomicInteger())
                        .incrementAndGet();
            }),
            new Heard<ScheduleTick>(tick -> {
                noteTheLock();
                ofBeats.add(Thread.currentThread().getName());
                beats.incrementAndGet();
            }),
            database -> Memory.NONE,
            Clock.systemUTC());

    private void noteTheLock() {
        locked.add(Thread.holdsLock(agent));
    }

    @AfterEach
    void end() {
        hung.countDown();
        agent.stop(null);
    }

    @Test
    void issue12WhoHearsOfAConfigurationMayHangAndTheClockGoesOn() throws Exception {
        agent.start(watching("home", "attic"));
        awaitMore(reports("attic"), 1);
        hung = new CountDownLatch(1);
        Thread drive = new Thread(() -> agent.follow(watching("home")));
        drive.start();
        while (drive.getState() != Thread.State.WAITING) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MILLISECONDS.sleep(50); // what was under way
        int ofAttic = reports("attic").get();

        awaitMore(beats, 2);
        awaitMore(reports("home"), 2);

        assertEquals(ofAttic, reports("attic").get(), "it is no longer watched");
        assertTrue(drive.isAlive());
        hung.countDown();
        drive.join();
        awaitMore(reports("home"), 1);
        assertEquals(Set.of("clock"), ofBeats);
        assertEquals(Set.of("examination-N"), ofReports);
        assertEquals(Set.of(false), locked, "whoever hears of anything holds up nobody");
    }

    private AtomicInteger reports(String database) {
        return reports.computeIfAbsent(database, name -> new AtomicInteger());
    }

    private static void awaitMore(AtomicInteger count, int more) throws InterruptedException {
        int before = count.get();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (count.get() < before + more) {
            assertTrue(System.nanoTime() < end, () -> count + " and no more, after " + before);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AgentSettings watching(String... databases) {
        Map<String, String> properties = new TreeMap<>(Map.of("immich-pg.every", "1s"));
        for (String database : databases) {
            properties.put("immich-pg.databases." + database + ".url", "postgresql://immich:canary@127.0.0.1:1/immich");
        }
        return AgentSettings.load(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build());
    }

    /** Of what CDI's has, the agent uses this. */
    private record Heard<T>(Consumer<T> listener) implements Event<T> {

        @Override
        public void fire(T event) {
            listener.accept(event);
        }

        @Override
        public <U extends T> CompletionStage<U> fireAsync(U event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Event<T> select(Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }
    }
}
