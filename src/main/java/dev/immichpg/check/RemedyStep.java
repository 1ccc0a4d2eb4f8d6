package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Remedy.By;
import dev.immichpg.check.Remedy.Phase;

/**
 * One thing to do, and who does it.
 *
 * @param text a statement with its semicolon, a line of configuration, or a sentence: see {@link By}
 */
public record RemedyStep(Phase phase, By by, String text) {

    public static final RemedyStep STOP_IMMICH = new RemedyStep(Phase.STOP_IMMICH, By.PERSON, "Stop Immich.");
    public static final RemedyStep RESTART_POSTGRES =
            new RemedyStep(Phase.RESTART_POSTGRES, By.PERSON, "Restart Postgres.");
    public static final RemedyStep START_IMMICH = new RemedyStep(Phase.START_IMMICH, By.PERSON, "Start Immich.");
    public static final RemedyStep RESTART_IMMICH = new RemedyStep(Phase.START_IMMICH, By.PERSON, "Restart Immich.");

    public RemedyStep {
        requireNonNull(phase, "phase");
        requireNonNull(by, "by");
        if (text.isBlank()) {
            throw new IllegalArgumentException("a step says what to do");
        }
        if (by.isSql() != text.endsWith(";")) {
            throw new IllegalArgumentException("SQL, and nothing else, ends with a semicolon: " + text);
        }
    }

    public static RemedyStep superuser(Phase phase, String statement) {
        return new RemedyStep(phase, By.SUPERUSER, statement);
    }

    public static RemedyStep immichRole(Phase phase, String statement) {
        return new RemedyStep(phase, By.IMMICH_ROLE, statement);
    }

    public static RemedyStep configuration(String line) {
        return new RemedyStep(Phase.CONFIGURE, By.CONFIGURATION, line);
    }

    public static RemedyStep person(Phase phase, String sentence) {
        return new RemedyStep(phase, By.PERSON, sentence);
    }
}
