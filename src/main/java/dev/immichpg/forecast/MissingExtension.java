package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import java.util.Optional;

/**
 * An extension that is not installed in this database, and whether Immich's role can create it
 * (privileges.md#without-a-superuser, database.md#required-extensions).
 */
public record MissingExtension(String name, Cause cause) {

    public enum Cause {
        /** The server has no control file of it. */
        UNAVAILABLE,
        /** Immich's role is not allowed to create it. */
        DENIED,
        /** Immich's role only has to create it. */
        NOT_YET_CREATED
    }

    /** Empty: it is installed. */
    public static Optional<MissingExtension> of(Snapshot is, String name) {
        return is.installed(name).isPresent()
                ? Optional.empty()
                : Optional.of(new MissingExtension(name, cause(is, is.available(name))));
    }

    private static Cause cause(Snapshot is, Optional<AvailableExtension> available) {
        if (available.isEmpty()) {
            return Cause.UNAVAILABLE;
        }
        return is.roleMayCreate(available.get()) ? Cause.NOT_YET_CREATED : Cause.DENIED;
    }

    /** Somebody else has to do something first. */
    public boolean stopsCreation() {
        return cause != Cause.NOT_YET_CREATED;
    }

    /** What was seen. */
    public String sentence(Snapshot is) {
        return "Extension " + name
                + switch (cause) {
                    case UNAVAILABLE -> " is neither installed in this database nor available on the server.";
                    case DENIED ->
                        " is not installed in database " + is.database().name() + ", and role " + is.effectiveRoleName()
                                + " is not allowed to create it.";
                    case NOT_YET_CREATED ->
                        " is not installed in database " + is.database().name() + ".";
                };
    }
}
