package dev.immichpg.catalog;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Snapshot.Archiving;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.Checksums;
import dev.immichpg.catalog.Snapshot.CollationVersion;
import dev.immichpg.catalog.Snapshot.Connections;
import dev.immichpg.catalog.Snapshot.Database;
import dev.immichpg.catalog.Snapshot.DeniedMember;
import dev.immichpg.catalog.Snapshot.EffectiveRole;
import dev.immichpg.catalog.Snapshot.EventTrigger;
import dev.immichpg.catalog.Snapshot.ExtensionSetting;
import dev.immichpg.catalog.Snapshot.FirstFound;
import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.catalog.Snapshot.History;
import dev.immichpg.catalog.Snapshot.IndexStatus;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.LeftoverIndex;
import dev.immichpg.catalog.Snapshot.LoadedModule;
import dev.immichpg.catalog.Snapshot.LockHolder;
import dev.immichpg.catalog.Snapshot.Locks;
import dev.immichpg.catalog.Snapshot.LogicalReplication;
import dev.immichpg.catalog.Snapshot.LoginRights;
import dev.immichpg.catalog.Snapshot.MissingMember;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.catalog.Snapshot.Probe;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.ReplicationSlot;
import dev.immichpg.catalog.Snapshot.Role;
import dev.immichpg.catalog.Snapshot.RoleSetting;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.catalog.Snapshot.Server;
import dev.immichpg.catalog.Snapshot.ServerPaths;
import dev.immichpg.catalog.Snapshot.ServerSetting;
import dev.immichpg.catalog.Snapshot.ServerSigns;
import dev.immichpg.catalog.Snapshot.StartUpLock;
import dev.immichpg.catalog.Snapshot.TableGuard;
import dev.immichpg.catalog.Snapshot.Tablespace;
import dev.immichpg.catalog.Snapshot.UnendableSessions;
import dev.immichpg.catalog.Snapshot.UpdatePath;
import dev.immichpg.catalog.Snapshot.VectorDependent;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.need.MigrationMark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A healthy snapshot of an era, and the differences that tests make to it. As the monitor role of
 * privileges.md#monitor-role sees it: Immich's role is {@code immich}, no superuser, owner of database {@code immich}.
 */
public final class Given {

    private Server server = new Server(170_011, false, "x86_64-pc-linux-gnu");
    private Optional<ServerSigns> signs = Optional.of(new ServerSigns(
            List.of(),
            List.of(),
            true,
            Optional.of(new ServerPaths("/data/postgresql.conf", "/data/pg_hba.conf", "/data", "/tmp"))));
    private Role role = aRole("immich", true, false, true);
    private Optional<EffectiveRole> effectiveRole = Optional.empty();
    private Database database = aDatabase("immich", "immich", true, true, true);
    private final List<Schema> schemas = new ArrayList<>();
    private final List<InstalledExtension> installed = new ArrayList<>();
    private final List<AvailableExtension> available = new ArrayList<>();
    private final List<UpdatePath> paths = new ArrayList<>();
    private boolean pathsHidden;
    private Optional<Preload> preload = Optional.of(aPreload("", "configuration file", false));
    private List<String> loadedPrefixes = List.of();
    private final List<RoleSetting> roleSettings = new ArrayList<>();
    private final List<ExtensionSetting> extensionSettings = new ArrayList<>();
    private Optional<String> serverSearchPath = Optional.of("\"$user\", public");
    private Optional<Boolean> serverReadOnly = Optional.of(false);
    private final List<ServerSetting> serverSettings =
            new ArrayList<>(Stream.of("statement_timeout", "lock_timeout", "transaction_timeout")
                    .map(name -> new ServerSetting(name, "0"))
                    .toList());
    private final List<Tablespace> tablespaces = new ArrayList<>(List.of(new Tablespace("pg_default", true, false)));
    private final List<EventTrigger> eventTriggers = new ArrayList<>();
    private final List<String> unwritableTables = new ArrayList<>();
    private final List<DeniedMember> deniedMembers = new ArrayList<>();
    private final List<VectorDependent> vectorDependents = new ArrayList<>();
    private final Map<String, String> foundElsewhere = new TreeMap<>();
    private List<String> defaultSelects = List.of();
    private final List<Relation> relations = new ArrayList<>();
    private final List<VectorIndex> indexes = new ArrayList<>();
    private final List<LeftoverIndex> leftoverIndexes = new ArrayList<>();
    private final List<VectorTable> vectorTables = new ArrayList<>();
    private final List<ForeignObject> foreignObjects = new ArrayList<>();
    private Optional<Structure> structure = Optional.empty();
    private UnaryOperator<Structure> structureChange = whole -> whole;
    /** Whether or not the login is allowed to read it. */
    private Optional<String> lastMigration = Optional.empty();

