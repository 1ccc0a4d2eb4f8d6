package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an index of VectorChord has the format on disk that its library reads (extensions.md#formats). Three things tell: a
 * search or an autovacuum that went well, what the agent remembers of the build, and the ages of the rows of index and
 * extension (immich-and-postgres.md#row-ages).
 *
 * @param why it does not fit, or may not: a sentence; empty where it fits
 */
public record IndexFormat(Fit fit, String why) {

    public enum Fit {
        FITS,
        /** Whatever version it was built by, it was one of another format. */
        STALE,
        /** It was built before the last update, and of the formats that it can have, one is the right one. */
        PERHAPS,
        /** It was built after the last update, and nobody knows by which library. */
        BUILDER_UNKNOWN
    }

    static final IndexFormat FITS = new IndexFormat(Fit.FITS, "");

    public IndexFormat {
        requireNonNull(fit, "fit");
        requireNonNull(why, "why");
    }

    /** @param index of VectorChord, which is installed */
    public static IndexFormat of(Snapshot is, VectorChordVersions lines, VectorIndex index) {
        InstalledExtension extension =
                is.installed(VectorExtension.VECTORCHORD.extensionName()).orElseThrow();
        if (IndexProof.works(is, VectorExtension.VECTORCHORD, index)) {
            return FITS;
        }
        Optional<Memory.Start> builtUnder = is.memory().flatMap(memory -> memory.builtUnder(is, index));
        if (builtUnder.isPresent()) {
            Optional<IndexFormat> remembered = remembered(is, lines, index, builtUnder.get(), extension);
            if (remembered.isPresent()) {
                return remembered.get();
            }
        }
        return VectorIndexes.isYounger(extension.rowAge(), index.rowAge())
                ? beforeUpdate(is, lines, index, extension)
                : afterUpdate(is, lines, index, extension);
    }

    /** Empty: nothing that would tell. */
    private static Optional<IndexFormat> remembered(
            Snapshot is,
            VectorChordVersions lines,
            VectorIndex index,
            Memory.Start start,
            InstalledExtension extension) {
        if (is.memory()
                .flatMap(memory -> memory.current(is))
                .filter(start::equals)
                .isPresent()) {
            return Optional.of(FITS); // by the very library that is in memory
        }
        Optional<Memory.Files> files = start.filesOf(extension.name());
        Optional<Version> builder = files.flatMap(f -> Version.parse(f.loaded().isEmpty() ? f.first() : f.loaded()));
        return builder.flatMap(version -> WrittenFormats.compare(
                        lines,
                        Set.of(version),
                        IndexProof.reader(is, extension),
                        "The library of VectorChord " + version.text() + " built index " + index.name()
                                + ", and Postgres was restarted since.")
                // An even older library may have been in memory, of an older format.
                .filter(format ->
                        format.fit() != Fit.FITS || !files.get().loaded().isEmpty()));
    }

    /** By a version from before the last update of the extension. */
    private static IndexFormat beforeUpdate(
            Snapshot is, VectorChordVersions lines, VectorIndex index, InstalledExtension extension) {
        Optional<Version> installed = Version.parse(extension.version());
        Optional<Version> builtWith =
                is.memory().flatMap(memory -> memory.build(is, index)).flatMap(build -> Version.parse(build.version()));
        // A move of the extension to another schema looks like an update, unless it has left older functions behind.
        boolean updated = is.updatedExtensions()
                .filter(names -> names.contains(extension.name()))
                .isPresent();
        Set<Version> builders = builtWith
                .map(Set::of)
                .orElseGet(() -> Stream.concat(
                                installed.stream()
                                        .flatMap(version ->
                                                lines.before(version).stream().map(line -> line.first())),
                                updated ? Stream.empty() : installed.stream())
                        .collect(Collectors.toSet()));
        String seen = "Extension vchord was updated to " + extension.version() + " after index " + index.name()
                + " was last built"
                + builtWith.map(version -> " with " + version.text()).orElse("") + ".";
        return WrittenFormats.compare(lines, builders, IndexProof.reader(is, extension), seen)
                .orElseGet(() -> new IndexFormat(Fit.PERHAPS, seen));
    }

    /** The old library can have built it, if it could carry out the update: it was still in memory then. */
    private static IndexFormat afterUpdate(
            Snapshot is, VectorChordVersions lines, VectorIndex index, InstalledExtension extension) {
        return IndexProof.oldLibraryMayHaveBuilt(is, lines, extension)
                ? new IndexFormat(
                        Fit.BUILDER_UNKNOWN,
                        "Extension vchord was updated to " + extension.version() + " at some time, and index "
                                + index.name()
                                + " was built after that. If Postgres had not been restarted before, the library of"
                                + " before built it, in a format that " + extension.version()
                                + " does not read. The catalogs do not show it.")
                : FITS;
    }
}
