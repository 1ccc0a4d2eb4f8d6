package dev.immichpg.check;

import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

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

    /** The steps of several remedies as one plan: in order, each step once, Immich started once; without advice. */
    public static List<RemedyStep> plan(Collection<Remedy> remedies) {
        List<RemedyStep> steps = inOrder(remedies.stream()
                .flatMap(r -> r.steps().stream())
                .filter(step -> step.phase() != Phase.ADVICE)
                .toList());
        boolean stopped = steps.contains(RemedyStep.STOP_IMMICH);
        List<RemedyStep> starts = steps.stream()
                .filter(Remedy::startsImmich)
                .map(step -> step.afterStop(stopped))
                .toList();
        // The one that says most of what Immich then does says enough.
        Optional<RemedyStep> start = starts.stream()
                .max(Comparator.<RemedyStep>comparingInt(step -> step.text().length())
                        .thenComparing(RemedyStep::text));
        // One wants a library whose package the plan installs, another would take it out since its package is gone.
        Optional<RemedyStep> preload = steps.stream()
                .filter(Remedy::setsPreload)
                .max(Comparator.comparingInt(step -> step.text().length()));
        // Who asks before the first of these releases is told then what the next one needs.
        Optional<Version> asked =
                steps.stream().flatMap(step -> step.asksAgainBefore().stream()).min(Comparator.naturalOrder());
        List<RemedyStep> plan = new ArrayList<>();
        for (RemedyStep step : steps) {
            if (setsPreload(step) && !preload.equals(Optional.of(step))
                    || step.asksAgainBefore()
                            .filter(release -> !asked.equals(Optional.of(release)))
                            .isPresent()) {
                continue;
            }
            if (!startsImmich(step)) {
                plan.add(step);
            } else if (!plan.contains(start.orElseThrow())) {
                plan.add(start.orElseThrow());
            }
        }
        return List.copyOf(plan);
    }

    /** Whether a step of a plan is for this remedy. */
    boolean asksFor(RemedyStep planned) {
        return steps.contains(planned)
                || planned.phase() == Phase.START_IMMICH
                        && planned.by() == By.PERSON
                        && planned.text().matches("(?s)(Res|S)tart Immich.*")
                        && steps.stream().anyMatch(Remedy::startsImmich);
    }

    private static boolean setsPreload(RemedyStep step) {
        return step.phase() == Phase.CONFIGURE
                && step.by() != By.PERSON
                && step.text().matches("(?s)(ALTER SYSTEM SET )?[\\w.]*shared_preload_libraries\\b.*");
    }

    private static boolean startsImmich(RemedyStep step) {
        return step.phase() == Phase.START_IMMICH
                && (step.equals(RemedyStep.START_IMMICH) || step.text().startsWith("Restart Immich"));
    }

    private static List<RemedyStep> inOrder(List<RemedyStep> steps) {
        List<RemedyStep> sorted = new ArrayList<>(new LinkedHashSet<>(steps));
        sorted.sort(Comparator.comparing(RemedyStep::phase));
        return List.copyOf(sorted);
    }

    /** The safe order across all findings (extensions.md#safe-order). */
    public enum Phase {
        /** What runs already must end by itself. */
        WAIT,
        STOP_IMMICH,
        /** While the library in memory is still the one that the indexes were built with. */
        CLEAR_DEAD_ROWS,
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
        /** Another release of Immich than the one that is judged for, on the way to that one. */
        RUN_OTHER_RELEASE,
        START_IMMICH,
        /** What nobody needs any more, when all else works without it. */
        CLEAR_AWAY,
        /** What mends nothing that is broken now: it is shown with its finding, and is no part of a plan. */
        ADVICE
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
