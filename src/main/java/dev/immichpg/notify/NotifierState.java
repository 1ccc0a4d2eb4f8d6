package dev.immichpg.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a notifier must not forget, and what it is kept as: what people know, what they are to be told, and what is on its
 * way.
 *
 * @param format {@value #FORMAT}
 * @param notifier its name
 * @param told by database
 * @param collected what goes into the next message
 * @param collectedSince when the first of it came; empty: there is nothing
 * @param queue messages that have not been taken, the oldest first
 * @param taken who has the first of them already: {@link Delivery#taken()}; a file of an older agent has none
 * @param refusals how often the first of them was refused; a file of an older agent has none
 * @param dropped how many were dropped since the last one was taken
 * @param made how many messages were ever made: the next one's number
 * @param lastSuccess when one was last taken
 */
record NotifierState(
        int format,
        String notifier,
        Map<String, Told> told,
        List<Entry> collected,
        Optional<Instant> collectedSince,
        List<Notice> queue,
        Set<String> taken,
        int refusals,
        int dropped,
        long made,
        Optional<Instant> lastSuccess) {

    static final int FORMAT = 1;

    NotifierState {
        if (format != FORMAT) {
            throw new IllegalArgumentException("it is not of format " + FORMAT + ".");
        }
        requireNonNull(notifier, "notifier");
        told = new TreeMap<>(told);
        collected = List.copyOf(collected);
        requireNonNull(collectedSince, "collectedSince");
        queue = List.copyOf(queue);
        taken = taken == null ? Set.of() : Set.copyOf(taken);
        requireNonNull(lastSuccess, "lastSuccess");
    }

    static NotifierState beginning(String notifier) {
        return new NotifierState(
                FORMAT,
                notifier,
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Set.of(),
                0,
                0,
                0,
                Optional.empty());
    }
}