    private StartUpLock startUpLock = new StartUpLock(false, 0);
    private Optional<Locks> locks = Optional.of(new Locks(List.of(), false));
    private Connections connections = new Connections(100, 3, 25, 22, 20);
    private Checksums checksums = new Checksums(true, List.of());
    private Archiving archiving = new Archiving("off", false, "", "", false, "000000010000000A000000FE", 16L << 20);
    private final List<ReplicationSlot> replicationSlots = new ArrayList<>();
    private LogicalReplication logicalReplication = new LogicalReplication("replica", 10, 10, 4, List.of(), List.of());
    private final List<CollationVersion> collations = new ArrayList<>();
    private Optional<List<CollationVersion>> databaseCollation =
            Optional.of(List.of(new CollationVersion("", "2.36", "2.36")));
    private Optional<List<LoadedModule>> loadedModules = Optional.empty();
    private History history = History.HIDDEN;
    private Optional<List<Probe>> probes = Optional.empty();

    private Given() {
        schemas.add(new Schema("public", "pg_database_owner", true, true, true));
        for (String name : List.of("cube", "earthdistance", "pg_trgm", "unaccent", "uuid-ossp")) {
            install(name, "1.1", "public");
            available.add(new AvailableExtension(name, "1.1", true, !name.equals("earthdistance")));
        }
    }

    /** Immich 2.7.5 with VectorChord 0.4.3 on pgvector 0.8.5. */
    public static Given vchord() {
        Given given = new Given();
        given.install("vector", "0.8.5", "public");
        given.install("vchord", "0.4.3", "public");
        given.available.add(new AvailableExtension("vector", "0.8.5", true, false));
        given.available.add(new AvailableExtension("vchord", "0.4.3", true, false));
        given.preload("vchord.so").loadedPrefixes("vchordrq");
        given.extensionSetting(Scope.DATABASE, "", "vchordrq.probes", true);
        given.vectorTable("smart_search", "clip_index", "vchordrq", "vector", "public");
        given.vectorTable("face_search", "face_index", "vchordrq", "vector", "public");
        return given.table("version_history")
                .table("kysely_migrations")
                .table("migration_overrides")
                .versionHistory("2.7.5")
                .newestMigration("1775165531374-AddPersonNameTrigramIndex");
    }

    /** Immich 2.7.5 with pgvector 0.8.5 alone. */
    public static Given pgvector() {
        Given given = new Given();
        given.install("vector", "0.8.5", "public");
        given.available.add(new AvailableExtension("vector", "0.8.5", true, false));
        given.vectorTable("smart_search", "clip_index", "hnsw", "vector", "public");
        given.vectorTable("face_search", "face_index", "hnsw", "vector", "public");
        return given.table("version_history")
                .table("kysely_migrations")
                .table("migration_overrides")
                .versionHistory("2.7.5")
                .newestMigration("1775165531374-AddPersonNameTrigramIndex");
    }

    /**
     * Immich 1.118.2 with pgvecto.rs 0.2.0 on Postgres 16, prepared by the guide, and with the grant on the view that it
     * forgets.
     */
    public static Given pgvectors() {
        Given given = new Given().server(160_015);
        given.schemas.add(new Schema("vectors", "postgres", false, true, false));
        given.install("vectors", "0.2.0", "vectors");
        given.available.add(new AvailableExtension("vectors", "0.2.0", true, false));
        given.preload("vectors.so").loadedPrefixes("vectors");
        given.searchPath(Scope.DATABASE, "\"$user\", public, vectors");
        given.defaultSelects("postgres");
        given.vectorTable("smart_search", "clip_index", "vectors", "vectors", "vectors");
        given.vectorTable("face_search", "face_index", "vectors", "vectors", "vectors");
        given.relations.add(
                new Relation("vectors", "pg_vector_index_stat", "postgres", false, true, true, false, true, -1));
        given.indexStatus("clip_index", "NORMAL").indexStatus("face_index", "NORMAL");
        return given.table("version_history").table("migrations").versionHistory("1.118.2");
    }

