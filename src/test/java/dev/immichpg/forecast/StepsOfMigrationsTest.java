package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Structure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is only looked at, or only stops Immich, where there are migrations to run. */
class StepsOfMigrationsTest {

    private static final String LAST = "2.7.4";

    @Test
    void requiredExtensionsAreCreatedByMigrationsAlone() {
        Given given = Given.vchord().notInstalled("cube");
        StepOutcome outcome = new CreateRequiredExtensions().take(Starts.of("2.7.5", LAST, unread(given.superuser())));

        assertEquals(List.of("CHANGES required extensions: It creates extension cube."), Starts.told(outcome));
        assertTrue(outcome.after().installed("cube").isPresent());
        assertEquals(
                List.of(
                        "WARNS required extensions: Extension cube is not installed in database immich. Only migrations would"
                                + " create it. [extension-missing]"),
                Starts.told(new CreateRequiredExtensions().take(Starts.of("2.7.5", given))));
    }

    @Test
    void aRequiredExtensionThatCannotBeCreatedStopsThemAndNothingFollows() {
        Given given = Given.vchord().notInstalled("cube").notAvailable("cube").notInstalled("pg_trgm");

        assertEquals(
                List.of(
                        "BLOCKS required extensions: Extension cube is neither installed in this database nor available on"
                                + " the server. [extension-missing]"),
                Starts.told(new CreateRequiredExtensions().take(Starts.of("2.7.5", LAST, unread(given)))));
    }

    @Test
    void anExtensionThatIsNamedInFullMustBeInPublic() {
        Given given = Given.vchord().installed("cube", e -> elsewhere(e)).installed("earthdistance", e -> elsewhere(e));
        FindExtensionsInPublic step = new FindExtensionsInPublic();

        assertEquals(2, step.take(Starts.of("2.7.5", given)).steps().size());
        assertEquals(
                List.of(
                        "BLOCKS required extensions: Extension cube is in schema other, but Immich looks for it in public."
                                + " [extension-in-other-schema]"),
                Starts.told(step.take(Starts.of("2.7.5", LAST, unread(given)))));
        assertEquals(List.of(), Starts.told(step.take(Starts.of("2.7.5", LAST, Given.vchord()))));
    }

    /** Who may not read version_history and is told the release that is to start, and not the one that ran. */
    @Test
    void issue14TheStructureTellsOfAnUpgradeWhereTheHistoryIsHidden() {
        Given hidden = Given.vchord()
                .historyHidden()
                .schema("public", s -> new Schema(s.name(), "postgres", false, true, false));

        assertEquals(
                List.of("BLOCKS public schema: Role immich has no CREATE on schema public, which postgres owns."
                        + " [public-schema-not-creatable]"),
                Starts.told(new CreateInPublic().take(Starts.of("3.1.0", "3.1.0", hidden))));
        assertFalse(Starts.of("2.7.5", "2.7.5", hidden).migrates());
        assertFalse(Starts.of("2.6.0", "2.6.0", hidden).migrates());
    }

    @Test
    void schemaPublic() {
        Given given = Given.vchord().schema("public", s -> new Schema(s.name(), "postgres", false, true, false));
        String text = " public schema: Role immich has no CREATE on schema public, which postgres owns."
                + " [public-schema-not-creatable]";

        assertEquals(List.of("WARNS" + text), Starts.told(new CreateInPublic().take(Starts.of("2.7.5", given))));
        assertEquals(List.of("BLOCKS" + text), Starts.told(new CreateInPublic().take(Starts.of("2.7.5", LAST, given))));
        assertEquals(List.of(), Starts.told(new FindTables().take(Starts.of("2.7.5", given))));
    }

    @Test
    void tablesOfOthers() {
        Given given = Given.vchord().relation("version_history", r -> StartUpRow.owned(r, false, true));
        String seen = " ownership: Role immich does not own version_history.";
        String check = " [object-owned-by-other]";

        assertEquals(
                List.of("WARNS" + seen + check), Starts.told(new AlterOwnTables().take(Starts.of("2.7.5", given))));
        assertEquals(
                List.of("WARNS" + seen + " The migrations of this upgrade do not change that." + check),
                Starts.told(new AlterOwnTables().take(Starts.of("2.7.5", LAST, given))));
        assertEquals(List.of(), Starts.told(new AlterOwnTables().take(Starts.of("2.7.5", Given.vchord()))));
    }

    @Test
    void tablesThatAreReadAtEveryStart() {
        Given given = Given.vchord().relation("version_history", r -> StartUpRow.owned(r, true, false));

        assertEquals(
                List.of("BLOCKS ownership: Role immich is not allowed to read table version_history."
                        + " [object-owned-by-other, start-table-refuses]"),
                Starts.told(new ReadMigrationTables().take(Starts.of("2.7.5", given))));
    }

    @Test
    void theMigrationsThemselves() {
        assertEquals(List.of(), Starts.told(new RunMigrations().take(Starts.of("2.7.5", Given.vchord()))));
        assertEquals(
                List.of("CHANGES migrations: Immich runs its migrations."),
                Starts.told(new RunMigrations().take(Starts.of("2.7.5", LAST, Given.vchord()))));
    }

    private static InstalledExtension elsewhere(InstalledExtension e) {
        return new InstalledExtension(e.name(), e.version(), "other", e.owner(), e.roleOwns(), e.rowAge());
    }

    /** Nobody knows which migrations run. */
    private static Given unread(Given given) {
        return given.structure(new Structure(false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
    }
}
