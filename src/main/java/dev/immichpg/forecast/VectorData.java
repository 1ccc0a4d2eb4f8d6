package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which vector extension Immich's vectors are in now, whatever it will use at its next start. */
public final class VectorData {

    /**
     * Since 0.2.0 pgvecto.rs belongs in a schema of its own; an update from before leaves it where it was
     * (extensions.md#pgvecto-rs).
     */
    public static final String SCHEMA_OF_PGVECTO_RS = "vectors";

    private static final Version IN_ITS_OWN_SCHEMA = Version.of("0.2.0");

    private VectorData() {}

    /**
     * More than one where a change was not carried through. The indexes tell, since pgvector's type serves VectorChord as
     * well; without any index the type tells, and which of the two is installed.
     *
     * @return empty: there are no vectors yet, or nobody can tell whose they are
     */
    public static Set<VectorExtension> heldBy(Snapshot is) {
        Set<VectorExtension> held = EnumSet.noneOf(VectorExtension.class);
        is.vectorIndexes().stream()
                .map(VectorIndex::name)
                .distinct()
                .flatMap(name -> is.index(name).stream())
                .flatMap(index -> Arrays.stream(VectorExtension.values())
                        .filter(extension -> VectorIndexes.hasMethod(index, extension)))
                .forEach(held::add);
        if (held.isEmpty()) {
            is.vectorTables().stream()
                    .flatMap(table -> byType(is, table).stream())
                    .forEach(held::add);
        }
        return held;
    }

    /** At its next start Immich will use another extension than the vectors are in, and nobody has said so. */
    public static boolean moves(Snapshot is, Expectation should, ChosenExtension chosen) {
        Set<VectorExtension> held = heldBy(is);
        return should.release().choice() == Choice.BY_AVAILABILITY
                && should.vectorExtension().isEmpty()
                && !held.isEmpty()
                && !held.contains(chosen.extension());
    }

    /** pgvecto.rs 0.2.0 or newer where Immich and others do not look for it; empty: it is not, or not installed. */
    public static Optional<InstalledExtension> misplacedPgvectoRs(Snapshot is) {
        return is.installed(VectorExtension.PGVECTO_RS.extensionName())
                .filter(e -> !e.schema().equals(SCHEMA_OF_PGVECTO_RS))
                .filter(e -> Version.parse(e.version())
                        .map(version -> !version.isOlderThan(IN_ITS_OWN_SCHEMA))
                        .orElse(true));
    }

    /** Where CREATE EXTENSION puts it: pgvecto.rs' own schema, or else the first on the role's search_path. */
    static String schemaOfNew(AvailableExtension extension) {
        boolean itsOwn = extension.name().equals(VectorExtension.PGVECTO_RS.extensionName())
                && Version.parse(extension.version())
                        .map(version -> !version.isOlderThan(IN_ITS_OWN_SCHEMA))
                        .orElse(true);
        return itsOwn ? SCHEMA_OF_PGVECTO_RS : "public";
    }

    /** Whose type the columns have while Immich uses this one. */
    public static VectorExtension typeOf(VectorExtension used) {
        return used == VectorExtension.PGVECTO_RS ? used : VectorExtension.PGVECTOR;
    }

    /**
     * The extension whose type the column still has, so that its library must work for the column to become one of the
     * extension in use; empty: there is nothing to convert, or no extension's library takes part.
     */
    public static Optional<InstalledExtension> left(Snapshot is, VectorTable table, VectorExtension used) {
        return VectorExtension.named(table.typeExtension())
                .filter(extension -> extension != typeOf(used))
                .flatMap(extension -> is.installed(extension.extensionName()));
    }

    /** As the other, for a table by its name. */
    static Optional<InstalledExtension> left(Snapshot is, Relation table, VectorExtension used) {
        return is.vectorTables().stream()
                .filter(t -> t.schema().equals(table.schema()) && t.name().equals(table.name()))
                .flatMap(t -> left(is, t, used).stream())
                .findFirst();
    }

    /**
     * Why Postgres cannot call the library of an extension, as a sentence; empty: as far as the catalogs tell it can.
     * Whether it is preloaded may be hidden: that is not for here.
     */
    public static Optional<String> whyUnusable(Snapshot is, InstalledExtension extension) {
        if (is.available(extension.name()).isEmpty()) {
            return Optional.of("The package of extension " + extension.name() + " is gone from the server.");
        }
        Optional<VectorExtension> known = VectorExtension.named(extension.name());
        return known.flatMap(VectorExtension::preloadLibrary)
                .filter(library -> PreloadedLibrary.of(is, known.get())
                        .filter(preloaded -> !preloaded)
                        .isPresent())
                .map(library -> library + " is not in shared_preload_libraries.");
    }

    private static Optional<VectorExtension> byType(Snapshot is, VectorTable table) {
        return VectorExtension.named(table.typeExtension())
                .map(extension -> extension == VectorExtension.PGVECTOR
                                && is.installed(VectorExtension.VECTORCHORD.extensionName())
                                        .isPresent()
                        ? VectorExtension.VECTORCHORD
                        : extension);
    }
}
