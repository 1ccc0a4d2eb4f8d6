package dev.immichpg.check;

import java.util.Locale;

/** What a problem costs, worst first. */
public enum Severity {
    /** Immich does not start, now or at its next restart or upgrade, or data is at risk. */
    CRITICAL,
    /** Works now, and will hurt. */
    WARNING,
    /** Good to know. */
    INFO;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As in labels and settings: {@code critical}. */
    public String label() {
        return label;
    }
}
