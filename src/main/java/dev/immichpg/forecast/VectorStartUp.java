package dev.immichpg.forecast;

import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.IndexStatus;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.forecast.Step.Effect;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.Release.UpdateReach;
import dev.immichpg.need.Release.UpdateRule;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part of Immich's start that is about the vector extension and its indexes (ref §1.3, steps 3 to 13 and 15). */
final class VectorStartUp {

    private static final Version NIGHTLY = Version.of("0.0.0");

    private final Snapshot is;
    private final Expectation should;
    private final Release release;
    private final Steps steps;

    VectorStartUp(Snapshot is, Expectation should, Steps steps) {
        this.is = is;
        this.should = should;
        this.release = should.release();
        this.steps = steps;
    }

    /** False: Immich exits here. */
    boolean run() {
        Optional<Chosen> choice = Chosen.of(is, should);
        if (choice.isEmpty()) {
            return steps.block("vector extension", noneToChoose());
        }
        Chosen chosen = choice.get();
        steps.pass(
                "vector extension",
                "Immich uses " + chosen.title()
                        + (should.vectorExtension().equals(Optional.of(chosen.extension()))
                                ? ", as DB_VECTOR_EXTENSION says."
                                : "."));
        boolean rebuiltByUpdate =
                chosen.updateIsTried(release) && updateSucceeds(chosen) && !restartsAfterUpdate(chosen);
        boolean created = chosen.installed().isEmpty();
        return versions(chosen) && schemasOf(chosen) && indexes(chosen, rebuiltByUpdate, created) && others(chosen);
    }

