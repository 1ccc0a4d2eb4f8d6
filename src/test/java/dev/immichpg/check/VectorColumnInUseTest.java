package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_COLUMN_IN_USE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorDependent.Kind;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VectorColumnInUseTest implements CheckTest {

    @Test
    void aViewOnTheVectors() {
        Finding finding = only(Given.vchord().dependent(Kind.VIEW, "similar", Optional.of(false)));

        assertEquals("smart_search: similar", finding.subject());
        assertEquals("View or rule similar reads column embedding of smart_search.", finding.observed());
        assertEquals(
                List.of(
                        "GRANT PERSON: Save the definition of view \"similar\" (table smart_search) and drop it. Make it again, in"
                                + " another schema than public, when Immich has rebuilt its index, if you need it."),
                Judged.remedy(finding));
    }

    @Test
    void immichsOwnConstraintIsFine() {
        assertEquals(
                Status.OK, status(Given.vchord().dependent(Kind.CONSTRAINT, "dim_size_constraint", Optional.empty())));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(VECTOR_COLUMN_IN_USE, given));
    }

    private static Status status(Given given) {
        return Judged.judge(VECTOR_COLUMN_IN_USE, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().dependent(Kind.TRIGGER, "mine", Optional.of(false)));
    }

    @Override
    public List<Story> stories() {
        // No statement mends it: what it is for, only its maker knows. ForecastIT plays the states.
        return List.of();
    }
}
