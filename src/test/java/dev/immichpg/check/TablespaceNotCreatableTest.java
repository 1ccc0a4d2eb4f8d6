package dev.immichpg.check;

import static dev.immichpg.check.Check.TABLESPACE_NOT_CREATABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablespaceNotCreatableTest implements CheckTest {

    @Test
    void oneThatIsSetForTheDatabase() {
        Finding finding = only(set("Fast one", false));

        assertEquals("Fast one", finding.subject());
        assertEquals("default_tablespace is Fast one, on which role immich has no CREATE.", finding.observed());
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT CREATE ON TABLESPACE \"Fast one\" TO immich;"), Judged.remedy(finding));
    }

    @Test
    void whatNeedsNoRight() {
        assertEquals(Status.OK, status(set("fast", true)));
        assertEquals(Status.OK, status(Given.vchord().roleSetting(Scope.ROLE, "default_tablespace", "pg_default")));
        assertEquals(Status.OK, status(Given.vchord().roleSetting(Scope.ROLE, "default_tablespace", "nowhere")));
        assertEquals(Status.OK, status(set("fast", false).roleSetting(Scope.ROLE, "default_tablespace", "")));
    }

    private static Given set(String name, boolean creatable) {
        return Given.vchord().tablespace(name, creatable).roleSetting(Scope.DATABASE, "default_tablespace", name);
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(TABLESPACE_NOT_CREATABLE, given));
    }

    private static Status status(Given given) {
        return Judged.judge(TABLESPACE_NOT_CREATABLE, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(set("fast", false));
    }

    @Override
    public List<Story> stories() {
        // A tablespace needs a directory of the server's, which the remedy would not take away again.
        return List.of();
    }
}
