package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Support;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The vector extension that Immich will use at its next start, and how it stands in this database.
 *
 * <p>Since 1.133.0 Immich chooses by what is available on disk, not by what is installed, unless DB_VECTOR_EXTENSION says
 * which (ref §0.2, §1.3).
 *
 * @param support the versions that the release supports
 * @param installed empty: not installed in this database
 * @param available empty: no control file on the server's disk
 */
public record Chosen(
        VectorExtension extension,
        Support support,
        Optional<InstalledExtension> installed,
        Optional<AvailableExtension> available) {

    public Chosen {
        requireNonNull(extension, "extension");
        requireNonNull(support, "support");
        requireNonNull(installed, "installed");
        requireNonNull(available, "available");
    }

    /**
     * @return empty: Immich finds none that it could use
     * @throws Undecidable if the release is not known
     */
    public static Optional<Chosen> of(Snapshot is, Expectation should) {
        Release release = should.release();
        return choice(is, should, release)
                .filter(release.vectorExtensions()::containsKey)
                .map(extension -> new Chosen(
                        extension,
                        release.vectorExtensions().get(extension),
                        is.installed(extension.extensionName()),
                        is.available(extension.extensionName())));
    }

    private static Optional<VectorExtension> choice(Snapshot is, Expectation should, Release release) {
        // Before 1.95.0 there was nothing to choose, and nobody read DB_VECTOR_EXTENSION (ref §1.8).
        if (should.vectorExtension().isPresent() && release.vectorExtensions().size() > 1) {
            return should.vectorExtension();
        }
        return switch (release.choice()) {
            case DEFAULT -> release.preference().stream().findFirst();
            case BY_AVAILABILITY ->
                release.preference().stream()
                        .filter(e -> is.available(e.extensionName()).isPresent())
                        .findFirst();
        };
    }

    public String name() {
        return extension.extensionName();
    }

    public String title() {
        return extension.title();
    }

    /** Empty also where it is installed in a version that npm's semver refuses, which Immich does not survive. */
    public Optional<Version> installedVersion() {
        return installed.flatMap(e -> Version.parse(e.version()));
    }

    /** Empty also where it is available in a version that npm's semver refuses. */
    public Optional<Version> availableVersion() {
        return available.flatMap(e -> Version.parse(e.version()));
    }

    /** The package on disk is newer than what the database has. */
    public boolean isBehind() {
        return installedVersion().isPresent()
                && availableVersion().isPresent()
                && availableVersion().get().isNewerThan(installedVersion().get());
    }

    /** The package on disk is older than what the database has. */
    public boolean isAhead() {
        return installedVersion().isPresent()
                && availableVersion().isPresent()
                && availableVersion().get().isOlderThan(installedVersion().get());
    }

    /** Immich will run ALTER EXTENSION … UPDATE when it starts, by the rule of its era (ref §1.3). */
    public boolean updateIsTried(Release release) {
        return isBehind()
                && release.triesUpdate(
                        extension, installedVersion().get(), availableVersion().get());
    }

    /** The role could carry such an update through: by its rights, and by a path of scripts on disk. */
    public boolean updateSucceeds(Snapshot is) {
        return installed.isPresent()
                && available.isPresent()
                && is.roleMayUpdate(installed.get(), available.get())
                && hasUpdatePath(is);
    }

    /** @throws Undecidable if that is hidden */
    public boolean hasUpdatePath(Snapshot is) {
        return is.hasUpdatePath(name())
                .orElseThrow(
                        () -> new Undecidable("There are so many versions of an extension on the server's disk that no"
                                + " update path was looked for: Postgres would take very long, and cannot be stopped. Remove the"
                                + " files of old versions."));
    }

    /**
     * The version of pgvector, installed or else available, on which VectorChord cannot be created: without its types of
     * 0.7.0 (ref §6, #9 of ref §9). Empty: it can be, or there is no pgvector at all.
     */
    public static Optional<String> pgvectorTooOld(Snapshot is, Release release) {
        return is.installed("vector")
                .map(InstalledExtension::version)
                .or(() -> is.available("vector").map(AvailableExtension::version))
                .filter(version -> release.pgvectorForVectorChord()
                        .enforced()
                        .flatMap(range -> Version.parse(version).map(v -> !range.contains(v)))
                        .orElse(false));
    }

    /**
     * Schemas in which Immich must find types, operator classes and functions by their bare names: the extension's, and
     * pgvector's under VectorChord, which indexes its type. Sorted; without pg_catalog, which Postgres searches untold.
     */
    public List<String> schemas(Snapshot is) {
        Stream<String> extensions =
                extension == VectorExtension.VECTORCHORD ? Stream.of(name(), "vector") : Stream.of(name());
        return extensions
                .flatMap(e -> is.installed(e).stream())
                .map(InstalledExtension::schema)
                .filter(schema -> !schema.equals("pg_catalog"))
                .distinct()
                .sorted()
                .toList();
    }
}
