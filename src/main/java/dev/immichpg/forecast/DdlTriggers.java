package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.EventTrigger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Event triggers, which can stop a change of the schema: what they do stands in their functions
 * (FailureMode.REBUILD_OBSTRUCTED). Those of extensions are taken to let Immich's changes through.
 */
public final class DdlTriggers {

    static final String CHECK = "event-trigger-on-ddl";

    /** Commands of a rebuild. */
    private static final List<String> REBUILD = List.of("DROP INDEX", "ALTER TABLE", "CREATE INDEX", "REINDEX");

    private static final String AT_LOGIN = "login";

    private DdlTriggers() {}

    /** Those that fire. */
    public static List<EventTrigger> all(Snapshot is) {
        return firing(is);
    }

    /** Those that fire for a change of the schema. */
    static List<EventTrigger> of(Snapshot is) {
        return firing(is).stream().filter(t -> !t.event().equals(AT_LOGIN)).toList();
    }

    static List<EventTrigger> ofRebuild(Snapshot is) {
        return of(is).stream()
                .filter(t -> t.tags().isEmpty() || !Collections.disjoint(t.tags(), REBUILD))
                .toList();
    }

    static List<EventTrigger> atLogin(Snapshot is) {
        return firing(is).stream().filter(t -> t.event().equals(AT_LOGIN)).toList();
    }

    /** @param when Immich does what: half a sentence */
    static Optional<ForecastStep> doubt(List<EventTrigger> triggers, String when) {
        return triggers.stream()
                .findFirst()
                .map(t -> ForecastStep.unknown(
                        "event trigger",
                        "Event trigger " + t.name() + " runs when " + when
                                + ". Whether it lets Immich go on, only its function knows.",
                        CHECK));
    }

    /** Since Postgres 17 they can be switched off. */
    private static List<EventTrigger> firing(Snapshot is) {
        return EffectiveSetting.of(is, "event_triggers")
                        .flatMap(EffectiveSetting::bool)
                        .filter(on -> !on)
                        .isPresent()
                ? List.of()
                : is.eventTriggers().stream()
                        .flatMap(List::stream)
                        .filter(t -> !t.ofExtension())
                        .toList();
    }
}