    /** A database that Immich has never started on, prepared for VectorChord. */
    public static Given fresh() {
        Given given = vchord();
        given.relations.clear();
        given.indexes.clear();
        given.vectorTables.clear();
        given.history = History.HIDDEN;
        return given;
    }

    /** Its password does not expire, and nothing limits its connections. */
    public static Role aRole(String name, boolean exists, boolean superuser, boolean canLogin) {
        return new Role(name, exists, superuser, canLogin, Role.NEVER_EXPIRES, -1);
    }

    /** Temporary tables may be made in it, and nothing limits the connections to it. */
    public static Database aDatabase(
            String name, String owner, boolean roleOwns, boolean roleCanConnect, boolean roleCanCreate) {
        return new Database(name, owner, roleOwns, roleCanConnect, roleCanCreate, true, -1);
    }

    public static Preload aPreload(String setting, String source, boolean pendingRestart) {
        String file = source.equals("configuration file") ? "/etc/postgresql/17/main/postgresql.conf" : "";
        return new Preload(setting, source, file, pendingRestart);
    }

    public Given server(int versionNum) {
        server = new Server(versionNum, server.inRecovery(), server.platform());
        return this;
    }

    public Given standby() {
        server = new Server(server.versionNum(), true, server.platform());
        return this;
    }

    public Given role(UnaryOperator<Role> change) {
        role = change.apply(role);
        return this;
    }

    /** Immich's role is a superuser, and may do everything. */
    public Given superuser() {
        role = aRole(role.name(), true, true, true);
        database = aDatabase(database.name(), database.owner(), true, true, true);
        schemas.replaceAll(s -> new Schema(s.name(), s.owner(), true, true, true));
        installed.replaceAll(
                e -> new InstalledExtension(e.name(), e.version(), e.schema(), e.owner(), true, e.rowAge()));
        relations.replaceAll(r -> new Relation(
                r.schema(),
                r.name(),
                r.owner(),
                true,
                true,
                r.loginCanSelect(),
                r.plain(),
                r.ofExtension(),
                r.estimatedRows()));
        return this;
    }

    /** ALTER ROLE … SET role, in force; what the role may do, the other differences say. */
    public Given effectiveRole(String name, boolean superuser) {
        effectiveRole = Optional.of(new EffectiveRole(name, superuser));
        return roleSetting(Scope.ROLE, "role", name);
    }

    public Given database(UnaryOperator<Database> change) {
        database = change.apply(database);
        return this;
    }

    public Given schema(String name, UnaryOperator<Schema> change) {
        schemas.replaceAll(s -> s.name().equals(name) ? change.apply(s) : s);
        return this;
    }

    public Given withoutSchema(String name) {
        schemas.removeIf(s -> s.name().equals(name));
        return this;
    }

    public Given addSchema(Schema schema) {
        schemas.add(schema);
        return this;
    }

    /** Installs it, or changes what is installed; in schema public unless it was elsewhere. */
    public Given installed(String name, String version) {
        String schema = installed.stream()
                .filter(e -> e.name().equals(name))
                .map(InstalledExtension::schema)
                .findFirst()
                .orElse("public");
        return install(name, version, schema);
    }

    public Given installed(String name, UnaryOperator<InstalledExtension> change) {
        installed.replaceAll(e -> e.name().equals(name) ? change.apply(e) : e);
        return this;
    }

    public Given notInstalled(String name) {
        installed.removeIf(e -> e.name().equals(name));
        return this;
    }

    /** The package on the server; from what is installed, a script leads to it where it is newer. */
    public Given available(String name, String version) {
        boolean trusted = available.stream().anyMatch(e -> e.name().equals(name) && e.trusted());
        available.removeIf(e -> e.name().equals(name));
        available.add(new AvailableExtension(name, version, true, trusted));
        paths.removeIf(p -> p.extension().equals(name));
        installed.stream()
                .filter(e -> e.name().equals(name) && e.version().compareTo(version) < 0)
                .forEach(e -> paths.add(new UpdatePath(name, e.version(), version)));
        return this;
    }

    public Given notAvailable(String name) {
        available.removeIf(e -> e.name().equals(name));
        paths.removeIf(p -> p.extension().equals(name));
        return this;
    }

    public Given trusted(String name) {
        available.replaceAll(
                e -> e.name().equals(name) ? new AvailableExtension(name, e.version(), e.superuser(), true) : e);
        return this;
    }

