package dev.immichpg.publish;

import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Logs the result of an examination if it differs from the last one. Where a database could not be read for a while and is as it was
 * before, one line says so: after an outage of a server, nobody wants to read all reports of its databases again.
 */
@ApplicationScoped
class ReportLog {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    private final Map<String, Said> said = new ConcurrentHashMap<>();

    /**
     * What was said last of a database.
     *
     * @param last its last report
     * @param read the last report for which it could be read; empty: it never could
     */
    record Said(Report last, Optional<Report> read) {

        static Said after(Optional<Said> before, Report report) {
            return new Said(report, report.readable() ? Optional.of(report) : before.flatMap(Said::read));
        }
    }

    void forget(@Observes ConfigurationInForce configuration) {
        said.keySet()
                .retainAll(configuration.databases().stream()
                        .map(Question::database)
                        .collect(Collectors.toSet()));
    }

    void log(@Observes Report report) {
        Optional<Said> before = Optional.ofNullable(said.get(report.database()));
        said.put(report.database(), Said.after(before, report));
        news(before, report).ifPresent(report.isWell() ? LOG::info : LOG::warn);
    }

    /** @return what is to be said of it; empty if nothing is new */
    static Optional<String> news(Optional<Said> before, Report report) {
        if (before.filter(said -> ReportText.isSame(said.last(), report)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                before.flatMap(Said::read)
                                .filter(read -> report.readable() && ReportText.isSame(read, report))
                                .isPresent()
                        ? ReportText.visible("Database " + report.database()
                                + " can be read again, and nothing has changed: " + report.sentence())
                        : ReportText.of(report).strip());
    }
}
