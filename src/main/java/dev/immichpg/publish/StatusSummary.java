package dev.immichpg.publish;

import dev.immichpg.check.Overall;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.Version;
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

    /** Worst first: the order of the overview. */
    enum State {
        CRITICAL,
        UNKNOWN,
        WARNING,
        /** Not examined yet. */
        WAITING,
        OK;

        static State of(Overall overall) {
            return switch (overall) {
                case OK -> OK;
                case WARNING -> WARNING;
                case UNKNOWN -> UNKNOWN;
                case CRITICAL -> CRITICAL;
            };
        }

        static Optional<State> withId(String id) {
            for (State state : values()) {
                if (state.id().equals(id)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }

        /** For example {@code critical}: used in addresses, and as a class in the stylesheet. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** A shape besides the colour, for readers who cannot see the colour. */
        public String sign() {
            return switch (this) {
                case CRITICAL -> "✕";
                case UNKNOWN -> "?";
                case WARNING -> "!";
                case WAITING -> "…";
                case OK -> "✓";
            };
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
        State state = State.of(report.overall());
        if (report.failure().isPresent()) {
            return new StatusSummary(
                    state,
                    "Unknown: the database could not be read",
                    report.failure().get());
        }
        return new StatusSummary(
                state,
                headline(report.now().forecast(), state, "restart Immich", "Immich"),
                report.now().forecast().sentence());
    }

    /** For the upgrade; empty if no upgrade is asked about. */
    static Optional<StatusSummary> upgrade(Report report) {
        return report.upgrade().map(upgrade -> {
            State state = State.of(upgrade.overall());
            Forecast forecast = upgrade.forecast();
            String release = forecast.immich().map(Version::text).orElse("?");
            return new StatusSummary(
                    state, headline(forecast, state, "upgrade to " + release, release), forecast.sentence());
        });
    }

    private static String headline(Forecast forecast, State state, String deed, String who) {
        if (forecast.isBlocked()) {
            return "Do not " + deed;
        }
        Optional<String> beyond = forecast.newerThanKnown();
        if (beyond.isPresent()) {
            return "Cannot tell: " + beyond.get().replaceFirst("\\.$", "");
        }
        if (forecast.outcome() == Outcome.UNKNOWN) {
            return "Cannot tell whether " + who + " would start";
        }
        return switch (state) {
            case CRITICAL -> "Fix this before you " + deed;
            case UNKNOWN -> who + " would start, but not everything could be seen";
            case WARNING -> "Safe to " + deed + ", with warnings";
            case WAITING, OK -> "Safe to " + deed;
        };
    }
}
