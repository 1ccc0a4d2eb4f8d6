package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.CreationObstacle;
import dev.immichpg.forecast.MissingExtension;
import dev.immichpg.forecast.MissingExtension.Cause;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@link FailureMode#UUID_OSSP_MISSING}, {@link FailureMode#EXTENSION_NOT_CREATABLE} and
 * {@link FailureMode#EXTENSION_IN_OTHER_DATABASE}: what the release requires (database.md#required-extensions), and
 * what Immich's role is allowed to create itself (privileges.md#without-a-superuser).
 */
final class ExtensionMissing {

    private ExtensionMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        Set<String> needed = new LinkedHashSet<>(release.requires());
        chosen.map(ChosenExtension::needed).ifPresent(needed::addAll);
        List<Finding> findings = new ArrayList<>();
        needed.stream()
                .flatMap(name -> MissingExtension.of(is, name).stream())
                // Of a vector extension that the server does not have, vector-extension-unavailable tells.
                .filter(missing -> missing.cause() != Cause.UNAVAILABLE
                        || chosen.map(c -> !c.name().equals(missing.name())).orElse(true))
                .flatMap(missing -> finding(is, release, missing).stream())
                .forEach(findings::add);
        chosen.filter(c -> c.installed().isEmpty())
                .map(ChosenExtension::extension)
                .filter(extension -> CreationObstacle.of(is, release, extension)
                        .equals(Optional.of(CreationObstacle.DATABASE_OF_OTHER)))
                .map(extension -> ofOther(is, release, extension))
                .ifPresent(findings::add);
        return Verdict.of(findings);
    }

    private static Optional<Finding> finding(Snapshot is, Release release, MissingExtension missing) {
        String name = missing.name();
        // Immich makes what it requires in its first migration, and never looks again.
        boolean lost = is.hasImmichTables() && release.requires().contains(name);
        if (missing.cause() == Cause.NOT_YET_CREATED && !lost) {
            return Optional.empty();
        }
        String expected = switch (missing.cause()) {
            case UNAVAILABLE -> "Immich needs it.";
            case DENIED -> "Immich needs it in this database.";
            case NOT_YET_CREATED -> "Immich needs it, and does not create it a second time.";
        };
        return Optional.of(new Finding(
                name,
                missing.sentence(is),
                expected,
                missing.cause() == Cause.UNAVAILABLE
                        ? Remedy.of(install(is, name), RemedySteps.create(name))
                        : Remedy.of(RemedySteps.create(name))));
    }

    private static RemedyStep install(Snapshot is, String name) {
        return RemedyStep.person(
                Phase.INSTALL_PACKAGES,
                "Install the package that holds extension " + name + " for Postgres "
                        + is.server().major() + (name.equals("vector") ? " (pgvector)." : " (postgresql-contrib)."));
    }

    /** A superuser does both. */
    private static Finding ofOther(Snapshot is, Release release, VectorExtension extension) {
        return new Finding(
                extension.extensionName(),
                CreationObstacle.DATABASE_OF_OTHER.sentence(is, release, extension),
                "Expected a superuser to have created it before Immich restarts, or the role to own its database.",
                new Remedy(RemedySteps.createVectorChord(is, release)));
    }
}
