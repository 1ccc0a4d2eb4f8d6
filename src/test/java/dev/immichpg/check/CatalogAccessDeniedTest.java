package dev.immichpg.check;

import static dev.immichpg.check.Check.CATALOG_ACCESS_DENIED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogAccessDeniedTest implements CheckTest {

    @Test
    void eachIsGrantedInItsWay() {
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT SELECT ON pg_catalog.pg_indexes TO immich;"),
                remedy("pg_catalog.pg_indexes"));
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: GRANT USAGE ON SCHEMA information_schema TO immich;",
                        "GRANT SUPERUSER: GRANT SELECT ON information_schema.columns TO immich;"),
                remedy("information_schema.columns"));
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO immich;"),
                remedy("pg_advisory_lock()"));
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: GRANT EXECUTE ON FUNCTION pg_catalog.col_description(oid, integer) TO immich;"),
                remedy("col_description()"));
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT EXECUTE ON FUNCTION pg_catalog.pg_get_serial_sequence(text, text) TO"
                        + " immich;"),
                remedy("pg_get_serial_sequence()"));
    }

    @Test
    void saysWhatWasSeen() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(CATALOG_ACCESS_DENIED, Given.vchord().deniedCatalog("pg_advisory_lock()")));

        assertEquals("pg_advisory_lock()", finding.subject());
        assertEquals("Role immich is not allowed to use pg_advisory_lock().", finding.observed());
    }

    @Test
    void doesNotApplyToARoleThatIsNotThere() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(
                                CATALOG_ACCESS_DENIED,
                                Given.vchord()
                                        .deniedCatalog("pg_advisory_lock()")
                                        .role(r -> Given.aRole("immich", false, false, false)))
                        .status());
    }

    private static List<String> remedy(String name) {
        return Judged.remedy(Judged.onlyFinding(
                Judged.judge(CATALOG_ACCESS_DENIED, Given.vchord().deniedCatalog(name))));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().deniedCatalog("pg_catalog.pg_indexes"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a hardened server keeps the list of extensions to itself",
                Check.CATALOG_ACCESS_DENIED,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> p.database().superuserExecute("REVOKE SELECT ON pg_catalog.pg_available_extensions FROM PUBLIC")));
    }
}
