package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Remedy.By;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Version;
import java.util.Optional;

/**
 * One thing to do, and who does it.
 *
 * @param text a statement with its semicolon, a line of configuration, or a sentence: see {@link By}
 * @param starts the release of Immich that it starts, where that is another than the one that is judged for; what stops that
 *     one must be mended before ({@link Doctor})
 */
public record RemedyStep(Phase phase, By by, String text, Optional<Version> starts) {

    public static final RemedyStep STOP_IMMICH = new RemedyStep(Phase.STOP_IMMICH, By.PERSON, "Stop Immich.");
    public static final RemedyStep RESTART_POSTGRES =
            new RemedyStep(Phase.RESTART_POSTGRES, By.PERSON, "Restart Postgres.");
    public static final RemedyStep START_IMMICH = new RemedyStep(Phase.START_IMMICH, By.PERSON, "Start Immich.");
    public static final RemedyStep RESTART_IMMICH = new RemedyStep(Phase.START_IMMICH, By.PERSON, "Restart Immich.");

    private static final String ASK_AGAIN = "Ask this agent again before you start Immich ";

    public RemedyStep {
        requireNonNull(phase, "phase");
        requireNonNull(by, "by");
        requireNonNull(starts, "starts");
        if (text.isBlank()) {
            throw new IllegalArgumentException("a step says what to do");
        }
        if (by.isSql() != text.endsWith(";")) {
            throw new IllegalArgumentException("SQL, and nothing else, ends with a semicolon: " + text);
        }
    }

    public RemedyStep(Phase phase, By by, String text) {
        this(phase, by, text, Optional.empty());
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

    /** Good to know, and no part of what mends the database. */
    public static RemedyStep advice(String sentence) {
        return person(Phase.ADVICE, sentence);
    }

    /** Runs another release than the one that is judged for. */
    public static RemedyStep run(Version release, String sentence) {
        return new RemedyStep(Phase.RUN_OTHER_RELEASE, By.PERSON, sentence, Optional.of(release));
    }

    /** Another release has changed the database by then. */
    static RemedyStep askAgain(Version before) {
        return person(Phase.RUN_OTHER_RELEASE, ASK_AGAIN + before.text() + ": the database has changed.");
    }

    /** The release before which the agent is to be asked again; empty: the step is another one. */
    Optional<Version> asksAgainBefore() {
        return text.startsWith(ASK_AGAIN)
                ? Optional.of(Version.of(text.substring(ASK_AGAIN.length(), text.indexOf(':'))))
                : Optional.empty();
    }

    /** The same for an Immich that was stopped before, or for one that runs. */
    RemedyStep afterStop(boolean stopped) {
        String running = "Restart Immich";
        return stopped && text.startsWith(running)
                ? new RemedyStep(phase, by, "Start Immich" + text.substring(running.length()), starts)
                : this;
    }
}
