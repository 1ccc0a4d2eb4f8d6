package dev.immichpg.notify;

import static java.util.Objects.requireNonNull;

import dev.immichpg.notify.Notice.Alert;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of one database that people are to be told of.
 *
 * @param text one or two sentences
 * @param firstStep what is to be done first; empty: nothing
 * @param ended what is wrong no more; empty: the change is no end
 */
record Entry(String database, Instant at, Level level, String text, Optional<String> firstStep, Optional<Alert> ended) {

    Entry {
        requireNonNull(database, "database");
        requireNonNull(at, "at");
        requireNonNull(level, "level");
        text = Texts.line(text);
        firstStep = firstStep.map(Texts::line);
        requireNonNull(ended, "ended");
    }
}