    private String noneToChoose() {
        if (should.vectorExtension().isPresent()) {
            return "DB_VECTOR_EXTENSION is " + should.vectorExtension().get().setting()
                    + ", which this release does not accept.";
        }
        return "None of the extensions that this release can use is available on the server: "
                + release.preference().stream()
                        .map(VectorExtension::extensionName)
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private boolean versions(Chosen chosen) {
        return switch (release.available()) {
            case ENFORCED -> versionsSince1112(chosen);
            case DECIDES_UPDATE, IGNORED -> versionsBefore1112(chosen);
        };
    }

    /** Since 1.112.0 the available version is judged first, and a failed update is fatal. */
    private boolean versionsSince1112(Chosen chosen) {
        String title = chosen.title();
        if (chosen.available().isEmpty()) {
            return steps.block("available version", "The " + title + " extension is not available on the server.");
        }
        String available = chosen.available().get().version();
        for (String version : chosen.installed().isPresent()
                ? List.of(available, chosen.installed().get().version())
                : List.of(available)) {
            Optional<Version> parsed = Version.parse(version);
            if (parsed.isEmpty()) {
                return steps.block(
                        "version",
                        title + " " + version + " is not a version of three numbers, and Immich fails on it.");
            }
            if (parsed.get().sameAs(NIGHTLY)) {
                return steps.block("nightly", title + " is " + version + ", a nightly release, which Immich refuses.");
            }
        }
        if (!allows(chosen, chosen.availableVersion())) {
            return steps.block("available version", outOfRange(chosen, available, "on the server's disk"));
        }
        steps.pass("available version", title + " " + available + " is available.");
        if (chosen.installed().isEmpty()) {
            return create(chosen.extension());
        }
        String installed = chosen.installed().get().version();
        if (chosen.isBehind()) {
            return update(chosen, installed, available);
        }
        if (!allows(chosen, chosen.installedVersion())) {
            return steps.block("installed version", outOfRange(chosen, installed, "installed"));
        }
        if (chosen.isAhead() && release.refusesDowngrade()) {
            return steps.block(
                    "downgrade",
                    title + " " + installed + " is installed, but the server only has " + available + " on disk.");
        }
        return steps.pass("installed version", title + " " + installed + " is installed.") && preloaded(chosen);
    }

    /** Before 1.112.0 only the installed version counts; an update is at most tried, and its failure logged. */
    private boolean versionsBefore1112(Chosen chosen) {
        String title = chosen.title();
        String version;
        if (chosen.installed().isEmpty()) {
            if (!create(chosen.extension())) {
                return false;
            }
            version = chosen.available().orElseThrow().version();
        } else {
            version = chosen.installed().get().version();
            if (chosen.updateIsTried(release)) {
                String available = chosen.available().orElseThrow().version();
                if (updateSucceeds(chosen)) {
                    updates(chosen, version, available);
                    version = available;
                } else {
                    steps.add(
                            "update",
                            Effect.WARNS,
                            "Immich tries to update " + title + " to " + available + ", fails, and goes on with "
                                    + version + ".");
                }
            }
        }
        Optional<Version> parsed = Version.parse(version);
        if (chosen.support().enforced().isPresent()
                && parsed.isPresent()
                && parsed.get().sameAs(NIGHTLY)) {
            return steps.block("nightly", title + " is " + version + ", a nightly release, which Immich refuses.");
        }
        if (!allows(chosen, parsed)) {
            return steps.block("installed version", outOfRange(chosen, version, "installed"));
        }
        return steps.pass("installed version", title + " " + version + " is in use.") && preloaded(chosen);
    }

    private boolean allows(Chosen chosen, Optional<Version> version) {
        Optional<VersionRange> range = chosen.support().enforced();
        return range.isEmpty() || version.isPresent() && range.get().contains(version.get());
    }

    private static String outOfRange(Chosen chosen, String version, String where) {
        return chosen.title() + " " + version + " is " + where + ", but this release only supports "
                + chosen.support().enforced().orElseThrow().text() + ".";
    }

    private boolean update(Chosen chosen, String installed, String available) {
        // Dropping or rebuilding an index, like the update itself, needs the library.
        if (!preloaded(chosen)) {
            return false;
        }
        if (release.update() == UpdateRule.REQUIRED_AFTER_DROPPING_INDEXES) {
            List<String> present = release.vectorIndexes().keySet().stream()
                    .filter(name -> is.index(name).isPresent())
                    .toList();
            List<String> foreign =
                    present.stream().filter(name -> !ownsTableOf(name)).toList();
            if (!foreign.isEmpty()) {
                return steps.block(
                        "update",
                        "To update " + chosen.title() + ", Immich would drop " + String.join(" and ", foreign)
                                + ", but role " + is.role().name() + " does not own the table.");
            }
            if (!updateSucceeds(chosen) && !present.isEmpty()) {
                steps.add(
                        "update",
                        Effect.CHANGES,
                        "It drops " + String.join(" and ", present) + ", to update " + chosen.title() + " from "
                                + installed + " to " + available + ".");
            }
        }
        if (updateSucceeds(chosen)) {
            return updates(chosen, installed, available);
        }
        return steps.block("update", whyUpdateFails(chosen, installed, available));
    }

    private boolean ownsTableOf(String index) {
        return is.index(index)
                .flatMap(i -> is.relation(i.schema(), i.table()))
                .map(Relation::roleOwns)
                .orElse(is.role().superuser());
    }

    private boolean updateSucceeds(Chosen chosen) {
        return chosen.updateSucceeds(is) && reindexSucceeds(chosen);
    }

    /** An update ends with a rebuild of both indexes: before 1.133.0 by REINDEX, in the same transaction. */
    private boolean reindexSucceeds(Chosen chosen) {
        if (release.reindex() == ReindexRule.BY_INDEX_DEFINITION) {
            // For a moment Immich has schema vectors on its search_path, whatever is set.
            return chosen.extension() == VectorExtension.PGVECTO_RS
                    || notFound(chosen).isEmpty()
                    || release.vectorIndexes().values().stream()
                            .allMatch(table -> is.relation(table).isEmpty());
        }
        return release.reindex() != ReindexRule.BY_INDEX_VIEW
                || restartsAfterUpdate(chosen)
                || isPatchBefore1106(chosen)
                || release.vectorIndexes().keySet().stream()
                        .allMatch(index -> is.index(index).isPresent());
    }

    private String whyUpdateFails(Chosen chosen, String installed, String available) {
        String title = chosen.title();
        if (!chosen.hasUpdatePath(is)) {
            return "No script on the server leads from " + title + " " + installed + " to " + available + ".";
        }
        if (chosen.updateSucceeds(is) && release.reindex() == ReindexRule.BY_INDEX_DEFINITION) {
            return "Updating " + title + " to " + available + " ends with a rebuild of the indexes. "
                    + notFound(chosen).orElseThrow();
        }
        if (chosen.updateSucceeds(is)) {
            return "Updating " + title + " to " + available + " ends with a rebuild of clip_index and face_index, which"
                    + " are not both there.";
        }
        return "Updating " + title + " to " + available + " needs a superuser, and role "
                + is.role().name() + " is none.";
    }

    private boolean updates(Chosen chosen, String installed, String available) {
        String text = "It updates " + chosen.title() + " from " + installed + " to " + available;
        if (isPatchBefore1106(chosen)) {
            steps.add("update", Effect.CHANGES, text + ".");
            return true;
        }
        if (!restartsAfterUpdate(chosen)) {
            steps.add("update", Effect.CHANGES, text + " and rebuilds both search indexes, which may take long.");
            return true;
        }
        steps.add("update", Effect.CHANGES, text + ".");
        steps.add(
                "restart",
                Effect.UNKNOWN,
                "pgvecto.rs then asks for a restart of Postgres, and until then its indexes may not work: if so, Immich"
                        + " stops at them.");
        return true;
    }

    /** After a minor or major step of pgvecto.rs Immich only says that Postgres must be restarted (ref §1.4). */
    private static boolean restartsAfterUpdate(Chosen chosen) {
        return chosen.extension() == VectorExtension.PGVECTO_RS && chosen.isBehind() && !isPatch(chosen);
    }

    /** Only from 1.106.0 on an update by a patch, too, ends with a rebuild. */
    private boolean isPatchBefore1106(Chosen chosen) {
        return release.updateReach().get(chosen.extension()) != UpdateReach.IN_RANGE && isPatch(chosen);
    }

    private static boolean isPatch(Chosen chosen) {
        Version installed = chosen.installedVersion().get();
        Version available = chosen.availableVersion().get();
        return installed.major() == available.major() && installed.minor() == available.minor();
    }

    /** CREATE EXTENSION … CASCADE as Immich's role. */
    private boolean create(VectorExtension extension) {
        Optional<AvailableExtension> available = is.available(extension.extensionName());
        if (available.isEmpty()) {
            return steps.block(
                    "create",
                    extension.title() + " is not installed in this database and not available on the server.");
        }
        if (!is.roleMayCreate(available.get())) {
            return steps.block(
                    "create",
                    extension.title() + " is not installed in this database. Creating it needs a superuser, and role "
                            + is.role().name() + " is none.");
        }
        if (extension == VectorExtension.VECTORCHORD && !pgvectorFor()) {
            return false;
        }
        if (!typeIsFree(extension)) {
            return false;
        }
        // ALTER DATABASE … SET vchordrq.probes follows.
        if (extension == VectorExtension.VECTORCHORD && !is.database().roleOwns()) {
            return steps.block(
                    "create",
                    "To create VectorChord, Immich also sets vchordrq.probes on database "
                            + is.database().name() + ", which role " + is.role().name() + " does not own.");
        }
        if (extension.preloadLibrary().isPresent() && !preloadedLibrary(extension)) {
            return false;
        }
        steps.add("create", Effect.CHANGES, "It creates extension " + extension.extensionName() + ".");
        return true;
    }

    /** Both name their type so: pgvector's goes into schema public, where pgvecto.rs' may still be (#18 of ref §9). */
    private boolean typeIsFree(VectorExtension extension) {
        boolean creates = extension != VectorExtension.PGVECTO_RS
                && is.installed(VectorExtension.PGVECTOR.extensionName()).isEmpty();
        boolean taken = is.installed(VectorExtension.PGVECTO_RS.extensionName())
                        .filter(e -> e.schema().equals("public"))
                        .isPresent()
                || is.vectorTables().stream()
                        .anyMatch(
                                t -> t.type().equals("vector") && t.typeSchema().equals("public"));
        return !(creates && taken)
                || steps.block("create", "pgvector's type vector cannot be created: schema public has one already.");
    }

    /** VectorChord requires pgvector, and its types of 0.7.0 (ref §6, #9 of ref §9). */
    private boolean pgvectorFor() {
        Optional<AvailableExtension> available = is.available("vector");
        if (is.installed("vector").isEmpty() && available.isEmpty()) {
            return steps.block("create", "VectorChord needs pgvector, which is not available on the server.");
        }
        if (is.installed("vector").isEmpty() && !is.roleMayCreate(available.orElseThrow())) {
            return steps.block(
                    "create",
                    "VectorChord needs pgvector. Creating it needs a superuser, and role "
                            + is.role().name() + " is none.");
        }
        Optional<String> tooOld = Chosen.pgvectorTooOld(is, release);
        if (tooOld.isPresent()) {
            return steps.block(
                    "create",
                    "VectorChord needs pgvector "
                            + release.pgvectorForVectorChord()
                                    .enforced()
                                    .orElseThrow()
                                    .text()
                            + ", but it is " + tooOld.get() + ".");
        }
        return true;
    }

    private boolean preloaded(Chosen chosen) {
        if (chosen.installed().isEmpty() || chosen.extension().preloadLibrary().isEmpty()) {
            return true;
        }
        return preloadedLibrary(chosen.extension());
    }

    private boolean preloadedLibrary(VectorExtension extension) {
        String library = extension.preloadLibrary().orElseThrow();
        Optional<Boolean> preloaded = PreloadedLibrary.of(is, extension);
        if (preloaded.isEmpty()) {
            steps.add(
                    "preload",
                    Effect.UNKNOWN,
                    "Whether " + library + " is preloaded is hidden from role " + is.login() + ".");
            return true;
        }
        return preloaded.get()
                ? steps.pass("preload", library + " is preloaded.")
                : steps.block(
                        "preload",
                        library + " is not in shared_preload_libraries, and nothing of " + extension.title()
                                + " works without it.");
    }

    /** Type and operators of the vectors must be found without naming their schema. */
    private boolean schemasOf(Chosen chosen) {
        boolean goesOn = true;
        for (String schema : chosen.schemas(is)) {
            Optional<String> why = notFound(schema);
            if (why.isPresent()) {
                goesOn &= steps.atNextMigration(hasUsage(schema) ? "search_path" : "vector schema", why.get());
            }
        }
        return goesOn;
    }

    /** Why a rebuild would not find types and operator classes, as a sentence; empty: it would. */
    private Optional<String> notFound(Chosen chosen) {
        boolean created = chosen.installed().isEmpty() && chosen.extension() == VectorExtension.PGVECTO_RS;
        return created
                ? notOnPath("vectors") // where pgvecto.rs puts itself
                : chosen.schemas(is).stream()
                        .flatMap(schema -> notFound(schema).stream())
                        .findFirst();
    }

    private Optional<String> notFound(String schema) {
        return hasUsage(schema)
                ? notOnPath(schema)
                : Optional.of("Role " + is.role().name() + " has no USAGE on schema " + schema
                        + ", so nothing in it is found.");
    }

    private Optional<String> notOnPath(String schema) {
        String role = is.role().name();
        return EffectiveSearchPath.of(is)
                .map(EffectiveSearchPath::path)
                .filter(path -> !path.contains(schema, role))
                .map(path ->
                        "The search_path of role " + role + " lacks schema " + schema + ", so nothing in it is found.");
    }

    private boolean hasUsage(String schema) {
        return is.schema(schema).map(Schema::roleHasUsage).orElse(false);
    }

    private boolean indexes(Chosen chosen, boolean rebuiltByUpdate, boolean created) {
        return switch (release.reindex()) {
            case NEVER -> true;
            case BY_INDEX_VIEW -> chosen.extension() != VectorExtension.PGVECTO_RS || created || indexView(chosen);
            case BY_INDEX_DEFINITION -> rebuiltByUpdate || indexDefinitions(chosen);
        };
    }

    /**
     * 1.95 to 1.132 read {@code pg_vector_index_stat} by its bare name. A view that the search_path does not reach is
     * taken for "no rebuild"; one that it reaches and may not read is fatal.
     */
    private boolean indexView(Chosen chosen) {
        String schema = chosen.installed().orElseThrow().schema();
        Optional<Relation> view = is.relation(schema, "pg_vector_index_stat");
        if (view.isEmpty()) {
            return true;
        }
        Optional<SearchPath> path = EffectiveSearchPath.of(is).map(EffectiveSearchPath::path);
        boolean reached = hasUsage(schema)
                && (path.isEmpty() || path.get().contains(schema, is.role().name()));
        if (reached && !view.get().roleCanSelect()) {
            String text = "Role " + is.role().name() + " may not read view " + schema + ".pg_vector_index_stat.";
            if (path.isEmpty()) {
                steps.add(
                        "index view",
                        Effect.UNKNOWN,
                        text + " Immich stops at it if its search_path holds that schema.");
                return true;
            }
            return steps.block("index view", text);
        }
        List<String> outdated = is.history().indexStatus().stream()
                .flatMap(List::stream)
                .filter(s -> s.status().equals("UPGRADE"))
                .map(IndexStatus::index)
                .toList();
        if (!outdated.isEmpty()) {
            List<String> foreign =
                    outdated.stream().filter(index -> !ownsTableOf(index)).toList();
            if (!foreign.isEmpty()) {
                return steps.block(
                        "index view",
                        "pgvecto.rs marks " + String.join(" and ", foreign) + " for UPGRADE, but role "
                                + is.role().name() + " does not own the table.");
            }
            steps.add(
                    "index view", Effect.CHANGES, "It rebuilds the vector indexes that pgvecto.rs marks for UPGRADE.");
            return true;
        }
        if (is.history().indexStatus().isPresent()) {
            return steps.pass("index view", "pg_vector_index_stat asks for no rebuild.");
        }
        String unseen = "Whether pg_vector_index_stat asks for a rebuild is hidden from role " + is.login() + ".";
        if (release.vectorIndexes().keySet().stream().allMatch(this::ownsTableOf)) {
            return steps.pass("index view", unseen + " Immich could carry it out.");
        }
        steps.add("index view", Effect.UNKNOWN, unseen);
        return true;
    }

    private boolean indexDefinitions(Chosen chosen) {
        for (var entry : release.vectorIndexes().entrySet()) {
            String index = entry.getKey();
            Optional<Relation> table = is.relation(entry.getValue());
            if (table.isEmpty()) {
                if (VectorIndexes.isYetToBeMade(is, entry.getValue())) {
                    continue; // And the index with it.
                }
                String text = "Neither index " + index + " nor its table " + entry.getValue() + " exists.";
                if (release.prewarms() && chosen.extension() == VectorExtension.VECTORCHORD) {
                    return steps.block("prewarm", text + " Immich stops when it loads the index.");
                }
                steps.add("index", Effect.WARNS, text);
                continue;
            }
            if (chosen.extension() == VectorExtension.VECTORCHORD
                    && is.index(index).isPresent()
                    && !table.get().roleCanSelect()) {
                return steps.block(
                        "index",
                        "Role " + is.role().name() + " may not read table "
                                + table.get().name() + ", whose rows Immich counts.");
            }
            Optional<SearchFailure> failure = is.probe(entry.getValue()).flatMap(SearchFailure::of);
            if (failure.equals(Optional.of(SearchFailure.LIBRARY_GONE))
                    && chosen.extension() == VectorExtension.PGVECTOR
                    && is.index(index).isPresent()) {
                return steps.block(
                        "index",
                        "The library of pgvector cannot be loaded, and without it Immich cannot read the definition of "
                                + index + ".");
            }
            Optional<String> why = VectorIndexes.rebuildReason(is, chosen.extension(), index, table.get());
            if (why.isPresent() && !table.get().roleOwns()) {
                return steps.block(
                        "index",
                        why.get() + " Immich would rebuild it, but role "
                                + is.role().name() + " does not own table "
                                + table.get().name() + ".");
            }
            if (why.isPresent()
                    && chosen.extension() == VectorExtension.PGVECTO_RS
                    && VectorData.misplacedPgvectoRs(is).isPresent()) {
                return steps.block(
                        "index",
                        why.get() + " Immich cannot rebuild it: pgvecto.rs is in schema "
                                + chosen.installed().orElseThrow().schema() + ", and Immich names vectors.vector.");
            }
            if (why.isPresent() && !converts(chosen, table.get(), why.get())) {
                return false;
            }
            if (why.isPresent() && notFound(chosen).isPresent()) {
                return steps.block(
                        "index",
                        why.get() + " Immich cannot rebuild it. "
                                + notFound(chosen).get());
            }
            if (why.isPresent()) {
                steps.add("index", Effect.CHANGES, why.get() + " It rebuilds it, which may take long.");
            } else if (release.prewarms()
                    && chosen.extension() == VectorExtension.VECTORCHORD
                    && failure.equals(Optional.of(SearchFailure.FORMAT_STALE))) {
                return steps.block(
                        "prewarm",
                        index + " has a format on disk that VectorChord does not read: a search in " + entry.getValue()
                                + " fails, and Immich stops when it loads the index.");
            } else if (release.prewarms()
                    && chosen.extension() == VectorExtension.VECTORCHORD
                    && VectorIndexes.mayBeStale(is, chosen, index)) {
                steps.add(
                        "prewarm",
                        Effect.UNKNOWN,
                        index + " was built before VectorChord was last updated. If its format on disk has changed in"
                                + " between, Immich stops when it loads the index.");
            }
        }
        return prewarm(chosen);
    }

    /** A rebuild first makes an array of the vectors, which calls the library that their type is of (ref §1.5). */
    private boolean converts(Chosen chosen, Relation table, String rebuild) {
        Optional<InstalledExtension> left = is.vectorTables().stream()
                .filter(t -> t.schema().equals(table.schema()) && t.name().equals(table.name()))
                .flatMap(t -> VectorData.left(is, t, chosen.extension()).stream())
                .findFirst();
        Optional<String> why = left.flatMap(extension -> VectorData.whyUnusable(is, extension));
        if (why.isPresent()) {
            return steps.block(
                    "index",
                    rebuild + " Immich cannot convert the vectors of " + table.name() + ", which are of extension "
                            + left.get().name() + ". " + why.get());
        }
        return left.flatMap(extension -> VectorExtension.named(extension.name()))
                .filter(extension -> extension.preloadLibrary().isPresent())
                .map(this::preloadedLibrary)
                .orElse(true);
    }

    /** Immich names vchordrq_prewarm without its schema. */
    private boolean prewarm(Chosen chosen) {
        if (!release.prewarms() || chosen.extension() != VectorExtension.VECTORCHORD) {
            return true;
        }
        Optional<String> why =
                chosen.installed().map(InstalledExtension::schema).flatMap(this::notFound);
        return why.isEmpty() || steps.block("prewarm", why.get() + " Immich calls vchordrq_prewarm on every start.");
    }

    /** Since 1.133.0 Immich drops the vector extensions that it does not use, and keeps pgvector under VectorChord. */
    private boolean others(Chosen chosen) {
        if (release.choice() != Choice.BY_AVAILABILITY) {
            return true;
        }
        for (VectorExtension other : release.vectorExtensions().keySet()) {
            boolean keep = other == chosen.extension()
                    || other == VectorExtension.PGVECTOR && chosen.extension() == VectorExtension.VECTORCHORD;
            // Immich knows of installed extensions from the list of available ones.
            var installed = is.available(other.extensionName()).flatMap(e -> is.installed(e.name()));
            if (!keep && installed.isPresent()) {
                if (is.role().superuser() || installed.get().roleOwns()) {
                    steps.add("other extensions", Effect.CHANGES, "It drops extension " + other.extensionName() + ".");
                } else {
                    steps.add(
                            "other extensions",
                            Effect.WARNS,
                            "Extension " + other.extensionName() + " is no longer needed, and role "
                                    + is.role().name() + " may not drop it.");
                }
            }
        }
        return true;
    }
}
