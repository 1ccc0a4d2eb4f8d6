package dev.immichpg.postgres;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.SecondAnswer;
import dev.immichpg.catalog.Structure;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The structure of a database and the names in its migration_overrides, as they were last read. They are read again when the
 * catalogs or the migrations that have run have changed, and after some time in any case.
 *
 * <p>A thousand databases of one release have the same structure: they share it.
 */
final class KeptStructure {

    private static final Map<Structure, WeakReference<Structure>> SHARED =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final Duration every;
    /** Null: none was read yet, or the last reading failed. */
    private Structure last;

    private Optional<Long> changes = Optional.empty();
    private Optional<List<String>> migrations = Optional.empty();
    private Optional<List<String>> overrides = Optional.empty();
    private long readAt;

    KeptStructure(Duration every) {
        this.every = every;
    }

    boolean isDue(Snapshot catalogs) {
        return last == null
                || !changes.equals(catalogs.catalogChanges())
                || System.nanoTime() - readAt >= every.toNanos();
    }

    /** Whether the one that was read last is that of the migrations in this answer, as far as it has any. */
    boolean isOf(SecondAnswer answer) {
        Optional<List<String>> executed = answer.history().executedMigrations();
        return executed.isEmpty() || executed.equals(migrations);
    }

    /** The answer, with what was read before. */
    SecondAnswer added(SecondAnswer answer) {
        return answer.with(last, overrides);
    }

    /** The answer, in which the structure was asked for; it is kept if it came. */
    SecondAnswer taken(Snapshot catalogs, SecondAnswer answer) {
        last = answer.structure().map(KeptStructure::shared).orElse(null);
        changes = catalogs.catalogChanges();
        migrations = answer.history().executedMigrations();
        overrides = answer.history().overrides();
        readAt = System.nanoTime();
        return last == null ? answer : added(answer);
    }

    private static Structure shared(Structure structure) {
        synchronized (SHARED) {
            WeakReference<Structure> there = SHARED.get(structure);
            Structure known = there == null ? null : there.get();
            if (known == null) {
                SHARED.put(structure, new WeakReference<>(structure));
            }
            return known == null ? structure : known;
        }
    }
}
