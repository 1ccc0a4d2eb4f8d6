package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;

/**
 * How far a start of Immich has come.
 *
 * @param found the database as it was before the start
 * @param is the database as the steps so far leave it behind
 * @param should the release that starts
 * @param last the release that has written to this database last; empty if it is not known
 */
record Start(Snapshot found, Snapshot is, Expectation should, Optional<Version> last) {

    Start {
        requireNonNull(found, "found");
        requireNonNull(is, "is");
        requireNonNull(should, "should");
        requireNonNull(last, "last");
    }

    static Start on(Snapshot found, Expectation should, Optional<Version> last) {
        return new Start(found, found, should, last);
    }

    Start after(Snapshot changed) {
        return new Start(found, changed, should, last);
    }

    Release release() {
        return should.release();
    }

    Version immich() {
        return should.version();
    }

    /** Immich's role. */
    String role() {
        return is.role().name();
    }

    /** There are migrations to run. */
    boolean migrates() {
        return last.filter(version -> version.isOlderThan(immich())).isPresent() || !found.hasImmichTables();
    }

    /** Only after {@link ChooseExtension}, which stops where there is none. */
    Chosen chosen() {
        return Chosen.of(is, should).orElseThrow();
    }

    Taken tell(Step... steps) {
        return tell(List.of(steps));
    }

    Taken tell(List<Step> steps) {
        return new Taken(steps, is);
    }

    Taken tell(Optional<Step> step) {
        return tell(step.stream().toList());
    }

    /** These steps leave the database behind like this. */
    Taken change(Snapshot after, Step... steps) {
        return new Taken(List.of(steps), after);
    }

    /** A fault that stops Immich only when it has migrations to run. */
    Step atNextMigration(String rule, String text, String... checks) {
        return migrates() ? Step.blocks(rule, text, checks) : Step.warns(rule, text, checks);
    }
}
