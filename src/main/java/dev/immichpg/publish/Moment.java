package dev.immichpg.publish;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A point in time as the pages show it: in UTC, since the agent's own zone is seldom the reader's. */
record Moment(Instant instant) {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    public String text() {
        return FORM.format(instant);
    }

    /** For {@code <time datetime>}. */
    public String iso() {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
