package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.ledger.MigrationReach;
import java.util.List;
import java.util.Optional;

/** Immich's migrations change its tables and functions, which only their owner is allowed to (FailureMode.FOREIGN_OWNER). */
final class AlterOwnTables implements StartUpStep {

    private static final String RULE = "ownership";
    private static final String CHECK = "object-owned-by-other";

    @Override
    public StepOutcome take(StartProgress start) {
        List<ForeignObject> foreign =
                ForeignImmichObjects.of(start.is(), start.should().releases().ledger());
        if (foreign.isEmpty()) {
            return start.tell();
        }
        Optional<PendingMigrations> pending = start.pending().filter(known -> start.migrates());
        return start.tell(
                pending.isPresent()
                        ? met(start, foreign, pending.get())
                        : start.atNextMigration(RULE, seen(start, foreign), CHECK));
    }

    /** As far as it is known what each of these migrations changes. */
    private static ForecastStep met(StartProgress start, List<ForeignObject> foreign, PendingMigrations pending) {
        for (ForeignObject object : foreign) {
            Optional<MigrationReach> altered = reach(start, object, pending, MigrationReach.Kind.ALTERS);
            if (altered.isPresent()) {
                return ForecastStep.blocks(
                        RULE,
                        seen(start, foreign) + " Migration " + altered.get().migration() + " changes " + object.name()
                                + ".",
                        CHECK);
            }
        }
        for (ForeignObject object : foreign) {
            Optional<MigrationReach> named = reach(start, object, pending, MigrationReach.Kind.NAMES);
            if (named.isPresent()) {
                return ForecastStep.unknown(
                        RULE,
                        seen(start, foreign) + " Migration " + named.get().migration() + " needs " + object.name()
                                + ". Whether it can do without owning it was not tried.",
                        CHECK);
            }
        }
        return ForecastStep.warns(
                RULE, seen(start, foreign) + " The migrations of this upgrade do not change that.", CHECK);
    }

    private static Optional<MigrationReach> reach(
            StartProgress start, ForeignObject object, PendingMigrations pending, MigrationReach.Kind kind) {
        return Optional.of(ForeignImmichObjects.reach(
                        start.should().releases().ledger(), object, pending.from(), pending.to()))
                .filter(reach -> reach.kind() == kind);
    }

    private static String seen(StartProgress start, List<ForeignObject> foreign) {
        return "Role " + start.role() + " does not own " + ForeignImmichObjects.named(foreign) + ".";
    }
}
