package dev.immichpg.publish;

import dev.immichpg.check.RejectedConfiguration;
import dev.immichpg.check.ReportText;
import dev.immichpg.publish.LatestReports.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes what every page needs. */
@Singleton
class PageFrames {

    private final Assets assets;
    private final HttpListeners listeners;

    PageFrames(Assets assets, HttpListeners listeners) {
        this.assets = assets;
        this.listeners = listeners;
    }

    /**
     * What every page needs.
     *
     * @param top the relative path to the root, so that a proxy can serve the pages below another path
     * @param edition what it is an edition of
     * @param metricsAreHere whether /metrics is on the port of the pages
     * @param notices who is told
     * @param refused what is wrong with the configuration that was edited last; empty where it is in force
     */
    record Frame(
            String title,
            String top,
            String edition,
            Assets assets,
            boolean metricsAreHere,
            NoticesView notices,
            List<String> refused) {

        /** Of the agent; empty where it is not packaged. */
        public String version() {
            return Optional.ofNullable(PageFrames.class.getPackage().getImplementationVersion())
                    .orElse("");
        }
    }

    /** @param about the databases that the page is about */
    Frame of(String title, String top, All all, Predicate<String> about) {
        return new Frame(
                title,
                top,
                all.edition(),
                assets,
                listeners.metricsAreHere(),
                NoticesView.of(all.notices(), all.at(), about),
                all.refusal().map(RejectedConfiguration::problems).orElse(List.of()).stream()
                        .map(ReportText::visible)
                        .toList());
    }

    /** Of a page that is the same as long as the program is. */
    Frame ofProgram(String title, String top) {
        return new Frame(title, top, "", assets, listeners.metricsAreHere(), NoticesView.NOTHING, List.of());
    }
}
