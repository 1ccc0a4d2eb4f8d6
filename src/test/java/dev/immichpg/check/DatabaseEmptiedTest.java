package dev.immichpg.check;

import static dev.immichpg.check.Check.DATABASE_EMPTIED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Memory.Assets;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseEmptiedTest implements CheckTest {

    private static Given users(long rows) {
        return Given.vchord()
                .addRelation(new Relation("public", "user", "immich", true, true, true, true, false, rows));
    }

    @Test
    void noUserIsLeft() {
        Finding finding = Judged.onlyFinding(Judged.judge(DATABASE_EMPTIED, users(0)));

        assertEquals("user", finding.subject());
        assertEquals("Table user has no rows, though Immich has started in this database.", finding.observed());
    }

    /** -1: never analyzed, so nobody knows. */
    @Test
    void quietWithAUserOrWithoutAnEstimate() {
        assertEquals(Status.OK, Judged.judge(DATABASE_EMPTIED, users(1)).status());
        assertEquals(Status.OK, Judged.judge(DATABASE_EMPTIED, users(-1)).status());
    }

    /** Issue 16 (#74): with memory. */
    @Test
    void assetsFellByHalf() {
        Given given = users(2).table("asset");
        Memory fell = new Memory(List.of(), List.of(), new Assets(2_000, 5_000, 100));

        Finding finding = Judged.onlyFinding(Judged.judge(DATABASE_EMPTIED, given.memory(fell)));

        assertEquals("asset", finding.subject());
        assertEquals("Table asset has about 2000 rows. At the analysis before, it had about 5000.", finding.observed());
        assertEquals(
                Status.OK,
                Judged.judge(DATABASE_EMPTIED, given.memory(new Memory(List.of(), List.of(), new Assets(2_000, -1, 0))))
                        .status());
    }

    @Test
    void doesNotApplyBeforeImmichHasStarted() {
        assertEquals(
                "Immich has not started here, or only a release before 1.117.0.",
                Judged.judge(DATABASE_EMPTIED, Given.fresh(), "3.0.0").note());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(users(0));
    }

    /** Only a backup brings the rows back. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
