package dev.immichpg.agent;

import dev.immichpg.check.Doctor;
import dev.immichpg.check.Report;
import dev.immichpg.check.Roster;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** The clock: examines every database at once when it starts, and then at its interval; each for itself. */
@ApplicationScoped
public class Agent {

    private final Vertx vertx;
    private final ExecutorService workers;
    private final Event<Roster> rosters;
    private final Event<Report> reports;
    private final Clock clock;
    private final List<Examiner> examiners = new ArrayList<>();
    private volatile boolean stopped;

    Agent(Vertx vertx, ExecutorService workers, Event<Roster> rosters, Event<Report> reports, Clock clock) {
        this.vertx = vertx;
        this.workers = workers;
        this.rosters = rosters;
        this.reports = reports;
        this.clock = clock;
    }

    /** To be called once. */
    public void start(AgentSettings settings) {
        Doctor doctor = settings.doctor();
        rosters.fire(new Roster(
                settings.databases().stream().map(WatchedDatabase::question).toList(),
                settings.every(),
                settings.staleAfter(),
                settings.releases(),
                doctor));
        for (WatchedDatabase database : settings.databases()) {
            Examiner examiner = new Examiner(database, settings.releases(), doctor, settings.timeouts(), clock);
            examiners.add(examiner);
            Runnable examination = withoutOverlap(() -> report(examiner.examine()));
            workers.execute(examination);
            // Its timers go by a stopwatch: a clock that is set back by hours must not stop the examinations for hours.
            vertx.setPeriodic(settings.every().toMillis(), timer -> workers.execute(examination));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        examiners.forEach(Examiner::close);
    }

    /** Nobody is there any more to hear of an examination that hung while the program ended. */
    private void report(Report report) {
        if (!stopped) {
            reports.fire(report);
        }
    }

    /** One that takes longer than the interval is not met by the next. */
    private static Runnable withoutOverlap(Runnable examination) {
        AtomicBoolean running = new AtomicBoolean();
        return () -> {
            if (running.compareAndSet(false, true)) {
                try {
                    examination.run();
                } finally {
                    running.set(false);
                }
            }
        };
    }
}
