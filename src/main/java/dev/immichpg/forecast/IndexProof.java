package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.LoadedLibrary.State;
import dev.immichpg.need.VectorChordVersion;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;

/** What shows that a vector index works, and what leaves it open by which library it was built. */
final class IndexProof {

    private IndexProof() {}

    /**
     * A search in it went well, or autovacuum went through it since Postgres was started, or Immich has started since: each
     * reads its first page. Not by a library that the next restart of Postgres replaces, as far as that is known.
     */
    static boolean works(Snapshot is, VectorExtension extension, VectorIndex index) {
        boolean searched = index.valid()
                && is.probe(index.table()).filter(p -> p.error().isEmpty()).isPresent();
        boolean vacuumed = extension == VectorExtension.VECTORCHORD
                && is.autovacuumedTables()
                        .filter(tables -> tables.contains(index.table()))
                        .isPresent();
        // Since 1.133.0 Immich loads both indexes at each start.
        boolean loaded =
                extension == VectorExtension.VECTORCHORD && is.immichStarted().orElse(false);
        return index.schema().equals("public")
                && (searched || vacuumed || loaded)
                && LoadedLibrary.of(is, extension)
                        .filter(library -> library.state() == State.OLDER)
                        .isEmpty();
    }

    /** The agent has seen it with the version that is installed now: what has written the extension's row since was no update. */
    static boolean isOfTheSameVersion(Snapshot is, InstalledExtension installed, VectorIndex index) {
        return is.memory()
                .flatMap(memory -> memory.build(is, index))
                .filter(build -> build.version().equals(installed.version()))
                .isPresent();
    }

    /**
     * The extension was updated at some time, the update to its version needs nothing of the new library, and formats differ
     * (extensions.md#formats).
     */
    static boolean oldLibraryMayHaveBuilt(Snapshot is, VectorChordVersions lines, InstalledExtension extension) {
        boolean perhapsUpdated = is.updatedExtensions()
                .map(names -> names.contains(extension.name()))
                .orElse(true);
        return perhapsUpdated
                && Version.parse(extension.version())
                        .filter(version -> canBeReachedByAnOlder(lines, version))
                        .isPresent();
    }

    /** The library in memory is of another format than the installed version, for all that can be seen. */
    static boolean readerIsOpen(Snapshot is, VectorChordVersions lines, InstalledExtension extension) {
        boolean seen = LoadedLibrary.of(is, VectorExtension.VECTORCHORD)
                        .filter(library -> library.state() != State.UNKNOWN)
                        .isPresent()
                || LoadedLibrary.atLeast(is, VectorExtension.VECTORCHORD)
                        .flatMap(lines::format)
                        .equals(Version.parse(extension.version()).flatMap(lines::format));
        return !seen && oldLibraryMayHaveBuilt(is, lines, extension);
    }

    private static boolean canBeReachedByAnOlder(VectorChordVersions lines, Version version) {
        List<VectorChordVersion> before = lines.before(version);
        return before.stream()
                .anyMatch(line -> !lines.format(line.first()).equals(lines.format(version))
                        && !lines.addFunctions(line.first(), version).orElse(false));
    }

    /** The version whose format is read: that of the library in memory, as far as it is known. */
    static Optional<Version> reader(Snapshot is, InstalledExtension extension) {
        return LoadedLibrary.of(is, VectorExtension.VECTORCHORD)
                .filter(library -> library.state() == State.OLDER)
                .flatMap(LoadedLibrary::version)
                .or(() -> Version.parse(extension.version()));
    }
}
