package dev.immichpg.check;

import static dev.immichpg.check.Check.DEFAULT_PRIVILEGE_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultPrivilegeMissingTest implements CheckTest {

    @Test
    void withoutDefaultPrivilegesTheNextViewIsUnreadable() {
        Given given = Given.pgvectors().defaultSelects();

        Finding finding = Judged.onlyFinding(Judged.judge(DEFAULT_PRIVILEGE_MISSING, given));

        assertEquals("vectors", finding.subject());
        assertEquals(
                "Tables that postgres, the extension's owner, creates in schema vectors will not be readable for role"
                        + " immich.",
                finding.observed());
        assertEquals(
                "Expected default privileges that give SELECT on them, as Immich's guide sets them.",
                finding.expected());
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DEFAULT PRIVILEGES FOR ROLE postgres"
                        + " IN SCHEMA vectors GRANT SELECT ON TABLES TO immich;"),
                Judged.remedy(finding));
    }

    /** They count for what the role that set them creates, and for nobody else's. */
    @Test
    void defaultPrivilegesOfAnotherCreatorDoNotHelp() {
        Given given = ownedBy(Given.pgvectors(), "DB Admin", false).defaultSelects("postgres");

        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DEFAULT PRIVILEGES FOR ROLE \"DB Admin\""
                        + " IN SCHEMA vectors GRANT SELECT ON TABLES TO immich;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(DEFAULT_PRIVILEGE_MISSING, given))));
    }

    @Test
    void quietWithThoseOfTheExtensionsOwner() {
        Given given = Given.pgvectors().defaultSelects("somebody", "postgres");

        assertEquals(Status.OK, Judged.judge(DEFAULT_PRIVILEGE_MISSING, given).status());
    }

    @Test
    void quietWhereTheRoleHasTheRightsOfTheExtensionsOwner() {
        Given given = ownedBy(Given.pgvectors(), "immich", true).defaultSelects();

        assertEquals(Status.OK, Judged.judge(DEFAULT_PRIVILEGE_MISSING, given).status());
    }

    /** pgvecto.rs#416. */
    @ParameterizedTest
    @CsvSource({"0.2.0, PROBLEM", "0.2.1, PROBLEM", "0.3.0, NOT_APPLICABLE", "0.4.0, NOT_APPLICABLE"})
    void pgvectorsItselfGrantsItSince0_3_0(String version, Status status) {
        Given given = Given.pgvectors().installed("vectors", version).defaultSelects();

        assertEquals(status, Judged.judge(DEFAULT_PRIVILEGE_MISSING, given).status());
    }

    @ParameterizedTest
    @CsvSource({
        "1.94.1, NOT_APPLICABLE",
        "1.95.0, PROBLEM",
        "1.132.3, PROBLEM",
        "1.133.0, NOT_APPLICABLE",
        "3.0.0, NOT_APPLICABLE"
    })
    void theErasThatReadTheView(String immich, Status status) {
        assertEquals(
                status,
                Judged.judge(DEFAULT_PRIVILEGE_MISSING, Given.pgvectors().defaultSelects(), immich)
                        .status());
    }

    @Test
    void doesNotApplyToASuperuser() {
        Given given = Given.pgvectors().superuser().defaultSelects();

        assertEquals(
                "A superuser needs no privileges.",
                Judged.judge(DEFAULT_PRIVILEGE_MISSING, given).note());
    }

    @Test
    void doesNotApplyWithoutASchemaOfItsOwn() {
        Given given = Given.pgvectors()
                .installed(
                        "vectors",
                        e -> new InstalledExtension("vectors", "0.1.11", "public", e.owner(), false, e.rowAge()))
                .defaultSelects();

        assertEquals(
                "pgvecto.rs is not in a schema of its own here.",
                Judged.judge(DEFAULT_PRIVILEGE_MISSING, given).note());
    }

    @Test
    void doesNotApplyWhereImmichUsesPgvector() {
        Given given = Given.pgvectors().defaultSelects();

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(DEFAULT_PRIVILEGE_MISSING, given, "1.118.2", VectorExtension.PGVECTOR)
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.pgvectors().defaultSelects().historyHidden();

        assertEquals(
                Status.UNKNOWN, Judged.judge(DEFAULT_PRIVILEGE_MISSING, given).status());
    }

    private static Given ownedBy(Given given, String owner, boolean roleOwns) {
        return given.installed(
                "vectors", e -> new InstalledExtension(e.name(), e.version(), e.schema(), owner, roleOwns, e.rowAge()));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.pgvectors().defaultSelects());
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "default privileges are gone",
                Check.DEFAULT_PRIVILEGE_MISSING,
                Set.of(),
                Outcome.STARTS,
                Story.PGVECTORS,
                p -> p.database()
                        .superuserExecute("ALTER DEFAULT PRIVILEGES IN SCHEMA vectors REVOKE SELECT ON TABLES FROM "
                                + p.quotedRole())));
    }
}
