package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the library of a vector extension is preloaded, where it has one. */
public final class PreloadedLibrary {

    private PreloadedLibrary() {}

    /** The extensions whose library has no package on the server, so that Postgres would stop at it. */
    public static Stream<VectorExtension> withoutPackage(Snapshot is) {
        return Stream.of(VectorExtension.values())
                .filter(e -> e.preloadLibrary().isPresent())
                .filter(e -> is.available(e.extensionName()).isEmpty());
    }

    /**
     * @param extension one that has a library to preload
     * @return empty where this is hidden from the login
     */
    public static Optional<Boolean> of(Snapshot is, VectorExtension extension) {
        return is.isPreloaded(
                extension.preloadLibrary().orElseThrow(),
                extension.settingPrefix().orElseThrow());
    }
}