    /** Since there are too many versions of an extension on disk. */
    public Given updatePathsHidden() {
        pathsHidden = true;
        return this;
    }

    public Given withoutUpdatePath(String name) {
        paths.removeIf(p -> p.extension().equals(name));
        return this;
    }

    public Given preload(String setting) {
        return preload(aPreload(setting, "configuration file", false));
    }

    public Given preload(Preload value) {
        preload = Optional.of(value);
        return this;
    }

    /** As a login without pg_read_all_settings sees it. */
    public Given preloadHidden() {
        preload = Optional.empty();
        return this;
    }

    public Given loadedPrefixes(String... prefixes) {
        loadedPrefixes = List.of(prefixes);
        return this;
    }

    public Given roleSetting(Scope scope, String name, String value) {
        roleSettings.removeIf(s -> s.scope() == scope && s.name().equals(name));
        roleSettings.add(new RoleSetting(scope, name, value));
        return this;
    }

    public Given extensionSetting(Scope scope, String settingsRole, String name, boolean known) {
        extensionSettings.add(new ExtensionSetting(scope, settingsRole, name, known));
        return this;
    }

    public Given noExtensionSettings() {
        extensionSettings.clear();
        return this;
    }

    public Given serverReadOnly(boolean value) {
        serverReadOnly = Optional.of(value);
        return this;
    }

    public Given serverReadOnlyHidden() {
        serverReadOnly = Optional.empty();
        return this;
    }

    public Given platform(String value) {
        server = new Server(server.versionNum(), server.inRecovery(), value);
        return this;
    }

    public Given leftoverIndex(String name) {
        leftoverIndexes.add(new LeftoverIndex("public", name));
        return this;
    }

    public Given vectorTable(String name, UnaryOperator<VectorTable> change) {
        vectorTables.replaceAll(t -> t.name().equals(name) ? change.apply(t) : t);
        return this;
    }

    /** The table is there, without the column. */
    public Given withoutVectorTable(String name) {
        vectorTables.removeIf(t -> t.name().equals(name));
        return this;
    }

    public Given addVectorTable(VectorTable table) {
        vectorTables.add(table);
        return this;
    }

    public Given foreign(ForeignObject.Kind kind, String name, String owner) {
        return foreign(kind, name, owner, false);
    }

    /** @param used by a table of the role's */
    public Given foreign(ForeignObject.Kind kind, String name, String owner, boolean used) {
        foreignObjects.add(new ForeignObject(kind, name, owner, Optional.of(used)));
        return this;
    }

    public Given structure(Structure value) {
        structure = Optional.of(value);
        return this;
    }

    public Given structure(UnaryOperator<Structure> change) {
        UnaryOperator<Structure> before = structureChange;
        structureChange = whole -> change.apply(before.apply(whole));
        return this;
    }

    /** What Immich's migrations up to the newest one make; empty for one that the ledger does not know. */
    private Optional<Structure> wholeStructure() {
        return lastMigration
                .map(LedgerFile.builtIn()::number)
                .filter(OptionalInt::isPresent)
                .map(number -> LedgerFile.builtIn().after(number.getAsInt()));
    }

    public Given serverSetting(String name, String value) {
        serverSettings.removeIf(s -> s.name().equals(name));
        serverSettings.add(new ServerSetting(name, value));
        return this;
    }

    /** The login has its own, or this Postgres does not know it. */
    public Given withoutServerSetting(String name) {
        serverSettings.removeIf(s -> s.name().equals(name));
        return this;
    }

    public Given tablespace(String name, boolean roleCanCreate) {
        tablespaces.add(new Tablespace(name, false, roleCanCreate));
        return this;
    }

    public Given eventTrigger(String name, String event, String... tags) {
        eventTriggers.add(new EventTrigger(name, event, List.of(tags), false));
        return this;
    }

    public Given eventTrigger(EventTrigger trigger) {
        eventTriggers.add(trigger);
        return this;
    }

    public Given unwritable(String table) {
        unwritableTables.add(table);
        return this;
    }

    public Given denied(String extension, DeniedMember.Kind kind, String name, boolean converts) {
        deniedMembers.add(new DeniedMember(extension, kind, name, converts));
        return this;
    }

    /** On smart_search. */
    public Given dependent(VectorDependent.Kind kind, String name, Optional<Boolean> survives) {
        vectorDependents.add(new VectorDependent("public", "smart_search", kind, name, "public", survives));
        return this;
    }

