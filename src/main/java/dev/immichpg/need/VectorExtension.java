package dev.immichpg.need;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Postgres extensions that can hold Immich's vectors, in the order in which Immich prefers them
 * (releases.md#comparing-versions).
 */
public enum VectorExtension {
    /** Immich 1.133.0 and later (releases.md#ranges). */
    VECTORCHORD("vchord", "VectorChord", "vectorchord", "vchordrq", Optional.of("vchord"), Optional.of("vchordrq")),
    /** Immich 1.91.0 to 2.x; deprecated since 1.138.0 and unknown to 3.x (releases.md#ranges, start-up.md#steps). */
    PGVECTO_RS("vectors", "pgvecto.rs", "pgvecto.rs", "vectors", Optional.of("vectors"), Optional.of("vectors")),
    /**
     * Immich 1.95.0 and later; also what VectorChord is built on (releases.md#ranges, database.md#required-extensions).
     */
    PGVECTOR("vector", "pgvector", "pgvector", "hnsw", Optional.empty(), Optional.empty());

    private final String extensionName;
    private final String title;
    private final String setting;
    private final String accessMethod;
    private final Optional<String> preloadLibrary;
    private final Optional<String> settingPrefix;

    VectorExtension(
            String extensionName,
            String title,
            String setting,
            String accessMethod,
            Optional<String> preloadLibrary,
            Optional<String> settingPrefix) {
        this.extensionName = extensionName;
        this.title = title;
        this.setting = setting;
        this.accessMethod = accessMethod;
        this.preloadLibrary = preloadLibrary;
        this.settingPrefix = settingPrefix;
    }

    /** Its name in {@code CREATE EXTENSION}. */
    public String extensionName() {
        return extensionName;
    }

    /** Its name in Immich's messages (EXTENSION_NAMES, releases.md#comparing-versions). */
    public String title() {
        return title;
    }

    /** Its value of DB_VECTOR_EXTENSION (environment.md#variables). */
    public String setting() {
        return setting;
    }

    /** The access method of the indexes that Immich builds with it (start-up.md#rebuild). */
    public String accessMethod() {
        return accessMethod;
    }

    /**
     * What shared_preload_libraries must name, without directory and ".so"; empty where no preload is needed
     * (extensions.md#vectorchord).
     */
    public Optional<String> preloadLibrary() {
        return preloadLibrary;
    }

    /**
     * The prefix of the settings which exist in every session exactly when the library is preloaded; empty where no
     * preload is needed (extensions.md#vectorchord).
     */
    public Optional<String> settingPrefix() {
        return settingPrefix;
    }

    /**
     * What it is built on, which Postgres requires and creates with it (extensions.md#pgvector): pgvector under
     * VectorChord.
     */
    public Optional<VectorExtension> beneath() {
        return this == VECTORCHORD ? Optional.of(PGVECTOR) : Optional.empty();
    }

    /** The one with this name in {@code CREATE EXTENSION}, or empty for any other extension. */
    public static Optional<VectorExtension> named(String extensionName) {
        return Stream.of(values())
                .filter(extension -> extension.extensionName.equals(extensionName))
                .findFirst();
    }

    /** The one that a value of DB_VECTOR_EXTENSION means. Throws IllegalArgumentException for any other value. */
    public static VectorExtension forSetting(String setting) {
        return Stream.of(values())
                .filter(extension -> extension.setting.equals(setting))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"%s\" is not a vector extension: it must be one of %s."
                                .formatted(
                                        setting,
                                        Stream.of(values())
                                                .map(VectorExtension::setting)
                                                .collect(Collectors.joining(", ")))));
    }
}
