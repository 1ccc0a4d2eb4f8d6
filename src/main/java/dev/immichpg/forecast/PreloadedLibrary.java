package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/** Whether the library of a vector extension is preloaded, where it has one. */
public final class PreloadedLibrary {

    private PreloadedLibrary() {}

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
