package dev.immichpg.check;

import static dev.immichpg.check.Check.ROW_SECURITY_IN_FORCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.catalog.Snapshot.TableGuard.Kind;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowSecurityInForceTest implements CheckTest {

    @Test
    void forcedOnTheOwner() {
        Finding finding = only(secured("kysely_migrations"));

        assertEquals("kysely_migrations", finding.subject());
        assertEquals(
                "Row level security of table kysely_migrations is in force for role immich, and no policy lets it read a"
                        + " row.",
                finding.observed());
        assertEquals(
                List.of("GRANT IMMICH_ROLE: ALTER TABLE public.kysely_migrations NO FORCE ROW LEVEL SECURITY;"),
                Judged.remedy(finding));
    }

    /** Others stay as restricted as they are. */
    @Test
    void aRoleThatDoesNotOwnTheTableGetsAPolicyOfItsOwn() {
        Given given = secured("asset").foreign(ForeignObject.Kind.TABLE, "asset", "postgres");

        assertEquals(
                List.of("GRANT SUPERUSER: CREATE POLICY \"all rows for immich\" ON public.asset TO immich USING (true)"
                        + " WITH CHECK (true);"),
                Judged.remedy(only(given)));
        given.guard("asset", Kind.RESTRICTIVE_POLICY, "mine", "SELECT", Optional.empty());
        assertEquals(
                "GRANT PERSON: Look at the policies of public.asset",
                Judged.remedy(only(given)).get(0).substring(0, 50));
    }

    @Test
    void whatAPolicyLetsThroughDependsOnIt() {
        Given given = secured("asset").guard("asset", Kind.PERMISSIVE_POLICY, "mine", "SELECT", Optional.empty());

        assertEquals(
                "Row level security of table asset is in force for role immich. Which rows it is allowed to read depends on"
                        + " the expressions of the policies.",
                only(given).observed());
    }

    @Test
    void aPolicyThatLetsEverythingThroughHidesNothing() {
        Given given = secured("asset")
                .guard("asset", Kind.PERMISSIVE_POLICY, "all", "SELECT", Optional.of(true))
                .guard("asset", Kind.PERMISSIVE_POLICY, "all", "INSERT", Optional.of(true));

        assertEquals(Status.OK, status(given));
        given.guard("asset", Kind.RESTRICTIVE_POLICY, "none", "INSERT", Optional.of(false));
        assertEquals(
                "Row level security of table asset is in force for role immich, and no policy lets it insert a row.",
                only(given).observed());
    }

    @Test
    void tablesOfSomebodyElseAreNotLookedAt() {
        assertEquals(Status.OK, status(secured("my_notes")));
    }

    private static Given secured(String table) {
        return Given.vchord().table("kysely_migrations").guard(table, Kind.ROW_SECURITY, "", "", Optional.empty());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(secured("version_history"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "row level security is forced on the owner",
                Check.ROW_SECURITY_IN_FORCE,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> p.database()
                        .superuserExecute(
                                "ALTER TABLE system_metadata ENABLE ROW LEVEL SECURITY",
                                "ALTER TABLE system_metadata FORCE ROW LEVEL SECURITY")));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(ROW_SECURITY_IN_FORCE, given));
    }

    private static Status status(Given given) {
        return Judged.judge(ROW_SECURITY_IN_FORCE, given).status();
    }
}
