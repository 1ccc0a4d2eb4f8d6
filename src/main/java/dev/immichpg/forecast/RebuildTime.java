package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A timeout that is shorter than a rebuild is likely to take (FailureMode.REBUILD_OBSTRUCTED). It also ends the wait of Immich's
 * other process, which begins when the first one has rebuilt: {@code statement_timeout} and {@code lock_timeout} count while a
 * session waits for an advisory lock.
 *
 * @param likely what the rebuild of one table's index takes, roughly
 */
public record RebuildTime(EffectiveSetting timeout, Duration limit, Relation table, Duration likely) {

    private static final List<String> TIMEOUTS = List.of("statement_timeout", "lock_timeout", "transaction_timeout");

    /** Writing each row twice and indexing it; how fast the machine is, nobody knows. */
    private static final long MILLIS_PER_ROW = 1;

    private static final long MILLIS_AT_LEAST = 100;

    /** The timeouts that are too short for this table. */
    public static Stream<RebuildTime> tooShort(Snapshot is, Relation table) {
        Duration likely = Duration.ofMillis(MILLIS_AT_LEAST + rows(table) * MILLIS_PER_ROW);
        return TIMEOUTS.stream()
                .flatMap(name -> EffectiveSetting.of(is, name).stream())
                .flatMap(setting -> tooShort(setting, table, likely).stream());
    }

    /** The timeouts of which nobody can tell. */
    public static List<String> hidden(Snapshot is) {
        return TIMEOUTS.stream()
                .filter(name -> EffectiveSetting.isHidden(is, name))
                .toList();
    }

    private static Optional<RebuildTime> tooShort(EffectiveSetting setting, Relation table, Duration likely) {
        return setting.time()
                .filter(limit -> limit.compareTo(likely) < 0)
                .map(limit -> new RebuildTime(setting, limit, table, likely));
    }

    /** What was seen, with both figures. */
    public String sentence() {
        return timeout.name() + " is " + text(limit) + ", but a rebuild of the vector index of " + table.name()
                + " (about " + rows(table) + " rows) is likely to take " + text(likely)
                + " or more.";
    }

    private static long rows(Relation table) {
        return Math.max(0, Math.min(Integer.MAX_VALUE, table.estimatedRows()));
    }

    private static String text(Duration time) {
        return time.toMillis() < 10_000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }
}
