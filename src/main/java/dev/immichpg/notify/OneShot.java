package dev.immichpg.notify;

import dev.immichpg.check.Report;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends without an agent: a test, or what one examination has found. */
public final class OneShot {

    private final Clock clock;
    private final Http http;

    public OneShot(Clock clock) {
        this(clock, new JdkHttp(JdkHttp.TIMEOUT));
    }

    OneShot(Clock clock, Http http) {
        this.clock = clock;
        this.http = http;
    }

    /**
     * @param sentence what came of it, without secrets
     * @param good whether everything was taken
     */
    public record Result(String notifier, boolean good, String sentence) {}

    /** Sends one message that says that it is a test. */
    public Result test(NotifierSettings notifier, NotifySettings settings) throws InterruptedException {
        Instant now = clock.instant();
        Notice notice = Composer.test("test-" + now.toEpochMilli(), now, settings.externalUrl());
        return result(notifier, new Delivery(notice, http, Set.of()).attempt(notifier.url()));
    }

    private static Result result(NotifierSettings notifier, Optional<NotDelivered> failure) {
        String title = notifier.name();
        try {
            title += " (" + notifier.url().read().title() + ")";
        } catch (IllegalArgumentException e) {
            // That is the failure.
        }
        return new Result(
                notifier.name(),
                failure.isEmpty(),
                title
                        + failure.map(why -> " has not taken it: " + why.getMessage())
                                .orElse(" has taken it."));
    }

    /**
     * Sends what is news, each message once. With a state directory that is what is another than the last time; without one, all
     * that is wrong.
     *
     * @return of each notifier that had something to send
     */
    public List<Result> tell(List<Report> reports, NotifySettings settings) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        Maintenance maintenance = Maintenance.of(settings.maintenance(), settings.stateDirectory());
        for (NotifierSettings each : settings.notifiers()) {
            NotifierSettings atOnce =
                    new NotifierSettings(each.name(), each.url(), each.minSeverity(), 1, Duration.ZERO, each.repeat());
            NotifierState state = settings.stateDirectory()
                    .map(directory -> StateFiles.read(directory, each.name()))
                    .orElseGet(() -> NotifierState.beginning(each.name()));
            Notifier notifier =
                    new Notifier(atOnce, forgets(each), settings.databases(), settings.externalUrl(), state);
            Instant now = clock.instant();
            reports.stream()
                    .filter(report -> maintenance.until(report.database(), now).isEmpty())
                    .forEach(report -> notifier.observe(report, now));
            notifier.tick(now, database -> maintenance.until(database, now).isPresent());
            deliver(each, notifier, results);
            keep(settings, notifier).ifPresent(results::add);
        }
        return results;
    }

    private static boolean forgets(NotifierSettings notifier) {
        try {
            return notifier.url().read().forgets();
        } catch (IllegalArgumentException e) {
            return false; // Said when something is sent.
        }
    }

    /** What one does not take keeps the others waiting until the next time: the order stays. */
    private void deliver(NotifierSettings settings, Notifier notifier, List<Result> results)
            throws InterruptedException {
        while (true) {
            Optional<Notice> notice = notifier.next(clock.instant());
            if (notice.isEmpty()) {
                return;
            }
            Delivery delivery = new Delivery(notice.get(), http, notifier.taken());
            Optional<NotDelivered> failure = delivery.attempt(settings.url());
            results.add(result(settings, failure));
            if (failure.isPresent()) {
                notifier.takenBySome(notice.get(), delivery.taken());
                notifier.failed(notice.get(), failure.get(), clock.instant());
                return;
            }
            notifier.delivered(notice.get(), clock.instant());
        }
    }

    private static Optional<Result> keep(NotifySettings settings, Notifier notifier) {
        if (settings.stateDirectory().isEmpty()) {
            return Optional.empty();
        }
        try {
            StateFiles.write(settings.stateDirectory().get(), notifier.state());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Result(
                    notifier.name(),
                    false,
                    notifier.name() + ": what was told cannot be written to "
                            + settings.stateDirectory().get() + "; it will be told again."));
        }
    }
}
