package dev.immichpg.story;

import static java.util.stream.Collectors.joining;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.need.MigrationMark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Immich does to its database when it starts, really done, in the name of its role: the judge of our forecasts. It
 * is written from start-up.md and Immich's behaviour alone and shares nothing with the forecast, least
 * of all the table of releases.
 *
 * <p>It knows the releases from 1.95.0 on. Of the stand-ins for the libraries it makes up what they lack: without
 * preload, whatever needs the library fails. What the migrations do is only hinted at.
 */
final class StandInImmich {

    enum End {
        /** And nothing is other than before. */
        STARTED,
        /** It runs, and has changed extensions or indexes or migrated. */
        CHANGED,
        FAILED
    }

    /**
     * @param message why it failed, in Postgres' words or Immich's
     * @param indexesGone vector indexes that were there before, and are not now
     * @param touched extensions, indexes and migrations that are other than before
     */
    record Start(End end, String message, List<String> indexesGone, List<String> touched) {}

    private static final List<String> INDEXES = List.of("clip_index", "face_index");
    private static final List<String> REQUIRED = List.of("cube", "earthdistance", "pg_trgm", "unaccent", "uuid-ossp");

    private final ImmichDatabase database;
    private final String release;
    private final Optional<String> setting;
    private Connection session;
    /** Not Immich's; null until somebody asks it. */
    private Connection superuser;

    private String extension;

    private StandInImmich(ImmichDatabase database, String release, Optional<String> setting) {
        this.database = database;
        this.release = release;
        this.setting = setting;
    }

