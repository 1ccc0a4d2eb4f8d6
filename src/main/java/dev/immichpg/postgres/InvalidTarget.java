package dev.immichpg.postgres;

/**
 * What was configured does not say which database to look at, or how safely. The message is one sentence that names the
 * part to fix and never holds a password or the whole URL, so it may be shown and logged as it is.
 */
public final class InvalidTarget extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidTarget(String message) {
        super(OneLine.of(message));
    }
}
