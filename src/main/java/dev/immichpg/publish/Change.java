package dev.immichpg.publish;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Report.Diagnosis;
import dev.immichpg.check.Status;
import dev.immichpg.need.Version;
import dev.immichpg.publish.Latest.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something about a database that two examinations saw differently.
 *
 * @param at when the later one ended; the change itself came some time between them
 * @param text a sentence; may hold names from the database
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
     * @param last the report before; empty if this is the first
     * @param lastRead the last one before that could read; empty if there is none
     * @param extensions the versions after this report, by extension
     */
    static List<Change> between(
            Optional<Report> last, Optional<Report> lastRead, Report next, Map<String, Versions> extensions) {
        List<Change> changes = new ArrayList<>();
        Instant at = next.examinedAt();
        last.ifPresent(before -> {
            if (before.readable() && !next.readable()) {
                changes.add(new Change(at, Direction.WORSE, next.failure().orElseThrow()));
            } else if (!before.readable() && next.readable()) {
                changes.add(new Change(at, Direction.BETTER, "The database can be read again."));
            }
        });
        if (next.readable()) {
            lastRead.ifPresent(before -> {
                versions(before, next, extensions, changes);
                forecast(before, next, changes);
                checks(before, next, changes);
            });
        }
        return changes;
    }

    private static void versions(Report before, Report next, Map<String, Versions> extensions, List<Change> changes) {
        Instant at = next.examinedAt();
        another("Postgres", postgres(before), postgres(next), at, changes);
        another(
                "Immich",
                before.immich().version().map(Version::text),
                next.immich().version().map(Version::text),
                at,
                changes);
        Snapshot was = before.snapshot().orElseThrow();
        new TreeMap<>(extensions).forEach((name, versions) -> {
            if (versions.changedAt().equals(Optional.of(at))) {
                Versions earlier = Versions.first(was, name);
                another(name + ", installed", earlier.installed(), versions.installed(), at, changes);
                another(name + ", available on the server", earlier.available(), versions.available(), at, changes);
            }
        });
    }

    private static Optional<String> postgres(Report report) {
        return report.snapshot().map(is -> is.server().version());
    }

    private static void another(
            String what, Optional<String> before, Optional<String> after, Instant at, List<Change> changes) {
        if (!before.equals(after)) {
            changes.add(new Change(
                    at, Direction.ASIDE, what + ": " + before.orElse("none") + " → " + after.orElse("none") + "."));
        }
    }

    private static void forecast(Report before, Report next, List<Change> changes) {
        if (before.now().outcome() != next.now().outcome()) {
            changes.add(new Change(
                    next.examinedAt(),
                    next.now().isBlocked()
                            ? Direction.WORSE
                            : before.now().isBlocked() ? Direction.BETTER : Direction.ASIDE,
                    next.now().sentence()));
        }
    }

    private static void checks(Report before, Report next, List<Change> changes) {
        Map<Check, Status> earlier = new TreeMap<>();
        before.diagnoses().forEach(d -> earlier.put(d.check(), d.verdict().status()));
        for (Diagnosis diagnosis : next.diagnoses()) {
            Status was = earlier.get(diagnosis.check());
            Status is = diagnosis.verdict().status();
            String id = diagnosis.check().id();
            if (diagnosis.muted() || was == is) {
                continue;
            }
            if (is == Status.PROBLEM) {
                changes.add(new Change(next.examinedAt(), Direction.WORSE, id + " became a problem."));
            } else if (was == Status.PROBLEM) {
                changes.add(new Change(
                        next.examinedAt(),
                        is == Status.UNKNOWN ? Direction.ASIDE : Direction.BETTER,
                        is == Status.UNKNOWN ? id + " was a problem and is unknown now." : id + " is mended."));
            } else if (is == Status.UNKNOWN) {
                changes.add(new Change(next.examinedAt(), Direction.ASIDE, id + " became unknown."));
            }
        }
    }
}
