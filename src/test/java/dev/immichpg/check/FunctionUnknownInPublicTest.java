package dev.immichpg.check;

import static dev.immichpg.check.Check.FUNCTION_UNKNOWN_IN_PUBLIC;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.ForeignObject.Kind;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionUnknownInPublicTest implements CheckTest {

    private static final String MOVE = "If nothing needs these functions in schema public, move them to another schema"
            + " (ALTER FUNCTION … SET SCHEMA …) or drop them.";

    @Test
    void aFunctionOfSomebodyElse() {
        Given given = Given.vchord()
                .foreign(Kind.FUNCTION, "now_utc()", "postgres")
                .foreign(Kind.FUNCTION, "audit(text)", "postgres");

        Finding finding = Judged.onlyFinding(Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given));

        assertEquals("postgres", finding.subject());
        assertEquals(
                "Role postgres has functions in schema public that are not Immich's: audit(text), now_utc().",
                finding.observed());
        assertEquals(
                "Expected no such functions there: at each start Immich warns that its schema has drifted.",
                finding.expected());
        assertEquals(List.of("GRANT PERSON: " + MOVE), Judged.remedy(finding));
    }

    @Test
    void oneFindingForEachOwnerAndAWholeLibraryIsNotReadOut() {
        Given given = Given.vchord().foreign(Kind.FUNCTION, "st_area()", "ann");
        IntStream.rangeClosed(1, 6).forEach(i -> given.foreign(Kind.FUNCTION, "f" + i + "()", "bob"));

        List<Finding> findings = Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given).findings();

        assertEquals(
                List.of("ann", "bob"), findings.stream().map(Finding::subject).toList());
        assertEquals(
                "Role bob has functions in schema public that are not Immich's: f1(), f2(), f3(), f4(), f5() and more.",
                findings.get(1).observed());
    }

    @Test
    void extraTablesImmichIgnores() {
        Given given = Given.vchord().foreign(Kind.TABLE, "recipes", "paperless");

        assertEquals(Status.OK, Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given).status());
    }

    /** object-owned-by-other gives them back. */
    @Test
    void whatARestorerHasIsImmichs() {
        Given given = Given.vchord()
                .foreign(Kind.FUNCTION, "f_unaccent(text)", "postgres")
                .relation(
                        "version_history",
                        r -> new Relation(r.schema(), r.name(), "postgres", false, true, true, true, false, 1));

        assertEquals(Status.OK, Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given).status());
    }

    @ParameterizedTest
    @CsvSource({"2.5.6, NOT_APPLICABLE", "2.6.0-rc.1, NOT_APPLICABLE", "2.6.0, PROBLEM", "3.3.0, PROBLEM"})
    void since260ImmichLooks(String immich, Status status) {
        Given given = Given.vchord().foreign(Kind.FUNCTION, "f()", "postgres");

        assertEquals(
                status, Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given, immich).status());
    }

    @Test
    void theReleaseIsNeededOnlyWhereThereAreSome() {
        Given given = Given.vchord().historyHidden();

        assertEquals(Status.OK, Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given).status());
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given.foreign(Kind.FUNCTION, "f()", "postgres"))
                        .status());
    }

    @Test
    void doesNotApplyToARoleThatIsNotThere() {
        Given given = Given.vchord()
                .role(r -> Given.aRole("immich", false, false, false))
                .foreign(Kind.FUNCTION, "f()", "postgres");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(FUNCTION_UNKNOWN_IN_PUBLIC, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().foreign(Kind.FUNCTION, "f()", "postgres"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "an administrator has made a function in schema public",
                Check.FUNCTION_UNKNOWN_IN_PUBLIC,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> {
                    p.database()
                            .superuserExecute(
                                    "CREATE FUNCTION public.\"Odd one\"(int) RETURNS int LANGUAGE sql AS 'SELECT 1'");
                    p.where(MOVE, () -> p.database().superuserExecute("DROP FUNCTION public.\"Odd one\""));
                }));
    }
}
