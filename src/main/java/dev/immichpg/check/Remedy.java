package dev.immichpg.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What to run, as whom, in which order. The agent prints it and never runs it.
 *
 * @param steps in the order in which they must be done
 */
public record Remedy(List<RemedyStep> steps) {

    public Remedy {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a remedy has at least one step");
        }
        steps = inOrder(steps);
    }

    public static Remedy of(RemedyStep... steps) {
        return new Remedy(List.of(steps));
    }

    /** The steps of several remedies as one plan: in order, each step once. */
    public static List<RemedyStep> plan(Collection<Remedy> remedies) {
        return inOrder(remedies.stream().flatMap(r -> r.steps().stream()).toList());
    }

    private static List<RemedyStep> inOrder(List<RemedyStep> steps) {
        List<RemedyStep> sorted = new ArrayList<>();
        for (RemedyStep step : steps) {
            if (!sorted.contains(step)) {
                sorted.add(step);
            }
        }
        sorted.sort(Comparator.comparing(RemedyStep::phase));
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
}
