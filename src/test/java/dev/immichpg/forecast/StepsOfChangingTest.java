package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.EventTrigger;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.catalog.Snapshot.VectorDependent.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the way of those who change the schema: languages, event triggers, tablespaces, what depends on a column. */
class StepsOfChangingTest {

    private static final String BEFORE_1_140_0 = "1754389095885-ResetAlbumAssetSync";

    private static List<String> functions(Given given, String last, String immich) {
        return Starts.told(new CreateFunctions().take(Starts.of(immich, last, given)));
    }

    private static Given mute(String newestMigration, String... languages) {
        Given given = Given.vchord().newestMigration(newestMigration);
        for (String language : languages) {
            given.unusableLanguage(language);
        }
        return given;
    }

    @Test
    void whoCannotCreateInPlpgsqlIsStoppedByTheFirstFunctionOfATrigger() {
        // by the last migration of the upgrade
        assertEquals(
                List.of(
                        "BLOCKS language: Role immich is not able to create functions in plpgsql. A migration of this upgrade"
                                + " creates asset_metadata_audit. [function-language-unusable]"),
                functions(mute(BEFORE_1_140_0, "plpgsql"), "1.139.0", "1.140.0"));
        // Another one was created by the migration after which the database is.
        assertEquals(
                List.of(
                        "BLOCKS language: Role immich is not able to create functions in plpgsql. A migration of this upgrade"
                                + " creates asset_edit_delete. [function-language-unusable]"),
                functions(mute("1771873813973-AssetEditSync", "plpgsql"), "2.5.6", "2.6.0"));
    }

    @Test
    void whetherAFunctionIsInAnotherLanguageIsNotKnown() {
        String seen = "Role immich is not able to create functions in sql";
        assertEquals(
                List.of("UNKNOWN language: " + seen
                        + ". A migration of this upgrade creates asset_metadata_audit, whose"
                        + " language is not known. [function-language-unusable]"),
                functions(mute(BEFORE_1_140_0, "sql"), "1.139.0", "1.140.0"));
        assertEquals(
                List.of("BLOCKS language: " + seen
                        + " and plpgsql. A migration of this upgrade creates asset_metadata_audit."
                        + " [function-language-unusable]"),
                functions(mute(BEFORE_1_140_0, "sql", "plpgsql"), "1.139.0", "1.140.0"));
    }

    @Test
    void anUpgradeThatCreatesNoFunctionIsNotStopped() {
        assertEquals(
                List.of("WARNS language: Role immich is not able to create functions in plpgsql. The migrations of this"
                        + " upgrade create none. [function-language-unusable]"),
                functions(mute("1769441657564-AddIsProgressiveColumn", "plpgsql"), "2.5.0", "2.5.2"));
        assertEquals(List.of(), functions(Given.vchord().unusableLanguage("plpgsql"), "2.7.5", "2.7.5"));
        assertEquals(List.of(), functions(mute(BEFORE_1_140_0), "1.139.0", "1.140.0"));
    }

    @Test
    void whereNobodyKnowsWhichMigrationsRunItIsNotKnown() {
        assertEquals(
                List.of(
                        "UNKNOWN language: Role immich is not able to create functions in plpgsql. Whether the migrations of"
                                + " this upgrade create some is not known. [function-language-unusable]"),
                functions(mute("1700000000000-BeforeTheLedger", "plpgsql"), "1.118.2", "2.7.5"));
    }

    /** Those of a login do not fire for a change, and those for other commands not for a rebuild. */
    @Test
    void eventTriggersFireForWhatTheyAreMadeFor() {
        Given given = Given.vchord()
                .eventTrigger("all", "ddl_command_start")
                .eventTrigger("index", "ddl_command_end", "CREATE TABLE", "CREATE INDEX")
                .eventTrigger("view", "sql_drop", "DROP VIEW")
                .eventTrigger("door", "login")
                .eventTrigger(new EventTrigger("pgaudit", "ddl_command_end", List.of(), true));

        assertEquals(List.of("all", "index", "view", "door"), names(DdlTriggers.all(given.snapshot())));
        assertEquals(List.of("all", "index", "view"), names(DdlTriggers.of(given.snapshot())));
        assertEquals(List.of("all", "index"), names(DdlTriggers.ofRebuild(given.snapshot())));
        assertEquals(List.of("door"), names(DdlTriggers.atLogin(given.snapshot())));
    }

    @ParameterizedTest
    @CsvSource({"off, 0", "false, 0", "no, 0", "0, 0", "on, 1", "true, 1", "1, 1"})
    void eventTriggersCanBeSwitchedOff(String value, int firing) {
        Given given = Given.vchord()
                .server(170_000)
                .eventTrigger("all", "ddl_command_start")
                .roleSetting(Scope.DATABASE, "event_triggers", value);

        assertEquals(firing, DdlTriggers.all(given.snapshot()).size());
    }

