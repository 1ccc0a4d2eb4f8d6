package dev.immichpg.agent;

import dev.immichpg.agent.Rota.Turn;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Refusal;
import dev.immichpg.check.Report;
import dev.immichpg.check.Roster;
import dev.immichpg.check.Tick;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The clock: examines every database when its turn comes, each for itself, and follows the configuration when it is edited.
 */
@ApplicationScoped
public class Agent {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    private static final String TICK = "tick";
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** So many ticks between two looks at the files of the configuration. */
    private static final int LOOK_EVERY = 2;

    /** Without a tick for so long, the clock of the machine was set back. */
    private static final Duration MISSED = Duration.ofSeconds(4);

    private final Scheduler scheduler;
    private final ScheduledExecutorService stopwatch;
    private final Event<Roster> rosters;
    private final Event<Refusal> refusals;
    private final Event<Report> reports;
    private final Event<Tick> beats;
    private final Clock clock;
    private final Workers workers = new Workers();

    private final Map<String, Examiner> examiners = new TreeMap<>();
    private ConfigurationFiles files;
    private AgentSettings settings;
    private Rota rota;
    private int ticks;
    private volatile long lastTick;
    private volatile boolean stopped;

    Agent(
            Scheduler scheduler,
            ScheduledExecutorService stopwatch,
            Event<Roster> rosters,
            Event<Refusal> refusals,
            Event<Report> reports,
            Event<Tick> beats,
            Clock clock) {
        this.scheduler = scheduler;
        this.stopwatch = stopwatch;
        this.rosters = rosters;
        this.refusals = refusals;
        this.reports = reports;
        this.beats = beats;
        this.clock = clock;
    }

    /**
     * To be called once.
     *
     * @throws InvalidSettings with every problem found, one sentence each
     */
    public void start(ConfigurationFiles followed) {
        AgentSettings first = followed.read();
        files = followed;
        start(first);
    }

    /** To be called once, by who has no files that could be followed. */
    public void start(AgentSettings first) {
        follow(first);
        tick();
        scheduleTicks();
        // Quarkus' scheduler goes by the machine's clock: when that is set back, it is silent until the old time has
        // come again. This executor goes by a stopwatch.
        stopwatch.scheduleWithFixedDelay(this::mindTheClock, PERIOD.toNanos(), PERIOD.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        synchronized (this) {
            examiners.values().forEach(Examiner::close);
        }
    }

    private void scheduleTicks() {
        scheduler
                .newJob(TICK)
                .setInterval(PERIOD.toString())
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(execution -> tick())
                .schedule();
    }

    private void mindTheClock() {
        if (!stopped && System.nanoTime() - lastTick > MISSED.toNanos()) {
            lastTick = System.nanoTime();
            scheduler.unscheduleJob(TICK);
            scheduleTicks();
        }
    }

    private void tick() {
        lastTick = System.nanoTime();
        beats.fire(new Tick());
        synchronized (this) {
            if (files != null && ticks++ % LOOK_EVERY == 0 && files.haveChanged()) {
                readAgain();
            }
            for (Turn turn : rota.begin(System.nanoTime())) {
                begin(turn);
            }
        }
    }

    private void begin(Turn turn) {
        Rota from = rota;
        Examiner examiner = examiners.get(turn.database());
        try {
            workers.execute(() -> examine(examiner, turn, from));
        } catch (OutOfMemoryError e) {
            // The machine gives us no more threads. It may the next time.
            from.end(turn, System.nanoTime());
            LOG.warn("Database " + turn.database() + " could not be examined: this machine allows no more threads.");
        }
    }

    private void examine(Examiner examiner, Turn turn, Rota from) {
        try {
            Report report = examiner.examine();
            if (isCurrent(examiner, turn.database())) {
                reports.fire(report);
            }
        } finally {
            from.end(turn, System.nanoTime());
        }
    }

    /** Nobody asks any more what an examination found that was under way when its database left, or the program ended. */
    private synchronized boolean isCurrent(Examiner examiner, String database) {
        return !stopped && examiners.get(database) == examiner;
    }

    private void readAgain() {
        try {
            AgentSettings next = files.read();
            LOG.info("The configuration was read again.");
            follow(next);
        } catch (InvalidSettings e) {
            LOG.warn("The configuration was edited and cannot be used; what was in force before goes on.");
            e.problems().forEach(LOG::warn);
            refusals.fire(new Refusal(clock.instant(), e.problems()));
        }
    }

    /** Databases that are asked the same as before go on as if nothing had happened. */
    private synchronized void follow(AgentSettings next) {
        Map<String, WatchedDatabase> wanted = new TreeMap<>();
        next.databases().forEach(database -> wanted.put(database.name(), database));
        Map<String, WatchedDatabase> unchanged = new TreeMap<>();
        if (settings != null && settings.judgesAs(next)) {
            settings.databases().stream()
                    .filter(database -> database.equals(wanted.get(database.name())))
                    .forEach(database -> unchanged.put(database.name(), database));
        }
        if (rota == null || !settings.every().equals(next.every())) {
            rota = new Rota(next.every());
            rota.join(unchanged.keySet(), System.nanoTime());
        }
        for (String name : List.copyOf(examiners.keySet())) {
            if (!unchanged.containsKey(name)) {
                rota.leave(name);
                examiners.remove(name).close();
            }
        }
        Doctor doctor = next.doctor();
        settings = next;
        rosters.fire(new Roster(
                next.databases().stream().map(WatchedDatabase::question).toList(),
                next.every(),
                next.staleAfter(),
                next.releases(),
                doctor));
        TreeSet<String> newcomers = new TreeSet<>(wanted.keySet());
        newcomers.removeIf(unchanged::containsKey);
        newcomers.forEach(name ->
                examiners.put(name, new Examiner(wanted.get(name), next.releases(), doctor, next.timeouts(), clock)));
        rota.join(newcomers, System.nanoTime());
    }
}
