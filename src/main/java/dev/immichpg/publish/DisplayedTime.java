package dev.immichpg.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A point in time as the pages show it: in UTC, because the agent's time zone is usually not the reader's.
 *
 * @param now when the page was made
 */
record DisplayedTime(Instant instant, Instant now) {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    public String text() {
        return FORM.format(instant);
    }

    /** For {@code <time datetime>}. */
    public String iso() {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 20 s ago}, {@code in 40 s}; the script says it alike. */
    public String age() {
        long seconds = Duration.between(instant, now).toSeconds();
        if (seconds == 0) {
            return "now";
        }
        return seconds < 0 ? "in " + rounded(-seconds) : rounded(seconds) + " ago";
    }

    private static String rounded(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}
