package dev.immichpg.check;

import static dev.immichpg.check.Check.FUNCTION_LANGUAGE_UNUSABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionLanguageUnusableTest implements CheckTest {

    @Test
    void usageThatWasTakenFromEverybody() {
        Finding finding = only(Given.vchord().unusableLanguage("plpgsql"));

        assertEquals("plpgsql", finding.subject());
        assertEquals(
                "Role immich is not able to create functions in language plpgsql: it has no USAGE on it, or the language is"
                        + " missing or not trusted.",
                finding.observed());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: CREATE EXTENSION IF NOT EXISTS plpgsql;",
                        "GRANT SUPERUSER: GRANT USAGE ON LANGUAGE plpgsql TO immich;"),
                Judged.remedy(finding));
    }

    @Test
    void sqlIsNoExtension() {
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT USAGE ON LANGUAGE sql TO immich;"),
                Judged.remedy(only(Given.vchord().unusableLanguage("sql"))));
    }

    @Test
    void knownWithoutARelease() {
        assertEquals(Status.OK, status(Given.vchord().historyHidden()));
    }

    @Test
    void doesNotApplyToARoleThatIsNotThere() {
        assertEquals(
                Status.NOT_APPLICABLE,
                status(Given.vchord().unusableLanguage("sql").role(r -> Given.aRole("immich", false, false, false))));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().unusableLanguage("plpgsql"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a hardened server lets nobody create functions",
                Check.FUNCTION_LANGUAGE_UNUSABLE,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database().superuserExecute("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC")));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(FUNCTION_LANGUAGE_UNUSABLE, given));
    }

    private static Status status(Given given) {
        return Judged.judge(FUNCTION_LANGUAGE_UNUSABLE, given).status();
    }
}
