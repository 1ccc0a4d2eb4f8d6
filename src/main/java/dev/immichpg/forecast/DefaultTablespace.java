package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Tablespace;
import java.util.List;
import java.util.Optional;

/**
 * {@code default_tablespace}, in which new tables and indexes are made: it needs CREATE there, unless it is the database's own
 * (FailureMode.REBUILD_OBSTRUCTED). One that does not exist is passed over.
 */
public final class DefaultTablespace {

    static final String CHECK = "tablespace-not-creatable";

    private DefaultTablespace() {}

    /** The one in which the role is not allowed to create; empty: it is, or none is set. */
    public static Optional<Tablespace> denied(Snapshot is) {
        return EffectiveSetting.of(is, "default_tablespace")
                .flatMap(setting -> is.tablespaces().stream()
                        .flatMap(List::stream)
                        .filter(t -> t.name().equals(setting.value()))
                        .findFirst())
                .filter(t -> !t.ofDatabase() && !t.roleCanCreate());
    }

    /** New tables and indexes may go elsewhere than into the database's own tablespace. */
    static boolean isSet(Snapshot is) {
        return EffectiveSetting.of(is, "default_tablespace")
                .filter(setting -> !setting.value().isEmpty())
                .isPresent();
    }

    /** What was seen, as a sentence; empty: nothing is in the way. */
    static Optional<String> obstacle(Snapshot is) {
        return denied(is).map(t -> sentence(is, t));
    }

    public static String sentence(Snapshot is, Tablespace tablespace) {
        return "default_tablespace is " + tablespace.name() + ", on which role " + is.effectiveRoleName()
                + " has no CREATE.";
    }
}
