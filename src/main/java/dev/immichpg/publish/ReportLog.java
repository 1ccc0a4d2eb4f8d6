package dev.immichpg.publish;

import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Logs the result of an examination if it differs from the last one. */
@ApplicationScoped
class ReportLog {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    /** The last one of each database. */
    private final Map<String, Report> said = new ConcurrentHashMap<>();

    void forget(@Observes ConfigurationInForce configuration) {
        said.keySet()
                .retainAll(configuration.databases().stream()
                        .map(Question::database)
                        .collect(Collectors.toSet()));
    }

    void log(@Observes Report report) {
        Report last = said.put(report.database(), report);
        if (last != null && ReportText.isSame(last, report)) {
            return;
        }
        String text = ReportText.of(report);
        if (report.isWell()) {
            LOG.info(text.strip());
        } else {
            LOG.warn(text.strip());
        }
    }
}
