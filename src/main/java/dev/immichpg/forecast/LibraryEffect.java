package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.LoadedLibrary.State;
import dev.immichpg.need.VectorChordVersion;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;

/**
 * What becomes of a pending update of the vector extension by the library that Postgres has in memory
 * (extensions.md#library-in-memory; FailureMode.LIBRARY_OLDER_THAN_SQL, FailureMode.INDEX_BUILT_BY_OLD_LIBRARY).
 */
public enum LibraryEffect {
    NONE,
    /** The old library lacks functions that the new SQL asks for. */
    FAILS,
    /** The update succeeds, and the old library builds the indexes in its own format. */
    OLD_FORMAT,
    /** Which library is in memory, or what its age means, cannot be seen. */
    UNKNOWN;

    /** @param chosen is behind */
    public static LibraryEffect of(Snapshot is, VectorChordVersions lines, ChosenExtension chosen) {
        Optional<LoadedLibrary> library = LoadedLibrary.of(is, chosen.extension());
        if (library.isEmpty() || library.get().state() == State.OF_PACKAGE) {
            return NONE;
        }
        Version older = library.get().version().or(chosen::installedVersion).orElseThrow();
        Version newer = chosen.availableVersion().orElseThrow();
        boolean known = chosen.extension() == VectorExtension.VECTORCHORD;
        Optional<Boolean> functions = known ? lines.addFunctions(older, newer) : Optional.empty();
        if (functions.equals(Optional.of(false)) && lines.format(older).equals(lines.format(newer))) {
            return NONE; // whichever of the two it is
        }
        if (functions.isEmpty() || library.get().state() == State.UNKNOWN) {
            return UNKNOWN;
        }
        return functions.get() ? FAILS : OLD_FORMAT;
    }

    /**
     * What becomes of its creation.
     *
     * @param chosen is available and not installed
     */
    public static LibraryEffect ofCreation(Snapshot is, VectorChordVersions lines, ChosenExtension chosen) {
        Optional<LoadedLibrary> library = LoadedLibrary.of(is, chosen.extension());
        if (chosen.extension() != VectorExtension.VECTORCHORD
                || library.isEmpty()
                || library.get().state() == State.OF_PACKAGE) {
            return NONE;
        }
        Version newer = chosen.availableVersion().orElseThrow();
        if (library.get().state() == State.UNKNOWN) {
            return ofAnyOlder(lines, LoadedLibrary.atLeast(is, chosen.extension()), newer) ? UNKNOWN : NONE;
        }
        // Without a version: it lacks settings of a line that the package is of, and so what came with that line.
        return library.get().version().map(older -> of(lines, older, newer)).orElse(FAILS);
    }

    /** Of the libraries that the settings leave open, one would spoil it. */
    private static boolean ofAnyOlder(VectorChordVersions lines, Optional<Version> atLeast, Version newer) {
        return lines.before(newer).stream()
                .map(VectorChordVersion::first)
                .filter(older -> atLeast.filter(older::isOlderThan).isEmpty())
                .anyMatch(older -> of(lines, older, newer) != NONE);
    }

    private static LibraryEffect of(VectorChordVersions lines, Version older, Version newer) {
        return lines.addFunctions(older, newer)
                .map(functions ->
                        functions ? FAILS : lines.format(older).equals(lines.format(newer)) ? NONE : OLD_FORMAT)
                .orElse(UNKNOWN);
    }

    /** What was seen, and what to do. */
    public String sentence(Snapshot is, ChosenExtension chosen) {
        String available =
                chosen.title() + " " + chosen.available().orElseThrow().version();
        String old = LoadedLibrary.of(is, chosen.extension())
                .flatMap(LoadedLibrary::version)
                .map(version -> "that of " + version.text())
                .orElse("an older one");
        return switch (this) {
            case NONE -> "The library in memory fits " + available + ".";
            case FAILS ->
                "The library in memory is " + old + ", which lacks functions of " + available
                        + ". Postgres must be restarted first.";
            case OLD_FORMAT ->
                "The library in memory is " + old + ": it builds indexes that " + available
                        + " cannot read after the next restart of Postgres. Postgres must be restarted first.";
            case UNKNOWN ->
                "Whether Postgres has the library of " + available
                        + " in memory or still an older one, the catalogs do not show. With an older one "
                        + (chosen.installed().isPresent()
                                ? "the update fails, or the indexes that it ends with break"
                                : "CREATE EXTENSION fails, or the indexes that Immich then builds break")
                        + " at the next restart of Postgres. Restart Postgres first.";
        };
    }
}
