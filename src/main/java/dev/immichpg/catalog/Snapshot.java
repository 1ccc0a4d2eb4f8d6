package dev.immichpg.catalog;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What the catalogs said about one Immich database at one moment: the document that {@code snapshot.sql} returns, key by
 * key.
 *
 * <p>Among the components, an empty {@link Optional} means one thing: hidden from the role that looked. What is not
 * there is absent from a list. (The finders below return an empty Optional for absent.) "The role" is Immich's own,
 * whose rights are judged; "the login" is whoever looked.
 *
 * @param format version of this document, {@value #FORMAT}
 * @param login the role that looked
 * @param schemas {@code public}, {@code vectors}, the one named like the role, and those that hold an installed extension
 * @param installedExtensions of the extensions that some Immich release uses
 * @param availableExtensions of the same, those with a control file on the server's disk
 * @param updatePaths where an installed extension differs from the available one: the ways that scripts on disk offer
 * @param preload {@code shared_preload_libraries}; needs pg_read_all_settings
 * @param loadedPrefixes prefixes, of {@code vchordrq} and {@code vectors}, under which a loaded library has settings
 * @param searchPathSettings what ALTER ROLE and ALTER DATABASE set for the role in this database
 * @param serverSearchPath what the server's configuration sets; hidden where the login has a setting of its own
 * @param defaultSelects roles whose future tables in schema {@code vectors} the role may read, by default privileges
 * @param relations Immich's tables that the agent has a use for, and pgvecto.rs' index view, in whatever schema
 * @param vectorIndexes indexes named {@code clip_index} and {@code face_index}
 */
public record Snapshot(
        int format,
        String login,
        Server server,
        Role role,
        Database database,
        List<Schema> schemas,
        List<InstalledExtension> installedExtensions,
        List<AvailableExtension> availableExtensions,
        List<UpdatePath> updatePaths,
        Optional<Preload> preload,
        List<String> loadedPrefixes,
        List<SearchPathSetting> searchPathSettings,
        Optional<String> serverSearchPath,
        List<String> defaultSelects,
        List<Relation> relations,
        List<VectorIndex> vectorIndexes,
        History history) {

    /** The version of the document that this agent writes and reads. */
    public static final int FORMAT = 1;

    public Snapshot {
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "this snapshot has format " + format + "; this agent reads format " + FORMAT);
        }
        requireNonNull(login, "login");
        requireNonNull(server, "server");
        requireNonNull(role, "role");
        requireNonNull(database, "database");
        schemas = List.copyOf(schemas);
        installedExtensions = List.copyOf(installedExtensions);
        availableExtensions = List.copyOf(availableExtensions);
        updatePaths = List.copyOf(updatePaths);
        requireNonNull(preload, "preload");
        loadedPrefixes = List.copyOf(loadedPrefixes);
        searchPathSettings = List.copyOf(searchPathSettings);
        requireNonNull(serverSearchPath, "serverSearchPath");
        defaultSelects = List.copyOf(defaultSelects);
        relations = List.copyOf(relations);
        vectorIndexes = List.copyOf(vectorIndexes);
        requireNonNull(history, "history");
    }

    /** @param versionNum as {@code server_version_num}: 150018 for 15.18 */
    public record Server(int versionNum, boolean inRecovery) {

        public int major() {
            return versionNum / 10_000;
        }

        /** As Postgres 10 and newer write it: {@code 15.18}. */
        public String version() {
            return major() + "." + versionNum % 10_000;
        }
    }

    /**
     * Immich's role. Where it does not exist it has no rights at all, and every other statement about it says so too.
     */
    public record Role(String name, boolean exists, boolean superuser, boolean canLogin) {
        public Role {
            requireNonNull(name, "name");
        }
    }

    /** @param roleOwns the role is the owner, or has the owner's rights as a member or a superuser */
    public record Database(String name, String owner, boolean roleOwns, boolean roleCanConnect, boolean roleCanCreate) {
        public Database {
            requireNonNull(name, "name");
            requireNonNull(owner, "owner");
        }
    }

    public record Schema(String name, String owner, boolean roleOwns, boolean roleHasUsage, boolean roleCanCreate) {
        public Schema {
            requireNonNull(name, "name");
            requireNonNull(owner, "owner");
        }
    }

    /**
     * A row of {@code pg_extension}.
     *
     * @param rowAge transactions since the row was written, which CREATE EXTENSION and ALTER EXTENSION … UPDATE do; fewer
     *     is newer
     */
    public record InstalledExtension(
            String name, String version, String schema, String owner, boolean roleOwns, long rowAge) {
        public InstalledExtension {
            requireNonNull(name, "name");
            requireNonNull(version, "version");
            requireNonNull(schema, "schema");
            requireNonNull(owner, "owner");
        }
    }

    /**
     * A control file on the server's disk.
     *
     * @param version its default version: what CREATE and ALTER EXTENSION … UPDATE lead to
     * @param superuser only a superuser may create or update it, unless it is trusted
     * @param trusted whoever may CREATE in the database may create it, and its owner may update it (Postgres 13+)
     */
    public record AvailableExtension(String name, String version, boolean superuser, boolean trusted) {
        public AvailableExtension {
            requireNonNull(name, "name");
            requireNonNull(version, "version");
        }
    }

    public record UpdatePath(String extension, String source, String target) {
        public UpdatePath {
            requireNonNull(extension, "extension");
            requireNonNull(source, "source");
            requireNonNull(target, "target");
        }
    }

    /**
     * {@code shared_preload_libraries} as it is in force.
     *
     * @param source as {@code pg_settings.source}: {@code default}, {@code configuration file}, {@code command line} …
     * @param pendingRestart the configuration has another value, which the next restart brings
     */
    public record Preload(String setting, String source, boolean pendingRestart) {
        public Preload {
            requireNonNull(setting, "setting");
            requireNonNull(source, "source");
        }

        /** A configuration file cannot change what the command line says, and neither can a restart. */
        public boolean fromCommandLine() {
            return source.equals("command line");
        }

        /** pg_settings also marks a value of the command line, where a restart would change nothing (ref §7). */
        public boolean waitsForRestart() {
            return pendingRestart && !fromCommandLine();
        }

        public PreloadLibraries libraries() {
            return PreloadLibraries.parse(setting);
        }
    }

    /** A row of {@code pg_db_role_setting} for {@code search_path}. */
    public record SearchPathSetting(Scope scope, String value) {
        public SearchPathSetting {
            requireNonNull(scope, "scope");
            requireNonNull(value, "value");
        }

        /** Nearest first: the first of them that has a setting wins (ref §7). */
        public enum Scope {
            ROLE_IN_DATABASE,
            ROLE,
            DATABASE,
            ALL_ROLES
        }
    }

    /**
     * @param roleCanSelect the table's own privilege; USAGE on its schema is another matter
     * @param loginCanSelect the login may read it, schema included
     * @param plain reading it runs no code of its owner's: a table without row security, of Postgres' own types
     * @param ofExtension an extension brought it
     * @param estimatedRows as the planner estimates; -1 where the table was never analyzed
     */
    public record Relation(
            String schema,
            String name,
            String owner,
            boolean roleOwns,
            boolean roleCanSelect,
            boolean loginCanSelect,
            boolean plain,
            boolean ofExtension,
            long estimatedRows) {
        public Relation {
            requireNonNull(schema, "schema");
            requireNonNull(name, "name");
            requireNonNull(owner, "owner");
        }
    }

    /**
     * @param options of the index ({@code pg_class.reloptions}), a line each; empty where it has none
     * @param rowAge transactions since the row was written, which CREATE INDEX and REINDEX do, and a change of its options
     *     or owner as well; fewer is newer
     */
    public record VectorIndex(
            String schema,
            String name,
            String table,
            String accessMethod,
            String options,
            boolean valid,
            boolean ready,
            long rowAge) {
        public VectorIndex {
            requireNonNull(schema, "schema");
            requireNonNull(name, "name");
            requireNonNull(table, "table");
            requireNonNull(accessMethod, "accessMethod");
            requireNonNull(options, "options");
        }
    }

    /**
     * What stands in tables rather than in catalogs, each readable with a grant only.
     *
     * @param versions newest row of {@code version_history} first; at most one
     * @param migrations newest name of {@code kysely_migrations}; at most one
     * @param indexStatus rows of {@code pg_vector_index_stat}
     */
    public record History(
            Optional<List<String>> versions,
            Optional<List<String>> migrations,
            Optional<List<IndexStatus>> indexStatus) {

        /** Nothing of it could be read. */
        public static final History HIDDEN = new History(Optional.empty(), Optional.empty(), Optional.empty());

        public History {
            versions = versions.map(List::copyOf);
            migrations = migrations.map(List::copyOf);
            indexStatus = indexStatus.map(List::copyOf);
        }
    }

    /** @param status {@code NORMAL} or {@code UPGRADE} */
    public record IndexStatus(String index, String status) {
        public IndexStatus {
            requireNonNull(index, "index");
            requireNonNull(status, "status");
        }
    }

    public Snapshot withHistory(History read) {
        return new Snapshot(
                format,
                login,
                server,
                role,
                database,
                schemas,
                installedExtensions,
                availableExtensions,
                updatePaths,
                preload,
                loadedPrefixes,
                searchPathSettings,
                serverSearchPath,
                defaultSelects,
                relations,
                vectorIndexes,
                read);
    }

    public Optional<InstalledExtension> installed(String extension) {
        return installedExtensions.stream()
                .filter(e -> e.name().equals(extension))
                .findFirst();
    }

    public Optional<AvailableExtension> available(String extension) {
        return availableExtensions.stream()
                .filter(e -> e.name().equals(extension))
                .findFirst();
    }

    public Optional<Schema> schema(String name) {
        return schemas.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The table or view of this name; one in {@code public} before one elsewhere. */
    public Optional<Relation> relation(String name) {
        return relation("public", name)
                .or(() -> relations.stream().filter(r -> r.name().equals(name)).findFirst());
    }

    public Optional<Relation> relation(String schema, String name) {
        return relations.stream()
                .filter(r -> r.schema().equals(schema) && r.name().equals(name))
                .findFirst();
    }

    /** The index of this name; one in {@code public} before one elsewhere. */
    public Optional<VectorIndex> index(String name) {
        return vectorIndexes.stream()
                .filter(i -> i.name().equals(name) && i.schema().equals("public"))
                .findFirst()
                .or(() -> vectorIndexes.stream()
                        .filter(i -> i.name().equals(name))
                        .findFirst());
    }

    /** The scripts on disk lead from the installed version to the available one. */
    public boolean hasUpdatePath(String extension) {
        return updatePaths.stream().anyMatch(p -> p.extension().equals(extension));
    }

    /** The role may run CREATE EXTENSION, should the files be there: Postgres' rule for superuser and trusted. */
    public boolean roleMayCreate(AvailableExtension extension) {
        return role.superuser() || (!extension.superuser() || extension.trusted()) && database.roleCanCreate();
    }

    /** The role may run ALTER EXTENSION … UPDATE: as its owner, and only where a superuser is not demanded (ref §7). */
    public boolean roleMayUpdate(InstalledExtension installed, AvailableExtension available) {
        return role.superuser() || installed.roleOwns() && roleMayCreate(available);
    }

    /**
     * Whether a library is preloaded. Where the list itself is hidden, the settings that it registers prove that it is;
     * their absence proves nothing (ref §7, Q3).
     *
     * @param library as named in the list, without directory and suffix
     * @param prefix of the settings that it registers
     * @return empty where this is hidden from the login
     */
    public Optional<Boolean> isPreloaded(String library, String prefix) {
        if (preload.isPresent()) {
            return Optional.of(preload.get().libraries().contains(library));
        }
        return loadedPrefixes.contains(prefix) ? Optional.of(true) : Optional.empty();
    }

    /** Immich has run its migrations here at least once. */
    public boolean hasImmichTables() {
        return relation("kysely_migrations").isPresent()
                || relation("migrations").isPresent()
                || relation("smart_search").isPresent();
    }
}