    /** Immich's question finds the index of this name in this schema first. */
    public Given foundIn(String schema, String index) {
        foundElsewhere.put(index, schema);
        return this;
    }

    private List<FirstFound> firstFound() {
        return indexes.stream()
                .map(VectorIndex::name)
                .distinct()
                .map(name -> new FirstFound(
                        name,
                        foundElsewhere.getOrDefault(
                                name,
                                indexes.stream()
                                        .filter(i -> i.name().equals(name))
                                        .findFirst()
                                        .orElseThrow()
                                        .schema())))
                .toList();
    }

    public Given startUpLock(StartUpLock value) {
        startUpLock = value;
        return this;
    }

    public Given locks(LockHolder... holders) {
        locks = Optional.of(
                new Locks(List.of(holders), locks.map(Locks::roleIsBusy).orElse(false)));
        startUpLock = new StartUpLock(
                List.of(holders).stream().anyMatch(h -> h.lock() == LockHolder.Lock.START_UP),
                startUpLock.buildingIndexes());
        return this;
    }

    public Given roleIsBusy() {
        locks = locks.map(l -> new Locks(l.holders(), true));
        return this;
    }

    /** As a login without pg_read_all_stats sees it. */
    public Given locksHidden() {
        locks = Optional.empty();
        return this;
    }

    public Given signs(ServerSigns value) {
        signs = Optional.of(value);
        return this;
    }

    public Given connections(UnaryOperator<Connections> change) {
        connections = change.apply(connections);
        return this;
    }

    public Given checksums(Checksums value) {
        checksums = value;
        return this;
    }

    public Given archiving(Archiving value) {
        archiving = value;
        return this;
    }

    public Given replicationSlot(ReplicationSlot slot) {
        replicationSlots.add(slot);
        return this;
    }

    public Given logicalReplication(LogicalReplication value) {
        logicalReplication = value;
        return this;
    }

    public Given collation(String name, String recorded, String actual) {
        collations.add(new CollationVersion(name, recorded, actual));
        return this;
    }

    public Given databaseCollation(String recorded, String actual) {
        databaseCollation = Optional.of(List.of(new CollationVersion("", recorded, actual)));
        return this;
    }

    public Given templateCollation(String recorded, String actual) {
        databaseCollation = Optional.of(
                List.of(new CollationVersion("", actual, actual), new CollationVersion("template1", recorded, actual)));
        return this;
    }

    /** As Postgres 14 leaves it. */
    public Given databaseCollationHidden() {
        databaseCollation = Optional.empty();
        return this;
    }

    /** Since Postgres 18. */
    public Given withoutVectorTables() {
        vectorTables.clear();
        return this;
    }

    /** The server is: it loads the libraries that its packages have now. */
    public Given restarted() {
        loadedSettings = Optional.empty();
        loadedModules = loadedModules.map(modules -> modules.stream()
                .map(module -> new LoadedModule(
                        module.library(),
                        snapshot()
                                .available(module.library())
                                .map(AvailableExtension::version)
                                .orElse(module.version())))
                .toList());
        return this;
    }

    public Given loadedModule(String library, String version) {
        List<LoadedModule> all = new ArrayList<>(loadedModules.orElse(List.of()));
        all.add(new LoadedModule(library, version));
        loadedModules = Optional.of(all);
        return this;
    }

    /** A search in this table, which the login may search, came to this; an empty error: it went well. */
    public Given probed(String table, String state, String error) {
        List<Probe> all = new ArrayList<>(probes.orElse(List.of()));
        all.add(new Probe(table, state, error));
        probes = Optional.of(all);
        return searchable(table);
    }

    /** No search was tried in this table. */
    public Given unprobed(String table) {
        probes = probes.map(
                all -> all.stream().filter(p -> !p.table().equals(table)).toList());
        return this;
    }

    /** The probe is on. */
    public Given probing() {
        probes = Optional.of(probes.orElse(List.of()));
        return this;
    }

    public Given searchable(String table) {
        return vectorTable(
                table,
                t -> new VectorTable(
                        t.schema(),
                        t.name(),
                        t.type(),
                        t.typeSchema(),
                        t.typeExtension(),
                        t.deadRows(),
                        t.deadRowsCounted(),
                        true));
    }

    /** As after a crash, which loses the statistics. */
    public Given deadRowsNotCounted(String table) {
        return vectorTable(
                table,
                t -> new VectorTable(
                        t.schema(),
                        t.name(),
                        t.type(),
                        t.typeSchema(),
                        t.typeExtension(),
                        0,
                        Optional.of(false),
                        t.loginCanSearch()));
    }

