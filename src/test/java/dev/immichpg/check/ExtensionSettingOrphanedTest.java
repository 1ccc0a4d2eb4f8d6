package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_SETTING_ORPHANED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionSettingOrphanedTest implements CheckTest {

    private static final String PREWARM_DIM = "vchordrq.prewarm_dim";

    @Test
    void whatImmich1133HasLeftBehind() {
        Given given = Given.vchord().extensionSetting(Scope.DATABASE, "", PREWARM_DIM, false);

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_SETTING_ORPHANED, given));

        assertEquals(PREWARM_DIM, finding.subject());
        assertEquals(
                "vchordrq.prewarm_dim is set for the database, and the loaded VectorChord has no such setting. Postgres"
                        + " warns about it at each new connection.",
                finding.observed());
        assertEquals("Expected settings that the loaded library knows.", finding.expected());
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DATABASE immich RESET vchordrq.prewarm_dim;"), Judged.remedy(finding));
    }

    /** Where prefixes are not reserved yet, it waits for the upgrade of Postgres. */
    @Test
    void alsoBeforePostgresWarnsOfIt() {
        Given given = Given.vchord().server(140_024).extensionSetting(Scope.DATABASE, "", PREWARM_DIM, false);

        assertEquals(
                "vchordrq.prewarm_dim is set for the database, and the loaded VectorChord has no such setting. Postgres"
                        + " ignores it up to 14, and warns about it at each new connection from 15 on.",
                Judged.onlyFinding(Judged.judge(EXTENSION_SETTING_ORPHANED, given))
                        .observed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ROLE_IN_DATABASE | Other | role Other in this database | ALTER ROLE "Other" IN DATABASE immich
                    ROLE_IN_DATABASE | immich | role immich in this database | ALTER ROLE immich IN DATABASE immich
                    ROLE             | immich | role immich | ALTER ROLE immich
                    DATABASE         | ''    | the database | ALTER DATABASE immich
                    ALL_ROLES        | ''    | all roles | ALTER ROLE ALL
                    """)
    void isResetWhereItIsSet(Scope scope, String role, String where, String statement) {
        Given given = Given.vchord().extensionSetting(scope, role, "vchordg.Odd one.x", false);

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_SETTING_ORPHANED, given));

        assertEquals(
                "vchordg.Odd one.x is set for " + where + ", and the loaded VectorChord has no such setting. Postgres"
                        + " warns about it at each new connection.",
                finding.observed());
        assertEquals(
                List.of("GRANT SUPERUSER: " + statement + " RESET vchordg.\"Odd one.x\";"), Judged.remedy(finding));
    }

    /** Postgres gives none that has no dot; a snapshot from elsewhere may. */
    @Test
    void aSettingWithoutADotIsOneName() {
        Given given = Given.vchord().extensionSetting(Scope.DATABASE, "", "Odd", false);

        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DATABASE immich RESET \"Odd\";"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_SETTING_ORPHANED, given))));
    }

    @Test
    void whatAnotherRoleHasInAllDatabasesIsNotImmichs() {
        Given given = Given.vchord().extensionSetting(Scope.ROLE, "other", PREWARM_DIM, false);

        assertEquals(Status.OK, Judged.judge(EXTENSION_SETTING_ORPHANED, given).status());
    }

    @Test
    void eachLibraryForItself() {
        Given given = Given.pgvectors()
                .extensionSetting(Scope.DATABASE, "", "vectors.k", false)
                .extensionSetting(Scope.DATABASE, "", PREWARM_DIM, false);

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_SETTING_ORPHANED, given));

        assertEquals("vectors.k", finding.subject());
        assertEquals(
                "vectors.k is set for the database, and the loaded pgvecto.rs has no such setting. Postgres warns about it at"
                        + " each new connection.",
                finding.observed());
    }

    @Test
    void aNameOfALibraryThatIsNotLoadedMeansNothing() {
        Given given = Given.vchord().extensionSetting(Scope.DATABASE, "", "vectors.pgvector_compatibility", false);

        Verdict verdict = Judged.judge(EXTENSION_SETTING_ORPHANED, given);

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("The library that these leftover settings belong to is not loaded.", verdict.note());
    }

    @Test
    void unknownWhereNobodyCanTellWhetherItIsLoaded() {
        Given given = Given.vchord()
                .login("Monitor")
                .preloadHidden()
                .loadedPrefixes()
                .extensionSetting(Scope.DATABASE, "", PREWARM_DIM, false);

        Verdict verdict = Judged.judge(EXTENSION_SETTING_ORPHANED, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role Monitor is not allowed to read shared_preload_libraries, so the agent cannot tell whether the"
                        + " library of such a setting is loaded. Run as a superuser: GRANT pg_read_all_settings TO \"Monitor\";",
                verdict.note());
    }

    /** Its settings prove that it is loaded. */
    @Test
    void knownWithoutAnyGrantAndWithoutARelease() {
        Given given = Given.vchord().preloadHidden().historyHidden();

        assertEquals(Status.OK, Judged.judge(EXTENSION_SETTING_ORPHANED, given).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(EXTENSION_SETTING_ORPHANED, given.extensionSetting(Scope.DATABASE, "", PREWARM_DIM, false))
                        .status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().extensionSetting(Scope.DATABASE, "", PREWARM_DIM, false));
    }

    @Override
    public List<Story> stories() {
        // From Postgres 15 on no statement sets them any more: they are written where they stand.
        return List.of(new Story(
                "settings of an older VectorChord are left over",
                Check.EXTENSION_SETTING_ORPHANED,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database().superuserExecute("""
                        UPDATE pg_db_role_setting SET setconfig = array_append(setconfig, 'vchordrq.prewarm_dim=512,768')
                        WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = '%s')
                        """.formatted(p.database().name()), """
                        INSERT INTO pg_db_role_setting
                        SELECT d, r.oid, ARRAY['vchordrq.prewarm_dim=512']
                        FROM pg_roles AS r, (SELECT 0::oid UNION SELECT oid FROM pg_database WHERE datname = '%s') AS d (d)
                        WHERE r.rolname = '%s'
                        """.formatted(
                                p.database().name(), p.database().role()))));
    }
}
