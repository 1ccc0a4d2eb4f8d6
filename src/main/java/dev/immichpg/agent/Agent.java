package dev.immichpg.agent;

import dev.immichpg.agent.ExaminationSchedule.Turn;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Recollection;
import dev.immichpg.check.RejectedConfiguration;
import dev.immichpg.check.Report;
import dev.immichpg.check.ScheduleTick;
import dev.immichpg.notify.NotifySettings;
import dev.immichpg.postgres.Target.Host;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The clock: examines every database when its turn comes, each for itself, and follows the configuration when it is edited.
 *
 * <p>It has a thread of its own, which waits for nobody: not for a database, not for a file, and not for a thread of the doors.
 * It goes by a stopwatch, which nobody sets.
 */
@ApplicationScoped
public class Agent {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** The job that looks at the files of the configuration. */
    private static final String LOOK = "look";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** Without a look for so long, the clock of the machine was set back. */
    private static final Duration MISSED = Duration.ofSeconds(6);

    /** A look that takes longer hangs, as a network drive may. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    /** While files are short now and then, that is said once. */
    private static final Duration FILES_SUFFICE_AFTER = Duration.ofMinutes(5);

    /** So much longer than its own deadline an examination may take until it is said that it does not end. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** What Java says of an agent that has no memory left. */
    private static final int OUT_OF_MEMORY = 3;

    private final Scheduler scheduler;
    private final ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(1, Agent::daemon);
    private final Event<ConfigurationInForce> configurations;
    private final Event<NotifySettings> notices;
    private final Event<RejectedConfiguration> refusals;
    private final Event<Report> reports;
    private final Event<ScheduleTick> beats;
    private final Recollection recollection;
    private final Clock clock;
    private final Workers workers = new Workers();

    private final Map<String, Examiner> examiners = new ConcurrentSkipListMap<>();
    private ConfigurationFiles files;
    private AgentSettings settings;
    private ExaminationSchedule schedule;
    /** When the last look at the files began, and whether it goes on. */
    private volatile long look;

    private volatile boolean looking;
    private boolean lookHangs;
    private boolean crowded;
    /** When a file could last not be opened; null: never, or long ago. */
    private Long shortOfFiles;

    private volatile boolean stopped;

    Agent(
            Scheduler scheduler,
            Event<ConfigurationInForce> configurations,
            Event<NotifySettings> notices,
            Event<RejectedConfiguration> refusals,
            Event<Report> reports,
            Event<ScheduleTick> beats,
            Recollection recollection,
            Clock clock) {
        this.scheduler = scheduler;
        this.configurations = configurations;
        this.notices = notices;
        this.refusals = refusals;
        this.reports = reports;
        this.beats = beats;
        this.recollection = recollection;
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
        Limits.ofThisProcess().tooLowFor(first.databases().size()).forEach(LOG::warn);
        follow(first);
        if (files != null) {
            scheduleLooks();
        }
        clockwork.scheduleWithFixedDelay(this::tick, 0, PERIOD.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "clock");
        thread.setDaemon(true);
        return thread;
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        clockwork.shutdownNow();
        // Without the lock: whoever has it may hang.
        examiners.values().forEach(Examiner::close);
    }

    /**
     * By Quarkus, on a thread of its own pool, which neither the clock, nor an examination, nor a door waits for: a file may
     * hang, and then this job does, and no second one begins.
     */
    private void scheduleLooks() {
        look = System.nanoTime();
        scheduler
                .newJob(LOOK)
                .setInterval(LOOK_EVERY.toString())
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(execution -> look())
                .schedule();
    }

    private void look() {
        look = System.nanoTime();
        looking = true;
        try {
            if (files.haveChanged()) {
                readAgain();
            }
        } finally {
            look = System.nanoTime();
            looking = false;
        }
    }

    /** Quarkus' scheduler goes by the machine's clock: when that is set back, it is silent until the old time has come. */
    private void mindTheLooks() {
        long since = System.nanoTime() - look;
        boolean hangs = looking && since > LONGEST_LOOK.toNanos();
        if (hangs && !lookHangs) {
            LOG.warn("The configuration files cannot be read: the drive that they are on does not answer. The agent"
                    + " keeps the configuration that it has.");
        } else if (lookHangs && !looking) {
            LOG.info("The configuration files can be read again.");
        }
        lookHangs = hangs;
        if (!looking && since > MISSED.toNanos()) {
            scheduler.unscheduleJob(LOOK);
            scheduleLooks();
        }
    }

