package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.LibraryEffect;
import dev.immichpg.forecast.LoadedLibrary;
import dev.immichpg.forecast.LoadedLibrary.State;
import dev.immichpg.forecast.UpdateObstacle;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.SupportedVersions;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#LIBRARY_AND_SQL_DIFFER}, {@link FailureMode#LIBRARY_OLDER_THAN_SQL}: a package was updated, and
 * Postgres, which has not restarted since, still uses the old library (extensions.md#library-in-memory).
 */
final class LoadedLibraryOutdated {

    private static final int TELLS_VERSIONS_SINCE = 18;
    private static final String EXPECTED =
            "Expected the loaded library to be that of the package: Postgres loads it when it starts.";

    private LoadedLibraryOutdated() {}

    static Verdict judge(Snapshot is, Expectation should) {
        VectorChordVersions lines = should.releases().vectorChord();
        List<Finding> findings = new ArrayList<>();
        List<String> open = new ArrayList<>();
        List<String> toldByAnother = new ArrayList<>();
        boolean known = false;
        boolean any = false;
        for (VectorExtension extension : VectorExtension.values()) {
            Optional<LoadedLibrary> library = LoadedLibrary.of(is, extension);
            Optional<InstalledExtension> installed = is.installed(extension.extensionName());
            if (library.isPresent() && installed.isPresent()) {
                any = true;
                known |= library.get().state() != State.UNKNOWN;
                if (isOld(is, library.get(), installed.get())) {
                    if (isToldByAnother(is, should, library.get(), installed.get())) {
                        toldByAnother.add(installed.get().name());
                        continue;
                    }
                    findings.add(finding(is, lines, installed.get()));
                } else if (library.get().state() == State.UNKNOWN) {
                    open(is, lines, extension).ifPresent(open::add);
                }
            }
        }
        Optional<ChosenExtension> created = created(is, should);
        LibraryEffect creation = created.map(chosen -> LibraryEffect.ofCreation(is, lines, chosen))
                .orElse(LibraryEffect.NONE);
        if (creation == LibraryEffect.FAILS) {
            findings.add(creation(is, created.get()));
        } else if (creation == LibraryEffect.UNKNOWN) {
            open.add(open(is, created.get()));
        }
        if (findings.isEmpty() && !open.isEmpty()) {
            throw new Undecidable(String.join(" ", open));
        }
        if (findings.isEmpty() && !known && any && isHidden(is)) {
            throw new Undecidable("Role " + is.login()
                    + " could not read which libraries are loaded. Run as a superuser: " + grant(is));
        }
        if (findings.isEmpty() && !toldByAnother.isEmpty()) {
            return Verdict.notApplicable("Postgres has the library in memory that the installed version of "
                    + String.join(" and ", toldByAnother)
                    + " needs. Another check tells of the newer package, and when to restart Postgres.");
        }
        return known || !findings.isEmpty()
                ? Verdict.of(findings)
                : Verdict.notApplicable("No update is pending, and nothing shows the version of a loaded library.");
    }

    /** What Immich itself creates at its next start. */
    private static Optional<ChosenExtension> created(Snapshot is, Expectation should) {
        try {
            return ChosenExtension.of(is, should)
                    .filter(chosen -> chosen.installed().isEmpty())
                    .filter(chosen -> chosen.available().isPresent());
        } catch (Undecidable e) {
            return Optional.empty(); // Nobody knows which release starts.
        }
    }

    private static Finding creation(Snapshot is, ChosenExtension chosen) {
        return new Finding(
                chosen.name(),
                LibraryEffect.FAILS.sentence(is, chosen),
                EXPECTED,
                Remedy.of(RemedyStep.STOP_IMMICH, RemedyStep.RESTART_POSTGRES, RemedyStep.START_IMMICH));
    }

    /**
     * The library fits the SQL and the indexes, and would not after a restart: what is to be done goes with the update, of
     * which another check tells. Unless Immich makes that update itself at its next start, with this library.
     */
    private static boolean isToldByAnother(
            Snapshot is, Expectation should, LoadedLibrary library, InstalledExtension installed) {
        boolean pending = !installed
                .version()
                .equals(is.available(installed.name()).orElseThrow().version());
        return pending
                && library.version().isPresent()
                && library.version().equals(Version.parse(installed.version()))
                && !immichUpdatesWithIt(is, should, installed);
    }

    private static boolean immichUpdatesWithIt(Snapshot is, Expectation should, InstalledExtension installed) {
        try {
            Optional<ChosenExtension> updated = ChosenExtension.of(is, should)
                    .filter(chosen -> chosen.name().equals(installed.name()))
                    .filter(chosen -> chosen.updateIsTried(should.release()));
            return updated.isPresent()
                    && LibraryEffect.of(is, should.releases().vectorChord(), updated.get()) != LibraryEffect.NONE
                    && UpdateObstacle.ofUpdate(is, updated.get()).isEmpty();
        } catch (Undecidable e) {
            return false; // Nobody knows which release starts: the update is not advised before that is known.
        }
    }

    /** Older than the package's, or of neither version, as after a downgrade of the package. */
    private static boolean isOld(Snapshot is, LoadedLibrary library, InstalledExtension installed) {
        String onDisk = is.available(installed.name()).orElseThrow().version();
        return library.state() == State.OLDER
                || is.loadedVersion(installed.name())
                        .filter(told -> !told.equals(onDisk) && !told.equals(installed.version()))
                        .isPresent();
    }

    /** An update waits, and its outcome depends on the library. */
    private static Optional<String> open(Snapshot is, VectorChordVersions lines, VectorExtension extension) {
        ChosenExtension pending = new ChosenExtension(
                extension,
                SupportedVersions.any(),
                is.installed(extension.extensionName()),
                is.available(extension.extensionName()));
        return pending.isBehind() && LibraryEffect.of(is, lines, pending) == LibraryEffect.UNKNOWN
                ? Optional.of(open(is, pending))
                : Optional.empty();
    }

    private static String open(Snapshot is, ChosenExtension pending) {
        return LibraryEffect.UNKNOWN.sentence(is, pending)
                + (isHidden(is) ? " Or run as a superuser, so that the agent sees it: " + grant(is) : "");
    }

    private static boolean isHidden(Snapshot is) {
        return is.server().major() >= TELLS_VERSIONS_SINCE && is.loadedModules().isEmpty();
    }

    private static String grant(Snapshot is) {
        return "GRANT EXECUTE ON FUNCTION pg_catalog.pg_get_loaded_modules() TO " + Sql.name(is.login()) + ";";
    }

    private static Finding finding(Snapshot is, VectorChordVersions lines, InstalledExtension installed) {
        String name = installed.name();
        List<RemedyStep> steps = new ArrayList<>(List.of(RemedyStep.STOP_IMMICH, RemedyStep.RESTART_POSTGRES));
        if (buildsAnotherFormat(is, lines, installed)) {
            is.vectorIndexes().forEach(index -> steps.addAll(RemedySteps.rebuild(is, index)));
        }
        steps.add(RemedyStep.START_IMMICH);
        return new Finding(
                name,
                "Postgres has loaded "
                        + is.loadedVersion(name)
                                .map(version -> "library " + name + " " + version)
                                .orElse("an older library " + name)
                        + ", but extension " + name + " is " + installed.version() + ", and the package on the server "
                        + is.available(name).orElseThrow().version() + ".",
                EXPECTED,
                new Remedy(steps));
    }

    /** What was built since the update has to be built again. */
    private static boolean buildsAnotherFormat(Snapshot is, VectorChordVersions lines, InstalledExtension installed) {
        Optional<Version> loaded =
                LoadedLibrary.of(is, VectorExtension.VECTORCHORD).flatMap(LoadedLibrary::version);
        return installed.name().equals(VectorExtension.VECTORCHORD.extensionName())
                && is.available(installed.name())
                        .filter(e -> e.version().equals(installed.version()))
                        .isPresent()
                && loaded.isPresent()
                && !loaded.flatMap(lines::format)
                        .equals(Version.parse(installed.version()).flatMap(lines::format));
    }
}
