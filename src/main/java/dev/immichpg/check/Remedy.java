package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What to run, as whom, in which order. The agent prints it and never runs it.
 *
 * @param steps in the order in which they must be done
 */
public record Remedy(List<Step> steps) {

    public Remedy {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a remedy has at least one step");
        }
        steps = inOrder(steps);
    }

    public static Remedy of(Step... steps) {
        return new Remedy(List.of(steps));
    }

    /** The steps of several remedies as one plan: in order, each step once. */
    public static List<Step> plan(Collection<Remedy> remedies) {
        return inOrder(remedies.stream().flatMap(r -> r.steps().stream()).toList());
    }

    private static List<Step> inOrder(List<Step> steps) {
        List<Step> sorted = new ArrayList<>();
        for (Step step : steps) {
            if (!sorted.contains(step)) {
                sorted.add(step);
            }
        }
        sorted.sort(Comparator.comparing(Step::phase));
        return List.copyOf(sorted);
    }

    /** The safe order across all findings (extensions.md#safe-order). */
    public enum Phase {
        /** What runs already must end by itself. */
        WAIT,
        STOP_IMMICH,
        INSTALL_PACKAGES,
        CONFIGURE,
        RESTART_POSTGRES,
        /** Roles, ownership, grants, settings of databases and roles. */
        GRANT,
        /** To another schema. */
        MOVE_EXTENSION,
        CREATE_EXTENSION,
        UPDATE_EXTENSION,
        /** pgvecto.rs alone needs it (start-up.md#pgvecto-rs). */
        RESTART_POSTGRES_AGAIN,
        REBUILD_INDEX,
        START_IMMICH,
        /** What nobody needs any more, when all else works without it. */
        CLEAR_AWAY
    }

    /** Who does it, and thereby what the text is. */
    public enum By {
        /** SQL, run in the Immich database by a superuser. */
        SUPERUSER("as a superuser, in the Immich database"),
        /** SQL, run in the Immich database by Immich's role or by its owner. */
        IMMICH_ROLE("as Immich's role, in the Immich database"),
        /** A line of the named configuration. */
        CONFIGURATION("in the configuration"),
        /** A sentence: something that a person does outside of the database. */
        PERSON("by hand");

        private final String phrase;

        By(String phrase) {
            this.phrase = phrase;
        }

        public String phrase() {
            return phrase;
        }

        public boolean isSql() {
            return this == SUPERUSER || this == IMMICH_ROLE;
        }
    }

    /**
     * @param text a statement with its semicolon, a line of configuration, or a sentence: see {@link By}
     */
    public record Step(Phase phase, By by, String text) {

        public static final Step STOP_IMMICH = new Step(Phase.STOP_IMMICH, By.PERSON, "Stop Immich.");
        public static final Step RESTART_POSTGRES = new Step(Phase.RESTART_POSTGRES, By.PERSON, "Restart Postgres.");
        public static final Step START_IMMICH = new Step(Phase.START_IMMICH, By.PERSON, "Start Immich.");
        public static final Step RESTART_IMMICH = new Step(Phase.START_IMMICH, By.PERSON, "Restart Immich.");

        public Step {
            requireNonNull(phase, "phase");
            requireNonNull(by, "by");
            if (text.isBlank()) {
                throw new IllegalArgumentException("a step says what to do");
            }
            if (by.isSql() != text.endsWith(";")) {
                throw new IllegalArgumentException("SQL, and nothing else, ends with a semicolon: " + text);
            }
        }

        public static Step superuser(Phase phase, String statement) {
            return new Step(phase, By.SUPERUSER, statement);
        }

        public static Step immichRole(Phase phase, String statement) {
            return new Step(phase, By.IMMICH_ROLE, statement);
        }

        public static Step configuration(String line) {
            return new Step(Phase.CONFIGURE, By.CONFIGURATION, line);
        }

        public static Step person(Phase phase, String sentence) {
            return new Step(phase, By.PERSON, sentence);
        }
    }
}
