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
 * {@link FailureMode#COLLATION_CHANGED}, {@link FailureMode#COLLATION_NOT_RECORDED}: after an update of the C library or of ICU, texts sort in another order than
 * in the existing indexes.
 */
final class CollationOutdated {

    private static final int RECORDS_VERSION_SINCE = 15;

    private static final String TEMPLATE = "template1";

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
        if (collation.collation().equals(TEMPLATE)) {
            // CREATE DATABASE compares only what was recorded.
            return Optional.of(collation).filter(c -> !c.recorded().isEmpty()).map(CollationOutdated::ofTemplate);
        }
        if (collation.collation().isEmpty() && collation.recorded().isEmpty()) {
            return Optional.of(notRecorded(is, collation));
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

    /** Its own indexes are those of the system's catalogs, which sort by bytes. */
    private static Finding ofTemplate(CollationVersion collation) {
        return new Finding(
                TEMPLATE,
                "The default collation of database template1 had version " + collation.recorded()
                        + ", and now has version " + collation.actual() + ".",
                "Expected no change: CREATE DATABASE, as before a restore, stops at \"template database has a collation"
                        + " version mismatch\".",
                Remedy.of(
                        RemedyStep.superuser(Phase.GRANT, "ALTER DATABASE template1 REFRESH COLLATION VERSION;"),
                        RemedyStep.advice("If somebody has made tables in template1, connect to it before that, and run"
                                + " REINDEX DATABASE template1.")));
    }

    /** {@link FailureMode#COLLATION_NOT_RECORDED}: Postgres refuses to record a version afterwards. */
    private static Finding notRecorded(Snapshot is, CollationVersion collation) {
        return new Finding(
                is.database().name(),
                "The default collation of database " + is.database().name()
                        + " had no version when the database was made, and now has version " + collation.actual() + ".",
                "Expected the C library that the data comes from: musl, as in Alpine's images, sorts texts in another order"
                        + " than glibc. Indexes on text can miss rows or hold one twice.",
                Remedy.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.superuser(
                                Phase.REBUILD_INDEX,
                                "REINDEX DATABASE " + Sql.name(is.database().name()) + ";"),
                        RemedyStep.START_IMMICH,
                        RemedyStep.advice(
                                "Postgres cannot record that this was done, and refuses REFRESH COLLATION VERSION here."
                                        + " Mute collation-outdated for this database afterwards; a dump and restore ends it.")));
    }
}
