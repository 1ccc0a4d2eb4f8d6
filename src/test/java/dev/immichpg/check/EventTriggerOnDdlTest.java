package dev.immichpg.check;

import static dev.immichpg.check.Check.EVENT_TRIGGER_ON_DDL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.EventTrigger;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTriggerOnDdlTest implements CheckTest {

    @Test
    void oneOfSomebodyElse() {
        Finding finding = only(Given.vchord().eventTrigger("Guard", "ddl_command_start"));

        assertEquals("Guard", finding.subject());
        assertEquals("Event trigger Guard runs at ddl_command_start.", finding.observed());
    }

    @Test
    void oneOfAnExtensionOrSwitchedOffIsFine() {
        assertEquals(
                Status.OK,
                status(Given.vchord().eventTrigger(new EventTrigger("audit", "ddl_command_end", List.of(), true))));
        assertEquals(
                Status.OK,
                status(Given.vchord()
                        .eventTrigger("guard", "ddl_command_start")
                        .roleSetting(Scope.DATABASE, "event_triggers", "off")));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(EVENT_TRIGGER_ON_DDL, given));
    }

    private static Status status(Given given) {
        return Judged.judge(EVENT_TRIGGER_ON_DDL, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().eventTrigger("guard", "sql_drop"));
    }

    @Override
    public List<Story> stories() {
        // No statement mends it: what it is for, only its maker knows. ForecastIT plays the states.
        return List.of();
    }
}