    /** @param setting DB_VECTOR_EXTENSION */
    static Start start(ImmichDatabase database, String release, Optional<String> setting) {
        Map<String, String> before;
        try (Connection postgres = postgres(database)) {
            before = state(postgres);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Optional<String> failure = Optional.empty();
        StandInImmich immich = new StandInImmich(database, release, setting);
        try {
            immich.run();
        } catch (SQLException | Fatal e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
        Map<String, String> after = immich.stateAtItsEnd();
        List<String> gone = INDEXES.stream()
                .filter(name -> before.containsKey(name) && !after.containsKey(name))
                .toList();
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(after);
        List<String> touched = all.keySet().stream()
                .filter(name -> !String.valueOf(before.get(name)).equals(after.get(name)))
                .toList();
        End end = failure.isPresent() ? End.FAILED : touched.isEmpty() ? End.STARTED : End.CHANGED;
        return new Start(end, failure.orElse(""), gone, touched);
    }

    private static Connection postgres(ImmichDatabase database) throws SQLException {
        return database.server().connect(database.name(), "postgres");
    }

    private Map<String, String> stateAtItsEnd() {
        try (Connection last = superuser == null ? postgres(database) : superuser) {
            return state(last);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> state(Connection postgres) throws SQLException {
        Map<String, String> state = new TreeMap<>();
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT 'extension ' || extname, extversion FROM pg_extension
                        UNION ALL
                        SELECT relname, string_agg(relfilenode::text, ' ' ORDER BY oid) FROM pg_class
                        WHERE relname IN ('clip_index', 'face_index') GROUP BY relname -- of all schemas
                        UNION ALL
                        SELECT 'table ' || relname, '' FROM pg_class
                        WHERE relname IN ('migrations', 'kysely_migrations', 'version_history') AND relkind = 'r'
                        AND relnamespace = 'public'::regnamespace
                        """)) {
            while (rows.next()) {
                state.put(rows.getString(1), rows.getString(2));
            }
            for (String table : List.of("kysely_migrations", "migrations", "version_history")) {
                if (state.containsKey("table " + table)) {
                    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM public." + table)) {
                        count.next();
                        state.put("table " + table, count.getString(1));
                    }
                }
            }
            return state;
        }
    }

    /** Immich's own word that it does not go on. */
    private static final class Fatal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Fatal(String message) {
            super(message);
        }
    }

    private void run() throws SQLException {
        // Two processes: one session each that waits for the lock, and one that works.
        try (Connection connection = database.connect();
                Connection ofTheOtherProcess = database.connect();
                Connection waiting = database.connect()) {
            session = connection;
            if (!ofTheOtherProcess.isValid(9) || !waiting.isValid(9)) {
                throw new Fatal("too few connections");
            }
            if (Integer.parseInt(value("SHOW server_version").split("\\D")[0]) < 14) {
                throw new Fatal("Invalid PostgreSQL version");
            }
            execute("SELECT pg_advisory_lock(200)");
            extension = choose();
            if (since("1.112.0")) {
                versionsEnforced();
            } else {
                versionsTolerated();
            }
            if (since("1.133.0")) {
                for (String index : INDEXES) {
                    reindexIfDefinitionDiffers(index);
                }
                dropOthers();
            } else if (extension.equals("vectors")) {
                for (String index : INDEXES) {
                    if (shouldReindex(index)) {
                        reindex(index);
                    }
                }
            }
            migrate();
            if (since("1.133.0") && extension.equals("vchord")) {
                for (String index : INDEXES) {
                    library("vchord");
                    execute("SELECT vchordrq_prewarm('" + index + "')");
                }
            }
            metadata();
            versionHistory();
        }
    }

    // ---- which extension, in which version

    private String choose() throws SQLException {
        Map<String, String> settings = new TreeMap<>(Map.of("pgvector", "vector"));
        if (!since("3.0.0")) {
            settings.put("pgvecto.rs", "vectors");
        }
        if (since("1.133.0")) {
            settings.put("vectorchord", "vchord");
        }
        if (setting.isPresent()) {
            if (!settings.containsKey(setting.get())) {
                throw new Fatal("DB_VECTOR_EXTENSION must be one of " + settings.keySet());
            }
            return settings.get(setting.get());
        }
        if (!since("1.133.0")) {
            return "vectors";
        }
        for (String name : since("3.0.0") ? List.of("vchord", "vector") : List.of("vchord", "vectors", "vector")) {
            if (value("SELECT name FROM pg_available_extensions WHERE name = '" + name + "'") != null) {
                return name;
            }
        }
        throw new Fatal("No vector extension found.");
    }

    private void versionsEnforced() throws SQLException {
        String available = fromAvailable("default_version");
        String installed = fromAvailable("installed_version");
        if (available == null) {
            throw new Fatal("The extension is not available in this Postgres instance.");
        }
        if (Semver.strict(available).isNightly()
                || installed != null && Semver.strict(installed).isNightly()) {
            throw new Fatal("nightly release");
        }
        if (!supported(available)) {
            throw new Fatal(extension + " is " + available + ", but Immich does not support it.");
        }
        if (installed == null) {
            create(since("1.133.0") ? " CASCADE" : "");
            return;
        }
        int order = Semver.strict(available).compareTo(Semver.strict(installed));
        if (order > 0) {
            if (since("1.135.1")) {
                updateAfterDroppingIndexes(installed, available);
            } else {
                updateInTransaction(installed, available);
            }
        } else if (!supported(installed)) {
            throw new Fatal(extension + " is " + installed + ", but Immich does not support it.");
        } else if (order < 0) {
            throw new Fatal("invalid downgrade");
        }
    }

    private void versionsTolerated() throws SQLException {
        create("");
        String installed = extversion();
        String available = value("SELECT version FROM pg_available_extension_versions WHERE name = '" + extension
                + "' AND NOT installed ORDER BY version DESC");
        if (available != null && isWithinReach(installed, available)) {
            try {
                updateInTransaction(installed, available);
            } catch (SQLException | Fatal e) {
                // logged
            }
        }
        installed = extversion();
        if (Semver.lenient(installed).isNightly()) {
            throw new Fatal("nightly release");
        }
        if (!supported(installed)) {
            throw new Fatal(extension + " is " + installed + ", but Immich does not support it.");
        }
    }

    private boolean isWithinReach(String installed, String available) {
        if (since("1.106.0")) {
            return supported(available);
        }
        return extension.equals("vector")
                || Semver.lenient(available).numbers()[0]
                        == Semver.lenient(installed).numbers()[0];
    }

    /** The ranges of each release as releases.md#ranges has them; the upper end is not within. */
    private boolean supported(String version) {
        Semver semver = since("1.106.0") ? Semver.strictOrNull(version) : Semver.lenient(version);
        if (semver == null || !semver.preRelease().isEmpty()) {
            return false;
        }
        return switch (extension) {
            case "vector" -> within(semver, "0.5.0", since("1.106.0") ? "1.0.0" : "99999.0.0");
            case "vectors" ->
                within(semver, "0.2.0", since("1.112.0") ? "0.4.0" : since("1.106.0") ? "0.3.0" : "1.0.0");
            case "vchord" ->
                within(
                        semver,
                        "0.3.0",
                        since("2.5.0") ? "2.0.0" : since("2.1.0") ? "0.6.0" : since("1.135.0") ? "0.5.0" : "0.4.0");
            default -> throw new IllegalStateException(extension);
        };
    }

    private static boolean within(Semver version, String from, String below) {
        return version.compareTo(Semver.strict(from)) >= 0 && version.compareTo(Semver.strict(below)) < 0;
    }

    private void create(String cascade) throws SQLException {
        execute("CREATE EXTENSION IF NOT EXISTS " + extension + cascade);
        if (extension.equals("vchord")) {
            execute("ALTER DATABASE \"" + database.name() + "\" SET vchordrq.probes = 1");
            execute("SET vchordrq.probes = 1");
        }
    }

    // ---- updates

    /** Before 1.135.1: a rebuild that fails takes the update back. It runs in another session than the update. */
    private void updateInTransaction(String installed, String target) throws SQLException {
        boolean restart = asksForRestart(installed, target);
        try (Connection transaction = database.connect();
                Statement statement = transaction.createStatement()) {
            transaction.setAutoCommit(false);
            statement.execute("SET search_path TO \"$user\", public, vectors");
            boolean leavesPublic = since("1.106.0") ? List.of("0.1.1", "0.1.11").contains(installed) : restart;
            if (extension.equals("vectors") && leavesPublic) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS vectors");
                statement.execute("UPDATE pg_catalog.pg_extension SET extrelocatable = true WHERE extname = 'vectors'");
                statement.execute("ALTER EXTENSION vectors SET SCHEMA vectors");
                statement.execute(
                        "UPDATE pg_catalog.pg_extension SET extrelocatable = false WHERE extname = 'vectors'");
            }
            library(extension);
            statement.execute("ALTER EXTENSION " + extension + " UPDATE TO '" + target + "'");
            if (restart) {
                statement.execute("SELECT pgvectors_upgrade()");
            } else if (since("1.133.0")) {
                for (String index : INDEXES) {
                    rebuild(index);
                }
            } else if (since(extension.equals("vectors") ? "1.112.0" : "1.106.0")
                    || isMinorOrMajor(installed, target)) {
                for (String index : INDEXES) {
                    reindex(index);
                }
            }
            transaction.commit();
        }
    }

    private void updateAfterDroppingIndexes(String installed, String target) throws SQLException {
        libraryOfIndexes();
        for (String index : INDEXES) {
            execute("DROP INDEX IF EXISTS " + index);
        }
        try (Connection transaction = database.connect();
                Statement statement = transaction.createStatement()) {
            if (!since("3.0.0")) {
                transaction.setAutoCommit(false);
                statement.execute("SET search_path TO \"$user\", public, vectors");
            }
            library(extension);
            statement.execute("ALTER EXTENSION " + extension + " UPDATE TO '" + target + "'");
            if (asksForRestart(installed, target)) {
                statement.execute("SELECT pgvectors_upgrade()");
            }
            if (!transaction.getAutoCommit()) {
                transaction.commit();
            }
        }
        if (!asksForRestart(installed, target)) {
            for (String index : INDEXES) {
                rebuild(index);
            }
        }
    }

    private boolean asksForRestart(String installed, String target) {
        return extension.equals("vectors") && isMinorOrMajor(installed, target);
    }

    private static boolean isMinorOrMajor(String installed, String target) {
        int[] from = Semver.lenient(installed).numbers();
        int[] to = Semver.lenient(target).numbers();
        return from[0] != to[0] || from[1] != to[1];
    }

    // ---- indexes

    /** 1.95 to 1.132. */
    private boolean shouldReindex(String index) throws SQLException {
        try {
            boolean upgrade = "UPGRADE"
                    .equals(value("SELECT idx_status FROM pg_vector_index_stat WHERE indexname = '" + index + "'"));
            library("vectors");
            return upgrade;
        } catch (SQLException e) {
            if (e.getMessage().contains("index is not existing")) {
                return true;
            }
            if (e.getMessage().contains("relation \"pg_vector_index_stat\" does not exist")) {
                return false;
            }
            throw e;
        }
    }

    /** 1.95 to 1.132. The repair of pgvecto.rs' indexes is beyond the stand-in's types. */
    private void reindex(String index) throws SQLException {
        library(extension);
        execute("REINDEX INDEX " + index);
    }

    /** From 1.133. */
    private void reindexIfDefinitionDiffers(String index) throws SQLException {
        libraryOfIndexes();
        String definition = value("SELECT indexdef FROM pg_indexes WHERE indexname = '" + index + "'");
        if (definition == null) {
            rebuild(index);
            return;
        }
        String method = Map.of("vector", "hnsw", "vectors", "vectors", "vchord", "vchordrq")
                .get(extension);
        boolean differs = !definition.toLowerCase(java.util.Locale.ROOT).contains("using " + method);
        if (extension.equals("vchord")) {
            long rows = Long.parseLong(value("SELECT count(*) FROM " + tableOf(index)));
            Matcher matcher = Pattern.compile("lists = \\[(\\d+)").matcher(definition);
            long lists = matcher.find() ? Long.parseLong(matcher.group(1)) : 1;
            differs |= lists != targetLists(rows) && lists != targetLists(rows * 1.2);
        }
        if (differs) {
            rebuild(index);
        }
    }

    private static long targetLists(double rows) {
        if (rows < 128_000) {
            return 1;
        }
        double scale = rows < 2_048_000 ? rows / 1000 : 2 * Math.sqrt(rows);
        return 2 * Long.highestOneBit((long) scale);
    }

    private void rebuild(String index) throws SQLException {
        String table = tableOf(index);
        // the role sees only what it may use
        if (value("SELECT column_name FROM information_schema.columns WHERE table_name = '" + table + "'") == null) {
            return;
        }
        libraryOfIndexes();
        library(extension);
        String size = value("""
                SELECT atttypmod FROM pg_attribute f JOIN pg_class c ON c.oid = f.attrelid
                WHERE c.relkind = 'r' AND f.attnum > 0 AND c.relname = '%s' AND f.attname = 'embedding'
                """.formatted(table));
        execute("SELECT count(*) FROM " + table);
        libraryOfType(table);
        boolean dropsForGood = since("1.135.1") && !since("2.6.0");
        if (dropsForGood) {
            execute("DROP INDEX IF EXISTS " + index);
        }
        try (Connection transaction = database.connect();
                Statement statement = transaction.createStatement()) {
            transaction.setAutoCommit(false);
            if (!dropsForGood) {
                statement.execute("DROP INDEX IF EXISTS " + index);
            }
            boolean vectors = extension.equals("vectors");
            if (size == null) {
                statement.execute("TRUNCATE TABLE " + table);
                statement.execute("ALTER TABLE " + table + " ADD COLUMN embedding real[] NOT NULL");
            }
            statement.execute("ALTER TABLE " + table + " ALTER COLUMN embedding SET DATA TYPE real[]");
            statement.execute("ALTER TABLE " + table + " ALTER COLUMN embedding SET DATA TYPE "
                    + (vectors ? "vectors." : "") + "vector(" + (size == null || size.equals("-1") ? "512" : size)
                    + ")");
            statement.execute(createIndex(index));
            transaction.commit();
        }
    }

    private String createIndex(String index) {
        String method = Map.of("vector", "hnsw", "vectors", "vectors", "vchord", "vchordrq")
                .get(extension);
        return "CREATE INDEX IF NOT EXISTS " + index + " ON " + tableOf(index) + " USING " + method + " (embedding "
                + (extension.equals("vectors") ? "vector_cos_ops" : "vector_cosine_ops") + ")";
    }

    private String tableOf(String index) {
        return index.equals("clip_index") ? "smart_search" : since("1.107.0") ? "face_search" : "asset_faces";
    }

    private void dropOthers() throws SQLException {
        for (String other : since("3.0.0") ? List.of("vchord", "vector") : List.of("vchord", "vectors", "vector")) {
            boolean needed = other.equals("vector") && extension.equals("vchord");
            boolean installed =
                    value("SELECT installed_version FROM pg_available_extensions WHERE name = '" + other + "'") != null;
            if (!other.equals(extension) && !needed && installed) {
                try {
                    execute("DROP EXTENSION IF EXISTS " + other);
                } catch (SQLException e) {
                    // a warning
                }
            }
        }
    }

    // ---- migrations

    private void migrate() throws SQLException {
        String last = null;
        boolean kysely = since("1.132.0");
        boolean typeOrmRan = exists("migrations");
        boolean kyselyRan = exists("kysely_migrations");
        boolean fresh = !typeOrmRan && !kyselyRan;
        if (!kysely || typeOrmRan && !since("1.137.0")) {
            if (value("SELECT current_schema()") == null) {
                throw new Fatal("no schema to look for migrations in");
            }
            if (typeOrmRan) {
                execute("SELECT name FROM migrations");
            }
        }
        if (kysely) {
            if (since("1.137.0") && typeOrmRan && !kyselyRan) {
                throw new Fatal("Invalid upgrade path");
            }
            if (!kyselyRan) {
                execute(
                        "CREATE TABLE kysely_migrations (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)");
            }
            if (!exists("kysely_migrations_lock")) {
                execute(
                        "CREATE TABLE kysely_migrations_lock (id varchar(255) PRIMARY KEY, is_locked integer NOT NULL DEFAULT 0)");
            }
            String lockRow = "SELECT id FROM kysely_migrations_lock WHERE id = 'migration_lock'";
            if (value(lockRow) == null) {
                execute("INSERT INTO kysely_migrations_lock (id, is_locked) VALUES ('migration_lock', 0)");
            }
            corrupted();
        } else if (fresh) {
            execute(
                    "CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)");
        }
        if (exists("version_history")) {
            last = asSuperuser("SELECT version FROM public.version_history ORDER BY \"createdAt\" DESC LIMIT 1");
        }
        boolean due = fresh || last != null && !isSame(last, release);
        if (!due) {
            return;
        }
        for (String required : REQUIRED) {
            execute("CREATE EXTENSION IF NOT EXISTS \"" + required + "\"");
        }
        execute("SELECT 'public.cube'::regtype, 'public.earth'::regtype");
        execute(
                "CREATE TABLE stand_in (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), name text, embedding vector(3))");
        execute("CREATE INDEX ON stand_in USING gin (name gin_trgm_ops)");
        execute("DROP TABLE stand_in");
        knownFaults(fresh);
        if (fresh && !"public".equals(value("SELECT current_schema()"))) {
            throw new Fatal("multiple primary keys for table \"naturalearth_countries\"");
        }
        if (fresh) {
            execute("CREATE FUNCTION stand_in() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'");
            execute("DROP FUNCTION stand_in()");
            execute("CREATE TABLE smart_search (\"assetId\" uuid PRIMARY KEY, embedding vector(512) NOT NULL)");
            execute("CREATE TABLE " + (since("1.107.0") ? "face_search" : "asset_faces")
                    + " (\"faceId\" uuid PRIMARY KEY, embedding vector(512) NOT NULL)");
            library(extension);
            for (String index : INDEXES) {
                execute(createIndex(index));
            }
            if (since("1.117.0")) {
                execute("CREATE TABLE version_history (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),"
                        + " \"createdAt\" timestamptz NOT NULL DEFAULT now(), version varchar NOT NULL)");
            }
        } else {
            for (String table : changedTables()) {
                if (exists(table)) {
                    execute("ALTER TABLE \"" + table + "\" ADD COLUMN stand_in integer");
                    execute("ALTER TABLE \"" + table + "\" DROP COLUMN stand_in");
                }
            }
        }
        if (isWhole()) {
            for (String function : pending(FUNCTIONS_CHANGED)) {
                execute("ALTER FUNCTION " + function + " COST 100");
            }
        } else {
            changeWhatItHas();
        }
        if (kysely) {
            for (String name : notExecuted()) {
                execute("INSERT INTO kysely_migrations (name, timestamp) VALUES ('" + name
                        + "', '2026-01-01T00:00:00.000Z')");
            }
        } else {
            execute("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'StandIn9999999999999')");
        }
    }

    private List<String> notExecuted() throws SQLException {
        String executed = " " + value("SELECT string_agg(name, ' ') FROM kysely_migrations") + " ";
        return migrations().filter(name -> !executed.contains(" " + name + " ")).toList();
    }

    /** As releases.md#known-bad-releases has them. */
    private void knownFaults(boolean fresh) throws SQLException {
        if (fresh && since("1.132.0") && !since("1.133.0")) {
            execute("CREATE EXTENSION IF NOT EXISTS vectors");
        }
        if (List.of("1.135.1", "1.135.2").contains(release)
                && asSuperuser("SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
                                + " WHERE d.datname = current_database() AND s.setconfig::text LIKE '%prewarm_dim%'")
                        .equals("1")) {
            execute("ALTER DATABASE immich RESET vchordrq.prewarm_dim");
        }
    }

    /** Which tables some of Immich's migrations alter or drop, as they were seen to do. */
    private static final Map<String, List<String>> TABLES_CHANGED = Map.of(
            "1774548649115-AddChecksumAlgorithm.ts", List.of("asset"),
            "1775165531374-AddPersonNameTrigramIndex", List.of("person"),
            "1776217577402-DropAuditTable", List.of("audit"),
            "1776263790468-DropDeviceIdAndDeviceAssetId", List.of("asset"),
            "1776442031775-AddOauthSidToSession", List.of("session"),
            "1776848612954-MigrateAlbumOwnerIdToAlbumUser", List.of("album", "album_user"),
            "1777667825574-ChangeDurationToInteger", List.of("asset"),
            "1778614946174-UpdateWorkflowTables", List.of("plugin", "workflow"),
            "1779806699547-AddPluginTemplates", List.of("plugin"),
            "1780592071031-AssetOcrSync", List.of("asset_ocr"));

    /** Likewise of functions. */
    private static final Map<String, List<String>> FUNCTIONS_CHANGED =
            Map.of("1776848612954-MigrateAlbumOwnerIdToAlbumUser", List.of("album_delete_audit()"));

    /** It has all of Immich's tables, and not a few only. */
    private boolean isWhole() throws SQLException {
        return exists("shared_link_asset");
    }

    private List<String> changedTables() throws SQLException {
        return isWhole()
                ? pending(TABLES_CHANGED)
                : List.of("smart_search", "face_search", "version_history", "system_metadata", "session", "asset_exif");
    }

    private List<String> pending(Map<String, List<String>> changed) throws SQLException {
        return notExecuted().stream()
                .flatMap(name -> changed.getOrDefault(name, List.of()).stream())
                .toList();
    }

    private void changeWhatItHas() throws SQLException {
        if (value("SELECT proname FROM pg_proc WHERE proname = 'updated_at'") != null) {
            execute(
                    "CREATE OR REPLACE FUNCTION updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'");
        }
        if (value("SELECT typname FROM pg_type WHERE typname = 'sourcetype'") != null) {
            execute("ALTER TYPE sourcetype ADD VALUE IF NOT EXISTS 'stand-in'");
        }
    }

    /** Kysely finds what is not among its own. */
    private void corrupted() throws SQLException {
        String unknown = value("SELECT name FROM kysely_migrations WHERE name NOT IN ("
                + migrations().map(name -> "'" + name + "'").collect(joining(", ")) + ") ORDER BY name LIMIT 1");
        if (unknown != null) {
            throw new Fatal("corrupted migrations: previously executed migration " + unknown + " is missing");
        }
        String executed =
                value("SELECT string_agg(name, ',' ORDER BY timestamp, name COLLATE \"C\") FROM kysely_migrations");
        if (executed != null && !(migrations().collect(joining(",")) + ",").startsWith(executed + ",")) {
            throw new Fatal("corrupted migrations: expected previously executed migration to be at index …");
        }
        boolean none = executed == null;
        if (none && exists("smart_search") && !exists("migrations")) {
            throw new Fatal("type \"assets_status_enum\" already exists");
        }
    }

    /** Of this release. */
    private Stream<String> migrations() {
        return ReleasesFile.builtIn().migrations().stream()
                .filter(mark -> since(mark.first().text()))
                .map(MigrationMark::migration);
    }

    /** After the start of the database; a failure ends Immich all the same. */
    private void versionHistory() throws SQLException {
        if (since("1.117.0")) {
            String last = value("SELECT version FROM version_history ORDER BY \"createdAt\" DESC LIMIT 1");
            if (!release.equals(last)) {
                if (value("INSERT INTO version_history (version) VALUES ('" + release + "') RETURNING *") == null) {
                    throw new Fatal("no result");
                }
            }
        }
    }

    /** Its settings; what it does not find it writes. */
    private void metadata() throws SQLException {
        if (exists("system_metadata")
                && value("SELECT value FROM system_metadata WHERE key = 'system-flags'") == null) {
            execute("INSERT INTO system_metadata (key, value) VALUES ('system-flags', '{}')"
                    + " ON CONFLICT (key) DO UPDATE SET value = '{}'");
        }
    }

    // ---- what the stand-ins for the libraries lack

    private void library(String of) throws SQLException {
        Map<String, String> prefixes = Map.of("vchord", "vchordrq", "vectors", "vectors");
        if (prefixes.containsKey(of)
                && asSuperuser("SELECT name FROM pg_settings WHERE name LIKE '" + prefixes.get(of) + ".%' LIMIT 1")
                        == null) {
            throw new SQLException(of + " must be loaded via shared_preload_libraries.");
        }
    }

    /** Whoever opens an index, or only reads its definition, calls its access method. */
    private void libraryOfIndexes() throws SQLException {
        Map<String, String> libraries = new LinkedHashMap<>(Map.of("vchordrq", "vchord", "vectors", "vectors"));
        for (Map.Entry<String, String> method : libraries.entrySet()) {
            if (asSuperuser("SELECT c.oid FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE a.amname = '"
                            + method.getKey() + "' AND c.relname IN ('clip_index', 'face_index') LIMIT 1")
                    != null) {
                library(method.getValue());
            }
        }
    }

    /** Whoever converts a column calls the library of its type. A stand-in's library stays when its package goes. */
    private void libraryOfType(String table) throws SQLException {
        String of = value("""
                SELECT e.extname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                JOIN pg_depend d ON d.objid = a.atttypid AND d.classid = 'pg_type'::regclass AND d.deptype = 'e'
                JOIN pg_extension e ON e.oid = d.refobjid
                WHERE c.relkind = 'r' AND c.relname = '%s' AND a.attname = 'embedding'
                """.formatted(table));
        if (of == null) {
            return;
        }
        library(of);
        if (value("SELECT name FROM pg_available_extensions WHERE name = '" + of + "'") == null) {
            throw new SQLException("could not access file \"$libdir/" + of + "\": No such file or directory");
        }
    }

    // ---- small things

    private boolean exists(String table) throws SQLException {
        return value("SELECT relname FROM pg_class WHERE relname = '" + table + "' AND relkind = 'r'") != null;
    }

    private String extversion() throws SQLException {
        return value("SELECT extversion FROM pg_extension WHERE extname = '" + extension + "'");
    }

    private String fromAvailable(String column) throws SQLException {
        return value("SELECT " + column + " FROM pg_available_extensions WHERE name = '" + extension + "'");
    }

    private boolean since(String version) {
        return Semver.strict(release).compareTo(Semver.strict(version)) >= 0;
    }

    private static boolean isSame(String a, String b) {
        return Semver.strict(a).compareTo(Semver.strict(b)) == 0;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What Immich's role need not be able to see. */
    private String asSuperuser(String sql) {
        try {
            if (superuser == null) {
                superuser = postgres(database);
            }
            return value(superuser, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String value(String sql) throws SQLException {
        return value(session, sql);
    }

    /** The first column of the first row; null where there is none. */
    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** As npm's semver has it. */
    private record Semver(int[] numbers, String preRelease) implements Comparable<Semver> {

        private static final Pattern STRICT =
                Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?(?:\\+.*)?");
        private static final Pattern LENIENT = Pattern.compile("v?(\\d+)(?:\\.(\\d+))?(?:[.-](\\d+))?.*");

        static Semver strictOrNull(String text) {
            Matcher matcher = STRICT.matcher(text);
            return matcher.matches() ? of(matcher, matcher.group(4)) : null;
        }

        static Semver strict(String text) {
            Semver semver = strictOrNull(text);
            if (semver == null) {
                throw new Fatal("Invalid Version: " + text);
            }
            return semver;
        }

        /** Immich's own parser, before 1.106. */
        static Semver lenient(String text) {
            Matcher matcher = LENIENT.matcher(text);
            if (!matcher.matches()) {
                throw new Fatal("Invalid version format: " + text);
            }
            return of(matcher, null);
        }

        private static Semver of(Matcher matcher, String preRelease) {
            int[] numbers = new int[3];
            for (int i = 0; i < 3; i++) {
                String group = matcher.group(i + 1);
                numbers[i] = group == null ? 0 : Integer.parseInt(group);
            }
            return new Semver(numbers, preRelease == null ? "" : preRelease);
        }

        boolean isNightly() {
            return compareTo(new Semver(new int[3], "")) == 0;
        }

        @Override
        public int compareTo(Semver other) {
            for (int i = 0; i < 3; i++) {
                if (numbers[i] != other.numbers[i]) {
                    return Integer.compare(numbers[i], other.numbers[i]);
                }
            }
            if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
                return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
            }
            return preRelease.compareTo(other.preRelease);
        }
    }
}
