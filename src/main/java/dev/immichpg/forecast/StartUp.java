package dev.immichpg.forecast;

import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.IndexStatus;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.forecast.Step.Effect;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.Release.UpdateRule;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Immich's start, replayed step by step on what is really there (ref §1.3 to §1.6 and §10). Immich exits at the first
 * step that fails, and so does the replay.
 */
public final class StartUp {

    private static final Version INVALID_UPGRADE_PATH_SINCE = Version.of("1.137.0");
    private static final Version UPGRADE_PATH_STARTS_AT = Version.of("1.132.0");
    private static final String ONLY_FROM =
            "and from 1.137.0 on Immich only upgrades a database on which 1.132.0 to 1.136.0 has run.";
    private static final Version NIGHTLY = Version.of("0.0.0");

    private final Snapshot is;
    private final Expectation should;
    private final Release release;
    private final boolean migrates;
    private final List<Step> steps = new ArrayList<>();

    private StartUp(Snapshot is, Expectation should, boolean migrates) {
        this.is = is;
        this.should = should;
        this.release = should.release();
        this.migrates = migrates;
    }

    /**
     * @param should the release that is to start
     * @param last the release that has written to this database last; empty if it is not known
     */
    public static Forecast replay(Snapshot is, Expectation should, Optional<Version> last) {
        Optional<Version> immich = should.immich().version();
        try {
            boolean older = last.isPresent() && immich.isPresent() && last.get().isOlderThan(immich.get());
            StartUp start = new StartUp(is, should, older || !is.hasImmichTables());
            start.run(last, immich);
            return new Forecast(immich, start.steps);
        } catch (Undecidable e) {
            return Forecast.unknown(immich, e.getMessage());
        }
    }

    private void run(Optional<Version> last, Optional<Version> immich) {
        boolean goesOn = role()
                && server()
                && vectorExtension()
                && upgradePath(last, immich)
                && migrationTables()
                && requiredExtensions()
                && publicSchema()
                && ownTables();
        if (goesOn && migrates) {
            add("migrations", Effect.CHANGES, "Immich runs its migrations.");
        }
    }

    private boolean role() {
        String role = is.role().name();
        if (!is.role().exists()) {
            return block("login", "Role " + role + ", which Immich logs in as, does not exist on this server.");
        }
        if (!is.role().canLogin()) {
            return block("login", "Role " + role + " may not log in (NOLOGIN).");
        }
        if (!is.database().roleCanConnect()) {
            return block(
                    "login",
                    "Role " + role + " may not connect to database "
                            + is.database().name() + ".");
        }
        return true;
    }

    private boolean server() {
        if (is.server().inRecovery()) {
            return block("primary", "This server is a standby, where nothing can be written.");
        }
        String found = is.server().version();
        Optional<VersionRange> range = release.postgres().enforced();
        if (range.isPresent() && !range.get().contains(Version.of(found + ".0"))) {
            return block(
                    "Postgres version",
                    "Postgres is " + found + ", but Immich needs " + range.get().text() + ".");
        }
        return pass("Postgres version", "Postgres is " + found + ".");
    }

    /** The first of Immich's migrations looks at this, so after the vector extension, and fails. */
    private boolean upgradePath(Optional<Version> last, Optional<Version> immich) {
        if (immich.isEmpty()) {
            return true;
        }
        boolean needsNewTables = !immich.get().isOlderThan(INVALID_UPGRADE_PATH_SINCE);
        if (needsNewTables && last.isPresent() && last.get().isOlderThan(UPGRADE_PATH_STARTS_AT)) {
            return block("upgrade path", "Immich " + last.get().text() + " ran here last, " + ONLY_FROM);
        }
        if (needsNewTables
                && is.relation("migrations").isPresent()
                && is.relation("kysely_migrations").isEmpty()) {
            return block("upgrade path", "No Immich since 1.132.0 has run here, " + ONLY_FROM);
        }
        if (last.isPresent() && immich.get().isOlderThan(last.get())) {
            add(
                    "upgrade path",
                    Effect.UNKNOWN,
                    "Immich " + last.get().text() + " ran here last. An older Immich refuses a database with migrations"
                            + " that it does not know.");
        }
        return true;
    }

