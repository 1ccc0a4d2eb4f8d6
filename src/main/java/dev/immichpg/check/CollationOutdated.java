package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.CollationVersion;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link FailureMode#COLLATION_CHANGED}: after an update of the C library or of ICU, texts sort in another order than
 * in the existing indexes.
 */
final class CollationOutdated {

    private static final int RECORDS_VERSION_SINCE = 15;

    private CollationOutdated() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<Finding> findings = Stream.concat(
                        is.databaseCollation().stream().flatMap(List::stream), is.collations().stream())
                .flatMap(collation -> finding(is, collation).stream())
                .toList();
        if (!findings.isEmpty()) {
            return Verdict.of(findings);
        }
        if (is.databaseCollation().isEmpty() && is.server().major() >= RECORDS_VERSION_SINCE) {
            throw new Undecidable("The version of the database's collation could not be read at this moment.");
        }
        return is.databaseCollation().stream().allMatch(List::isEmpty)
                        && is.collations().isEmpty()
                ? Verdict.notApplicable(
                        is.server().major() < RECORDS_VERSION_SINCE
                                ? "Postgres " + is.server().major()
                                        + " does not record the version of a database's collation."
                                : "The collation of this database has no version.")
                : Verdict.ok();
    }

    private static Optional<Finding> finding(Snapshot is, CollationVersion collation) {
        if (collation.recorded().equals(collation.actual())) {
            return Optional.empty();
        }
        String database = Sql.name(is.database().name());
        boolean ofDatabase = collation.collation().isEmpty();
        return Optional.of(new Finding(
                ofDatabase ? is.database().name() : collation.collation(),
                (ofDatabase
                                ? "The default collation of database "
                                        + is.database().name()
                                : "Collation " + collation.collation())
                        + " had version " + collation.recorded() + ", and now has version " + collation.actual()
                        + ".",
                "Expected no change: indexes on text are still sorted as before, and can miss rows or hold one twice.",
                Remedy.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.superuser(Phase.REBUILD_INDEX, "REINDEX DATABASE " + database + ";"),
                        RemedyStep.superuser(
                                Phase.REBUILD_INDEX,
                                ofDatabase
                                        ? "ALTER DATABASE " + database + " REFRESH COLLATION VERSION;"
                                        : "ALTER COLLATION " + Sql.requoted(collation.collation())
                                                + " REFRESH VERSION;"),
                        RemedyStep.START_IMMICH)));
    }
}
