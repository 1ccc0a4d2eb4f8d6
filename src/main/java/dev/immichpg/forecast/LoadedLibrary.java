package dev.immichpg.forecast;

import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether Postgres works with the library of a vector extension that its package has now. A preloaded library stays in memory
 * until Postgres is restarted, whatever becomes of its file (extensions.md#library-in-memory,
 * FailureMode.LIBRARY_OLDER_THAN_SQL). One that is not preloaded is loaded by each session, from the file that is there.
 *
 * @param version of an older one, as far as it is known: it is this or even older; empty: of another one nothing is known
 */
public record LoadedLibrary(State state, Optional<Version> version) {

    public enum State {
        OF_PACKAGE,
        /** Of a package that was there before. */
        OLDER,
        UNKNOWN
    }

    /**
     * How settings part older libraries from newer ones.
     *
     * @param added what the name of a setting begins with that there is from this version on
     * @param gone settings that there are no longer; none: where what was added is absent, the library is older
     */
    private record Mark(VectorExtension extension, Version since, String added, List<String> gone) {}

    private static final List<Mark> MARKS = List.of(
            new Mark(VectorExtension.VECTORCHORD, Version.of("0.5.0"), "vchordg.", List.of()),
            new Mark(
                    VectorExtension.VECTORCHORD,
                    Version.of("0.4.0"),
                    "vchordrq.io_search",
                    List.of("vchordrq.prewarm_dim")),
            new Mark(
                    VectorExtension.PGVECTO_RS,
                    Version.of("0.3.0"),
                    "vectors.openai_base_url",
                    List.of("vectors.enable_prefilter")));

    private static final LoadedLibrary CURRENT = new LoadedLibrary(State.OF_PACKAGE, Optional.empty());
    private static final LoadedLibrary HIDDEN = new LoadedLibrary(State.UNKNOWN, Optional.empty());

    /** Of an extension that is installed or not; empty: its library is not preloaded, or its package has no known version. */
    public static Optional<LoadedLibrary> of(Snapshot is, VectorExtension extension) {
        String name = extension.extensionName();
        Optional<Version> onDisk = is.available(name).flatMap(e -> Version.parse(e.version()));
        if (onDisk.isEmpty() || !isPreloaded(is, extension)) {
            return Optional.empty();
        }
        Version now = onDisk.get();
        return Optional.of(told(is, name, now)
                .or(() -> bySettings(is, extension, now))
                .or(() -> remembered(is, name, now))
                .orElse(HIDDEN));
    }

    private static boolean isPreloaded(Snapshot is, VectorExtension extension) {
        return extension.preloadLibrary().isPresent()
                ? PreloadedLibrary.of(is, extension).orElse(false)
                : is.preload()
                        .filter(p -> p.libraries().contains(extension.extensionName()))
                        .isPresent();
    }

    private static Optional<LoadedLibrary> told(Snapshot is, String name, Version now) {
        return is.loadedVersion(name).flatMap(Version::parse).map(loaded -> compared(loaded, now));
    }

    private static LoadedLibrary compared(Version loaded, Version now) {
        return loaded.isOlderThan(now) ? new LoadedLibrary(State.OLDER, Optional.of(loaded)) : CURRENT;
    }

    /** Of the two versions that there are, of the extension and of its package, the settings may fit only one. */
    private static Optional<LoadedLibrary> bySettings(Snapshot is, VectorExtension extension, Version now) {
        Optional<Version> installed = is.installed(extension.extensionName()).flatMap(e -> Version.parse(e.version()));
        return marks(is, extension)
                .flatMap(mark -> {
                    Optional<Version> before = installed.filter(mark.since()::isNewerThan);
                    return hasIt(is, mark).stream()
                            .filter(has ->
                                    has ? before.isPresent() : !mark.since().isNewerThan(now))
                            .map(has -> has ? CURRENT : new LoadedLibrary(State.OLDER, before));
                })
                .findFirst();
    }

    /** The library has settings that there are from this version on; empty: none that would tell. */
    static Optional<Version> atLeast(Snapshot is, VectorExtension extension) {
        return marks(is, extension)
                .filter(mark -> hasIt(is, mark).orElse(false))
                .map(Mark::since)
                .findFirst();
    }

    private static Stream<Mark> marks(Snapshot is, VectorExtension extension) {
        String prefix = extension.settingPrefix().orElse("") + ".";
        return is.loadedSettings().stream().flatMap(List::stream).anyMatch(name -> name.startsWith(prefix))
                ? MARKS.stream().filter(mark -> mark.extension() == extension)
                : Stream.empty();
    }

    /** Empty: neither what it has added is there nor what it has taken away. */
    private static Optional<Boolean> hasIt(Snapshot is, Mark mark) {
        List<String> settings = is.loadedSettings().orElseThrow();
        if (settings.stream().anyMatch(name -> name.startsWith(mark.added()))) {
            return Optional.of(true);
        }
        return mark.gone().isEmpty() || settings.stream().anyMatch(mark.gone()::contains)
                ? Optional.of(false)
                : Optional.empty();
    }

    private static Optional<LoadedLibrary> remembered(Snapshot is, String name, Version now) {
        Optional<Memory.Files> files =
                is.memory().flatMap(memory -> memory.current(is)).flatMap(start -> start.filesOf(name));
        Optional<Version> loaded = files.map(Memory.Files::loaded).flatMap(Version::parse);
        Optional<Version> first = files.map(Memory.Files::first).flatMap(Version::parse);
        return loaded.map(version -> compared(version, now))
                .or(() -> first.filter(now::isNewerThan).map(older -> compared(older, now)));
    }
}
