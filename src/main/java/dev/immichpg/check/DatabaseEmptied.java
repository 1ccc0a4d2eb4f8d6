package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Immich has started here, and has no users: a restore brought the tables without their rows, or somebody emptied them. */
final class DatabaseEmptied {

    private DatabaseEmptied() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.relation("public", "version_history").isEmpty()) {
            return Verdict.notApplicable("Immich has not started here, or only a release before 1.117.0.");
        }
        Optional<Relation> users = Stream.of("user", "users")
                .flatMap(name -> is.relation("public", name).stream())
                .findFirst();
        return Verdict.of(users.filter(table -> table.estimatedRows() == 0).stream()
                .map(DatabaseEmptied::finding)
                .toList());
    }

    private static Finding finding(Relation users) {
        return new Finding(
                users.name(),
                "Table " + users.name() + " has no rows, though Immich has started in this database.",
                "Expected at least one user. Only before the first user has signed up is the table empty.",
                new Remedy(List.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.person(
                                Phase.GRANT,
                                "Restore the whole database from a backup, unless nobody has signed up yet. Do not sign up in"
                                        + " the empty one: Immich would treat your photos as not its own."),
                        RemedyStep.START_IMMICH)));
    }
}
