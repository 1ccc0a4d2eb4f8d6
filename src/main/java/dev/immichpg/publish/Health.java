package dev.immichpg.publish;

import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.ScheduleTick;
import dev.immichpg.publish.LatestReports.All;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The endpoints for container probes. They do not depend on a database: if an outage restarted the agent or took it out of service, the
 * agent could not report the outage.
 */
@ApplicationScoped
class Health {

    /** How many ticks of the schedule are allowed to be missing. */
    private static final Duration STUCK_AFTER = Duration.ofSeconds(30);

    private final LatestReports latest;
    private final LongSupplier stopwatch;
    /** Before the first tick: when the program started. */
    private volatile long lastTick;

    @Inject
    Health(LatestReports latest) {
        this(latest, System::nanoTime);
    }

    /** @param stopwatch in nanoseconds; nobody sets it. The time of day can jump back, or forward by years */
    Health(LatestReports latest, LongSupplier stopwatch) {
        this.latest = latest;
        this.stopwatch = stopwatch;
        this.lastTick = stopwatch.getAsLong();
    }

    void tick(@Observes ScheduleTick tick) {
        lastTick = stopwatch.getAsLong();
    }

    @Produces
    @Liveness
    AsyncHealthCheck live() {
        return at(() -> HealthCheckResponse.named("clock")
                .status(stopwatch.getAsLong() - lastTick < STUCK_AFTER.toNanos())
                .build());
    }

    @Produces
    @Startup
    AsyncHealthCheck started() {
        return at(() -> HealthCheckResponse.named("agent")
                .status(latest.now().started())
                .build());
    }

    @Produces
    @Readiness
    AsyncHealthCheck ready() {
        return at(() -> {
            All all = latest.now();
            return HealthCheckResponse.named("reports")
                    .status(all.complete())
                    .withData("databases", all.databases().size())
                    .withData("examined", all.reports().size())
                    .build();
        });
    }

    @Produces
    @Wellness
    AsyncHealthCheck well() {
        return at(() -> {
            All all = latest.now();
            HealthCheckResponseBuilder response = HealthCheckResponse.named("databases")
                    .status(all.complete() && all.reports().stream().allMatch(Report::isWell));
            all.databases()
                    .forEach((name, database) -> response.withData(
                            name,
                            database.report()
                                    .map(report -> ReportText.visible(VerdictReason.of(report)))
                                    .orElse("Not examined yet.")));
            return response.build();
        });
    }

    /** Answered on the thread that receives the request: it never waits, not even for a thread that is busy. */
    private static AsyncHealthCheck at(Supplier<HealthCheckResponse> answer) {
        return () -> Uni.createFrom().item(answer);
    }
}
