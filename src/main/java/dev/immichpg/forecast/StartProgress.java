package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Version;
import java.util.Collections;
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
record StartProgress(Snapshot found, Snapshot is, Expectation should, Optional<Version> last) {

    StartProgress {
        requireNonNull(found, "found");
        requireNonNull(is, "is");
        requireNonNull(should, "should");
        requireNonNull(last, "last");
    }

    static StartProgress on(Snapshot found, Expectation should, Optional<Version> last) {
        Expectation compared = should.schema().isPresent()
                ? should
                : should.with(SchemaState.of(found, should.releases().ledger()));
        return new StartProgress(found, found, compared, last);
    }

    StartProgress after(Snapshot changed) {
        return new StartProgress(found, changed, should, last);
    }

    Release release() {
        return should.release();
    }

    Version immich() {
        return should.version();
    }

    /** Whose rights Immich's sessions have. */
    String role() {
        return is.effectiveRoleName();
    }

    /** There are migrations to run. */
    boolean migrates() {
        return last.filter(version -> version.isOlderThan(immich())).isPresent()
                || !found.hasImmichTables()
                || isAsBeforeAnUpgrade()
                || isBehind();
    }

    /** Where version_history is hidden, the list of migrations may tell that the release has newer ones. */
    private boolean isBehind() {
        Optional<String> newest = found.history()
                .executedMigrations()
                .filter(names -> !names.isEmpty())
                .map(Collections::max);
        return newest.isPresent()
                && should.releases().migrations().stream()
                        .anyMatch(mark -> mark.migration().compareTo(newest.get()) > 0
                                && !mark.first().isNewerThan(immich().release()));
    }

    /** Also where who ran here last is hidden: exactly what a migration has left that the release goes on from. */
    private boolean isAsBeforeAnUpgrade() {
        return schema().isWhole() && pending().filter(p -> !p.names().isEmpty()).isPresent();
    }

    /** How this database differs from what its migrations have made. */
    SchemaState schema() {
        return should.schema().orElseThrow();
    }

    /** Empty: it is not known after which migration this database is, or none of Kysely's has run. */
    Optional<PendingMigrations> pending() {
        SchemaState schema = schema();
        return schema.migration().isPresent() ? Optional.of(PendingMigrations.of(this, schema)) : Optional.empty();
    }

    /** Only after {@link ChooseExtension}, which stops where there is none. */
    ChosenExtension chosen() {
        return ChosenExtension.of(is, should).orElseThrow();
    }

    StepOutcome tell(ForecastStep... steps) {
        return tell(List.of(steps));
    }

    StepOutcome tell(List<ForecastStep> steps) {
        return new StepOutcome(steps, is);
    }

    StepOutcome tell(Optional<ForecastStep> step) {
        return tell(step.stream().toList());
    }

    /** These steps leave the database behind like this. */
    StepOutcome change(Snapshot after, ForecastStep... steps) {
        return new StepOutcome(List.of(steps), after);
    }

    /** A fault that stops Immich only when it has migrations to run. */
    ForecastStep atNextMigration(String rule, String text, String... checks) {
        return migrates() ? ForecastStep.blocks(rule, text, checks) : ForecastStep.warns(rule, text, checks);
    }
}
