package dev.immichpg.notify;

import dev.immichpg.check.Severity;
import java.util.Locale;

/** How much a notice matters, worst first. */
public enum Level {
    CRITICAL,
    WARNING,
    INFO,
    /** It is well again. */
    OK;

    static Level of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> CRITICAL;
            case WARNING -> WARNING;
            case INFO -> INFO;
        };
    }

    static Level worse(Level one, Level other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** {@code critical}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As Apprise calls it. */
    String type() {
        return switch (this) {
            case CRITICAL -> "failure";
            case WARNING -> "warning";
            case INFO -> "info";
            case OK -> "success";
        };
    }
}
