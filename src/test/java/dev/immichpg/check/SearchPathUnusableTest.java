package dev.immichpg.check;

import static dev.immichpg.check.Check.SEARCH_PATH_UNUSABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPathUnusableTest implements CheckTest {

    /** FailureMode.SEARCH_PATH_LOST: a dump without -C loses what the guide set. */
    @Test
    void aPathWithoutTheSchemaOfTheVectorTypeIsAProblem() {
        Given given = Given.pgvectors().noSearchPathSettings();

        Finding finding = Judged.onlyFinding(Judged.judge(SEARCH_PATH_UNUSABLE, given));

        assertEquals("immich", finding.subject());
        assertEquals(
                "The search_path of role immich is \"$user\", public, without vectors. It is set for the whole server.",
                finding.observed());
        assertEquals("Expected public and vectors in it, as separate names.", finding.expected());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: ALTER DATABASE immich SET search_path TO \"$user\", public, vectors;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** FailureMode.SEARCH_PATH_QUOTED, as Postgres stores {@code SET search_path = '"$user", public, vectors'}. */
    @Test
    void aPathThatIsOneQuotedNameIsTakenApart() {
        Given given = Given.pgvectors().searchPath(Scope.DATABASE, "\"\"\"$user\"\", public, vectors\"");

        Finding finding = Judged.onlyFinding(Judged.judge(SEARCH_PATH_UNUSABLE, given));

        assertEquals(
                "The search_path of role immich was set as one quoted name: \"\"\"$user\"\", public, vectors\"."
                        + " It is set for the database.",
                finding.observed());
        assertEquals(
                "GRANT SUPERUSER: ALTER DATABASE immich SET search_path TO \"$user\", public, vectors;",
                Judged.remedy(finding).get(0));
    }

    /** The nearest setting rules (catalogs.md#what-is-seen), and hides a remedy that is farther away. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ROLE_IN_DATABASE | role immich in this database | ALTER ROLE immich IN DATABASE immich
                    ROLE             | role immich                  | ALTER ROLE immich
                    DATABASE         | the database                 | ALTER DATABASE immich
                    ALL_ROLES        | all roles                    | ALTER DATABASE immich
                    """)
    void isFixedWhereItIsSet(Scope scope, String where, String statement) {
        Given given = Given.vchord().searchPath(scope, "\"$user\"");

        Finding finding = Judged.onlyFinding(Judged.judge(SEARCH_PATH_UNUSABLE, given));

        assertTrue(finding.observed().endsWith(", without public. It is set for " + where + "."), finding::observed);
        assertEquals(
                "GRANT SUPERUSER: " + statement + " SET search_path TO \"$user\", public;",
                Judged.remedy(finding).get(0));
    }

    @Test
    void aSettingOfTheRoleOverridesAGoodOneOfTheDatabase() {
        Given given = Given.pgvectors().searchPath(Scope.ROLE, "\"$user\", public");

        assertEquals(
                "GRANT SUPERUSER: ALTER ROLE immich SET search_path TO \"$user\", public, vectors;",
                Judged.remedy(Judged.onlyFinding(Judged.judge(SEARCH_PATH_UNUSABLE, given)))
                        .get(0));
        assertEquals(
                Status.OK,
                Judged.judge(SEARCH_PATH_UNUSABLE, given.searchPath(Scope.ROLE_IN_DATABASE, "public, vectors"))
                        .status());
    }

    @Test
    void theRemedyKeepsWhatIsThereAndPutsPublicFirst() {
        Given given = Given.pgvectors().searchPath(Scope.DATABASE, "extensions, \"Öl\"");

        assertEquals(
                "GRANT SUPERUSER: ALTER DATABASE immich SET search_path TO public, extensions, \"Öl\", vectors;",
                Judged.remedy(Judged.onlyFinding(Judged.judge(SEARCH_PATH_UNUSABLE, given)))
                        .get(0));
    }

    @Test
    void anEmptyPathIsCalledEmpty() {
        Given given = Given.vchord().serverSearchPath("");

        assertEquals(
                "The search_path of role immich is empty, without public. It is set for the whole server.",
                Judged.onlyFinding(Judged.judge(SEARCH_PATH_UNUSABLE, given)).observed());
    }

    @Test
    void oddNamesAreQuoted() {
        Given given = moved(Given.pgvector(), "vector", "Vektor\"en")
                .role(r -> Given.aRole("immich app", true, false, true))
                .searchPath(Scope.ROLE_IN_DATABASE, "public")
                .database(d -> Given.aDatabase("end", "immich", true, true, true));

        assertEquals(
                "GRANT SUPERUSER: ALTER ROLE \"immich app\" IN DATABASE \"end\" SET search_path TO"
                        + " public, \"Vektor\"\"en\";",
                Judged.remedy(Judged.onlyFinding(Judged.judge(SEARCH_PATH_UNUSABLE, given)))
                        .get(0));
    }

    /** Its operator class and vchordrq_prewarm are VectorChord's own, the type is pgvector's. */
    @ParameterizedTest
    @ValueSource(strings = {"vector", "vchord"})
    void underVectorChordBothSchemasAreNeeded(String extension) {
        Given given = moved(Given.vchord(), extension, "extensions");

        assertEquals(Status.PROBLEM, Judged.judge(SEARCH_PATH_UNUSABLE, given).status());
        assertEquals(
                Status.OK,
                Judged.judge(SEARCH_PATH_UNUSABLE, given.serverSearchPath("public, Extensions"))
                        .status());
    }

    @Test
    void quietWhereTheExtensionIsInPgCatalogWhichIsAlwaysSearched() {
        assertEquals(
                Status.OK,
                Judged.judge(SEARCH_PATH_UNUSABLE, moved(Given.pgvector(), "vector", "pg_catalog"))
                        .status());
    }

    @Test
    void theSchemaNamedLikeTheRoleIsReachedByUser() {
        Given given = moved(Given.pgvector(), "vector", "immich");

        assertEquals(Status.OK, Judged.judge(SEARCH_PATH_UNUSABLE, given).status());
    }

    /** Until 1.132.x pgvecto.rs is used whatever else is there; since 3.0.0 it is not looked at. */
    @ParameterizedTest
    @CsvSource({"1.91.0, PROBLEM", "1.132.3, PROBLEM", "1.133.0, OK", "2.7.5, OK", "3.3.0, OK"})
    void theExtensionOfTheNextStartCounts(String immich, Status status) {
        Given given = Given.vchord().available("vectors", "0.2.0").installed("vectors", "0.2.0");
        moved(given, "vectors", "vectors");

        assertEquals(status, Judged.judge(SEARCH_PATH_UNUSABLE, given, immich).status());
    }

    @Test
    void unknownWhereTheServersPathIsHidden() {
        Given given = Given.vchord().login("Monitor").serverSearchPathHidden();

        Verdict verdict = Judged.judge(SEARCH_PATH_UNUSABLE, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role Monitor has its own search_path, so it cannot see the server's. Run as a superuser:"
                        + " ALTER ROLE \"Monitor\" RESET search_path; (or, if it is set for this database:"
                        + " ALTER ROLE \"Monitor\" IN DATABASE immich RESET search_path;)",
                verdict.note());
    }

    @Test
    void knownWhereImmichsOwnSettingHidesTheServersAnyway() {
        Given given = Given.pgvectors().serverSearchPathHidden();

        assertEquals(Status.OK, Judged.judge(SEARCH_PATH_UNUSABLE, given).status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.pgvectors().noSearchPathSettings().historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(SEARCH_PATH_UNUSABLE, given).status());
    }

    private static Given moved(Given given, String extension, String schema) {
        return given.installed(
                extension,
                e -> new InstalledExtension(e.name(), e.version(), schema, e.owner(), e.roleOwns(), e.rowAge()));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.pgvectors().noSearchPathSettings());
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "a restore loses the database's search_path",
                        Check.SEARCH_PATH_UNUSABLE,
                        Set.of(),
                        Outcome.STARTS,
                        Story.PGVECTORS,
                        p -> p.database()
                                .superuserExecute(
                                        "ALTER DATABASE \"" + p.database().name() + "\" RESET search_path")),
                new Story(
                        "search_path is set as one quoted string",
                        Check.SEARCH_PATH_UNUSABLE,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute("ALTER DATABASE \""
                                        + p.database().name() + "\" SET search_path = '\"$user\", public, vectors'")),
                new Story(
                        "a role's own search_path overrules the database's",
                        Check.SEARCH_PATH_UNUSABLE,
                        Set.of(),
                        Outcome.STARTS,
                        Story.PGVECTORS,
                        p -> p.database()
                                .superuserExecute("ALTER ROLE " + p.quotedRole() + " IN DATABASE \""
                                        + p.database().name() + "\" SET search_path = public")));
    }
}
