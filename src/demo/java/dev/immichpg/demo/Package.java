package dev.immichpg.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An extension as a package puts it on disk: the control file, a script for each version and update scripts from each
 * version to the next. {@link EmbeddedServer#install} writes it, also while the server runs: that is how a package
 * upgrade looks.
 *
 * <p>Several versions may be given; the newest is what the control file calls the default. A real package of the newest
 * version knows the older ones as sources of an update only; here each can be created as well, so that a database can be
 * brought into any state.
 *
 * <p>The stand-ins are as the real ones in the catalogs: names, schemas, owners, control values, access methods, operator
 * classes, views, what refuses without preload. Behind them are functions that Postgres has built in: a vector is stored
 * as its text, an index of any of the access methods is a hash index.
 */
public final class Package {
    private final String name;
    private final List<String> versions;
    private final String defaultVersion;
    private final boolean updatePaths;
    private final Map<String, String> control;
    private final Map<String, Map<String, String>> controlOfVersion;
    private final Stage[] stages;
    private final boolean onTopOfBundle;

    /** A part of an extension that came with a version. */
    private record Stage(String since, String sql) {}

    private Package(
            String name,
            List<String> versions,
            String defaultVersion,
            boolean updatePaths,
            Map<String, String> control,
            Map<String, Map<String, String>> controlOfVersion,
            boolean onTopOfBundle,
            Stage... stages) {
        this.name = name;
        this.versions = versions;
        this.defaultVersion = defaultVersion;
        this.updatePaths = updatePaths;
        this.control = control;
        this.controlOfVersion = controlOfVersion;
        this.onTopOfBundle = onTopOfBundle;
        this.stages = stages;
    }

    /** pgvector, extension {@code vector}: access methods ivfflat and (0.5.0) hnsw, types vector and (0.7.0) halfvec. */
    public static Package pgvector(String... versions) {
        return standIn(
                "vector",
                Map.of(
                        "comment", "'vector data type and ivfflat and hnsw access methods'",
                        "module_pathname", "'$libdir/vector'",
                        "relocatable", "true"),
                versions,
                new Stage("0", VECTOR_TYPE + IVFFLAT),
                new Stage("0.5.0", HNSW),
                new Stage("0.7.0", HALFVEC));
    }

    /** VectorChord, extension {@code vchord}: access methods vchordrq and (0.5.0) vchordg; needs preload and pgvector. */
    public static Package vchord(String... versions) {
        return standIn(
                "vchord",
                Map.of(
                        "comment",
                        "'vchord: Vector database plugin for Postgres, written in Rust, specifically designed for LLM'",
                        "module_pathname",
                        "'$libdir/vchord'",
                        "relocatable",
                        "true",
                        "superuser",
                        "true",
                        "requires",
                        "'vector'"),
                versions,
                new Stage("", refuseUnlessPreloaded("vchordrq", "vchord must be loaded via shared_preload_libraries.")),
                new Stage("0", VCHORDRQ),
                new Stage("0.5.0", REFUSE_WITHOUT_NEW_FUNCTIONS + VCHORDG));
    }

    /** pgvecto.rs, extension {@code vectors}: since 0.2.0 in a schema of that name; needs preload. */
    public static Package pgvectors(String... versions) {
        Map<String, Map<String, String>> perVersion = new LinkedHashMap<>();
        for (String version : versions) {
            perVersion.put(
                    version,
                    VersionOrder.atLeast(version, "0.2.0")
                            ? Map.of("schema", "vectors", "relocatable", "false")
                            : Map.of("relocatable", "true"));
        }
        Package plain = standIn(
                "vectors",
                Map.of(
                        "comment", "'vectors: Vector database plugin for Postgres, written in Rust'",
                        "module_pathname", "'$libdir/vectors'",
                        "superuser", "true"),
                versions,
                new Stage(
                        "",
                        refuseUnlessPreloaded(
                                "vectors", "pgvecto.rs must be loaded via shared_preload_libraries to use.")),
                new Stage("0", VECTOR_TYPE + VECTORS),
                new Stage("0.2.0", VECTORS_0_2),
                new Stage("0.3.0", "GRANT SELECT ON TABLE @extschema@.pg_vector_index_stat TO PUBLIC;\n"));
        return new Package(
                plain.name,
                plain.versions,
                plain.defaultVersion,
                plain.updatePaths,
                plain.control,
                perVersion,
                false,
                plain.stages);
    }

    /** A contrib module of the bundle (cube, earthdistance, pg_trgm, unaccent, uuid-ossp), with an empty newer version. */
    public static Package newerContrib(String name, String version) {
        return new Package(name, List.of(version), version, true, Map.of(), Map.of(), true);
    }

    /** Any other extension, empty. */
    public static Package empty(String name, Map<String, String> control, String... versions) {
        return standIn(name, control, versions, new Stage("0", "-- empty\n"));
    }

    /** As after a repackaging that forgot the update scripts. */
    public Package withoutUpdatePaths() {
        return new Package(name, versions, defaultVersion, false, control, controlOfVersion, onTopOfBundle, stages);
    }

    /** The control file names this version, not the newest. */
    public Package defaultVersion(String version) {
        return new Package(name, versions, version, updatePaths, control, controlOfVersion, onTopOfBundle, stages);
    }

    /** The control file names no version. */
    public Package withoutDefaultVersion() {
        return defaultVersion("");
    }

    /** The control file says this as well, for example {@code ("trusted", "true")} as some clouds do. */
    public Package control(String key, String value) {
        Map<String, String> changed = new TreeMap<>(control);
        changed.put(key, value);
        return new Package(
                name, versions, defaultVersion, updatePaths, changed, controlOfVersion, onTopOfBundle, stages);
    }

    public String name() {
        return name;
    }

    public String defaultVersion() {
        return defaultVersion;
    }

    /** Control file and scripts by name, for a server that is not {@link EmbeddedServer}. */
    public Map<String, String> files() {
        if (onTopOfBundle) {
            throw new IllegalStateException(name + " needs to know what it is an update of");
        }
        return files(null);
    }

    /** What the control file says beside what every one says; the last line of a name counts. */
    String controlLines() {
        return properties(control);
    }

    boolean onTopOfBundle() {
        return onTopOfBundle;
    }

    /** File names and contents; an update of a contrib module needs the version it starts from. */
    Map<String, String> files(String bundledVersion) {
        Map<String, String> files = new LinkedHashMap<>();
        if (onTopOfBundle) {
            if (updatePaths) {
                files.put(name + "--" + bundledVersion + "--" + defaultVersion + ".sql", "-- nothing changed\n");
            }
            return files;
        }
        String previous = null;
        for (String version : versions) {
            files.put(name + "--" + version + ".sql", script(null, version));
            if (previous != null && updatePaths) {
                files.put(name + "--" + previous + "--" + version + ".sql", script(previous, version));
            }
            if (controlOfVersion.containsKey(version)) {
                files.put(name + "--" + version + ".control", properties(controlOfVersion.get(version)));
            }
            previous = version;
        }
        Map<String, String> main = new TreeMap<>(control);
        if (!defaultVersion.isEmpty()) {
            main.put("default_version", Sql.literal(defaultVersion));
        }
        files.put(name + ".control", properties(main));
        return files;
    }

    private String script(String from, String to) {
        StringBuilder sql = new StringBuilder();
        for (Stage stage : stages) {
            boolean always = stage.since().isEmpty();
            boolean isNew = from == null || !VersionOrder.atLeast(from, stage.since());
            if (always || (isNew && VersionOrder.atLeast(to, stage.since()))) {
                sql.append(stage.sql());
            }
        }
        return sql.toString();
    }

    private static Package standIn(String name, Map<String, String> control, String[] versions, Stage... stages) {
        List<String> sorted = new ArrayList<>(List.of(versions));
        sorted.sort(VersionOrder.ORDER);
        return new Package(
                name, List.copyOf(sorted), sorted.get(sorted.size() - 1), true, control, Map.of(), false, stages);
    }

    private static String properties(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values)
                .forEach((key, value) ->
                        text.append(key).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    /** The real library says it while it is loaded, for the first of its C functions. */
    private static String refuseUnlessPreloaded(String prefix, String message) {
        return """
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_catalog.pg_settings WHERE name LIKE '%s.%%') THEN
                        RAISE EXCEPTION USING MESSAGE = '%s', ERRCODE = 'internal_error';
                    END IF;
                END $$;
                """.formatted(prefix, message);
    }

    private static String type(String name) {
        return """
                CREATE TYPE NAME;
                CREATE FUNCTION NAME_in(cstring, oid, integer) RETURNS NAME
                    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textin';
                CREATE FUNCTION NAME_out(NAME) RETURNS cstring
                    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textout';
                CREATE FUNCTION NAME_typmod_in(cstring[]) RETURNS integer
                    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varbittypmodin';
                CREATE FUNCTION NAME_recv(internal, oid, integer) RETURNS NAME
                    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textrecv';
                CREATE FUNCTION NAME_send(NAME) RETURNS bytea
                    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textsend';
                CREATE TYPE NAME (
                    INPUT = NAME_in, OUTPUT = NAME_out, TYPMOD_IN = NAME_typmod_in,
                    RECEIVE = NAME_recv, SEND = NAME_send, STORAGE = external);
                CREATE FUNCTION NAME_to_float4(NAME, integer, boolean) RETURNS real[]
                    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                    RETURN pg_catalog.translate($1::text, '[]', '{}')::real[];
                CREATE FUNCTION array_to_NAME(real[], integer, boolean) RETURNS NAME
                    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                    RETURN pg_catalog.translate($1::text, '{}', '[]')::NAME;
                CREATE CAST (NAME AS real[]) WITH FUNCTION NAME_to_float4(NAME, integer, boolean) AS IMPLICIT;
                CREATE CAST (real[] AS NAME) WITH FUNCTION array_to_NAME(real[], integer, boolean) AS ASSIGNMENT;
                CREATE FUNCTION NAME_hash(NAME) RETURNS integer
                    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'hashvarlena';
                """.replace("NAME", name);
    }

    private static String accessMethod(String name, String handler) {
        return """
                CREATE FUNCTION %2$s(internal) RETURNS index_am_handler LANGUAGE internal AS 'hashhandler';
                CREATE ACCESS METHOD %1$s TYPE INDEX HANDLER %2$s;
                """.formatted(name, handler);
    }

    private static String operatorClass(String name, String type, String accessMethod) {
        return "CREATE OPERATOR CLASS " + name + " FOR TYPE " + type + " USING " + accessMethod + " AS FUNCTION 1 "
                + type.replaceFirst(" .*", "") + "_hash(" + type + ");\n";
    }

    private static final String VECTOR_TYPE = type("vector") + """
            CREATE FUNCTION cosine_distance(vector, vector) RETURNS double precision
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN (SELECT 1 - sum(a::float8 * b) / nullif(sqrt(sum(a::float8 * a)) * sqrt(sum(b::float8 * b)), 0)
                        FROM unnest($1::real[], $2::real[]) AS pairs(a, b));
            CREATE FUNCTION l2_distance(vector, vector) RETURNS double precision
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN (SELECT sqrt(sum((a::float8 - b) * (a::float8 - b)))
                        FROM unnest($1::real[], $2::real[]) AS pairs(a, b));
            CREATE OPERATOR <=> (LEFTARG = vector, RIGHTARG = vector, PROCEDURE = cosine_distance, COMMUTATOR = <=>);
            CREATE OPERATOR <-> (LEFTARG = vector, RIGHTARG = vector, PROCEDURE = l2_distance, COMMUTATOR = <->);
            """;

    private static final String IVFFLAT = accessMethod("ivfflat", "ivfflathandler")
            + operatorClass("vector_l2_ops", "vector", "ivfflat").replace("FOR TYPE", "DEFAULT FOR TYPE")
            + operatorClass("vector_ip_ops", "vector", "ivfflat")
            + operatorClass("vector_cosine_ops", "vector", "ivfflat");

    private static final String HNSW = accessMethod("hnsw", "hnswhandler")
            + operatorClass("vector_l2_ops", "vector", "hnsw")
            + operatorClass("vector_ip_ops", "vector", "hnsw")
            + operatorClass("vector_cosine_ops", "vector", "hnsw");

    private static final String HALFVEC = type("halfvec")
            + operatorClass("halfvec_l2_ops", "halfvec", "hnsw")
            + operatorClass("halfvec_cosine_ops", "halfvec", "hnsw");

    private static final String VCHORDRQ = """
            CREATE FUNCTION _vchord_vector_operator_maxsim(vector[], vector[]) RETURNS real
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT 0::real';
            CREATE FUNCTION _vchord_halfvec_operator_maxsim(halfvec[], halfvec[]) RETURNS real
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT 0::real';
            CREATE FUNCTION vchordrq_prewarm(regclass, integer DEFAULT 0) RETURNS text
                LANGUAGE sql STRICT AS $$SELECT 'prewarmed ' || $1::text$$;
            """
            + accessMethod("vchordrq", "vchordrq_amhandler")
            + operatorClass("vector_l2_ops", "vector", "vchordrq")
            + operatorClass("vector_ip_ops", "vector", "vchordrq")
            + operatorClass("vector_cosine_ops", "vector", "vchordrq")
            + operatorClass("halfvec_l2_ops", "halfvec", "vchordrq")
            + operatorClass("halfvec_ip_ops", "halfvec", "vchordrq")
            + operatorClass("halfvec_cosine_ops", "halfvec", "vchordrq");

    /** Postgres says it of the first function that the library in memory lacks. */
    private static final String REFUSE_WITHOUT_NEW_FUNCTIONS = """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_settings WHERE name LIKE 'vchordg.%') THEN
                    RAISE EXCEPTION USING ERRCODE = 'undefined_function',
                        MESSAGE = 'could not find function "_vchordg_support_vector_cosine_ops_wrapper" in file "vchord.so"';
                END IF;
            END $$;
            """;

    private static final String VCHORDG = accessMethod("vchordg", "vchordg_amhandler")
            + operatorClass("vector_l2_ops", "vector", "vchordg")
            + operatorClass("vector_cosine_ops", "vector", "vchordg");

    private static final String VECTORS = accessMethod("vectors", "vectors_amhandler")
            + operatorClass("l2_ops", "vector", "vectors").replace("FOR TYPE", "DEFAULT FOR TYPE")
            + operatorClass("dot_ops", "vector", "vectors")
            + operatorClass("cosine_ops", "vector", "vectors");

    /** An index with the comment UPGRADE is one that the real view would call so. */
    private static final String VECTORS_0_2 = operatorClass("vector_l2_ops", "vector", "vectors")
            + operatorClass("vector_dot_ops", "vector", "vectors")
            + operatorClass("vector_cos_ops", "vector", "vectors")
            + """
            CREATE FUNCTION pgvectors_upgrade() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
            CREATE VIEW pg_vector_index_stat AS
                SELECT t.oid AS tablerelid,
                       i.oid AS indexrelid,
                       t.relname AS tablename,
                       i.relname AS indexname,
                       CASE WHEN pg_catalog.obj_description(i.oid, 'pg_class') = 'UPGRADE' THEN 'UPGRADE' ELSE 'NORMAL'
                       END AS idx_status,
                       false AS idx_indexing,
                       t.reltuples::bigint AS idx_tuples,
                       ARRAY[]::bigint[] AS idx_sealed,
                       ARRAY[]::bigint[] AS idx_growing,
                       0::bigint AS idx_write,
                       pg_catalog.pg_relation_size(i.oid) AS idx_size,
                       pg_catalog.array_to_string(i.reloptions, ',') AS idx_options
                FROM pg_catalog.pg_class t
                JOIN pg_catalog.pg_index x ON t.oid = x.indrelid
                JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                JOIN pg_catalog.pg_am a ON a.oid = i.relam
                WHERE a.amname = 'vectors';
            """;
}