    public Given deadRows(String table, long rows) {
        return vectorTable(
                table,
                t -> new VectorTable(
                        t.schema(),
                        t.name(),
                        t.type(),
                        t.typeSchema(),
                        t.typeExtension(),
                        rows,
                        t.deadRowsCounted(),
                        t.loginCanSearch()));
    }

    /** As the planner estimates it. */
    public Given rows(String table, long estimated) {
        return relation(
                table,
                r -> new Relation(
                        r.schema(),
                        r.name(),
                        r.owner(),
                        r.roleOwns(),
                        r.roleCanSelect(),
                        r.loginCanSelect(),
                        r.plain(),
                        r.ofExtension(),
                        estimated));
    }

    public Given searchPath(Scope scope, String value) {
        return roleSetting(scope, "search_path", value);
    }

    public Given noSearchPathSettings() {
        roleSettings.removeIf(s -> s.name().equals("search_path"));
        return this;
    }

    public Given serverSearchPath(String value) {
        serverSearchPath = Optional.of(value);
        return this;
    }

    public Given serverSearchPathHidden() {
        serverSearchPath = Optional.empty();
        return this;
    }

    public Given defaultSelects(String... creators) {
        defaultSelects = List.of(creators);
        return this;
    }

    public Given table(String name) {
        relations.add(new Relation("public", name, "immich", true, true, true, true, false, 1));
        return this;
    }

    /** Immich's role owns the table, and has lost its right to read it. */
    public Given revokedFromOwner(String table) {
        return relation(
                table,
                r -> new Relation(
                        r.schema(),
                        r.name(),
                        r.owner(),
                        true,
                        false,
                        true,
                        r.plain(),
                        r.ofExtension(),
                        r.estimatedRows()));
    }

    public Given relation(String name, UnaryOperator<Relation> change) {
        relations.replaceAll(r -> r.name().equals(name) ? change.apply(r) : r);
        return this;
    }

    public Given withoutRelation(String name) {
        relations.removeIf(r -> r.name().equals(name));
        return this;
    }

    public Given index(String name, UnaryOperator<VectorIndex> change) {
        indexes.replaceAll(i -> i.name().equals(name) ? change.apply(i) : i);
        return this;
    }

    public Given withoutIndex(String name) {
        indexes.removeIf(i -> i.name().equals(name));
        return this;
    }

    public Given versionHistory(String version) {
        history = new History(
                Optional.of(List.of(version)),
                history.executedMigrations(),
                history.overrides(),
                history.indexStatus());
        return this;
    }

    /** The table is read, and empty. */
    public Given noVersions() {
        history = new History(
                Optional.of(List.of()), history.executedMigrations(), history.overrides(), history.indexStatus());
        return this;
    }

    /** All of Immich's up to this one have run; this one alone where it is not Immich's. */
    public Given newestMigration(String name) {
        List<String> known = ALL_MIGRATIONS;
        List<String> run =
                new ArrayList<>(known.contains(name) ? known.subList(0, known.indexOf(name) + 1) : List.of(name));
        Collections.reverse(run);
        return migrations(run.toArray(String[]::new));
    }

    /** These as well as those that have run. */
    public Given moreMigrations(String... names) {
        List<String> run = new ArrayList<>(List.of(names));
        run.addAll(history.executedMigrations().orElse(List.of()));
        return migrations(run.toArray(String[]::new));
    }

    public Given withoutMigration(String name) {
        return migrations(history.executedMigrations().orElse(List.of()).stream()
                .filter(run -> !run.equals(name))
                .toArray(String[]::new));
    }

    private static final List<String> ALL_MIGRATIONS = ReleasesFile.builtIn().migrations().stream()
            .map(MigrationMark::migration)
            .toList();

    /** @param names the newest first */
    public Given migrations(String... names) {
        history = new History(
                history.versions(), Optional.of(List.of(names)), history.overrides(), history.indexStatus());
        lastMigration = List.of(names).stream()
                .filter(name -> LedgerFile.builtIn().number(name).isPresent())
                .findFirst();
        return this;
    }

    /** The names in migration_overrides as this makes them of those that Immich's migrations have written. */
    public Given overrides(UnaryOperator<List<String>> change) {
        overridesChange = change;
        return this;
    }

    private UnaryOperator<List<String>> overridesChange = whole -> whole;