    private static List<String> names(List<EventTrigger> triggers) {
        return triggers.stream().map(EventTrigger::name).toList();
    }

    @Test
    void aTablespaceThatIsSetIsSeen() {
        assertFalse(DefaultTablespace.isSet(Given.vchord().snapshot()));
        assertFalse(DefaultTablespace.isSet(Given.vchord()
                .roleSetting(Scope.DATABASE, "default_tablespace", "")
                .snapshot()));
        assertTrue(DefaultTablespace.isSet(Given.vchord()
                .roleSetting(Scope.DATABASE, "default_tablespace", "fast")
                .snapshot()));
    }

    /** Immich stops at the first one; a start without migrations comes to none of them. */
    @Test
    void ofWhatStopsMigrationsTheFirstIsTold() {
        Given given = Given.vchord()
                .schema("public", s -> new Schema(s.name(), "postgres", false, true, false))
                .tablespace("fast", false)
                .roleSetting(Scope.DATABASE, "default_tablespace", "fast");
        String first = " public schema: Role immich has no CREATE on schema public, which postgres owns."
                + " [public-schema-not-creatable]";
        String second = " tablespace: default_tablespace is fast, on which role immich has no CREATE."
                + " [tablespace-not-creatable]";

        assertEquals(
                List.of("BLOCKS" + first), Starts.told(new CreateInPublic().take(Starts.of("2.7.5", "2.7.4", given))));
        assertEquals(
                List.of("WARNS" + first, "WARNS" + second),
                Starts.told(new CreateInPublic().take(Starts.of("2.7.5", given))));
    }

    @Test
    void whatDependsOnAColumnIsToldByTheCheckThatKnowsIt() {
        Given given = Given.vchord()
                .withoutIndex("clip_index")
                .dependent(Kind.INDEX, "clip_index_ccnew", Optional.of(false))
                .dependent(Kind.VIEW, "clip_index_ccnew", Optional.of(false))
                .leftoverIndex("another_ccnew");

        assertEquals(List.of("other-index-on-vectors", "vector-column-in-use"), checks(given));
        assertEquals(
                List.of("vector-index-invalid", "vector-column-in-use"),
                checks(given.leftoverIndex("clip_index_ccnew")));
        assertEquals(
                "BLOCKS index: Index clip_index does not exist. Immich cannot rebuild it: Index clip_index_ccnew is on column"
                        + " embedding of smart_search, too. Postgres then refuses to change the type of the column."
                        + " [vector-index-invalid]",
                Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", given)))
                        .get(0));
    }

    private static List<String> checks(Given given) {
        return DependentObstacle.beside(given.snapshot(), "clip_index", "smart_search")
                .map(dependent -> DependentObstacle.check(given.snapshot(), dependent))
                .toList();
    }

    @Test
    void onlyWhatMayStopARebuildIsDoubtful() {
        Given given = Given.vchord()
                .dependent(Kind.TRIGGER, "perhaps", Optional.empty())
                .dependent(Kind.VIEW, "certainly", Optional.of(false))
                .dependent(Kind.FUNCTION, "never", Optional.of(true));

        assertEquals(
                List.of("perhaps"),
                DependentObstacle.doubtful(given.snapshot(), "clip_index", "smart_search").stream()
                        .map(d -> d.name())
                        .toList());
    }

    /** Before 2.6.0 a rebuild that failed had dropped the index all the same. */
    @Test
    void whatARebuildDropsFirstIsTold() {
        Given given = Given.vchord();
        String drops = "CHANGES index: It drops clip_index, to rebuild it.";

        assertEquals(List.of(drops), dropped("2.5.6", given));
        assertEquals(List.of(), dropped("2.6.0", given));
        assertEquals(List.of(), dropped("2.7.5", given));
        assertEquals(List.of(), dropped("2.5.6", Given.vchord().withoutIndex("clip_index")));
        Given ofAnother = Given.vchord().relation("smart_search", StepsOfChangingTest::ofAnother);
        assertEquals(List.of(drops), dropped("2.5.6", ofAnother)); // whose schema it owns
        assertEquals(
                List.of(),
                dropped("2.5.6", ofAnother.schema("public", s -> new Schema(s.name(), "postgres", false, true, true))));
    }

    private static Relation ofAnother(Relation r) {
        return StartUpRow.owned(r, false, true);
    }

    private static List<String> dropped(String immich, Given given) {
        return Starts.told(DroppedIndexes.beforeRebuild(Starts.of(immich, given), "clip_index"));
    }
}
