package dev.immichpg.check;

import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Memory.Assets;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Immich has started here, and has no users, or less than half of the assets that it had: a restore brought tables without
 * their rows, or old ones, or somebody emptied them.
 */
final class DatabaseEmptied {

    private DatabaseEmptied() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.relation("public", "version_history").isEmpty()) {
            return Verdict.notApplicable("Immich has not started here, or only a release before 1.117.0.");
        }
        Optional<Relation> users = Stream.of("user", "users")
                .flatMap(name -> is.relation("public", name).stream())
                .findFirst();
        Optional<Finding> noUsers =
                users.filter(table -> table.estimatedRows() == 0).map(DatabaseEmptied::noUsers);
        Optional<Finding> fewAssets = is.memory()
                .map(Memory::assets)
                .filter(Assets::fell)
                .flatMap(assets -> Assets.table(is).map(table -> fewAssets(table, assets)));
        return Verdict.of(
                Stream.of(noUsers, fewAssets).flatMap(Optional::stream).toList());
    }

    private static Finding fewAssets(Relation table, Assets assets) {
        return new Finding(
                table.name(),
                "Table " + table.name() + " has about " + assets.rows() + " rows. At the analysis before, it had about "
                        + assets.before() + ".",
                "Expected no such loss, unless you have deleted these photos and videos yourself.",
                new Remedy(List.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.person(
                                Phase.GRANT,
                                "Look in Immich's trash, and at what was last restored or deleted. If the rows were lost,"
                                        + " restore the whole database from a backup that still has them."),
                        RemedyStep.START_IMMICH)));
    }

    private static Finding noUsers(Relation users) {
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