    private History wholeHistory() {
        boolean read = relations.stream().anyMatch(r -> r.name().equals("migration_overrides") && r.loginCanSelect());
        return new History(
                history.versions(),
                history.executedMigrations(),
                lastMigration
                        .filter(name -> read)
                        .map(name -> LedgerFile.builtIn().number(name).getAsInt())
                        .map(number -> LedgerFile.builtIn().overrides(number).stream()
                                .sorted()
                                .toList())
                        .map(overridesChange),
                history.indexStatus());
    }

    public Given migrationsHidden() {
        history = new History(history.versions(), Optional.empty(), history.overrides(), history.indexStatus());
        return this;
    }

    public Given indexStatus(String index, String status) {
        List<IndexStatus> all = new ArrayList<>(history.indexStatus().orElse(List.of()));
        all.removeIf(s -> s.index().equals(index));
        all.add(new IndexStatus(index, status));
        history = new History(history.versions(), history.executedMigrations(), history.overrides(), Optional.of(all));
        return this;
    }

    /** As a login without any grant on tables sees it. */
    public Given historyHidden() {
        history = History.HIDDEN;
        relations.replaceAll(Given::hidden);
        return this;
    }

    /** The login is not allowed to select from it. */
    public Given hidden(String table) {
        return relation(table, Given::hidden);
    }

    private static Relation hidden(Relation r) {
        return new Relation(
                r.schema(),
                r.name(),
                r.owner(),
                r.roleOwns(),
                r.roleCanSelect(),
                false,
                r.plain(),
                r.ofExtension(),
                r.estimatedRows());
    }

    public Snapshot snapshot() {
        return new Snapshot(
                Snapshot.FORMAT,
                login,
                Optional.of(loginRights),
                server,
                signs,
                role,
                Optional.of(effectiveRole.orElseGet(() -> new EffectiveRole(role.name(), role.superuser()))),
                database,
                schemas,
                installed,
                available,
                pathsHidden ? Optional.empty() : Optional.of(paths),
                preload,
                loadedPrefixes,
                roleSettings,
                extensionSettings,
                serverSearchPath,
                serverReadOnly,
                Optional.of(serverSettings),
                Optional.of(tablespaces),
                Optional.of(eventTriggers),
                Optional.of(unwritableTables),
                Optional.of(deniedMembers),
                Optional.of(vectorDependents),
                Optional.of(firstFound()),
                defaultSelects,
                relations,
                indexes,
                leftoverIndexes,
                vectorTables,
                foreignObjects,
                Optional.of(4_711L),
                structure.or(this::wholeStructure).map(structureChange),
                startUpLock,
                locks,
                connections,
                checksums,
                archiving,
                replicationSlots,
                logicalReplication,
                collations,
                databaseCollation,
                loadedModules,
                wholeHistory(),
                probes,
                loadedSettings.or(this::settingsOfPackages),
                updatedExtensions,
                Optional.of(versionless),
                autovacuumed,
                Optional.of(immichStarted),
                unendable,
                Optional.of(tableGuards),
                Optional.of(missingMembers),
                Optional.of(unusableLanguages),
                Optional.of(deniedCatalogs),
                Optional.of(undimensioned),
                moment,
                memory);
    }

    private Optional<List<String>> loadedSettings = Optional.empty();

    /** As after a restart of Postgres. */
    private Optional<List<String>> settingsOfPackages() {
        return Optional.of(available.stream()
                .filter(e -> loadedPrefixes.contains(e.name().equals("vchord") ? "vchordrq" : e.name()))
                .flatMap(e -> settings(e.name(), e.version()).stream())
                .toList());
    }

    /** Of the library of this version, as far as they tell versions. */
    public static List<String> settings(String extension, String version) {
        boolean vchord = extension.equals("vchord");
        List<String> names = new ArrayList<>(List.of(vchord ? "vchordrq.probes" : "vectors.hnsw_ef_search"));
        if (vchord) {
            names.add(version.compareTo("0.4") < 0 ? "vchordrq.prewarm_dim" : "vchordrq.io_search");
        } else {
            names.add(version.compareTo("0.3") < 0 ? "vectors.enable_prefilter" : "vectors.openai_base_url");
        }
        if (vchord && version.compareTo("0.5") >= 0) {
            names.add("vchordg.ef_search");
        }
        return names;
    }

