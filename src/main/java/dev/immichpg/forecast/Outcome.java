package dev.immichpg.forecast;

import java.util.Locale;

/** How a start of Immich ends. */
public enum Outcome {
    /** It starts and changes nothing. */
    STARTS,
    /** It starts, and first creates, updates or rebuilds something; that may take long. */
    MIGRATES,
    /** It does not start. */
    BLOCKED,
    /** Something that decides it could not be seen. */
    UNKNOWN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As in labels: {@code starts}. */
    public String label() {
        return label;
    }
}
