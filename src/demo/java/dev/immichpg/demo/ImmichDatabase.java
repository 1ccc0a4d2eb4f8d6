package dev.immichpg.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database as an Immich of some release has it on a Postgres that it does not own: prepared by an administrator as the
 * guide of its time says, filled by Immich in the name of a role that is no superuser.
 *
 * <pre>{@code
 * ImmichDatabase.on(server).vchord("0.4.3").immich("2.7.5").create();
 * ImmichDatabase.on(server).pgvectors("0.2.0").immich("1.111.0").create();
 * ImmichDatabase.on(server).pgvector("0.8.5").immich("1.120.0").create();
 * ImmichDatabase.on(server).vchord("0.4.3").fresh().create();
 * }</pre>
 */
public final class ImmichDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** All of Immich's, in their order, by the release that brought each, as the table of releases has them. */
    private static final NavigableMap<String, List<String>> MIGRATIONS = new TreeMap<>(VersionOrder.ORDER);

    static {
        try (InputStream table = ImmichDatabase.class.getResourceAsStream("/dev/immichpg/need/releases.json")) {
            Matcher migration = Pattern.compile("\"migration\": \"([^\"]+)\", \"first\": \"([^\"]+)\"")
                    .matcher(new String(table.readAllBytes(), StandardCharsets.UTF_8));
            while (migration.find()) {
                MIGRATIONS
                        .computeIfAbsent(migration.group(2), release -> new ArrayList<>())
                        .add(migration.group(1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final PostgresServer server;
    private final String name;
    private final String role;
    private final String password;

    private ImmichDatabase(PostgresServer server, String name, String role, String password) {
        this.server = server;
        this.name = name;
        this.role = role;
        this.password = password;
    }

    public static Builder on(PostgresServer server) {
        return new Builder(server);
    }

    /** Only of a database on an embedded one. */
    public EmbeddedServer server() {
        return (EmbeddedServer) server;
    }

    public String name() {
        return name;
    }

    public String role() {
        return role;
    }

    public String password() {
        return password;
    }

    /** Immich's own DB_URL. */
    public String url() {
        return server.nodeUrl(name, role, password);
    }

    /** In this database, as postgres. */
    public void superuserExecute(String... statements) {
        server.execute(name, statements);
    }

    /** In this database, as Immich's role. */
    public void roleExecute(String... statements) {
        server.executeAs(role, password, name, statements);
    }

    /** In this database, as postgres: first column of the first row. */
    public String value(String query) {
        return server.value(name, query);
    }

    /** As Immich's role. */
    public Connection connect() throws SQLException {
        return server.connect(name, role, password);
    }

    /** Postgres writes an index's options where only the real access method could have put them. */
    public void setIndexOptions(String index, String... options) {
        superuserExecute(optionsOf(index, List.of(options)));
    }

    private static String optionsOf(String index, List<String> options) {
        return "UPDATE pg_catalog.pg_class SET reloptions = ARRAY["
                + options.stream().map(Sql::literal).collect(Collectors.joining(", "))
                + "]::text[] WHERE oid = " + Sql.literal(Sql.identifier(index)) + "::pg_catalog.regclass";
    }

    /** The {@code lists} of a VectorChord index, as a library of some size has it. */
    public void setLists(String index, int lists) {
        setIndexOptions(index, vchordrqOptions(lists));
    }

    /** What the monitor may see. */
    public enum Grants {
        /** A login role, and nothing that PUBLIC has not. */
        NONE,
        /** Sees the settings. */
        SETTINGS,
        /** What the documentation asks for: settings, statistics, and three of Immich's tables. */
        FULL
    }

    /** A role that the agent logs in as. */
    public record Monitor(ImmichDatabase database, String role, String password) {
        /** As the agent's configuration has it. */
        public String url() {
            return database.server.nodeUrl(database.name, role, password);
        }

        public Connection connect() throws SQLException {
            return database.server.connect(database.name, role, password);
        }
    }

    public Monitor createMonitor(Grants grants) {
        Monitor monitor = new Monitor(this, "monitor_" + NUMBER.incrementAndGet(), "look, don't touch");
        String quoted = Sql.identifier(monitor.role());
        List<String> statements = new ArrayList<>();
        statements.add("CREATE ROLE " + quoted + " LOGIN PASSWORD " + Sql.literal(ScramSecret.of(monitor.password()))
                + " CONNECTION LIMIT 3");
        statements.add("GRANT CONNECT ON DATABASE " + Sql.identifier(name) + " TO " + quoted);
        if (grants != Grants.NONE) {
            statements.add("GRANT pg_read_all_settings TO " + quoted);
        }
        if (grants == Grants.FULL) {
            statements.add("GRANT pg_read_all_stats TO " + quoted);
            statements.add("GRANT USAGE ON SCHEMA public TO " + quoted);
            // As far as they are there, which is asked in the same session: tests make hundreds of monitors.
            statements.add("DO $$DECLARE there pg_catalog.text := pg_catalog.concat_ws(', ',"
                    + " pg_catalog.to_regclass('public.version_history'),"
                    + " pg_catalog.to_regclass('public.kysely_migrations'),"
                    + " pg_catalog.to_regclass('public.migration_overrides'));"
                    + " BEGIN IF pg_catalog.length(there) OPERATOR(pg_catalog.>) 0 THEN"
                    + " EXECUTE pg_catalog.format('GRANT SELECT ON %s TO %s', there, " + Sql.literal(quoted)
                    + "); END IF; END$$");
        }
        superuserExecute(statements.toArray(String[]::new));
        return monitor;
    }

    /** With its connections; the roles stay. */
    public void drop() {
        server.execute("postgres", "DROP DATABASE IF EXISTS " + Sql.identifier(name) + " WITH (FORCE)");
    }

    private static String vchordrqOptions(int lists) {
        return """
                options=
                residual_quantization = false
                [build.internal]
                lists = [%d]
                spherical_centroids = true
                build_threads = 4
                sampling_factor = 1024
                """.formatted(lists);
    }

    private enum Vector {
        NONE(null, null, null),
        VCHORD("vchord", "vchordrq", "vector_cosine_ops"),
        PGVECTOR("vector", "hnsw", "vector_cosine_ops"),
        PGVECTORS("vectors", "vectors", "vector_cos_ops");

        private final String extension;
        private final String accessMethod;
        private final String operatorClass;

        Vector(String extension, String accessMethod, String operatorClass) {
            this.extension = extension;
            this.accessMethod = accessMethod;
            this.operatorClass = operatorClass;
        }
    }

    public static final class Builder {
        private final PostgresServer server;
        private final int number = NUMBER.incrementAndGet();
        private String name = "immich_" + number;
        private String role = "immich_" + number;
        private String password = "p@ss/word: 100%?";
        private boolean superuser;
        private Vector vector = Vector.NONE;
        private String vectorVersion;
        private String pgvectorUnderVchord = "0.8.5";
        private String immich;
        private boolean grantIndexView;
        private boolean realLibraries;
        private int dimension = 512;
        private int lists = 1;
        /** With all that Immich's migrations make, as far as the ledger goes back, not only what most tests need. */
        private boolean whole;

        private Builder(PostgresServer server) {
            this.server = server;
            this.whole = server instanceof EmbeddedServer embedded && embedded.makesWholeDatabases();
        }

        /** Prepared for VectorChord, with pgvector beneath it. */
        public Builder vchord(String version) {
            return vector(Vector.VCHORD, version);
        }

        /** Prepared for pgvecto.rs as the guide of 1.101 says, its mistake included: see {@link #grantIndexView()}. */
        public Builder pgvectors(String version) {
            return vector(Vector.PGVECTORS, version);
        }

        /** Prepared for pgvector alone. */
        public Builder pgvector(String version) {
            return vector(Vector.PGVECTOR, version);
        }

        /** Another pgvector beneath VectorChord than 0.8.5. */
        public Builder withPgvector(String version) {
            pgvectorUnderVchord = version;
            return this;
        }

        /** This release has started on it. */
        public Builder immich(String version) {
            immich = version;
            return this;
        }

        /** Prepared, but Immich was never there (and without a vector extension: not even prepared). */
        public Builder fresh() {
            immich = null;
            return this;
        }

        public Builder named(String database) {
            name = database;
            return this;
        }

        public Builder role(String owner) {
            role = owner;
            return this;
        }

        public Builder password(String text) {
            password = text;
            return this;
        }

        /** As Immich's own image has it: its role may do everything. */
        public Builder superuserRole() {
            superuser = true;
            return this;
        }

        /** What the guide forgot: default privileges do not reach a view that is there already. */
        public Builder grantIndexView() {
            grantIndexView = true;
            return this;
        }

        /** The server has the extensions themselves, no stand-ins: indexes are made as Immich makes them. */
        public Builder realLibraries() {
            realLibraries = true;
            return this;
        }

        /** Of the CLIP model's vectors, unless 512. */
        public Builder dimension(int of) {
            dimension = of;
            return this;
        }

        /** Of the VectorChord indexes, unless 1. */
        public Builder lists(int count) {
            lists = count;
            return this;
        }

        public ImmichDatabase create() {
            Optional<ImmichDatabase> template = template();
            return template.isPresent() ? copy(template.get()) : build();
        }

        private ImmichDatabase build() {
            server.execute("postgres", createRole(), createDatabase("template1"));
            ImmichDatabase database = new ImmichDatabase(server, name, role, password);
            if (vector != Vector.NONE) {
                prepare(database);
            }
            if (immich != null) {
                migrate(database);
            }
            return database;
        }

        /** A database of the same kind that nobody has worked in; empty: build it yourself. */
        private Optional<ImmichDatabase> template() {
            if (immich == null || vector == Vector.NONE || !(server instanceof EmbeddedServer embedded)) {
                return Optional.empty();
            }
            List<Object> kind = List.of(
                    vector,
                    vectorVersion,
                    pgvectorUnderVchord,
                    immich,
                    superuser,
                    grantIndexView,
                    dimension,
                    lists,
                    whole);
            return embedded.hasOwnPackages() ? embedded.templates().of(kind, this::buildTemplate) : Optional.empty();
        }

        private ImmichDatabase buildTemplate() {
            Builder same = new Builder(server);
            same.name = "template_" + same.number;
            same.role = same.name;
            same.vector = vector;
            same.vectorVersion = vectorVersion;
            same.pgvectorUnderVchord = pgvectorUnderVchord;
            same.immich = immich;
            same.superuser = superuser;
            same.grantIndexView = grantIndexView;
            same.dimension = dimension;
            same.lists = lists;
            same.whole = whole;
            ImmichDatabase template = same.build();
            server.execute(
                    "postgres",
                    "ALTER DATABASE " + Sql.identifier(template.name) + " OWNER TO " + server.superuser(),
                    "ALTER DATABASE " + Sql.identifier(template.name) + " ALLOW_CONNECTIONS false");
            return template;
        }

        /** What the template's role owns, ours owns here; what it was granted, is granted to ours. */
        private ImmichDatabase copy(ImmichDatabase template) {
            List<String> outside = new ArrayList<>(List.of(createRole(), createDatabase(template.name)));
            outside.addAll(settings());
            server.execute("postgres", outside.toArray(String[]::new));
            ImmichDatabase database = new ImmichDatabase(server, name, role, password);
            List<String> inside = new ArrayList<>();
            inside.add("REASSIGN OWNED BY " + Sql.identifier(template.role) + " TO " + Sql.identifier(role));
            inside.add("DROP OWNED BY " + Sql.identifier(template.role));
            inside.addAll(grants());
            database.superuserExecute(inside.toArray(String[]::new));
            return database;
        }

        private String createRole() {
            return "CREATE ROLE " + Sql.identifier(role) + " LOGIN " + (superuser ? "SUPERUSER " : "") + "PASSWORD "
                    + Sql.literal(ScramSecret.of(password));
        }

        /** File by file where nobody waits for a disk: that costs a third of the other way, which Postgres 15 brought. */
        private String createDatabase(String template) {
            boolean files = server instanceof EmbeddedServer embedded && embedded.major() >= 15;
            return "CREATE DATABASE " + Sql.identifier(name) + " OWNER " + Sql.identifier(role) + " TEMPLATE "
                    + Sql.identifier(template) + (files ? " STRATEGY file_copy" : "");
        }

        private Builder vector(Vector extension, String version) {
            vector = extension;
            vectorVersion = version;
            return this;
        }

        /** As the administrator, by the guide. */
        private void prepare(ImmichDatabase database) {
            List<String> sql = new ArrayList<>();
            if (vector == Vector.VCHORD) {
                sql.add(createExtension("vector", pgvectorUnderVchord));
            }
            sql.add(createExtension(vector.extension, vectorVersion));
            sql.add("CREATE EXTENSION earthdistance CASCADE");
            sql.addAll(settings());
            sql.addAll(grants());
            database.superuserExecute(sql.toArray(String[]::new));
        }

        private List<String> settings() {
            String alter = "ALTER DATABASE " + Sql.identifier(name);
            if (hasVectorsSchema()) {
                return List.of(alter + " SET search_path TO \"$user\", public, vectors");
            }
            return vector == Vector.VCHORD ? List.of(alter + " SET vchordrq.probes = 1") : List.of();
        }

        private List<String> grants() {
            if (!hasVectorsSchema()) {
                return List.of();
            }
            String toRole = " TO " + Sql.identifier(role);
            List<String> grants = new ArrayList<>();
            grants.add("GRANT USAGE ON SCHEMA vectors" + toRole);
            grants.add("ALTER DEFAULT PRIVILEGES IN SCHEMA vectors GRANT SELECT ON TABLES" + toRole);
            if (grantIndexView) {
                grants.add("GRANT SELECT ON vectors.pg_vector_index_stat" + toRole);
            }
            return grants;
        }

        /** As Immich does when it starts, in the name of its role. */
        private void migrate(ImmichDatabase database) {
            if (whole && atLeast("1.132.0")) {
                migrateWholly(database);
            } else {
                migrateInPart(database);
            }
            if (vector != Vector.NONE && atLeast("1.91.0") && !realLibraries) {
                setOptions(database, "clip_index", "face_index");
            }
        }

        private void migrateWholly(ImmichDatabase database) {
            int last = ImmichSchema.ledger()
                    .number(migrations().get(migrations().size() - 1))
                    .orElseThrow();
            String vectorType = (hasVectorsSchema() ? "vectors." : "") + "vector";
            List<String> sql = new ArrayList<>();
            for (String extension : List.of("uuid-ossp", "pg_trgm", "unaccent")) {
                sql.add("CREATE EXTENSION IF NOT EXISTS " + Sql.identifier(extension));
            }
            sql.addAll(ImmichSchema.statements(
                    last, table -> vectorType + "(" + (table.equals("smart_search") ? dimension : 512) + ")"));
            sql.addAll(ImmichSchema.rows(
                    last, table -> embedding(table.equals("smart_search") ? dimension : 512) + "::" + vectorType));
            sql.add(createIndex("clip_index", "smart_search"));
            sql.add(createIndex("face_index", "face_search"));
            kysely(sql);
            sql.add("INSERT INTO version_history (version) VALUES (" + Sql.literal(immich) + ")");
            database.roleExecute(sql.toArray(String[]::new));
        }

        private void migrateInPart(ImmichDatabase database) {
            boolean singular = atLeast("1.136.0");
            String user = singular ? "\"user\"" : "users";
            String asset = singular ? "asset" : "assets";
            String face = singular ? "asset_face" : "asset_faces";
            List<String> sql = new ArrayList<>();
            sql.add("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"");
            if (atLeast("1.96.0")) {
                sql.add("CREATE EXTENSION IF NOT EXISTS pg_trgm");
                sql.add("CREATE EXTENSION IF NOT EXISTS unaccent");
                sql.add("CREATE FUNCTION f_unaccent(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
                        + "RETURN unaccent('unaccent', $1)");
            }
            sql.add("CREATE TABLE " + user
                    + " (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), email varchar NOT NULL)");
            sql.add("CREATE TABLE " + asset + " (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), "
                    + "\"ownerId\" uuid NOT NULL REFERENCES " + user + ", \"originalPath\" varchar NOT NULL)");
            sql.add("CREATE TABLE system_metadata (key varchar PRIMARY KEY, value jsonb NOT NULL DEFAULT '{}')");
            sql.add("INSERT INTO system_metadata VALUES ('system-flags', '{}')");
            sql.add("INSERT INTO " + user + " (email) VALUES ('ann@example.org')");
            sql.add("INSERT INTO " + asset
                    + " (\"ownerId\", \"originalPath\") SELECT id, 'upload/' || n || '.jpg' FROM " + user
                    + ", generate_series(1, 3) AS n");
            if (vector != Vector.NONE) {
                vectorTables(sql, asset, face);
            }
            versions(sql);
            database.roleExecute(sql.toArray(String[]::new));
        }

        private void vectorTables(List<String> sql, String asset, String face) {
            String type = (hasVectorsSchema() ? "vectors." : "") + "vector";
            boolean faceSearch = atLeast("1.107.0");
            sql.add("CREATE TABLE smart_search (\"assetId\" uuid PRIMARY KEY REFERENCES " + asset
                    + " ON DELETE CASCADE, embedding " + type + "(" + dimension + ") NOT NULL)");
            sql.add("ALTER TABLE smart_search ALTER COLUMN embedding SET STORAGE EXTERNAL");
            sql.add("INSERT INTO smart_search SELECT id, " + embedding(dimension) + "::" + type + " FROM " + asset);
            sql.add("CREATE TABLE " + face
                    + " (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), \"assetId\" uuid NOT NULL"
                    + " REFERENCES " + asset + " ON DELETE CASCADE"
                    + (faceSearch ? ")" : ", embedding " + type + "(512) NOT NULL)"));
            if (faceSearch) {
                sql.add("INSERT INTO " + face + " (\"assetId\") SELECT id FROM " + asset);
                sql.add("CREATE TABLE face_search (\"faceId\" uuid PRIMARY KEY REFERENCES " + face
                        + " ON DELETE CASCADE, embedding " + type + "(512) NOT NULL)");
                sql.add("ALTER TABLE face_search ALTER COLUMN embedding SET STORAGE EXTERNAL");
                sql.add("INSERT INTO face_search SELECT id, " + embedding(512) + "::" + type + " FROM " + face);
            } else {
                sql.add("INSERT INTO " + face + " (\"assetId\", embedding) SELECT id, " + embedding(512) + "::" + type
                        + " FROM " + asset);
            }
            sql.add(createIndex("clip_index", "smart_search"));
            sql.add(createIndex("face_index", faceSearch ? "face_search" : face));
        }

        private void versions(List<String> sql) {
            if (atLeast("1.132.0")) {
                kysely(sql);
            } else {
                sql.add(
                        "CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)");
                typeOrm(sql, "1.91.0", "UsePgVectors", 1700713871511L);
                typeOrm(sql, "1.107.0", "AddFaceSearchRelation", 1718486162779L);
                typeOrm(sql, "1.117.0", "AddVersionHistory", 1727797340951L);
            }
            if (atLeast("1.117.0")) {
                sql.add("CREATE TABLE version_history (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), "
                        + "\"createdAt\" timestamptz NOT NULL DEFAULT now(), version varchar NOT NULL)");
                sql.add("INSERT INTO version_history (version) VALUES (" + Sql.literal(immich) + ")");
            }
        }

        private void kysely(List<String> sql) {
            sql.add("CREATE TABLE kysely_migrations (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)");
            sql.add("CREATE TABLE kysely_migrations_lock "
                    + "(id varchar(255) PRIMARY KEY, is_locked integer NOT NULL DEFAULT 0)");
            sql.add("INSERT INTO kysely_migrations_lock VALUES ('migration_lock')");
            migrations()
                    .forEach(migration -> sql.add("INSERT INTO kysely_migrations VALUES (" + Sql.literal(migration)
                            + ", '2026-01-01T00:00:00.000Z')"));
        }

        private List<String> migrations() {
            return MIGRATIONS.headMap(immich, true).values().stream()
                    .flatMap(List::stream)
                    .toList();
        }

        private void typeOrm(List<String> sql, String since, String migration, long timestamp) {
            if (atLeast(since)) {
                sql.add("INSERT INTO migrations (timestamp, name) VALUES (" + timestamp + ", "
                        + Sql.literal(migration + timestamp) + ")");
            }
        }

        /**
         * The real index has options that no built-in access method takes, though pg_class may hold them: they are
         * written there afterwards, and pg_get_indexdef shows them as it does the real ones. Only REINDEX CONCURRENTLY
         * would refuse them.
         */
        private void setOptions(ImmichDatabase database, String... indexes) {
            database.superuserExecute(Stream.of(indexes)
                    .map(index -> optionsOf(index, indexOptions()))
                    .toArray(String[]::new));
        }

        private List<String> indexOptions() {
            return switch (vector) {
                case VCHORD -> List.of(vchordrqOptions(lists));
                case PGVECTOR -> List.of("ef_construction=300", "m=16");
                case PGVECTORS -> List.of("options=[indexing.hnsw]\nm = 16\nef_construction = 300");
                case NONE -> throw new IllegalStateException();
            };
        }

        private String createIndex(String index, String table) {
            String operatorClass =
                    vector == Vector.PGVECTORS && !hasVectorsSchema() ? "cosine_ops" : vector.operatorClass;
            String sql = "CREATE INDEX " + index + " ON " + table + " USING " + vector.accessMethod + " (embedding "
                    + operatorClass + ")";
            return realLibraries
                    ? indexOptions().stream()
                            .map(option -> option.replaceFirst("=", " = \\$\\$") + "$$")
                            .collect(Collectors.joining(", ", sql + " WITH (", ")"))
                    : sql;
        }

        private static String embedding(int dimension) {
            return "('[1' || repeat(',0', " + (dimension - 1) + ") || ']')";
        }

        private boolean hasVectorsSchema() {
            return vector == Vector.PGVECTORS && VersionOrder.atLeast(vectorVersion, "0.2.0");
        }

        private boolean atLeast(String version) {
            return VersionOrder.atLeast(immich, version);
        }

        private static String createExtension(String extension, String version) {
            return "CREATE EXTENSION " + Sql.identifier(extension) + " VERSION " + Sql.literal(version);
        }
    }
}