    /** Read on every start, whether or not there is anything to migrate. */
    private boolean migrationTables() {
        for (String name : List.of("migrations", "kysely_migrations")) {
            Optional<Relation> table = is.relation("public", name);
            if (table.isPresent() && !table.get().roleCanSelect()) {
                return block("ownership", "Role " + is.role().name() + " may not read table " + name + ".");
            }
        }
        return true;
    }

    private boolean vectorExtension() {
        Optional<Chosen> choice = Chosen.of(is, should);
        if (choice.isEmpty()) {
            return block("vector extension", noneToChoose());
        }
        Chosen chosen = choice.get();
        pass(
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
            return block("available version", "The " + title + " extension is not available on the server.");
        }
        String available = chosen.available().get().version();
        for (String version : chosen.installed().isPresent()
                ? List.of(available, chosen.installed().get().version())
                : List.of(available)) {
            Optional<Version> parsed = Version.parse(version);
            if (parsed.isEmpty()) {
                return block(
                        "version",
                        title + " " + version + " is not a version of three numbers, and Immich fails on it.");
            }
            if (parsed.get().sameAs(NIGHTLY)) {
                return block("nightly", title + " is " + version + ", a nightly release, which Immich refuses.");
            }
        }
        if (!allows(chosen, chosen.availableVersion())) {
            return block("available version", outOfRange(chosen, available, "on the server's disk"));
        }
        pass("available version", title + " " + available + " is available.");
        if (chosen.installed().isEmpty()) {
            return create(chosen.extension());
        }
        String installed = chosen.installed().get().version();
        if (chosen.isBehind()) {
            return update(chosen, installed, available);
        }
        if (!allows(chosen, chosen.installedVersion())) {
            return block("installed version", outOfRange(chosen, installed, "installed"));
        }
        if (chosen.isAhead() && release.refusesDowngrade()) {
            return block(
                    "downgrade",
                    title + " " + installed + " is installed, but the server only has " + available + " on disk.");
        }
        return pass("installed version", title + " " + installed + " is installed.") && preloaded(chosen);
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
                    add(
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
            return block("nightly", title + " is " + version + ", a nightly release, which Immich refuses.");
        }
        if (!allows(chosen, parsed)) {
            return block("installed version", outOfRange(chosen, version, "installed"));
        }
        return pass("installed version", title + " " + version + " is in use.") && preloaded(chosen);
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
                return block(
                        "update",
                        "To update " + chosen.title() + ", Immich would drop " + String.join(" and ", foreign)
                                + ", but role " + is.role().name() + " does not own the table.");
            }
            if (!updateSucceeds(chosen) && !present.isEmpty()) {
                add(
                        "update",
                        Effect.CHANGES,
                        "It drops " + String.join(" and ", present) + ", to update " + chosen.title() + " from "
                                + installed + " to " + available + ".");
            }
        }
        if (updateSucceeds(chosen)) {
            return updates(chosen, installed, available);
        }
        return block("update", whyUpdateFails(chosen, installed, available));
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

    /** Before 1.133.0 an update ends with REINDEX INDEX of both, in the same transaction. */
    private boolean reindexSucceeds(Chosen chosen) {
        return release.reindex() != ReindexRule.BY_INDEX_VIEW
                || restartsAfterUpdate(chosen)
                || release.vectorIndexes().keySet().stream()
                        .allMatch(index -> is.index(index).isPresent());
    }

    private String whyUpdateFails(Chosen chosen, String installed, String available) {
        String title = chosen.title();
        if (!is.hasUpdatePath(chosen.name())) {
            return "No script on the server leads from " + title + " " + installed + " to " + available + ".";
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
        if (!restartsAfterUpdate(chosen)) {
            add("update", Effect.CHANGES, text + " and rebuilds both search indexes, which may take long.");
            return true;
        }
        add("update", Effect.CHANGES, text + ".");
        add(
                "restart",
                Effect.UNKNOWN,
                "pgvecto.rs then asks for a restart of Postgres, and until then its indexes may not work: if so, Immich"
                        + " stops at them.");
        return true;
    }

    /** After a minor or major step of pgvecto.rs Immich only says that Postgres must be restarted (ref §1.4). */
    private static boolean restartsAfterUpdate(Chosen chosen) {
        return chosen.extension() == VectorExtension.PGVECTO_RS
                && chosen.isBehind()
                && (chosen.installedVersion().get().major()
                                != chosen.availableVersion().get().major()
                        || chosen.installedVersion().get().minor()
                                != chosen.availableVersion().get().minor());
    }

    /** CREATE EXTENSION … CASCADE as Immich's role. */
    private boolean create(VectorExtension extension) {
        Optional<AvailableExtension> available = is.available(extension.extensionName());
        if (available.isEmpty()) {
            return block(
                    "create",
                    extension.title() + " is not installed in this database and not available on the server.");
        }
        if (!is.roleMayCreate(available.get())) {
            return block(
                    "create",
                    extension.title() + " is not installed in this database. Creating it needs a superuser, and role "
                            + is.role().name() + " is none.");
        }
        if (extension == VectorExtension.VECTORCHORD && !pgvectorFor()) {
            return false;
        }
        // ALTER DATABASE … SET vchordrq.probes follows.
        if (extension == VectorExtension.VECTORCHORD && !is.database().roleOwns()) {
            return block(
                    "create",
                    "To create VectorChord, Immich also sets vchordrq.probes on database "
                            + is.database().name() + ", which role " + is.role().name() + " does not own.");
        }
        if (extension.preloadLibrary().isPresent() && !preloadedLibrary(extension)) {
            return false;
        }
        add("create", Effect.CHANGES, "It creates extension " + extension.extensionName() + ".");
        return true;
    }

    /** VectorChord requires pgvector, and its types of 0.7.0 (ref §6, #9 of ref §9). */
    private boolean pgvectorFor() {
        Optional<AvailableExtension> available = is.available("vector");
        Optional<String> version = is.installed("vector")
                .map(Snapshot.InstalledExtension::version)
                .or(() -> available.map(AvailableExtension::version));
        if (version.isEmpty()) {
            return block("create", "VectorChord needs pgvector, which is not available on the server.");
        }
        if (is.installed("vector").isEmpty() && !is.roleMayCreate(available.orElseThrow())) {
            return block(
                    "create",
                    "VectorChord needs pgvector. Creating it needs a superuser, and role "
                            + is.role().name() + " is none.");
        }
        Optional<VersionRange> range = release.pgvectorForVectorChord().enforced();
        Optional<Version> parsed = Version.parse(version.get());
        if (range.isPresent() && parsed.isPresent() && !range.get().contains(parsed.get())) {
            return block(
                    "create",
                    "VectorChord needs pgvector " + range.get().text() + ", but it is " + version.get() + ".");
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
        Optional<Boolean> preloaded =
                is.isPreloaded(library, extension.settingPrefix().orElseThrow());
        if (preloaded.isEmpty()) {
            add(
                    "preload",
                    Effect.UNKNOWN,
                    "Whether " + library + " is preloaded is hidden from role " + is.login() + ".");
            return true;
        }
        return preloaded.get()
                ? pass("preload", library + " is preloaded.")
                : block(
                        "preload",
                        library + " is not in shared_preload_libraries, and nothing of " + extension.title()
                                + " works without it.");
    }

    /** Type and operators of the vectors must be found without naming their schema. */
    private boolean schemasOf(Chosen chosen) {
        String role = is.role().name();
        Optional<SearchPath> path = EffectiveSearchPath.of(is).map(EffectiveSearchPath::path);
        boolean goesOn = true;
        for (String schema : chosen.schemas(is)) {
            if (!is.schema(schema).map(Schema::roleHasUsage).orElse(false)) {
                goesOn &= atNextMigration(
                        "vector schema",
                        "Role " + role + " has no USAGE on schema " + schema + ", so nothing in it is found.");
            } else if (path.isPresent() && !path.get().contains(schema, role)) {
                goesOn &= atNextMigration(
                        "search_path",
                        "The search_path of role " + role + " lacks schema " + schema + ", so nothing in it is found.");
            }
        }
        return goesOn;
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
        boolean hasUsage = is.schema(schema).map(Schema::roleHasUsage).orElse(false);
        boolean reached = hasUsage
                && (path.isEmpty() || path.get().contains(schema, is.role().name()));
        if (reached && !view.get().roleCanSelect()) {
            String text = "Role " + is.role().name() + " may not read view " + schema + ".pg_vector_index_stat.";
            if (path.isEmpty()) {
                add("index view", Effect.UNKNOWN, text + " Immich stops at it if its search_path holds that schema.");
                return true;
            }
            return block("index view", text);
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
                return block(
                        "index view",
                        "pgvecto.rs marks " + String.join(" and ", foreign) + " for UPGRADE, but role "
                                + is.role().name() + " does not own the table.");
            }
            add("index view", Effect.CHANGES, "It rebuilds the vector indexes that pgvecto.rs marks for UPGRADE.");
            return true;
        }
        return pass("index view", "pg_vector_index_stat asks for no rebuild, as far as it could be read.");
    }

    private boolean indexDefinitions(Chosen chosen) {
        for (var entry : release.vectorIndexes().entrySet()) {
            String index = entry.getKey();
            Optional<Relation> table = is.relation(entry.getValue());
            if (table.isEmpty()) {
                continue; // A fresh database: the migrations make table and index.
            }
            Optional<String> why = VectorIndexes.rebuildReason(is, chosen.extension(), index, table.get());
            if (why.isPresent() && !table.get().roleOwns()) {
                return block(
                        "index",
                        why.get() + " Immich would rebuild it, but role "
                                + is.role().name() + " does not own table "
                                + table.get().name() + ".");
            }
            if (why.isPresent()) {
                add("index", Effect.CHANGES, why.get() + " It rebuilds it, which may take long.");
            } else if (release.prewarms()
                    && chosen.extension() == VectorExtension.VECTORCHORD
                    && VectorIndexes.olderThanExtension(is, chosen, index)) {
                add(
                        "prewarm",
                        Effect.UNKNOWN,
                        index + " was built before VectorChord was last updated. If its format on disk has changed in"
                                + " between, Immich stops when it loads the index.");
            }
        }
        return true;
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
                    add("other extensions", Effect.CHANGES, "It drops extension " + other.extensionName() + ".");
                } else {
                    add(
                            "other extensions",
                            Effect.WARNS,
                            "Extension " + other.extensionName() + " is no longer needed, and role "
                                    + is.role().name() + " may not drop it.");
                }
            }
        }
        return true;
    }

    private boolean requiredExtensions() {
        for (String name : release.requires()) {
            if (is.installed(name).isPresent()) {
                continue;
            }
            if (!migrates) {
                add(
                        "required extensions",
                        Effect.WARNS,
                        "Extension " + name + " is not installed in this database. Only migrations would create it.");
                continue;
            }
            Optional<AvailableExtension> available = is.available(name);
            if (available.isEmpty()) {
                return block("required extensions", "Extension " + name + " is not available on the server.");
            }
            if (!is.roleMayCreate(available.get())) {
                return block(
                        "required extensions",
                        "Extension " + name + " is not installed in this database, and role "
                                + is.role().name() + " may not create it.");
            }
            add("required extensions", Effect.CHANGES, "It creates extension " + name + ".");
        }
        for (String name : List.of("cube", "earthdistance")) {
            var installed = is.installed(name);
            if (installed.isPresent() && !installed.get().schema().equals("public")) {
                boolean goesOn = atNextMigration(
                        "required extensions",
                        "Extension " + name + " is in schema " + installed.get().schema()
                                + ", but Immich looks for it in public.");
                if (!goesOn) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean publicSchema() {
        Optional<Schema> schema = is.schema("public");
        if (schema.isEmpty()) {
            return block("public schema", "Schema public does not exist.");
        }
        if (!schema.get().roleHasUsage()) {
            return block("public schema", "Role " + is.role().name() + " has no USAGE on schema public.");
        }
        return schema.get().roleCanCreate()
                || atNextMigration(
                        "public schema", "Role " + is.role().name() + " may not create anything in schema public.");
    }

    private boolean ownTables() {
        List<String> foreign = is.relations().stream()
                .filter(r -> r.schema().equals("public") && !r.roleOwns())
                .map(Relation::name)
                .filter(name -> !name.equals("pg_vector_index_stat"))
                .toList();
        return foreign.isEmpty()
                || atNextMigration(
                        "ownership", "Role " + is.role().name() + " does not own " + String.join(", ", foreign) + ".");
    }

    /** A fault that stops Immich only when it has something to migrate. */
    private boolean atNextMigration(String rule, String text) {
        if (migrates) {
            return block(rule, text);
        }
        add(rule, Effect.WARNS, text);
        return true;
    }

    private boolean pass(String rule, String text) {
        add(rule, Effect.PASSES, text);
        return true;
    }

    private boolean block(String rule, String text) {
        add(rule, Effect.BLOCKS, text);
        return false;
    }

    private void add(String rule, Effect effect, String text) {
        steps.add(new Step(rule, effect, text));
    }
}
