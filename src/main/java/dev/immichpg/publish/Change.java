package dev.immichpg.publish;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.publish.DatabaseHistory.ExtensionVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A difference between two examinations of a database.
 *
 * @param at when the later one ended; the change itself happened at some time between them
 * @param text a sentence; it can contain names from the database
 */
record Change(Instant at, Direction direction, String text) {

    enum Direction {
        BETTER,
        WORSE,
        /** Neither, in itself: a version is another. */
        ASIDE
    }

    Change {
        requireNonNull(at, "at");
        requireNonNull(direction, "direction");
        requireNonNull(text, "text");
    }

    /**
     * What an outage hides has not changed: after it, what is seen is held against what was seen before it.
     *
     * @param before what was known when this report came
     * @param extensions the versions after this report, by extension
     */
    static List<Change> between(DatabaseHistory before, Report next, Map<String, ExtensionVersions> extensions) {
        List<Change> changes = new ArrayList<>();
        Instant at = next.examinedAt();
        before.readable().ifPresent(readable -> {
            if (readable && !next.readable()) {
                changes.add(new Change(at, Direction.WORSE, next.failure().orElseThrow()));
            } else if (!readable && next.readable()) {
                changes.add(new Change(at, Direction.BETTER, "The database can be read again."));
            }
        });
        if (next.readable()) {
            before.seen().ifPresent(seen -> {
                versions(seen, next, before.extensions(), extensions, changes);
                forecast(seen, next, changes);
                checks(seen, next, changes);
            });
        }
        return changes;
    }

    private static void versions(
            LastResults before,
            Report next,
            Map<String, ExtensionVersions> earlier,
            Map<String, ExtensionVersions> extensions,
            List<Change> changes) {
        Instant at = next.examinedAt();
        LastResults now = LastResults.of(next);
        another("Postgres", Optional.of(before.postgres()), Optional.of(now.postgres()), at, changes);
        another("Immich", before.immich(), now.immich(), at, changes);
        new TreeMap<>(extensions).forEach((name, versions) -> {
            ExtensionVersions was = earlier.getOrDefault(name, ExtensionVersions.NONE);
            another(name + ", installed", was.installed(), versions.installed(), at, changes);
            another(name + ", available on the server", was.available(), versions.available(), at, changes);
        });
    }

    private static void another(
            String what, Optional<String> before, Optional<String> after, Instant at, List<Change> changes) {
        if (!before.equals(after)) {
            changes.add(new Change(
                    at, Direction.ASIDE, what + ": " + before.orElse("none") + " → " + after.orElse("none") + "."));
        }
    }

    private static void forecast(LastResults before, Report next, List<Change> changes) {
        if (before.outcome() != next.now().forecast().outcome()) {
            changes.add(new Change(
                    next.examinedAt(),
                    next.now().forecast().isBlocked()
                            ? Direction.WORSE
                            : before.outcome() == Outcome.BLOCKED ? Direction.BETTER : Direction.ASIDE,
                    next.now().forecast().sentence()));
        }
    }

    private static void checks(LastResults before, Report next, List<Change> changes) {
        for (Diagnosis diagnosis : next.now().diagnoses()) {
            Status was = before.checks().get(diagnosis.check());
            Status is = diagnosis.verdict().status();
            String id = diagnosis.check().id();
            if (diagnosis.muted() || was == is || was == null) {
                continue;
            }
            if (is == Status.PROBLEM) {
                changes.add(new Change(next.examinedAt(), Direction.WORSE, id + " became a problem."));
            } else if (was == Status.PROBLEM) {
                changes.add(new Change(
                        next.examinedAt(),
                        is == Status.UNKNOWN ? Direction.ASIDE : Direction.BETTER,
                        is == Status.UNKNOWN ? id + " was a problem and is unknown now." : id + " is fixed."));
            } else if (is == Status.UNKNOWN) {
                changes.add(new Change(next.examinedAt(), Direction.ASIDE, id + " became unknown."));
            }
        }
    }
}