    /** The beat comes last: it is that of work done. */
    private void tick() {
        try {
            if (files != null) {
                mindTheLooks();
            }
            mindTheFiles();
            workers.mindTheLine();
            synchronized (this) {
                long now = System.nanoTime();
                schedule.begin(now).forEach(this::begin);
                mindTheCrowd(workers.areShort());
                Duration longest = settings.timeouts().examination(true).plus(GRACE);
                for (Turn turn : schedule.overdue(now, longest)) {
                    Examiner examiner = examiners.get(turn.database());
                    Duration since = Duration.ofNanos(now - turn.began());
                    workers.execute(() -> reports.fire(examiner.overdue(since)));
                }
            }
            beats.fire(new ScheduleTick());
        } catch (OutOfMemoryError e) {
            // One of an examination is that database's matter. One of the clock is everybody's: whoever started us
            // starts us again, and an agent without a clock would be silent.
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        } catch (RuntimeException e) {
            // Without a beat. The next tick may do better; an exception that got out would end them all.
            LOG.errorf("The schedule missed a tick (%s). This is a fault of the agent: please report it.", e);
        }
    }

    /** Whoever opens the doors for visitors cannot say it when there is no file left for one. */
    private void mindTheFiles() {
        if (Limits.areFilesUsedUp()) {
            if (shortOfFiles == null) {
                LOG.warn("The agent has as many files and connections open as this machine allows it: databases and"
                        + " visitors have to wait. Raise the limit: " + Limits.RAISE_FILES);
            }
            shortOfFiles = System.nanoTime();
        } else if (shortOfFiles != null && System.nanoTime() - shortOfFiles > FILES_SUFFICE_AFTER.toNanos()) {
            shortOfFiles = null;
        }
    }

    private void begin(Turn turn) {
        ExaminationSchedule from = schedule;
        Examiner examiner = examiners.get(turn.database());
        workers.execute(() -> examine(examiner, turn, from));
    }

    /** Once when it begins, and once when it is over. */
    private void mindTheCrowd(boolean now) {
        if (now && !crowded) {
            LOG.warn("This machine gives the agent no more threads: databases are examined one after the other.");
        } else if (crowded && !now) {
            LOG.info("This machine gives the agent threads again.");
        }
        crowded = now;
    }

    private void examine(Examiner examiner, Turn turn, ExaminationSchedule from) {
        boolean read = false;
        try {
            examiner.recall(recollection.of(turn.database()));
            Report report = examiner.examine();
            read = report.readable();
            if (isCurrent(examiner, turn.database())) {
                reports.fire(report);
            }
        } finally {
            if (from.end(turn, System.nanoTime(), read)) {
                beginThoseThatWait();
            }
        }
    }

    private synchronized void beginThoseThatWait() {
        if (!stopped) {
            schedule.begin(System.nanoTime()).forEach(this::begin);
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
            LOG.warn("The configuration was edited and cannot be used. The agent keeps the previous one.");
            e.problems().forEach(LOG::warn);
            refusals.fire(new RejectedConfiguration(clock.instant(), e.problems()));
        }
    }

    /**
     * Databases that are asked the same as before go on as if nothing had happened. To be called by one thread at a time. Who
     * hears of it may wait for a drive: the clock does not, so it is said without the lock, when what is no longer watched has
     * left and before what is new is examined.
     */
    void follow(AgentSettings next) {
        Doctor doctor = next.doctor();
        Map<String, WatchedDatabase> newcomers = leave(next);
        configurations.fire(new ConfigurationInForce(
                next.databases().stream().map(WatchedDatabase::question).toList(),
                next.every(),
                next.staleAfter(),
                next.releases(),
                doctor,
                PlatformFiles.all()));
        notices.fire(next.notices());
        join(newcomers, next, doctor);
    }

    /** @return those that are new, or are asked something else */
    private synchronized Map<String, WatchedDatabase> leave(AgentSettings next) {
        Map<String, WatchedDatabase> wanted = new TreeMap<>();
        next.databases().forEach(database -> wanted.put(database.name(), database));
        Map<String, WatchedDatabase> unchanged = new TreeMap<>();
        if (settings != null && settings.judgesAs(next)) {
            settings.databases().stream()
                    .filter(database -> database.equals(wanted.get(database.name())))
                    .forEach(database -> unchanged.put(database.name(), database));
        }
        if (schedule == null || !settings.every().equals(next.every())) {
            schedule = new ExaminationSchedule(next.every());
            schedule.join(servers(unchanged), System.nanoTime());
        }
        for (String name : List.copyOf(examiners.keySet())) {
            if (!unchanged.containsKey(name)) {
                schedule.leave(name);
                examiners.remove(name).close();
            }
        }
        settings = next;
        wanted.keySet().removeAll(unchanged.keySet());
        return wanted;
    }

    private synchronized void join(Map<String, WatchedDatabase> newcomers, AgentSettings next, Doctor doctor) {
        newcomers.forEach((name, database) -> examiners.put(
                name,
                new Examiner(
                        database,
                        next.releases(),
                        doctor,
                        next.timeouts(),
                        next.keepSession(),
                        next.structureEvery(),
                        clock)));
        schedule.join(servers(newcomers), System.nanoTime());
    }

    /** @return where each of them is, in their order */
    private static Map<String, List<Host>> servers(Map<String, WatchedDatabase> databases) {
        Map<String, List<Host>> servers = new LinkedHashMap<>();
        databases.forEach(
                (name, database) -> servers.put(name, database.target().hosts()));
        return servers;
    }
}
