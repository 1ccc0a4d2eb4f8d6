package dev.immichpg.catalog;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the catalogs said about one Immich database at one moment: the document that {@code snapshot.sql} returns, key by
 * key.
 *
 * <p>Among the components, an empty {@link Optional} means one thing: hidden from the role that looked, or not looked at by
 * an older agent ({@link SinceFormat}). What is not there is absent from a list. (The finders below return an empty Optional for absent.) "The role" is Immich's own,
 * "the effective role" the one whose rights its sessions have, and "the login" whoever looked. What "the role" may do, the effective
 * role may, unless it says otherwise.
 *
 * <p>A list that others can make as long as they like ends at {@value #LONGEST_LIST} entries, those in schema {@code public}
 * and those of the role before others; see {@link #mayBeCut}.
 *
 * @param format version of this document: {@value #FORMAT}, or an older one that was read from a file
 * @param login the role that looked
 * @param loginRights what the login may do beyond looking
 * @param signs what tells who runs the server, and how
 * @param effectiveRole whose rights are judged
 * @param schemas {@code public}, {@code vectors}, {@code pg_catalog}, those that a search_path may name, the one named like the effective role, and those that hold an installed extension
 * @param installedExtensions of the extensions that some Immich release uses
 * @param availableExtensions of the same, those with a control file on the server's disk
 * @param updatePaths where an installed extension differs from the available one: the ways that scripts on disk offer;
 *     hidden where one of these extensions has more than 100 versions on disk, since Postgres would look for ever
 * @param preload {@code shared_preload_libraries}; needs pg_read_all_settings
 * @param loadedPrefixes prefixes, of {@code vchordrq} and {@code vectors}, under which a loaded library has settings
 * @param roleSettings what ALTER ROLE and ALTER DATABASE set for the role in this database: of {@code search_path},
 *     {@code default_transaction_read_only}, {@code role}, {@code default_tablespace}, {@code event_triggers},
 *     {@code row_security}, {@code quote_all_identifiers}, libraries that sessions load, and timeouts
 * @param extensionSettings what they set of the vector extensions' settings, for whatever role in this database; names,
 *     and no values
 * @param serverSearchPath what the server's configuration sets; hidden where the login has a setting of its own
 * @param serverReadOnly {@code default_transaction_read_only} of the server's configuration; hidden likewise
 * @param serverSettings what the server's configuration sets of those in {@link #roleSettings} that stop or place new work, as
 *     Postgres counts them (milliseconds); absent: hidden, since the login has a setting of its own, or this Postgres has none
 *     of this name
 * @param tablespaces of the whole server
 * @param eventTriggers those that fire
 * @param unwritableTables of Kysely's two, {@code version_history} and {@code system_metadata}: those into which the role is not
 *     allowed to insert, or, into the last, to insert and update
 * @param deniedMembers functions and types of {@link #installedExtensions} that the role is not allowed to use; and
 *     {@code uuid_generate_v4} where default privileges will keep it from the role once its extension is created
 * @param vectorDependents what depends on a column of vectors of a table in schema {@code public}
 * @param firstFound which index Immich's own question finds first by name, since it names no schema
 * @param defaultSelects owners of installed extensions whose future tables in schema {@code vectors} the role may read, by default privileges
 * @param relations Immich's tables that the agent has a use for, and pgvecto.rs' index view, in whatever schema
 * @param vectorIndexes indexes named {@code clip_index} and {@code face_index}
 * @param leftoverIndexes what a broken REINDEX CONCURRENTLY of these leaves behind: {@code clip_index_ccnew} and the like
 * @param vectorTables tables named like Immich's that have a column {@code embedding}
 * @param foreignObjects relations, types (enums and domains) and functions of schema {@code public} that the role does not
 *     own; without those of extensions; by owner, kind and name
 * @param catalogChanges rows that were written or deleted in the catalogs that hold the structure of all schemas, since the
 *     statistics began: another figure means that something may have changed
 * @param structure of schema {@code public}: as it was when it was last read, which is not at every examination
 * @param collations those that objects of this database depend on by name, with a version
 * @param databaseCollation the database's own; hidden before Postgres 15, which does not record its version; empty list:
 *     it has no version, as C has none
 * @param loadedModules libraries of vector extensions in the server's processes; hidden before Postgres 18
 * @param locks who holds what a start of Immich waits for; needs pg_read_all_stats
 * @param probes what a search in each vector table came to that the login may search, and that has rows; hidden where the
 *     probe is off
 * @param loadedSettings names of the settings that the loaded libraries of vector extensions have; they tell a library's age
 * @param updatedExtensions installed extensions that ALTER EXTENSION … UPDATE has changed since they were created: their row
 *     is younger than one of their functions. Neither CREATE EXTENSION nor SET SCHEMA leaves that behind
 * @param versionlessExtensions of the extensions that some Immich release uses, those whose control file names no default
 *     version: Postgres lists them, and CREATE EXTENSION and ALTER EXTENSION … UPDATE need a version for them
 * @param autovacuumedTables vector tables of schema {@code public} that autovacuum, indexes included, has gone through since
 *     Postgres started: it reads the first page of each index
 * @param immichStarted an Immich has started here since Postgres was started, and still runs: a worker of its holds one of the
 *     advisory locks that it takes when its start is over, and keeps
 * @param unendableSessions roles with sessions in this database that the effective role is not allowed to end, the agent's own among
 *     them; needs pg_read_all_stats
 * @param tableGuards what can hide rows of Immich's tables from the effective role, or refuse those that it inserts
 * @param missingMembers what Immich names of {@link #installedExtensions}, and is not in the extension's schema
 * @param unusableLanguages of {@code plpgsql} and {@code sql}: in which the effective role is not able to create functions
 * @param deniedCatalogs views and functions of Postgres' own that Immich asks, and the role is not allowed to: {@code
 *     pg_catalog.pg_indexes}, {@code pg_advisory_lock()}
 * @param undimensionedTables tables of vectors in schema {@code public} whose column {@code embedding} has no dimension
 * @param moment when the catalogs were read
 * @param memory what the agent saw in earlier examinations; empty: it has none, as at the command line
 */
public record Snapshot(
        int format,
        String login,
        @SinceFormat(2) Optional<LoginRights> loginRights,
        Server server,
        @SinceFormat(2) Optional<ServerSigns> signs,
        Role role,
        @SinceFormat(2) Optional<EffectiveRole> effectiveRole,
        Database database,
        List<Schema> schemas,
        List<InstalledExtension> installedExtensions,
        List<AvailableExtension> availableExtensions,
        Optional<List<UpdatePath>> updatePaths,
        Optional<Preload> preload,
        List<String> loadedPrefixes,
        List<RoleSetting> roleSettings,
        List<ExtensionSetting> extensionSettings,
        Optional<String> serverSearchPath,
        Optional<Boolean> serverReadOnly,
        @SinceFormat(2) Optional<List<ServerSetting>> serverSettings,
        @SinceFormat(2) Optional<List<Tablespace>> tablespaces,
        @SinceFormat(2) Optional<List<EventTrigger>> eventTriggers,
        @SinceFormat(2) Optional<List<String>> unwritableTables,
        @SinceFormat(2) Optional<List<DeniedMember>> deniedMembers,
        @SinceFormat(2) Optional<List<VectorDependent>> vectorDependents,
        @SinceFormat(2) Optional<List<FirstFound>> firstFound,
        List<String> defaultSelects,
        List<Relation> relations,
        List<VectorIndex> vectorIndexes,
        List<LeftoverIndex> leftoverIndexes,
        List<VectorTable> vectorTables,
        List<ForeignObject> foreignObjects,
        @SinceFormat(2) Optional<Long> catalogChanges,
        @SinceFormat(2) Optional<Structure> structure,
        StartUpLock startUpLock,
        @SinceFormat(2) Optional<Locks> locks,
        Connections connections,
        Checksums checksums,
        Archiving archiving,
        List<ReplicationSlot> replicationSlots,
        LogicalReplication logicalReplication,
        List<CollationVersion> collations,
        Optional<List<CollationVersion>> databaseCollation,
        Optional<List<LoadedModule>> loadedModules,
        History history,
        Optional<List<Probe>> probes,
        @SinceFormat(2) Optional<List<String>> loadedSettings,
        @SinceFormat(2) Optional<List<String>> updatedExtensions,
        @SinceFormat(2) Optional<List<String>> versionlessExtensions,
        @SinceFormat(2) Optional<List<String>> autovacuumedTables,
        @SinceFormat(2) Optional<Boolean> immichStarted,
        @SinceFormat(2) Optional<List<UnendableSessions>> unendableSessions,
        @SinceFormat(2) Optional<List<TableGuard>> tableGuards,
        @SinceFormat(2) Optional<List<MissingMember>> missingMembers,
        @SinceFormat(2) Optional<List<String>> unusableLanguages,
        @SinceFormat(2) Optional<List<String>> deniedCatalogs,
        @SinceFormat(2) Optional<List<String>> undimensionedTables,
        @SinceFormat(2) Optional<Moment> moment,
        @SinceFormat(2) Optional<Memory> memory) {

    /** As many entries of a list are read at most; a restore by another role leaves fewer foreign objects of Immich's. */
    public static final int LONGEST_LIST = 500;

    /**
     * The version of the document that this agent writes. Since 2, {@code startUpLock.waiting} is gone, which nothing read;
     * {@code loginRights}, {@code effectiveRole}, {@code catalogChanges}, {@code structure} and what else is marked with
     * {@link SinceFormat} are new.
     */
    public static final int FORMAT = 2;

    /** The oldest version that it reads. */
    public static final int OLDEST_FORMAT = 1;

    public Snapshot {
        if (format < OLDEST_FORMAT || format > FORMAT) {
            throw new IllegalArgumentException("this snapshot has format " + format + "; this agent reads formats "
                    + OLDEST_FORMAT + " to " + FORMAT);
        }
        requireNonNull(login, "login");
        requireNonNull(loginRights, "loginRights");
        requireNonNull(server, "server");
        requireNonNull(signs, "signs");
        requireNonNull(role, "role");
        requireNonNull(effectiveRole, "effectiveRole");
        requireNonNull(database, "database");
        schemas = List.copyOf(schemas);
        installedExtensions = List.copyOf(installedExtensions);
        availableExtensions = List.copyOf(availableExtensions);
        updatePaths = updatePaths.map(List::copyOf);
        requireNonNull(preload, "preload");
        loadedPrefixes = List.copyOf(loadedPrefixes);
        roleSettings = List.copyOf(roleSettings);
        extensionSettings = List.copyOf(extensionSettings);
        requireNonNull(serverSearchPath, "serverSearchPath");
        requireNonNull(serverReadOnly, "serverReadOnly");
        serverSettings = serverSettings.map(List::copyOf);
        tablespaces = tablespaces.map(List::copyOf);
        eventTriggers = eventTriggers.map(List::copyOf);
        unwritableTables = unwritableTables.map(List::copyOf);
        deniedMembers = deniedMembers.map(List::copyOf);
        vectorDependents = vectorDependents.map(List::copyOf);
        firstFound = firstFound.map(List::copyOf);
        defaultSelects = List.copyOf(defaultSelects);
        relations = List.copyOf(relations);
        vectorIndexes = List.copyOf(vectorIndexes);
        leftoverIndexes = List.copyOf(leftoverIndexes);
        vectorTables = List.copyOf(vectorTables);
        foreignObjects = List.copyOf(foreignObjects);
        requireNonNull(catalogChanges, "catalogChanges");
        requireNonNull(structure, "structure");
        requireNonNull(startUpLock, "startUpLock");
        requireNonNull(locks, "locks");
        requireNonNull(connections, "connections");
        requireNonNull(checksums, "checksums");
        requireNonNull(archiving, "archiving");
        replicationSlots = List.copyOf(replicationSlots);
        requireNonNull(logicalReplication, "logicalReplication");
        collations = List.copyOf(collations);
        databaseCollation = databaseCollation.map(List::copyOf);
        loadedModules = loadedModules.map(List::copyOf);
        requireNonNull(history, "history");
        probes = probes.map(List::copyOf);
        loadedSettings = loadedSettings.map(List::copyOf);
        updatedExtensions = updatedExtensions.map(List::copyOf);
        versionlessExtensions = versionlessExtensions.map(List::copyOf);
        autovacuumedTables = autovacuumedTables.map(List::copyOf);
        requireNonNull(immichStarted, "immichStarted");
        unendableSessions = unendableSessions.map(List::copyOf);
        tableGuards = tableGuards.map(List::copyOf);
        missingMembers = missingMembers.map(List::copyOf);
        unusableLanguages = unusableLanguages.map(List::copyOf);
        deniedCatalogs = deniedCatalogs.map(List::copyOf);
        undimensionedTables = undimensionedTables.map(List::copyOf);
        requireNonNull(moment, "moment");
        requireNonNull(memory, "memory");
    }

    /**
     * When the catalogs were read, by the server's own clock.
     *
     * @param now milliseconds since 1970
     * @param startedAt when Postgres was started, in milliseconds since 1970: two starts can be in one second
     * @param nextTransaction the number that the next transaction gets, which never starts again: {@code xid8}
     * @param controlFilesReadAt when {@code superuser} and {@code trusted} of the available extensions were read, in milliseconds since
     *     1970. Up to an hour before {@code now} where each of them is installed with its default version, so that nobody has
     *     to create or update it (catalogs.md#control-files)
     */
    public record Moment(long now, long startedAt, long nextTransaction, long controlFilesReadAt) {}

    /**
     * What the role that looked may do beyond looking, also by becoming a role that it is a member of. A superuser may do all
     * of it.
     *
     * @param runsPrograms on the server: {@code pg_execute_server_program}
     * @param readsFiles of the server: {@code pg_read_server_files}
     * @param writesFiles of the server: {@code pg_write_server_files}
     * @param bypassesRowSecurity BYPASSRLS
     * @param createsRoles CREATEROLE, which before Postgres 16 could give itself any of these except superuser
     * @param replicates REPLICATION: may copy the whole server's data, passwords' hashes included
     */
    public record LoginRights(
            boolean superuser,
            boolean runsPrograms,
            boolean readsFiles,
            boolean writesFiles,
            boolean bypassesRowSecurity,
            boolean createsRoles,
            boolean replicates) {}

    /**
     * Those of one role.
     *
     * @param seconds since the oldest of them began
     */
    public record UnendableSessions(String role, long seconds) {
        public UnendableSessions {
            requireNonNull(role, "role");
        }
    }

    /**
     * @param versionNum as {@code server_version_num}: 150018 for 15.18
     * @param platform what it was built for, as {@code version()} says: {@code aarch64-unknown-linux-gnu}
     */
    public record Server(int versionNum, boolean inRecovery, String platform) {
        public Server {
            if (versionNum < 0) {
                throw new IllegalArgumentException("no server has version " + versionNum);
            }
            requireNonNull(platform, "platform");
        }

        public int major() {
            return versionNum / 10_000;
        }

        /** As Postgres 10 and newer write it: {@code 15.18}. */
        public String version() {
            return major() + "." + versionNum % 10_000;
        }
    }

    /**
     * @param roles that only the servers of one provider or operator have, as far as they exist
     * @param settings likewise
     * @param allowsAlterSystem {@code allow_alter_system}, since Postgres 17; true where there is no such setting
     * @param paths need pg_read_all_settings
     */
    public record ServerSigns(
            List<String> roles, List<String> settings, boolean allowsAlterSystem, Optional<ServerPaths> paths) {
        public ServerSigns {
            roles = List.copyOf(roles);
            settings = List.copyOf(settings);
            requireNonNull(paths, "paths");
        }
    }

    /** Settings of these names, as they are in force; empty where one has no value. */
    public record ServerPaths(String configFile, String hbaFile, String dataDirectory, String sockets) {
        public ServerPaths {
            requireNonNull(configFile, "configFile");
            requireNonNull(hbaFile, "hbaFile");
            requireNonNull(dataDirectory, "dataDirectory");
            requireNonNull(sockets, "sockets");
        }
    }

    /**
     * Immich's role. Where it does not exist it has no rights at all, and every other statement about it says so too.
     *
     * @param passwordValidSeconds how long its password is still good for (VALID UNTIL); negative: it has expired
     * @param connectionLimit -1: none
     */
    public record Role(
            String name,
            boolean exists,
            boolean superuser,
            boolean canLogin,
            long passwordValidSeconds,
            int connectionLimit) {
        public Role {
            requireNonNull(name, "name");
        }

        /** {@link #passwordValidSeconds} where the password does not expire. */
        public static final long NEVER_EXPIRES = Long.MAX_VALUE;

        /** Postgres refuses a login with the password; one without, by certificate or peer, it does not. */
        public boolean passwordHasExpired() {
            return passwordValidSeconds < 0;
        }
    }

    /**
     * The role whose rights Immich's sessions have, which Postgres calls {@code current_user}: the one that logs in, or the
     * one that {@code ALTER ROLE … SET role} makes of it (catalogs.md#effective-role). Limits of connections, and settings,
     * are still those of the role that logs in.
     */
    public record EffectiveRole(String name, boolean superuser) {
        public EffectiveRole {
            requireNonNull(name, "name");
        }
    }

    /**
     * @param roleOwns the role is the owner, or has the owner's rights as a member or a superuser
     * @param roleCanTemp it may make temporary tables
     * @param connectionLimit -1: none
     */
    public record Database(
            String name,
            String owner,
            boolean roleOwns,
            boolean roleCanConnect,
            boolean roleCanCreate,
            boolean roleCanTemp,
            int connectionLimit) {
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
     * @param sourceFile path of the configuration file that sets it; empty where none does
     * @param pendingRestart the configuration has another value, which the next restart brings
     */
    public record Preload(String setting, String source, String sourceFile, boolean pendingRestart) {
        public Preload {
            requireNonNull(setting, "setting");
            requireNonNull(source, "source");
            requireNonNull(sourceFile, "sourceFile");
        }

        /** ALTER SYSTEM set it, which overrules postgresql.conf. */
        public boolean fromAlterSystem() {
            return sourceFile.endsWith("postgresql.auto.conf");
        }

        /** A configuration file cannot change what the command line says, and neither can a restart. */
        public boolean fromCommandLine() {
            return source.equals("command line");
        }

        /**
         * pg_settings also marks a value of the command line, where a restart would change nothing
         * (catalogs.md#pending-restart).
         */
        public boolean waitsForRestart() {
            return pendingRestart && !fromCommandLine();
        }

        public PreloadLibraries libraries() {
            return PreloadLibraries.parse(setting);
        }
    }

    /**
     * Whom a setting of ALTER ROLE or ALTER DATABASE is for. Nearest first: the first that has one wins
     * (catalogs.md#precedence).
     */
    public enum Scope {
        ROLE_IN_DATABASE,
        ROLE,
        DATABASE,
        ALL_ROLES
    }

    /** An entry of {@code pg_db_role_setting} that is in force for the role in this database, or would be. */
    public record RoleSetting(Scope scope, String name, String value) {
        public RoleSetting {
            requireNonNull(scope, "scope");
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /** @param value as {@code pg_settings} has it: a time in milliseconds */
    public record ServerSetting(String name, String value) {
        public ServerSetting {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /** @param ofDatabase the database's own, which needs no right */
    public record Tablespace(String name, boolean ofDatabase, boolean roleCanCreate) {
        public Tablespace {
            requireNonNull(name, "name");
        }
    }

    /**
     * @param event {@code ddl_command_start}, {@code ddl_command_end}, {@code sql_drop}, {@code table_rewrite} or {@code login}
     * @param tags of the commands that it fires for, at most 100; empty: all
     * @param ofExtension it, or its function, belongs to an extension
     */
    public record EventTrigger(String name, String event, List<String> tags, boolean ofExtension) {
        public EventTrigger {
            requireNonNull(name, "name");
            requireNonNull(event, "event");
            tags = List.copyOf(tags);
        }
    }

    /**
     * @param name without arguments
     * @param converts a function that makes vectors of arrays, or arrays of vectors
     */
    public record DeniedMember(String extension, Kind kind, String name, boolean converts) {
        public DeniedMember {
            requireNonNull(extension, "extension");
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
        }

        public enum Kind {
            /** No EXECUTE. */
            FUNCTION,
            /** No USAGE. */
            TYPE
        }
    }

    /**
     * What stands between the effective role and the rows of a table in schema {@code public}. Of the tables that each start
     * reads (Kysely's two, {@code version_history} and {@code system_metadata}) all kinds; of others {@link Kind#ROW_SECURITY}
     * and its policies.
     *
     * @param name of the policy, column, constraint, rule or trigger; empty for what has none
     * @param command {@code SELECT}, {@code INSERT} or {@code UPDATE}; empty for row security as such
     * @param admits which rows get through
     */
    public record TableGuard(String table, Kind kind, String name, String command, Admits admits) {
        public TableGuard {
            requireNonNull(table, "table");
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            requireNonNull(command, "command");
            requireNonNull(admits, "admits");
        }

        public enum Admits {
            /** Whatever is in them. */
            ALL,
            NONE,
            /** On an expression, or on what somebody's code does. */
            DEPENDS
        }

        public enum Kind {
            /** It is in force for the role, which owns the table by force only, or not at all, and does not bypass it. */
            ROW_SECURITY,
            /** A policy for the role; one of those that admit a row is enough. */
            PERMISSIVE_POLICY,
            /** Likewise, and each of these must admit it. */
            RESTRICTIVE_POLICY,
            /** It is not null, has no default, and Immich gives it no value. */
            REQUIRED_COLUMN,
            /** Immich gives it a value, and Postgres takes only its own. */
            GENERATED_COLUMN,
            /** A column of a domain with a check. */
            DOMAIN,
            /** A check, a foreign key or an exclusion. */
            CONSTRAINT,
            /** Admits nothing: instead of the statement, and returns no row. */
            RULE,
            TRIGGER,
            /** It is no plain table: partitioned, a view, a foreign table, or (admits nothing) a materialized view. */
            OTHER_RELATION
        }
    }

    /**
     * What Immich names of an extension that is installed, and is not in its schema.
     *
     * @param name without arguments; of a cast, as SQL has it: {@code real[] AS vector}
     * @param foundIn schemas that have a function or operator class of this name
     */
    public record MissingMember(String extension, Kind kind, String name, List<String> foundIn) {
        public MissingMember {
            requireNonNull(extension, "extension");
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            foundIn = List.copyOf(foundIn);
        }

        public enum Kind {
            FUNCTION,
            TYPE,
            OPERATOR_CLASS,
            CAST;

            /** In a sentence: {@code operator class}. */
            public String words() {
                return name().toLowerCase(Locale.ROOT).replace('_', ' ');
            }
        }
    }

    /**
     * What depends on column {@code embedding} of a table.
     *
     * @param schema of the table
     * @param onSchema its own schema, of an index, view or function; empty for the others, which are a table's or have none
     * @param survives a change of the column's type, as Immich makes one when it rebuilds an index; empty: that depends on the
     *     expression that it is
     */
    public record VectorDependent(
            String schema, String table, Kind kind, String name, String onSchema, Optional<Boolean> survives) {
        public VectorDependent {
            requireNonNull(schema, "schema");
            requireNonNull(table, "table");
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            requireNonNull(onSchema, "onSchema");
            requireNonNull(survives, "survives");
        }

        public enum Kind {
            INDEX,
            /** Or a rule of a table. */
            VIEW,
            TRIGGER,
            POLICY,
            GENERATED_COLUMN,
            FUNCTION,
            PUBLICATION,
            CONSTRAINT
        }
    }

    /** @param schema of the index that Immich takes for its own */
    public record FirstFound(String index, String schema) {
        public FirstFound {
            requireNonNull(index, "index");
            requireNonNull(schema, "schema");
        }
    }

    /**
     * An entry of {@code pg_db_role_setting} for a setting of a vector extension: {@code vchordrq.probes}.
     *
     * @param role whose it is; empty: everybody's
     * @param known the loaded libraries have a setting of this name
     */
    public record ExtensionSetting(Scope scope, String role, String name, boolean known) {
        public ExtensionSetting {
            requireNonNull(scope, "scope");
            requireNonNull(role, "role");
            requireNonNull(name, "name");
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

    public record LeftoverIndex(String schema, String name) {
        public LeftoverIndex {
            requireNonNull(schema, "schema");
            requireNonNull(name, "name");
        }
    }

    /**
     * A table with a column {@code embedding}.
     *
     * @param type of the column, by its bare name: {@code vector}, {@code _float4} while it is an array of real
     * @param typeExtension the extension that the type belongs to; empty where it belongs to none
     * @param deadRows versions of rows that VACUUM has not yet cleared away, as the statistics count them
     * @param deadRowsCounted the statistics reach back to all that was written in it: 0 means that there are none
     * @param loginCanSearch the login may read the column, and reading it runs no code of its owner's
     */
    public record VectorTable(
            String schema,
            String name,
            String type,
            String typeSchema,
            String typeExtension,
            long deadRows,
            @SinceFormat(2) Optional<Boolean> deadRowsCounted,
            boolean loginCanSearch) {
        public VectorTable {
            requireNonNull(schema, "schema");
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            requireNonNull(typeSchema, "typeSchema");
            requireNonNull(typeExtension, "typeExtension");
            requireNonNull(deadRowsCounted, "deadRowsCounted");
        }

        /** The type and its distances are those of pgvector or pgvecto.rs: searching runs no code of its owner's. */
        public boolean holdsVectors() {
            return typeExtension.equals("vector") || typeExtension.equals("vectors");
        }
    }

    /**
     * @param name of a relation or type, or of a function with the types of its arguments as SQL:
     *     {@code f_unaccent(text)}; the name alone is not quoted, the whole of a function's is
     * @param usedByRole of a function: a trigger, default, index or constraint of a table in {@code public} that the role owns
     *     uses it; of a type: a column of such a table has it; false for others
     */
    public record ForeignObject(
            Kind kind,
            String name,
            String owner,
            @SinceFormat(2) Optional<Boolean> usedByRole) {
        public ForeignObject {
            requireNonNull(usedByRole, "usedByRole");
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            requireNonNull(owner, "owner");
        }

        public enum Kind {
            TABLE,
            VIEW,
            MATERIALIZED_VIEW,
            SEQUENCE,
            FOREIGN_TABLE,
            TYPE,
            FUNCTION
        }
    }

    /**
     * The advisory lock 200 of this database, which Immich's processes take one after the other while they start
     * (start-up.md#steps).
     *
     * @param buildingIndexes sessions that are building an index in this database
     */
    @DroppedKeys("waiting")
    public record StartUpLock(boolean held, int buildingIndexes) {}

    /**
     * @param holders at most {@value #LONGEST_LIST}
     * @param roleIsBusy a session of Immich's role does something in this database, or is in a transaction
     */
    public record Locks(List<LockHolder> holders, boolean roleIsBusy) {
        public Locks {
            holders = List.copyOf(holders);
        }
    }

    /**
     * A session or a prepared transaction.
     *
     * @param table of schema public that it has locked, the first by name; empty: it holds the lock of {@link StartUpLock}
     * @param pid 0: a prepared transaction
     * @param preparedAs name of the prepared transaction; empty: a session
     * @param role whose it is
     * @param application what the session calls itself; empty: nothing
     * @param state as in {@code pg_stat_activity}; {@code prepared}
     * @param stateSeconds since when it is in that state
     * @param transactionSeconds since when its transaction is open; 0: there is none. Of those that hold tables, at least 60
     */
    public record LockHolder(
            Lock lock,
            String table,
            int pid,
            String preparedAs,
            String role,
            String application,
            String state,
            long stateSeconds,
            long transactionSeconds) {
        public LockHolder {
            requireNonNull(lock, "lock");
            requireNonNull(table, "table");
            requireNonNull(preparedAs, "preparedAs");
            requireNonNull(role, "role");
            requireNonNull(application, "application");
            requireNonNull(state, "state");
        }

        public enum Lock {
            START_UP,
            TABLE
        }
    }

    /**
     * @param max {@code max_connections}
     * @param reserved those that an ordinary role does not get
     * @param used on the whole server
     * @param usedInDatabase those to this database
     * @param usedByRole those of Immich's role, to whatever database
     */
    public record Connections(int max, int reserved, int used, int usedInDatabase, int usedByRole) {}

    /** @param failures databases in which Postgres has met pages with a wrong checksum */
    public record Checksums(boolean enabled, List<ChecksumFailures> failures) {
        public Checksums {
            failures = List.copyOf(failures);
        }
    }

    /** @param database empty: the objects that all databases share */
    public record ChecksumFailures(String database, long count) {
        public ChecksumFailures {
            requireNonNull(database, "database");
        }
    }

    /**
     * WAL archiving: {@code pg_stat_archiver}.
     *
     * @param mode {@code off}, {@code on} or {@code always}
     * @param hasCommand a command or library is set
     * @param lastArchivedWal name of a file; empty: none yet
     * @param lastFailedWal name of a file; empty: none yet
     * @param failing the last failure is newer than the last success
     * @param currentWal file that is being written; empty on a standby
     * @param segmentBytes size of a file
     */
    public record Archiving(
            String mode,
            boolean hasCommand,
            String lastArchivedWal,
            String lastFailedWal,
            boolean failing,
            String currentWal,
            long segmentBytes) {
        public Archiving {
            requireNonNull(mode, "mode");
            requireNonNull(lastArchivedWal, "lastArchivedWal");
            requireNonNull(lastFailedWal, "lastFailedWal");
            requireNonNull(currentWal, "currentWal");
        }
    }

    /**
     * A row of {@code pg_replication_slots}, of the whole server; without temporary ones.
     *
     * @param database of a logical slot; empty for a physical one
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}; empty: it holds nothing back
     * @param retainedBytes of WAL that it holds back; 0 where it holds nothing
     */
    public record ReplicationSlot(
            String name, boolean logical, String database, boolean active, String walStatus, long retainedBytes) {
        public ReplicationSlot {
            requireNonNull(name, "name");
            requireNonNull(database, "database");
            requireNonNull(walStatus, "walStatus");
        }
    }

    /**
     * @param walLevel {@code minimal}, {@code replica} or {@code logical}
     * @param maxWalSenders of the server
     * @param maxWorkers {@code max_logical_replication_workers}
     * @param publications of this database, by name
     * @param subscriptions of this database that are enabled, by name
     */
    public record LogicalReplication(
            String walLevel,
            int maxWalSenders,
            int maxReplicationSlots,
            int maxWorkers,
            List<String> publications,
            List<String> subscriptions) {
        public LogicalReplication {
            requireNonNull(walLevel, "walLevel");
            publications = List.copyOf(publications);
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /**
     * @param collation its name with schema, as SQL; empty: the database's default; {@code template1}: the default of that
     *     database
     * @param recorded the library's version when the objects that depend on it were made; empty: it had none, as musl has none
     * @param actual the version that is there now
     */
    public record CollationVersion(String collation, String recorded, String actual) {
        public CollationVersion {
            requireNonNull(collation, "collation");
            requireNonNull(recorded, "recorded");
            requireNonNull(actual, "actual");
        }
    }

    /** @param version what the library says of itself, which those before VectorChord 0.5 do not: empty */
    public record LoadedModule(String library, String version) {
        public LoadedModule {
            requireNonNull(library, "library");
            requireNonNull(version, "version");
        }
    }

    /**
     * A search for the nearest neighbour of a row in a table of schema {@code public}, by the index if Postgres can use it.
     *
     * @param state SQLSTATE of the error; empty: Postgres gave none
     * @param error what Postgres answered; empty: it found what it should
     */
    public record Probe(String table, String state, String error) {
        public Probe {
            requireNonNull(table, "table");
            requireNonNull(state, "state");
            requireNonNull(error, "error");
        }
    }

    /**
     * What a second statement finds out, since the first can ask it neither on every server nor as every login.
     *
     * @see Snapshot#databaseCollation
     * @see Snapshot#loadedModules
     * @see Snapshot#structure
     */
    public record SecondAnswer(
            History history,
            Optional<List<CollationVersion>> databaseCollation,
            Optional<List<LoadedModule>> loadedModules,
            Optional<Structure> structure) {
        public SecondAnswer {
            requireNonNull(history, "history");
            databaseCollation = databaseCollation.map(List::copyOf);
            loadedModules = loadedModules.map(List::copyOf);
            requireNonNull(structure, "structure");
        }

        /** What this one lacks, from the other. */
        public SecondAnswer or(SecondAnswer other) {
            return new SecondAnswer(
                    new History(
                            history.versions().or(other.history::versions),
                            history.executedMigrations().or(other.history::executedMigrations),
                            history.overrides().or(other.history::overrides),
                            history.indexStatus().or(other.history::indexStatus)),
                    databaseCollation.or(other::databaseCollation),
                    loadedModules.or(other::loadedModules),
                    structure.or(other::structure));
        }

        /** With this structure, and these overrides, which were read before. */
        public SecondAnswer with(Structure kept, Optional<List<String>> overrides) {
            return new SecondAnswer(
                    new History(history.versions(), history.executedMigrations(), overrides, history.indexStatus()),
                    databaseCollation,
                    loadedModules,
                    Optional.of(kept));
        }
    }

    /**
     * What stands in tables rather than in catalogs, each readable with a grant only.
     *
     * @param versions newest row of {@code version_history} first; at most one
     * @param executedMigrations names in {@code kysely_migrations}, newest first; at most 500
     * @param overrides names in {@code migration_overrides}, sorted; at most 500; read with the structure
     * @param indexStatus rows of {@code pg_vector_index_stat}
     */
    @DroppedKeys("migrations")
    public record History(
            Optional<List<String>> versions,
            @SinceFormat(2) Optional<List<String>> executedMigrations,
            @SinceFormat(2) Optional<List<String>> overrides,
            Optional<List<IndexStatus>> indexStatus) {

        /** Nothing of it could be read. */
        public static final History HIDDEN =
                new History(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public History {
            versions = versions.map(List::copyOf);
            executedMigrations = executedMigrations.map(List::copyOf);
            overrides = overrides.map(List::copyOf);
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

    public Snapshot with(SecondAnswer answer) {
        return with(answer, probes);
    }

    /** With this extension, in place of one of its name. */
    public Snapshot withInstalled(InstalledExtension extension) {
        List<InstalledExtension> extensions = Stream.concat(without(extension.name()), Stream.of(extension))
                .sorted(Comparator.comparing(InstalledExtension::name))
                .toList();
        return with(schemas, extensions, vectorIndexes, probes);
    }

    /** With this control file on the server's disk, in place of one of its name. */
    public Snapshot withAvailable(AvailableExtension extension) {
        return with(
                new SecondAnswer(history, databaseCollation, loadedModules, structure),
                Stream.concat(
                                availableExtensions.stream()
                                        .filter(e -> !e.name().equals(extension.name())),
                                Stream.of(extension))
                        .sorted(Comparator.comparing(AvailableExtension::name))
                        .toList(),
                schemas,
                installedExtensions,
                vectorIndexes,
                probes,
                memory);
    }

    public Snapshot withoutInstalled(String extension) {
        return with(schemas, without(extension).toList(), vectorIndexes, probes);
    }

    private Stream<InstalledExtension> without(String extension) {
        return installedExtensions.stream().filter(e -> !e.name().equals(extension));
    }

    /** With this schema, which the role owns, unless there is one of its name. */
    public Snapshot withSchema(String name) {
        return schema(name).isPresent()
                ? this
                : with(
                        Stream.concat(
                                        schemas.stream(),
                                        Stream.of(new Schema(name, effectiveRoleName(), true, true, true)))
                                .toList(),
                        installedExtensions,
                        vectorIndexes,
                        probes);
    }

    /** With this index, just built, in place of one of its name; what a search in its table came to before is void. */
    public Snapshot withBuilt(VectorIndex index) {
        List<VectorIndex> indexes = Stream.concat(
                        vectorIndexes.stream()
                                .filter(i -> !(i.name().equals(index.name())
                                        && i.schema().equals(index.schema()))),
                        Stream.of(index))
                .toList();
        return with(
                schemas,
                installedExtensions,
                indexes,
                probes.map(answers -> answers.stream()
                        .filter(probe -> !probe.table().equals(index.table()))
                        .toList()));
    }

    /** @param answers of a search in each vector index that could be asked */
    public Snapshot withProbes(List<Probe> answers) {
        return with(new SecondAnswer(history, databaseCollation, loadedModules, structure), Optional.of(answers));
    }

    /** @param recalled of earlier examinations */
    public Snapshot withMemory(Memory recalled) {
        return with(
                new SecondAnswer(history, databaseCollation, loadedModules, structure),
                availableExtensions,
                schemas,
                installedExtensions,
                vectorIndexes,
                probes,
                Optional.of(recalled));
    }

    private Snapshot with(SecondAnswer answer, Optional<List<Probe>> answers) {
        return with(answer, availableExtensions, schemas, installedExtensions, vectorIndexes, answers, memory);
    }

    private Snapshot with(
            List<Schema> madeSchemas,
            List<InstalledExtension> extensions,
            List<VectorIndex> indexes,
            Optional<List<Probe>> answers) {
        return with(
                new SecondAnswer(history, databaseCollation, loadedModules, structure),
                availableExtensions,
                madeSchemas,
                extensions,
                indexes,
                answers,
                memory);
    }

    private Snapshot with(
            SecondAnswer answer,
            List<AvailableExtension> onDisk,
            List<Schema> madeSchemas,
            List<InstalledExtension> extensions,
            List<VectorIndex> indexes,
            Optional<List<Probe>> probed,
            Optional<Memory> recalled) {
        return new Snapshot(
                format,
                login,
                loginRights,
                server,
                signs,
                role,
                effectiveRole,
                database,
                madeSchemas,
                extensions,
                onDisk,
                updatePaths,
                preload,
                loadedPrefixes,
                roleSettings,
                extensionSettings,
                serverSearchPath,
                serverReadOnly,
                serverSettings,
                tablespaces,
                eventTriggers,
                unwritableTables,
                deniedMembers,
                vectorDependents,
                firstFound,
                defaultSelects,
                relations,
                indexes,
                leftoverIndexes,
                vectorTables,
                foreignObjects,
                catalogChanges,
                answer.structure(),
                startUpLock,
                locks,
                connections,
                checksums,
                archiving,
                replicationSlots,
                logicalReplication,
                collations,
                answer.databaseCollation(),
                answer.loadedModules(),
                answer.history(),
                probed,
                loadedSettings,
                updatedExtensions,
                versionlessExtensions,
                autovacuumedTables,
                immichStarted,
                unendableSessions,
                tableGuards,
                missingMembers,
                unusableLanguages,
                deniedCatalogs,
                undimensionedTables,
                moment,
                recalled);
    }

    public Optional<InstalledExtension> installed(String extension) {
        return first(installedExtensions, e -> e.name().equals(extension));
    }

    public Optional<AvailableExtension> available(String extension) {
        return first(availableExtensions, e -> e.name().equals(extension));
    }

    /** The finders are asked by all rules and steps, hundreds of times for a report; a stream would be most of what each costs. */
    private static <T> Optional<T> first(List<T> list, Predicate<T> wanted) {
        for (T each : list) {
            if (wanted.test(each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public Optional<Schema> schema(String name) {
        return first(schemas, s -> s.name().equals(name));
    }

    /** The entry of {@code pg_db_role_setting} that wins for the role in this database; empty: there is none. */
    public Optional<RoleSetting> nearestSetting(String name) {
        return roleSettings.stream().filter(s -> s.name().equals(name)).min(Comparator.comparing(RoleSetting::scope));
    }

    /** The table or view of this name; one in {@code public} before one elsewhere. */
    public Optional<Relation> relation(String name) {
        return relation("public", name).or(() -> first(relations, r -> r.name().equals(name)));
    }

    public Optional<Relation> relation(String schema, String name) {
        return first(relations, r -> r.schema().equals(schema) && r.name().equals(name));
    }

    /** The index of this name; one in {@code public} before one elsewhere. */
    public Optional<VectorIndex> index(String name) {
        return first(vectorIndexes, i -> i.name().equals(name) && i.schema().equals("public"))
                .or(() -> first(vectorIndexes, i -> i.name().equals(name)));
    }

    /** The scripts on disk lead from the installed version to the available one; empty: hidden. */
    public Optional<Boolean> hasUpdatePath(String extension) {
        return updatePaths.map(
                paths -> paths.stream().anyMatch(p -> p.extension().equals(extension)));
    }

    /** What the library that is loaded says of its version; empty: nothing, as before Postgres 18, or it is not loaded. */
    public Optional<String> loadedVersion(String library) {
        return loadedModules.stream()
                .flatMap(List::stream)
                .filter(m -> m.library().equals(library) && !m.version().isEmpty())
                .map(LoadedModule::version)
                .findFirst();
    }

    /** There may be more of these than were read. */
    public static boolean mayBeCut(List<?> list) {
        return list.size() >= LONGEST_LIST;
    }

    /** Of the effective role; of an older agent's snapshot, which judged no other, of the role that logs in. */
    public String effectiveRoleName() {
        return effectiveRole.map(EffectiveRole::name).orElse(role.name());
    }

    /** Whether the effective role is a superuser; from an older agent's snapshot, as above. */
    public boolean actsAsSuperuser() {
        return effectiveRole.map(EffectiveRole::superuser).orElse(role.superuser());
    }

    /** The role may run CREATE EXTENSION, should the files be there: Postgres' rule for superuser and trusted. */
    public boolean roleMayCreate(AvailableExtension extension) {
        return actsAsSuperuser() || (!extension.superuser() || extension.trusted()) && database.roleCanCreate();
    }

    /**
     * The role may run ALTER EXTENSION … UPDATE: as its owner, and only where a superuser is not demanded
     * (catalogs.md#what-is-seen).
     */
    public boolean roleMayUpdate(InstalledExtension installed, AvailableExtension available) {
        return actsAsSuperuser() || installed.roleOwns() && roleMayCreate(available);
    }

    /** The role may run DROP EXTENSION. */
    public boolean roleMayDrop(InstalledExtension installed) {
        return actsAsSuperuser() || installed.roleOwns();
    }

    /**
     * Whether a library is preloaded. Where the list itself is hidden, the settings that it registers prove that it is;
     * their absence proves nothing (catalogs.md#preloaded-libraries).
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

    /** As many sessions as its own limit leaves the role; empty: any number. A superuser's are not counted. */
    public Optional<Integer> roleConnectionLimit() {
        return limit(role.connectionLimit());
    }

    /** As many sessions as the database's limit leaves to all roles together; empty: any number. It stops no superuser. */
    public Optional<Integer> databaseConnectionLimit() {
        return limit(database.connectionLimit());
    }

    private Optional<Integer> limit(int limit) {
        return role.superuser() || limit < 0 ? Optional.empty() : Optional.of(limit);
    }

    /** Those of Immich's tables in schema {@code public} that the role does not own, as far as {@link #relations} go. */
    public List<Relation> tablesOfOthers() {
        return relations.stream()
                .filter(r -> r.schema().equals("public") && !r.ofExtension() && !r.roleOwns())
                .toList();
    }

    /** Those in which the probe would search, could the login do it. */
    public List<VectorTable> tablesToSearch() {
        return vectorTables.stream()
                .filter(t -> t.schema().equals("public") && t.holdsVectors())
                .toList();
    }

    /** What the search in this table came to; empty: none was tried, or the table is empty. */
    public Optional<Probe> probe(String table) {
        return probes.stream()
                .flatMap(List::stream)
                .filter(p -> p.table().equals(table))
                .findFirst();
    }

    /** Immich has run its migrations here at least once. */
    public boolean hasImmichTables() {
        return relation("kysely_migrations").isPresent()
                || relation("migrations").isPresent()
                || relation("smart_search").isPresent();
    }
}
