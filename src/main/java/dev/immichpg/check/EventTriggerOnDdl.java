package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.DdlTriggers;
import dev.immichpg.need.Expectation;

/**
 * {@link FailureMode#REBUILD_OBSTRUCTED}: an event trigger runs at each change of the schema, and can stop Immich's.
 */
final class EventTriggerOnDdl {

    private EventTriggerOnDdl() {}

    static Verdict judge(Snapshot is, Expectation should) {
        HiddenFacts.looked(is.eventTriggers());
        return Verdict.of(DdlTriggers.all(is).stream()
                .map(trigger -> new Finding(
                        trigger.name(),
                        "Event trigger " + trigger.name() + " runs at " + trigger.event() + ".",
                        "Expected none, or one that lets Immich's changes of its schema through.",
                        Remedy.of(RemedyStep.person(
                                Phase.GRANT,
                                "Look at its function. If it can refuse a command, or fail, switch it off while Immich upgrades"
                                        + " or rebuilds an index: ALTER EVENT TRIGGER "
                                        + Sql.name(trigger.name()) + " DISABLE"))))
                .toList());
    }
}
