package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.MissingExtension.Cause;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/**
 * Why Immich's role cannot create the vector extension, which Immich does with CASCADE (start-up.md#steps, step 8).
 * That its library has to be preloaded is another matter: {@link PreloadedLibrary}.
 */
public enum CreationObstacle {
    UNAVAILABLE,
    DENIED,
    /** What it is built on is not on the server. */
    BENEATH_UNAVAILABLE,
    BENEATH_DENIED,
    /** It lacks types that VectorChord needs (FailureMode.PGVECTOR_TOO_OLD). */
    BENEATH_TOO_OLD,
    /**
     * pgvector's type goes into schema public, where pgvecto.rs' of the same name may still be
     * (FailureMode.VECTORS_IN_OTHER_SCHEMA).
     */
    TYPE_TAKEN,
    /** After VectorChord Immich sets vchordrq.probes by ALTER DATABASE. */
    DATABASE_OF_OTHER;

    /** The first in the order in which it would show; empty: the role can create it. */
    public static Optional<CreationObstacle> of(Snapshot is, Release release, VectorExtension extension) {
        return itself(is, extension)
                .or(() -> extension.beneath().flatMap(beneath -> beneath(is, release, beneath)))
                .or(() -> typeIsTaken(is, extension) ? Optional.of(TYPE_TAKEN) : Optional.empty())
                .or(() -> extension == VectorExtension.VECTORCHORD
                                && !is.database().roleOwns()
                        ? Optional.of(DATABASE_OF_OTHER)
                        : Optional.empty());
    }

    private static Optional<CreationObstacle> itself(Snapshot is, VectorExtension extension) {
        return MissingExtension.of(is, extension.extensionName())
                .filter(MissingExtension::stopsCreation)
                .map(missing -> missing.cause() == Cause.UNAVAILABLE ? UNAVAILABLE : DENIED);
    }

    private static Optional<CreationObstacle> beneath(Snapshot is, Release release, VectorExtension beneath) {
        return MissingExtension.of(is, beneath.extensionName())
                .filter(MissingExtension::stopsCreation)
                .map(missing -> missing.cause() == Cause.UNAVAILABLE ? BENEATH_UNAVAILABLE : BENEATH_DENIED)
                .or(() -> PgvectorVersion.tooOld(is, release).map(tooOld -> BENEATH_TOO_OLD));
    }

    private static boolean typeIsTaken(Snapshot is, VectorExtension extension) {
        boolean creates = extension != VectorExtension.PGVECTO_RS
                && is.installed(VectorExtension.PGVECTOR.extensionName()).isEmpty();
        boolean taken = is.installed(VectorExtension.PGVECTO_RS.extensionName())
                        .filter(e -> e.schema().equals("public"))
                        .isPresent()
                || is.vectorTables().stream()
                        .anyMatch(
                                t -> t.type().equals("vector") && t.typeSchema().equals("public"));
        return creates && taken;
    }

    /** What was seen. */
    public String sentence(Snapshot is, Release release, VectorExtension extension) {
        String title = extension.title();
        String needed = title + " needs "
                + extension.beneath().map(VectorExtension::title).orElse("");
        String denied = " needs a superuser, but role " + is.effectiveRoleName() + " is not one.";
        return switch (this) {
            case UNAVAILABLE -> title + " is not installed in this database and not available on the server.";
            case DENIED -> title + " is not installed in this database. Creating it" + denied;
            case BENEATH_UNAVAILABLE -> needed + ", which is not available on the server.";
            case BENEATH_DENIED -> needed + ". Creating it" + denied;
            case BENEATH_TOO_OLD ->
                needed + " "
                        + release.pgvectorForVectorChord()
                                .enforced()
                                .orElseThrow()
                                .text() + ", but it is "
                        + PgvectorVersion.tooOld(is, release).orElseThrow() + ".";
            case TYPE_TAKEN -> "pgvector's type vector cannot be created: schema public has one already.";
            case DATABASE_OF_OTHER ->
                "To create " + title + ", Immich also sets vchordrq.probes on database "
                        + is.database().name() + ", which role " + is.effectiveRoleName() + " does not own.";
        };
    }
}
