package dev.immichpg.postgres;

import java.time.Duration;

/**
 * How long to wait after logins that came to no end in their time, one after the other.
 *
 * @param missed how many; 0: none, or the last one came to its end
 */
record Backoff(int missed) {

    static final Backoff NONE = new Backoff(0);
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 6;

    Backoff {
        if (missed < 0) {
            throw new IllegalArgumentException("less than none");
        }
    }

    Backoff longer() {
        return new Backoff(missed == Integer.MAX_VALUE ? missed : missed + 1);
    }

    /**
     * 5 s after the first, and each time twice as long, up to 5 min; of that the last quarter is left to chance, so that
     * those whom the same fault has made wait do not all come back at the same moment.
     *
     * @param chance 0 to 1
     */
    Duration time(double chance) {
        if (missed == 0) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(missed - 1, MOST_DOUBLINGS));
        Duration whole = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return Duration.ofMillis((long) (whole.toMillis() * (0.75 + 0.25 * chance)));
    }
}
