package dev.immichpg.check;

import static dev.immichpg.check.Check.INDEX_VIEW_UNREADABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexViewUnreadableTest implements CheckTest {

    /**
     * The guide's own bug (privileges.md#default-privileges): its default privileges do not reach the view that is
     * there.
     */
    @Test
    void aViewThatTheGuideLeftUnreadableIsAProblem() {
        Given given = withoutSelect(Given.pgvectors()).defaultSelects("postgres");

        Finding finding = Judged.onlyFinding(Judged.judge(INDEX_VIEW_UNREADABLE, given));

        assertEquals("vectors.pg_vector_index_stat", finding.subject());
        assertEquals("Role immich has no SELECT on view vectors.pg_vector_index_stat.", finding.observed());
        assertEquals("Immich reads it at every start, and exits if it is not allowed to.", finding.expected());
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT SELECT ON vectors.pg_vector_index_stat TO immich;"),
                Judged.remedy(finding));
    }

    @Test
    void namesAreQuotedInTheRemedy() {
        Given given = withoutSelect(Given.pgvectors()).role(r -> Given.aRole("immich-app", true, false, true));

        assertEquals(
                List.of("GRANT SUPERUSER: GRANT SELECT ON vectors.pg_vector_index_stat TO \"immich-app\";"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(INDEX_VIEW_UNREADABLE, given))));
    }

    @Test
    void quietWithTheGrant() {
        assertEquals(
                Status.OK,
                Judged.judge(INDEX_VIEW_UNREADABLE, Given.pgvectors()).status());
    }

    /** start-up.md#eras: these eras alone read the view. */
    @ParameterizedTest
    @CsvSource({
        "1.94.1, NOT_APPLICABLE",
        "1.95.0, PROBLEM",
        "1.111.0, PROBLEM",
        "1.132.3, PROBLEM",
        "1.133.0, NOT_APPLICABLE",
        "2.7.5, NOT_APPLICABLE",
        "3.3.0, NOT_APPLICABLE"
    })
    void theErasThatReadTheView(String immich, Status status) {
        assertEquals(
                status,
                Judged.judge(INDEX_VIEW_UNREADABLE, withoutSelect(Given.pgvectors()), immich)
                        .status());
    }

    @Test
    void doesNotApplyWhereImmichUsesPgvector() {
        Given given = withoutSelect(Given.pgvectors());

        assertEquals(
                "Immich does not use pgvecto.rs here.",
                Judged.judge(INDEX_VIEW_UNREADABLE, given, "1.118.2", VectorExtension.PGVECTOR)
                        .note());
    }

    @Test
    void aViewOfTheSameNameInAnotherSchemaIsNotMeant() {
        Given given = Given.pgvectors()
                .relation(
                        "pg_vector_index_stat",
                        r -> new Relation("old", r.name(), r.owner(), false, false, false, true, false, -1));

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(INDEX_VIEW_UNREADABLE, given).status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(
                                INDEX_VIEW_UNREADABLE,
                                withoutSelect(Given.pgvectors()).historyHidden())
                        .status());
    }

    private static Given withoutSelect(Given given) {
        return given.relation(
                "pg_vector_index_stat",
                r -> new Relation(
                        r.schema(),
                        r.name(),
                        r.owner(),
                        r.roleOwns(),
                        false,
                        r.loginCanSelect(),
                        r.plain(),
                        r.ofExtension(),
                        -1));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.pgvectors()
                .relation(
                        "pg_vector_index_stat",
                        r -> new Relation(
                                r.schema(), r.name(), r.owner(), false, false, true, r.plain(), r.ofExtension(), -1)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "the guide's own bug: the index view is unreadable",
                Check.INDEX_VIEW_UNREADABLE,
                Set.of(),
                Outcome.BLOCKED,
                Story.PGVECTORS,
                p -> p.database()
                        .superuserExecute("REVOKE SELECT ON vectors.pg_vector_index_stat FROM " + p.quotedRole())));
    }
}
