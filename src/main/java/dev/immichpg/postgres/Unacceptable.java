package dev.immichpg.postgres;

import dev.immichpg.postgres.UnreadableDatabase.Reason;
import java.io.IOException;

/** What came over the line is more than any Postgres would answer us, or no answer at all. The message is for people. */
final class Unacceptable extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Unacceptable(String message) {
        this(Reason.UNEXPECTED_ANSWER, message);
    }

    Unacceptable(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
