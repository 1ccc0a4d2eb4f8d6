package dev.immichpg.need;

/**
 * A rule asked for a fact that is not known, so its verdict is UNKNOWN. The message is one sentence that says what is
 * unknown and what lifts it, such as the grant or the setting.
 */
public final class Undecidable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Undecidable(String message) {
        super(message, null, false, false);
    }
}
