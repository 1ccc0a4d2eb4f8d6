package dev.immichpg.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.catalog.Structure;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.ledger.TriedMigration.End;
import dev.immichpg.ledger.UpgradeTrial.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpgradeTrialTest {

    private static final SchemaLedger LEDGER = LedgerFile.builtIn();
    private static final int LAST = LEDGER.migrations().size() - 1;

    /** 1752267649968-StandardizeNames, which names nearly all there was. */
    private static final int STANDARDIZE =
            LEDGER.number("1752267649968-StandardizeNames").getAsInt();

    private static final int OF_2_7 = 67;

    private static Difference missing(ObjectKind kind, String table, String name) {
        return new Difference(kind, What.MISSING, table, name, "", "", true);
    }

    private static UpgradeTrial upgrade(int from, int to, Difference... differences) {
        return UpgradeTrial.of(List.of(differences), LEDGER, from, to);
    }

    /** Immich's repository has two texts of it, and one of them needs the column: neither fine nor blocked (issue 14). */
    @Test
    void whatOnlyOneTextOfAMigrationNeedsIsUnknown() {
        int rating = LEDGER.number("1780592070031-ConvertNegativeRatingToNull").getAsInt();
        Difference column = missing(ObjectKind.COLUMN, "asset_exif", "rating");

        UpgradeTrial trial = upgrade(rating - 1, rating, column);

        assertEquals(Outcome.UNTRIED, trial.end());
        assertEquals(
                "Column rating of asset_exif is missing, and one text of migration"
                        + " 1780592070031-ConvertNegativeRatingToNull needs it. How Immich's migrations end on that was not"
                        + " tried.",
                trial.sentence());
        assertEquals(
                Outcome.UNTRIED,
                upgrade(rating - 1, rating, missing(ObjectKind.TABLE, "asset_exif", "asset_exif"))
                        .end());
        assertEquals(Outcome.STAYS, upgrade(rating, LAST, column).end());
        assertEquals(Outcome.PASSES, upgrade(rating - 1, LAST).end());
    }

    /** Tables and types share their names. */
    @Test
    void aTypeThatHasTheNameOfATableToComeIsUnknown() {
        String table = LEDGER.after(LAST).tables().stream()
                .map(Structure.Table::name)
                .filter(name -> !LEDGER.after(OF_2_7).table(name).isPresent())
                .findFirst()
                .orElseThrow();
        for (ObjectKind kind : List.of(ObjectKind.OTHER_RELATION, ObjectKind.ENUM)) {
            Difference there = new Difference(kind, What.EXTRA, "", table, "", "type", true);
            assertEquals(Outcome.UNTRIED, upgrade(OF_2_7, LAST, there).end());
            assertEquals(Outcome.PASSES, upgrade(LAST - 1, LAST, there).end());
        }
    }

    @Test
    void whatIsWholePasses() {
        for (int from = 0; from < LAST; from++) {
            assertEquals(Outcome.PASSES, upgrade(from, LAST).end());
        }
    }

    /** What stopped when it was tried never passes, and the error is told. */
    @Test
    void everyTrialThatStoppedIsTold() {
        for (TriedMigration tried : LEDGER.tried()) {
            if (tried.end() == End.STOPS
                    && tried.difference() == TriedMigration.Difference.MISSING
                    && !tried.kind().equals("extension")) {
                ObjectKind kind = switch (tried.kind()) {
                    case "constraint" -> ObjectKind.KEY;
                    default -> ObjectKind.valueOf(tried.kind().toUpperCase(Locale.ROOT));
                };
                String table = kind == ObjectKind.TABLE ? tried.name() : tried.table();
                UpgradeTrial trial =
                        upgrade(tried.migration() - 1, tried.migration(), missing(kind, table, tried.name()));
                assertEquals(Outcome.STOPS, trial.end(), tried::toString);
                assertTrue(trial.sentence().contains(tried.error()), trial::sentence);
            }
        }
    }

    @Test
    void theMigrationAndTheErrorAreNamed() {
        assertEquals(
                "Index IDX_05895aa505a670300d4816debc of albums is missing. Migration 1752267649968-StandardizeNames stops at"
                        + " it: relation \"IDX_05895aa505a670300d4816debc\" does not exist (42P01).",
                upgrade(
                                STANDARDIZE - 1,
                                STANDARDIZE,
                                missing(ObjectKind.INDEX, "albums", "IDX_05895aa505a670300d4816debc"))
                        .sentence());
    }

    /** It ran when it was tried, and the index stayed lost. */
    @Test
    void whatNoMigrationTouchesStaysMissing() {
        UpgradeTrial trial = upgrade(67, 68, missing(ObjectKind.INDEX, "tag", "tag_updateId_idx"));
        assertEquals(Outcome.STAYS, trial.end());
        assertEquals(
                "Index tag_updateId_idx of tag is missing. Immich's migrations run, and do not mend it.",
                trial.sentence());
    }

    @Test
    void severalThatNeverMatteredAreAsGoodAsOne() {
        assertEquals(
                Outcome.STAYS,
                upgrade(
                                67,
                                68,
                                missing(ObjectKind.INDEX, "tag", "tag_updateId_idx"),
                                missing(ObjectKind.FOREIGN_KEY, "tag", "tag_userId_fkey"))
                        .end());
    }

    @Test
    void severalThatMatterWereNotTried() {
        assertEquals(
                Outcome.UNTRIED,
                upgrade(
                                67,
                                68,
                                missing(ObjectKind.COLUMN, "tag", "color"),
                                missing(ObjectKind.COLUMN, "stack", "updatedAt"))
                        .end());
    }

    @Test
    void whatIsMissingWithItsTableIsOneDamage() {
        List<Difference> causes = new Consequences(LEDGER.after(67))
                .removedFrom(List.of(
                        missing(ObjectKind.TABLE, "tag", "tag"),
                        missing(ObjectKind.FOREIGN_KEY, "tag_asset", "tag_asset_tagId_fkey")));
        assertEquals(List.of(missing(ObjectKind.TABLE, "tag", "tag")), causes);
    }

    @Test
    void whatDiffersWasNotTried() {
        assertEquals(
                Outcome.UNTRIED,
                upgrade(67, 68, new Difference(ObjectKind.COLUMN, What.DIFFERENT, "tag", "value", "text", "uuid", true))
                        .end());
        assertEquals(
                Outcome.PASSES,
                upgrade(
                                67,
                                68,
                                new Difference(
                                        ObjectKind.TRIGGER, What.DISABLED, "tag", "tag_updatedAt", "", "x", true))
                        .end());
    }

    @Test
    void theUsersOwnPassesUnlessItsNameIsNeeded() {
        Difference own = new Difference(ObjectKind.TABLE, What.EXTRA, "my_notes", "my_notes", "table", "", false);
        assertEquals(Outcome.PASSES, upgrade(0, LAST, own).end());
        int number = IntStream.rangeClosed(1, LAST)
                .filter(i -> LEDGER.objects().makesRelation("ocr_search", i))
                .findFirst()
                .orElseThrow();
        Difference taken = new Difference(ObjectKind.TABLE, What.EXTRA, "ocr_search", "ocr_search", "table", "", true);
        assertEquals(Outcome.STOPS, upgrade(number - 1, number, taken).end());
        Difference index = new Difference(ObjectKind.INDEX, What.EXTRA, "asset", "ocr_search", "btree (id)", "", true);
        assertEquals(Outcome.UNTRIED, upgrade(number - 1, number, index).end());
    }

    /** A view, and not a table, has the name of what a migration makes. */
    @Test
    void aNameThatAViewHasIsNotFree() {
        Structure is = LEDGER.after(OF_2_7);
        Structure with = new Structure(
                true,
                is.tables(),
                is.functions(),
                is.enums(),
                is.sequences(),
                List.of("video_stream_session", "mine"),
                List.of());
        List<Difference> differences = SchemaComparison.of(with, LEDGER, OF_2_7);
        assertEquals(1, differences.size(), differences::toString);
        assertEquals(
                Outcome.UNTRIED,
                UpgradeTrial.of(differences, LEDGER, OF_2_7, LAST).end());
    }

    /** ALTER TYPE … ADD VALUE refuses one that is there, and a default needs the one that is not. */
    @Test
    void valuesOfAnEnumWereNotTried() {
        int locked = LEDGER.number("1746844028242-AddLockedVisibilityEnum").getAsInt();
        assertEquals(
                Outcome.UNTRIED,
                upgrade(locked - 1, locked, value(What.EXTRA, "locked")).end());
        assertEquals(
                Outcome.PASSES,
                upgrade(locked, locked + 1, value(What.EXTRA, "mine")).end());
        assertEquals(
                Outcome.UNTRIED,
                upgrade(locked, locked + 1, value(What.MISSING, "timeline")).end());
    }

    private static Difference value(What what, String name) {
        return new Difference(ObjectKind.ENUM_VALUE, what, "asset_visibility_enum", name, "", "", true);
    }

    /** Whichever of two is looked at first: what alone stops, stops with another damage too. */
    @Test
    void whatStopsAloneStopsBesideAnotherDamage() {
        Difference stops = missing(ObjectKind.INDEX, "albums", "IDX_05895aa505a670300d4816debc");
        Difference runs = missing(ObjectKind.COLUMN, "albums", "description");
        assertEquals(
                Outcome.STOPS,
                upgrade(STANDARDIZE - 1, STANDARDIZE, runs, stops).end());
        assertEquals(
                Outcome.STOPS,
                upgrade(STANDARDIZE - 1, STANDARDIZE, stops, runs).end());
    }
}
