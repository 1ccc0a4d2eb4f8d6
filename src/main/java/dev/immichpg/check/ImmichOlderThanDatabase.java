package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.UpgradePath;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#DATABASE_NEWER_THAN_IMMICH}: after a downgrade, or a restore of a newer database, Immich meets
 * migrations that it does not know, and exits.
 */
final class ImmichOlderThanDatabase {

    private static final String TABLE = "kysely_migrations";

    private ImmichOlderThanDatabase() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<Relation> table = is.relation("public", TABLE);
        if (table.isEmpty()) {
            return Verdict.notApplicable("There is no table " + TABLE + ", which Immich has since 1.132.0.");
        }
        if (is.history().migrations().isEmpty()) {
            throw hidden(is, table.get());
        }
        Version immich = should.version();
        return UpgradePath.newerMigrations(is, should.releases(), immich)
                .map(newer -> Verdict.problem(finding(should, immich, newer)))
                .orElseGet(Verdict::ok);
    }

    private static Undecidable hidden(Snapshot is, Relation table) {
        String name = Sql.name(table.schema(), table.name());
        return new Undecidable(
                table.loginCanSelect()
                        ? name
                                + " could not be read at this moment: it is locked, or it is not a plain table of Immich's."
                        : "Role " + is.login() + " is not allowed to read " + name + ". Run: GRANT SELECT ON " + name
                                + " TO " + Sql.name(is.login()) + ";");
    }

    private static Finding finding(Expectation should, Version immich, Version newer) {
        List<RemedyStep> steps = new ArrayList<>();
        if (should.immich().source() == Source.CONFIGURED) {
            steps.add(RemedyStep.person(
                    Phase.CONFIGURE,
                    "If Immich is newer already, correct immich-version, or leave it out: version_history says it."));
        }
        steps.add(RemedyStep.person(
                Phase.INSTALL_PACKAGES,
                "Run Immich " + newer.text() + " or a newer release. The only way back to " + immich.text()
                        + " is a backup taken before the upgrade."));
        steps.add(RemedyStep.START_IMMICH);
        return new Finding(
                "Immich " + immich.text(),
                "This database has migrations of Immich " + newer.text() + ".",
                "Expected none that Immich " + immich.text() + " does not know: it stops at them when it starts.",
                new Remedy(steps));
    }
}
