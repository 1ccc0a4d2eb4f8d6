package dev.immichpg.publish;

import dev.immichpg.check.Overall;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The answer for a reader who has five seconds: can Immich be restarted, or upgraded?
 *
 * @param state one word, as in the filter of the overview
 * @param headline a few words
 * @param sentence why
 */
record StatusSummary(State state, String headline, String sentence) {

    /**
     * A card's colour, sign and place.
     *
     * @param overall empty: not examined yet
     */
    record State(Optional<Overall> overall) {

        static final State WAITING = new State(Optional.empty());

        /** Worst first: the order of the overview. What is not examined yet may still turn out to be fine. */
        static final List<State> ALL =
                List.of(of(Overall.CRITICAL), of(Overall.UNKNOWN), of(Overall.WARNING), WAITING, of(Overall.OK));

        static State of(Overall overall) {
            return new State(Optional.of(overall));
        }

        static Optional<State> withId(String id) {
            return ALL.stream().filter(state -> state.id().equals(id)).findFirst();
        }

        /** For example {@code critical}: used in addresses, and as a class in the stylesheet. */
        public String id() {
            return overall.map(state -> state.name().toLowerCase(Locale.ROOT)).orElse("waiting");
        }

        /** A shape besides the colour, for readers who cannot see the colour. */
        public String sign() {
            return overall.map(state -> switch (state) {
                        case CRITICAL -> "✕";
                        case UNKNOWN -> "?";
                        case WARNING -> "!";
                        case OK -> "✓";
                    })
                    .orElse("…");
        }
    }

    StatusSummary {
        headline = ReportText.visible(headline);
        sentence = ReportText.visible(sentence);
    }

    static final StatusSummary WAITING =
            new StatusSummary(State.WAITING, "Not examined yet", "The first examination has not ended yet.");

    /** For a restart now. */
    static StatusSummary now(Report report) {
        if (report.failure().isPresent()) {
            return new StatusSummary(
                    State.of(report.overall()),
                    "Unknown: the database could not be read",
                    report.failure().get());
        }
        return new StatusSummary(
                State.of(report.overall()),
                headline(report.now().forecast(), report.overall(), "restart Immich", "Immich"),
                report.now().forecast().sentence());
    }

    /** For the upgrade; empty if no upgrade is asked about. */
    static Optional<StatusSummary> upgrade(Report report) {
        return report.upgrade().map(upgrade -> {
            Forecast forecast = upgrade.forecast();
            String release = forecast.immich().map(Version::text).orElse("?");
            return new StatusSummary(
                    State.of(upgrade.overallOfUpgrade()),
                    headline(forecast, upgrade.overallOfUpgrade(), "upgrade to " + release, release),
                    forecast.sentence());
        });
    }

    private static String headline(Forecast forecast, Overall overall, String action, String who) {
        if (forecast.isBlocked()) {
            return "Do not " + action;
        }
        Optional<String> beyond = forecast.newerThanKnown();
        if (beyond.isPresent()) {
            return "Cannot tell: " + beyond.get().replaceFirst("\\.$", "");
        }
        if (forecast.outcome() == Outcome.UNKNOWN) {
            return "Cannot tell whether " + who + " would start";
        }
        return switch (overall) {
            case CRITICAL -> "Fix this before you " + action;
            case UNKNOWN -> who + " would start, but not everything could be seen";
            case WARNING -> "Safe to " + action + ", with warnings";
            case OK -> "Safe to " + action;
        };
    }
}
