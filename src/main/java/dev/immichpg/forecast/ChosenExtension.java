package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.SupportedVersions;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The vector extension that Immich will use at its next start, and how it stands in this database.
 *
 * <p>Since 1.133.0 Immich chooses by what is available on disk, not by what is installed, unless DB_VECTOR_EXTENSION
 * says which (immich-and-postgres.md#chosen-by-availability, start-up.md#steps).
 *
 * @param support the versions that the release supports
 * @param installed empty: not installed in this database
 * @param available empty: no control file on the server's disk
 */
public record ChosenExtension(
        VectorExtension extension,
        SupportedVersions support,
        Optional<InstalledExtension> installed,
        Optional<AvailableExtension> available) {

    private static final Version NIGHTLY = Version.of("0.0.0");

    public ChosenExtension {
        requireNonNull(extension, "extension");
        requireNonNull(support, "support");
        requireNonNull(installed, "installed");
        requireNonNull(available, "available");
    }

    /**
     * @return empty: Immich finds none that it could use
     * @throws Undecidable if the release is not known
     */
    public static Optional<ChosenExtension> of(Snapshot is, Expectation should) {
        Release release = should.release();
        return ExtensionChoice.of(is, should)
                .filter(release.vectorExtensions()::containsKey)
                .map(extension -> new ChosenExtension(
                        extension,
                        release.vectorExtensions().get(extension),
                        is.installed(extension.extensionName()),
                        is.available(extension.extensionName())));
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
        Optional<Version> from = installedVersion();
        return from.isPresent()
                && availableVersion().filter(to -> to.isNewerThan(from.get())).isPresent();
    }

    /** The package on disk is older than what the database has. */
    public boolean isAhead() {
        Optional<Version> from = installedVersion();
        return from.isPresent()
                && availableVersion().filter(to -> to.isOlderThan(from.get())).isPresent();
    }

    /** Immich will run ALTER EXTENSION … UPDATE when it starts, by the rule of its era (start-up.md#eras). */
    public boolean updateIsTried(Release release) {
        return isBehind()
                && release.triesUpdate(
                        extension, installedVersion().get(), availableVersion().get());
    }

    /** Immich will stop at an available version that is older than the installed one. */
    public boolean isRefusedAsDowngrade(Release release) {
        return release.refusesDowngrade() && isAhead();
    }

    /** Immich will stop at the available version, whatever is installed. */
    public boolean isRefusedAsAvailable(Release release) {
        return release.available() == AvailableRule.ENFORCED
                && available.filter(e -> !accepts(e.version())).isPresent();
    }

    /** A version of this extension that Immich does not stop at. One that npm's semver refuses is in no range. */
    public boolean accepts(String version) {
        return support.enforced().map(range -> range.contains(version)).orElse(true);
    }

    static boolean isNightly(Version version) {
        return version.sameAs(NIGHTLY);
    }

    /** The names of the extension and of what it is built on. */
    public List<String> needed() {
        return Stream.concat(Stream.of(extension), extension.beneath().stream())
                .map(VectorExtension::extensionName)
                .toList();
    }

    /** It is this one, or built on it. */
    public boolean needs(VectorExtension other) {
        return needed().contains(other.extensionName());
    }
}