    private Optional<List<String>> updatedExtensions = Optional.of(List.of());
    private final List<String> versionless = new ArrayList<>();
    private Optional<List<String>> autovacuumed = Optional.of(List.of());
    private Optional<Moment> moment =
            Optional.of(new Moment(1_772_323_200_000L, 1_772_000_000_000L, 1_000_000, 1_772_323_200_000L));
    private Optional<Memory> memory = Optional.empty();

    /** Of the libraries of vector extensions that are loaded. */
    public Given loadedSettings(String... names) {
        loadedSettings = Optional.of(List.of(names));
        return this;
    }

    /** By ALTER EXTENSION … UPDATE, some time since they were created. */
    public Given updatedExtensions(String... names) {
        updatedExtensions = Optional.of(List.of(names));
        return this;
    }

    /** Its control file names no version. */
    public Given versionless(String name) {
        versionless.add(name);
        return notAvailable(name);
    }

    private Optional<List<UnendableSessions>> unendable = Optional.of(List.of());

    /** A session of this role that Immich's is not allowed to end, which began so many seconds ago. */
    public Given unendable(String role, long seconds) {
        unendable = Optional.of(
                Stream.concat(unendable.stream().flatMap(List::stream), Stream.of(new UnendableSessions(role, seconds)))
                        .toList());
        return this;
    }

    /** Without pg_read_all_stats. */
    public Given sessionsHidden() {
        unendable = Optional.empty();
        return this;
    }

    private final List<TableGuard> tableGuards = new ArrayList<>();
    private final List<MissingMember> missingMembers = new ArrayList<>();
    private final List<String> unusableLanguages = new ArrayList<>();
    private final List<String> undimensioned = new ArrayList<>();

    /**
     * Row security, a column, a rule … between Immich's role and the rows of a table.
     *
     * @param admits all rows, none; empty: it depends
     */
    public Given guard(String table, TableGuard.Kind kind, String name, String command, Optional<Boolean> admits) {
        TableGuard.Admits rows = admits.map(all -> all ? TableGuard.Admits.ALL : TableGuard.Admits.NONE)
                .orElse(TableGuard.Admits.DEPENDS);
        tableGuards.add(new TableGuard(table, kind, name, command, rows));
        return this;
    }

    /** It is not in the schema of its extension. */
    public Given missingMember(String extension, MissingMember.Kind kind, String name, String... foundIn) {
        missingMembers.add(new MissingMember(extension, kind, name, List.of(foundIn)));
        return this;
    }

    /** The role is not able to create functions in it. */
    public Given unusableLanguage(String name) {
        unusableLanguages.add(name);
        return this;
    }

    private final List<String> deniedCatalogs = new ArrayList<>();

    /** A view or function of Postgres' own, which the role is not allowed to use. */
    public Given deniedCatalog(String name) {
        deniedCatalogs.add(name);
        return this;
    }

    /** Its column takes vectors of any length. */
    public Given undimensioned(String table) {
        undimensioned.add(table);
        return this;
    }

    private boolean immichStarted;

    /** Immich runs, and has started since Postgres did. */
    public Given immichStarted() {
        immichStarted = true;
        return this;
    }

    public Given autovacuumed(String... tables) {
        autovacuumed = Optional.of(List.of(tables));
        return this;
    }

    public Given moment(Moment value) {
        moment = Optional.of(value);
        return this;
    }

    public Given memory(Memory value) {
        memory = Optional.of(value);
        return this;
    }

    private Given install(String name, String version, String schema) {
        installed.removeIf(e -> e.name().equals(name));
        installed.add(new InstalledExtension(name, version, schema, "postgres", false, 1000));
        return this;
    }

    private void vectorTable(String table, String index, String method, String extension, String typeSchema) {
        vectorTables.add(
                new VectorTable("public", table, "vector", typeSchema, extension, 0, Optional.of(true), false));
        relations.add(new Relation("public", table, "immich", true, true, false, true, false, 1000));
        indexes.add(new VectorIndex("public", index, table, method, "", true, true, 500));
    }

    private String login = "immich_monitor";
    private LoginRights loginRights = new LoginRights(false, false, false, false, false, false, false);

    public Given loginRights(LoginRights rights) {
        loginRights = rights;
        return this;
    }

    public Given login(String name) {
        login = name;
        return this;
    }

    public Given addRelation(Relation relation) {
        relations.add(relation);
        return this;
    }

    public Given addIndex(VectorIndex index) {
        indexes.add(index);
        return this;
    }
}
