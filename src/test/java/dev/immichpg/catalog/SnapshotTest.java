package dev.immichpg.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.SecondAnswer;
import dev.immichpg.catalog.Snapshot.Server;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.postgres.SnapshotJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {

    /** Postgres 13+: a superuser where the control file demands one, unless it is trusted; else CREATE on the database. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
                    superuser, canCreate, demandsSuperuser, trusted, may
                    true,      false,     true,             false,   true
                    false,     true,      true,             false,   false
                    false,     true,      true,             true,    true
                    false,     false,     true,             true,    false
                    false,     true,      false,            false,   true
                    false,     false,     false,            false,   false
                    """)
    void whoMayCreateAnExtension(
            boolean superuser, boolean canCreate, boolean demandsSuperuser, boolean trusted, boolean may) {
        Snapshot is = rights(superuser, canCreate);

        assertEquals(may, is.roleMayCreate(new AvailableExtension("x", "2", demandsSuperuser, trusted)));
    }

    /** catalogs.md#what-is-seen: nobody but its owner, and the owner only if they might create it as well. */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
                    superuser, canCreate, owns,  demandsSuperuser, trusted, may
                    true,      false,     false, true,             false,   true
                    false,     true,      true,  true,             false,   false
                    false,     true,      true,  true,             true,    true
                    false,     true,      false, true,             true,    false
                    false,     true,      true,  false,            false,   true
                    false,     true,      false, false,            false,   false
                    false,     false,     true,  false,            false,   false
                    """)
    void whoMayUpdateAnExtension(
            boolean superuser,
            boolean canCreate,
            boolean owns,
            boolean demandsSuperuser,
            boolean trusted,
            boolean may) {
        Snapshot is = rights(superuser, canCreate);

        assertEquals(
                may,
                is.roleMayUpdate(
                        new InstalledExtension("x", "1", "public", "somebody", owns, 1),
                        new AvailableExtension("x", "2", demandsSuperuser, trusted)));
    }

    @Test
    void theListSaysWhetherALibraryIsPreloaded() {
        Snapshot is = Given.vchord().preload("vchord.so").loadedPrefixes().snapshot();

        assertEquals(Optional.of(true), is.isPreloaded("vchord", "vchordrq"));
        assertEquals(Optional.of(false), is.isPreloaded("vectors", "vectors"));
    }

    /** Settings prove it, and their absence proves nothing. */
    @Test
    void whereTheListIsHiddenItsSettingsSayOnlyYes() {
        Snapshot is = Given.vchord().preloadHidden().loadedPrefixes("vchordrq").snapshot();

        assertEquals(Optional.of(true), is.isPreloaded("vchord", "vchordrq"));
        assertEquals(Optional.empty(), is.isPreloaded("vectors", "vectors"));
    }

    @ParameterizedTest
    @CsvSource({
        "configuration file, true,  true",
        "configuration file, false, false",
        "default,            true,  true",
        "command line,       true,  false",
        "command line,       false, false"
    })
    void aRestartBringsAnotherValueUnlessTheCommandLineRules(String source, boolean pending, boolean waits) {
        assertEquals(waits, Given.aPreload("", source, pending).waitsForRestart());
    }

    @Test
    void aRelationInPublicComesFirst() {
        Relation elsewhere = new Relation("backup", "smart_search", "postgres", false, false, false, true, false, 7);
        Given given = Given.vchord().withoutRelation("smart_search").addRelation(elsewhere);

        assertEquals(Optional.of(elsewhere), given.snapshot().relation("smart_search"));
        assertEquals(
                "public",
                given.table("smart_search")
                        .snapshot()
                        .relation("smart_search")
                        .orElseThrow()
                        .schema());
        assertEquals(Optional.of(elsewhere), given.snapshot().relation("backup", "smart_search"));
        assertEquals(Optional.empty(), given.snapshot().relation("other", "smart_search"));
        assertEquals(Optional.empty(), given.snapshot().relation("no_such_table"));
    }

    @Test
    void anIndexInPublicComesFirst() {
        VectorIndex there = Given.vchord().snapshot().index("clip_index").orElseThrow();
        VectorIndex elsewhere = new VectorIndex("backup", "clip_index", "smart_search", "hnsw", "", true, true, 1);
        Given given = Given.vchord().withoutIndex("clip_index").addIndex(elsewhere);

        assertEquals(Optional.of(elsewhere), given.snapshot().index("clip_index"));
        assertEquals(Optional.of(there), given.addIndex(there).snapshot().index("clip_index"));
        assertEquals(Optional.empty(), given.snapshot().index("other_index"));
    }

    @ParameterizedTest
    @CsvSource({"140000, 14, 14.0", "150018, 15, 15.18", "190000, 19, 19.0"})
    void theServersVersion(int versionNum, int major, String version) {
        Server server = new Server(versionNum, false, "");

        assertEquals(major, server.major());
        assertEquals(version, server.version());
    }

    @Test
    void anUpdatePathIsOneOfTheSameExtension() {
        Snapshot is = Given.vchord().available("vchord", "1.1.1").snapshot();

        assertEquals(Optional.of(true), is.hasUpdatePath("vchord"));
        assertEquals(Optional.of(false), is.hasUpdatePath("vector"));
        assertEquals(
                Optional.empty(), Given.vchord().updatePathsHidden().snapshot().hasUpdatePath("vchord"));
    }

    @ParameterizedTest
    @CsvSource({
        "kysely_migrations, true",
        "migrations,        true",
        "smart_search,      true",
        "version_history,   false",
        "asset_faces,       false"
    })
    void whatShowsThatImmichHasBeenHere(String table, boolean been) {
        assertEquals(been, Given.fresh().table(table).snapshot().hasImmichTables());
    }

    @Test
    void theHistoryIsAddedAndTheRestKept() {
        Snapshot before = Given.vchord().snapshot();

        Snapshot after = before.with(answer(Snapshot.History.HIDDEN, before));

        assertEquals(Snapshot.History.HIDDEN, after.history());
        assertEquals(before, after.with(answer(before.history(), before)));
    }

    @Test
    void aSnapshotOfAnotherFormatIsRefused() {
        Snapshot is = Given.vchord().snapshot();

        String json = SnapshotJson.write(is).replaceFirst("\"format\" : " + Snapshot.FORMAT, "\"format\" : 99");

        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SnapshotJson.read(json));
        assertTrue(refusal.getMessage().contains("this snapshot has format 99"), refusal::getMessage);
    }

    @Test
    void aServerOfAVersionBelowZeroIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Snapshot.Server(-1, false, ""));
    }

    /** Whoever wrote the file: it is one line, read from left to right. */
    @Test
    void aRefusalIsOneLineWhateverTheFileHolds() {
        String json = SnapshotJson.write(Given.vchord().snapshot())
                .replaceFirst("\"format\"", "\"\u202e\\\\u0085\\\\u2028\" : 1, \"format\"");

        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SnapshotJson.read(json));
        assertTrue(refusal.getMessage().contains("\"???\""), refusal::getMessage);
    }

    private static SecondAnswer answer(Snapshot.History history, Snapshot before) {
        return new SecondAnswer(history, before.databaseCollation(), before.loadedModules(), before.structure());
    }

    private static Snapshot rights(boolean superuser, boolean canCreate) {
        return Given.vchord()
                .role(r -> Given.aRole(r.name(), true, superuser, true))
                .database(d -> Given.aDatabase(d.name(), d.owner(), false, true, canCreate))
                .snapshot();
    }
}
