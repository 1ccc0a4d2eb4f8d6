package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.catalog.Snapshot.VectorDependent.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is built, loaded and dropped. */
class StepsOfIndexesTest {

    @Test
    void anAbsentIndexIsBuiltAndIsThereAfterwards() {
        StepOutcome outcome =
                new RebuildIndexes().take(Starts.of("2.7.5", Given.vchord().withoutIndex("clip_index")));

        assertEquals(
                List.of("CHANGES index: Index clip_index does not exist. Immich rebuilds it, which can take long."),
                Starts.told(outcome));
        assertTrue(outcome.after().index("clip_index").isPresent());
    }

    @Test
    void aTableOfAnotherStopsTheFirstRebuildAndNoOtherFollows() {
        Given given = Given.vchord()
                .withoutIndex("clip_index")
                .withoutIndex("face_index")
                .relation("smart_search", r -> StartUpRow.owned(r, false, true));

        assertEquals(
                List.of(
                        "BLOCKS index: Index clip_index does not exist. Immich would rebuild it, but role immich does not"
                                + " own table smart_search. [object-owned-by-other]"),
                Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", given))));
    }

    @Test
    void aLostTableStopsWhoeverPrewarmsAndWarnsTheOthers() {
        Given vchord = Given.vchord().withoutIndex("face_index").withoutRelation("face_search");
        Given pgvector = Given.pgvector().withoutIndex("face_index").withoutRelation("face_search");
        String both = ": Neither index face_index nor its table face_search exists.";

        assertEquals(List.of(), Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", vchord))));
        assertEquals(
                List.of("BLOCKS prewarm" + both + " Immich stops when it loads the index. [vector-table-missing]"),
                Starts.told(new PrewarmIndexes().take(Starts.of("2.7.5", vchord))));
        assertEquals(
                List.of("WARNS index" + both + " [vector-table-missing]"),
                Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", pgvector))));
        assertEquals(List.of(), Starts.told(new PrewarmIndexes().take(Starts.of("2.7.5", pgvector))));
    }

    @Test
    void anUnreadableFormatStopsAtItsLoading() {
        Given given = Given.vchord().probed("face_search", "XX000", "bad version number");

        assertEquals(
                List.of("BLOCKS prewarm: face_index has a format on disk that VectorChord does not read: a search in"
                        + " face_search fails, and Immich stops when it loads the index. [vector-query-failing]"),
                Starts.told(new PrewarmIndexes().take(Starts.of("2.7.5", given))));
    }

    @Test
    void onlyTheReleasesWithTheRuleTakeTheStep() {
        assertFalse(new RebuildIndexes().isTakenBy(Starts.should("1.132.3").release()));
        assertTrue(new RebuildIndexes().isTakenBy(Starts.should("1.133.0").release()));
        assertTrue(new ReadIndexView().isTakenBy(Starts.should("1.132.3").release()));
        assertFalse(new ReadIndexView().isTakenBy(Starts.should("1.133.0").release()));
        assertFalse(new DropOtherExtensions().isTakenBy(Starts.should("1.132.3").release()));
        assertTrue(new DropOtherExtensions().isTakenBy(Starts.should("1.133.0").release()));
        assertTrue(new TryUpdate().isTakenBy(Starts.should("1.111.0").release()));
        assertFalse(new UpdateExtension().isTakenBy(Starts.should("1.111.0").release()));
        assertTrue(new UpdateExtension().isTakenBy(Starts.should("1.112.0").release()));
        assertFalse(new TryUpdate().isTakenBy(Starts.should("1.112.0").release()));
    }

    @Test
    void whatIsNotUsedIsDroppedIfTheRoleIsAllowedTo() {
        Given given = Given.vchord().installed("vectors", "0.2.0").available("vectors", "0.2.0");
        StepOutcome denied = new DropOtherExtensions().take(Starts.of("2.7.5", given));

        assertEquals(
                List.of(
                        "WARNS other extensions: Extension vectors is no longer needed, but role immich is not allowed to"
                                + " drop it. [vector-extension-left-over]"),
                Starts.told(denied));
        assertTrue(denied.after().installed("vectors").isPresent());

        StepOutcome dropped = new DropOtherExtensions().take(Starts.of("2.7.5", given.superuser()));

        assertEquals(List.of("CHANGES other extensions: It drops extension vectors."), Starts.told(dropped));
        assertEquals(Optional.empty(), dropped.after().installed("vectors"));
        assertTrue(dropped.after().installed("vector").isPresent());
    }

    @Test
    void anUpdateLeavesTheNewVersionAndFreshIndexes() {
        StartProgress start = Starts.of(
                "2.7.5", Given.vchord().superuser().available("vchord", "1.1.1").withoutIndex("clip_index"));
        StepOutcome outcome = new UpdateExtension().take(start);

        assertEquals(
                List.of(
                        "PASSES preload: vchord is preloaded.",
                        "CHANGES update: It updates VectorChord from 0.4.3 to 1.1.1 and rebuilds both search indexes,"
                                + " which can take long."),
                Starts.told(outcome));
        assertEquals("1.1.1", outcome.after().installed("vchord").orElseThrow().version());
        assertTrue(outcome.after().index("clip_index").isPresent());
        assertEquals(List.of(), Starts.told(new UpdateExtension().take(start.after(outcome.after()))));
        assertEquals(List.of(), Starts.told(new RebuildIndexes().take(start.after(outcome.after()))));
    }

    private static List<String> view(Given given) {
        return Starts.told(new ReadIndexView().take(Starts.of("1.118.2", given)));
    }

    private static Given ofAnother(Given given, String table) {
        return given.relation(table, r -> StartUpRow.owned(r, false, true));
    }

    @Test
    void whatPgvectoRsMarksIsRebuilt() {
        assertEquals(List.of("PASSES index view: pg_vector_index_stat asks for no rebuild."), view(Given.pgvectors()));
        assertEquals(
                List.of("CHANGES index view: It rebuilds the vector indexes that pgvecto.rs marks for UPGRADE."),
                view(Given.pgvectors().indexStatus("face_index", "UPGRADE")));
        assertEquals(
                List.of(
                        "BLOCKS index view: pgvecto.rs marks face_index for UPGRADE, but role immich does not own the table."
                                + " [object-owned-by-other]"),
                view(ofAnother(Given.pgvectors().indexStatus("face_index", "UPGRADE"), "face_search")));
        assertEquals(
                List.of("PASSES index view: pg_vector_index_stat asks for no rebuild."),
                view(ofAnother(Given.pgvectors(), "face_search")));
    }

    @Test
    void whatItMarksIsOfNoConsequenceToWhoOwnsBothTables() {
        String unseen = " index view: Role immich_monitor is not allowed to see whether pg_vector_index_stat asks for a"
                + " rebuild.";

        assertEquals(
                List.of("PASSES" + unseen + " Immich could carry it out."),
                view(Given.pgvectors().historyHidden()));
        assertEquals(
                List.of("UNKNOWN" + unseen + " [object-owned-by-other]"),
                view(ofAnother(Given.pgvectors().historyHidden(), "face_search")));
    }

    /** Before 2.6.0 the index is dropped before Postgres refuses the rebuild. */
    @Test
    void aRebuildThatFailsHasDroppedTheIndexBefore() {
        Given outgrown = Given.vchord().rows("smart_search", 200_000).dependent(Kind.VIEW, "mine", Optional.of(false));

        assertEquals(
                List.of("CHANGES index: It drops clip_index, to rebuild it.", "BLOCKS index: Index clip_index has"),
                rebuilt("2.5.6", outgrown));
        assertEquals(List.of("BLOCKS index: Index clip_index has"), rebuilt("2.6.0", outgrown));
        Given noSchema = Given.vchord()
                .rows("smart_search", 200_000)
                .schema("public", s -> new Schema(s.name(), "postgres", false, true, false));
        assertEquals(
                List.of("CHANGES index: It drops clip_index, to rebuild it.", "BLOCKS index: Index clip_index has"),
                rebuilt("2.5.6", noSchema));
        assertEquals(List.of("BLOCKS index: Index clip_index has"), rebuilt("2.6.0", noSchema));
    }

    private static List<String> rebuilt(String immich, Given given) {
        return Starts.told(new RebuildIndexes().take(Starts.of(immich, given))).stream()
                .map(told -> told.replaceAll("(?<=clip_index has) .*", ""))
                .toList();
    }

    /** Postgres makes the text of an index's definition with the library; VectorChord's Immich reads in another way. */
    @Test
    void onlyPgvectorsMissingLibraryHidesADefinition() {
        Given gone = Given.pgvector()
                .probed("smart_search", "58P01", "could not access file \"$libdir/vector\": No such file or directory");

        assertEquals(
                List.of("BLOCKS index: The library of pgvector cannot be loaded, and without it Immich cannot read the"
                        + " definition of clip_index. [vector-query-failing]"),
                rebuilt("2.7.5", gone));
        assertEquals(
                List.of(),
                rebuilt("2.7.5", Given.pgvector().probed("smart_search", "42501", "permission denied for table")));
    }

    private static List<String> timeouts(Given given) {
        return given.snapshot().relation("smart_search").stream()
                .flatMap(table -> RebuildTime.tooShort(given.snapshot(), table))
                .map(RebuildTime::sentence)
                .toList();
    }

    private static Given limited(String timeout, long rows) {
        return Given.vchord().rows("smart_search", rows).roleSetting(Scope.ROLE, "lock_timeout", timeout);
    }

    @Test
    void aTimeoutAsLongAsARebuildIsLongEnough() {
        String seen =
                "lock_timeout is %s, but a rebuild of the vector index of smart_search (about %s rows) is likely to take"
                        + " %s or more.";

        assertEquals(List.of(), timeouts(limited("1100ms", 1000)));
        assertEquals(List.of(seen.formatted("1099 ms", "1000", "1100 ms")), timeouts(limited("1099ms", 1000)));
        assertEquals(List.of(seen.formatted("9999 ms", "9900", "10 s")), timeouts(limited("9999ms", 9_900)));
        assertEquals(List.of(seen.formatted("10 s", "9901", "10 s")), timeouts(limited("10s", 9_901)));
        assertEquals(List.of(), timeouts(limited("100ms", -1)));
        assertEquals(List.of(seen.formatted("99 ms", "0", "100 ms")), timeouts(limited("99ms", -1)));
    }
}
