package dev.immichpg.check;

import static dev.immichpg.check.Check.SCHEMA_BEFORE_PUBLIC;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaBeforePublicTest implements CheckTest {

    @Test
    void theSchemaThatIsCalledLikeTheRole() {
        Finding finding = only(with("immich", true, true));

        assertEquals("immich", finding.subject());
        assertEquals(
                "Schema immich comes before public in the search_path of role immich, so Immich makes its new tables there.",
                finding.observed());
        assertEquals(
                "GRANT SUPERUSER: ALTER DATABASE immich SET search_path TO public, \"$user\";",
                Judged.remedy(finding).get(0));
    }

    @Test
    void ofTheRoleThatImmichActsAs() {
        assertEquals(Status.OK, status(with("immich", true, true).effectiveRole("owner", false)));
        assertEquals(Status.PROBLEM, status(with("owner", true, true).effectiveRole("owner", false)));
    }

    @Test
    void oneInWhichItIsNotAllowedToCreate() {
        Given given = with("data", true, false).searchPath(Scope.ROLE, "data, public");

        assertEquals(
                "Schema data comes before public in the search_path of role immich, so Immich would make its new tables there,"
                        + " which role immich is not allowed to.",
                only(given).observed());
        assertEquals(
                "GRANT SUPERUSER: ALTER ROLE immich SET search_path TO public, data;",
                Judged.remedy(only(given)).get(0));
    }

    @Test
    void whatPostgresPassesOver() {
        assertEquals(Status.OK, status(with("immich", false, false)));
        assertEquals(Status.OK, status(Given.vchord().searchPath(Scope.ROLE, "nowhere, public")));
        assertEquals(Status.OK, status(with("data", true, true).searchPath(Scope.ROLE, "public, data")));
    }

    /** Issue 15: one cause, one finding. */
    @Test
    void leavesASchemaWhoseTablesMoveAndThatIsDroppedToAnotherCheck() {
        Relation moved = new Relation("immich", "face_search", "immich", true, true, true, true, false, 1);
        Given given = with("immich", true, true).addRelation(moved);

        assertEquals(Status.PROBLEM, status(given)); // a second copy: nobody drops the schema
        assertEquals(
                Status.NOT_APPLICABLE,
                status(given.withoutRelation("face_search").addRelation(moved)));
    }

    /** issue 15: two statements would set the search_path, and the second would undo the first. */
    @Test
    void aPathThatIsWrongInTwoWaysIsSetOnce() {
        Given given =
                Given.pgvectors().noSearchPathSettings().addSchema(new Schema("immich", "postgres", false, true, true));

        assertEquals(
                List.of("ALTER DATABASE immich SET search_path TO public, \"$user\", vectors;"),
                Judged.report(given).now().plan().stream()
                        .map(RemedyStep::text)
                        .filter(text -> text.contains("search_path"))
                        .toList());
    }

    private static Given with(String schema, boolean usage, boolean create) {
        return Given.vchord().addSchema(new Schema(schema, "postgres", false, usage, create));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(SCHEMA_BEFORE_PUBLIC, given));
    }

    private static Status status(Given given) {
        return Judged.judge(SCHEMA_BEFORE_PUBLIC, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(with("immich", true, true));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a schema called like the role",
                Check.SCHEMA_BEFORE_PUBLIC,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database().superuserExecute("CREATE SCHEMA AUTHORIZATION " + p.quotedRole())));
    }
}
