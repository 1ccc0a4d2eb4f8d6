package dev.immichpg.check;

import static dev.immichpg.check.Severity.CRITICAL;
import static dev.immichpg.check.Severity.INFO;
import static dev.immichpg.check.Severity.WARNING;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue of checks. Each entry has the severity, what is wrong if there is a problem, what is true if all is well, the rule,
 * and the known failure modes that it sees. The name in kebab case is the check's id: its label in metrics, its page, its
 * name in settings and on the command line.
 */
public enum Check {
    IMMICH_VERSION_UNKNOWN(
            WARNING,
            "The agent does not know which release of Immich uses this database",
            "The agent knows which release of Immich uses this database.",
            ImmichVersionUnknown::judge),
    IMMICH_NEWER_THAN_KNOWN(
            WARNING,
            "This Immich is newer than the releases that the agent knows",
            "The agent knows the requirements of the release of Immich that it judges for.",
            ImmichNewerThanKnown::judge),

    IMMICH_OLDER_THAN_DATABASE(
            CRITICAL,
            "A newer Immich or a fork has already migrated this database",
            "The database has no migrations that the Immich that is about to start does not know.",
            ImmichOlderThanDatabase::judge,
            FailureMode.DATABASE_NEWER_THAN_IMMICH,
            FailureMode.MIGRATION_UNKNOWN),
    MIGRATIONS_LOST(
            CRITICAL,
            "The list of Immich's migrations is lost",
            "Where Immich's tables are, the list of the migrations that made them is there too.",
            MigrationsLost::judge,
            FailureMode.MIGRATIONS_LOST),
    KNOWN_BAD_RELEASE(
            CRITICAL,
            "This release of Immich is known to fail on such a database",
            "The release of Immich has no known fault that stops it on this database.",
            KnownBadRelease::judge,
            FailureMode.KNOWN_BAD_RELEASE),
    UPGRADE_PATH_UNSUPPORTED(
            CRITICAL,
            "The upgrade skips a release that Immich requires in between",
            "Immich can upgrade this database: no release that the upgrade must pass through was skipped.",
            UpgradePathUnsupported::judge,
            FailureMode.UPGRADE_PATH),

    IMMICH_ROLE_UNABLE_TO_CONNECT(
            CRITICAL,
            "Immich's role cannot connect to the database",
            "Immich's role exists and is allowed to connect to the database.",
            ImmichRoleUnableToConnect::judge,
            FailureMode.LOGIN_REFUSED),
    IMMICH_ROLE_EXPIRING(
            WARNING,
            "The password of Immich's role expires soon",
            "The password of Immich's role does not expire soon.",
            ImmichRoleExpiring::judge,
            FailureMode.LOGIN_REFUSED),
    ROLE_SETTING_REFUSED(
            WARNING,
            "Immich's role cannot become the role that it is set to become",
            "Immich's role can become the role that ALTER ROLE … SET role names, if any.",
            RoleSettingRefused::judge,
            FailureMode.RIGHTS_OF_OTHER_ROLE),
    CONNECTION_LIMIT_BELOW_START(
            CRITICAL,
            "Immich's processes do not get the connections that a start needs",
            "Immich's processes get the connections that a start needs.",
            ConnectionLimitBelowStart::judge,
            FailureMode.CONNECTION_LIMIT_TOO_LOW),
    CONNECTIONS_SCARCE(
            WARNING,
            "Fewer connections are left than Immich opens",
            "As many connections are left as Immich opens.",
            ConnectionsScarce::judge,
            FailureMode.CONNECTIONS_EXHAUSTED),
    SERVER_READ_ONLY(
            CRITICAL,
            "Immich cannot write to this server",
            "The server is a primary, and Immich can write to it.",
            ServerReadOnly::judge,
            FailureMode.READ_ONLY,
            FailureMode.UPDATE_ON_READ_ONLY),
    POSTGRES_VERSION_UNSUPPORTED(
            CRITICAL,
            "Immich refuses this version of Postgres",
            "Immich accepts this version of Postgres.",
            PostgresVersionUnsupported::judge,
            FailureMode.POSTGRES_TOO_OLD),
    POSTGRES_VERSION_UNTESTED(
            WARNING,
            "Immich's documentation does not list this version of Postgres",
            "Immich's documentation lists this version of Postgres as known to work.",
            PostgresVersionUntested::judge),
    POSTGRES_END_OF_LIFE(
            WARNING,
            "This major version of Postgres gets no fixes any more",
            "This major version of Postgres gets fixes from its community.",
            PostgresEndOfLife::judge,
            FailureMode.POSTGRES_END_OF_LIFE),
    POSTGRES_END_OF_LIFE_NEAR(
            INFO,
            "This major version of Postgres will soon get no fixes any more",
            "This major version of Postgres gets fixes from its community for half a year or longer.",
            PostgresEndOfLifeNear::judge,
            FailureMode.POSTGRES_END_OF_LIFE),

    VECTOR_EXTENSION_UNAVAILABLE(
            CRITICAL,
            "The server has no vector extension that Immich can use",
            "A vector extension that Immich can use is available on the server.",
            VectorExtensionUnavailable::judge,
            FailureMode.EXTENSION_NOT_AVAILABLE,
            FailureMode.CONTROL_FILE_WITHOUT_VERSION),
    VECTOR_EXTENSION_ABOUT_TO_SWITCH(
            WARNING,
            "Immich will switch to another vector extension at its next start",
            "At its next start Immich will use the vector extension that stores its vectors now.",
            VectorExtensionAboutToSwitch::judge,
            FailureMode.EXTENSION_SWITCHES),
    PGVECTOR_TOO_OLD(
            CRITICAL,
            "pgvector is too old for VectorChord to be created",
            "VectorChord can be created on the installed version of pgvector.",
            PgvectorTooOld::judge,
            FailureMode.PGVECTOR_TOO_OLD),
    EXTENSION_MISSING(
            CRITICAL,
            "An extension that Immich needs is missing",
            "Every extension that Immich needs is installed in its database, or Immich's role is allowed to create it.",
            ExtensionMissing::judge,
            FailureMode.UUID_OSSP_MISSING,
            FailureMode.EXTENSION_NOT_CREATABLE,
            FailureMode.EXTENSION_IN_OTHER_DATABASE),
    EXTENSION_IN_OTHER_SCHEMA(
            CRITICAL,
            "An extension is not in the schema where Immich looks for it",
            "Every extension is in the schema where Immich looks for it.",
            ExtensionInOtherSchema::judge,
            FailureMode.VECTORS_IN_OTHER_SCHEMA,
            FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA),
    EXTENSION_FILES_MISSING(
            CRITICAL,
            "The files of an installed extension are missing on the server",
            "Every installed extension still has its files on the server.",
            ExtensionFilesMissing::judge,
            FailureMode.LIBRARY_FILES_GONE),
    VECTOR_EXTENSION_LEFT_OVER(
            WARNING,
            "A vector extension that Immich no longer uses is still installed",
            "The database has no vector extension that Immich does not use and does not drop by itself.",
            VectorExtensionLeftOver::judge,
            FailureMode.EXTENSION_LEFT_OVER),
    VECTOR_COLUMN_LEFT_OVER(
            CRITICAL,
            "A vector column has the type of another extension, and Immich cannot convert it",
            "Every vector column has the type of the vector extension in use, or Immich converts it at its next start.",
            VectorColumnLeftOver::judge,
            FailureMode.COLUMN_LEFT_OVER),
    VECTOR_EXTENSION_OUT_OF_RANGE(
            CRITICAL,
            "Immich refuses this version of the vector extension",
            "Immich accepts the installed and the available version of the vector extension.",
            VectorExtensionOutOfRange::judge,
            FailureMode.AVAILABLE_VERSION_OUT_OF_RANGE,
            FailureMode.NIGHTLY_BUILD),
    EXTENSION_VERSION_UNTESTED(
            WARNING,
            "Immich's documentation does not list this version of a vector extension",
            "Immich's documentation lists the versions of the vector extensions as known to work.",
            ExtensionVersionUntested::judge,
            FailureMode.PGVECTOR_DRIFT),
    EXTENSION_UPDATE_BLOCKED(
            CRITICAL,
            "Immich cannot carry out a pending extension update",
            "Immich can carry out every update of the vector extension that it will try at its next start.",
            ExtensionUpdateBlocked::judge,
            FailureMode.UPDATE_NEEDS_A_SUPERUSER),
    EXTENSION_UPDATE_PENDING(
            WARNING,
            "An installed extension is not at the version of its package",
            "Every extension is installed at the version that its package on the server provides.",
            ExtensionUpdatePending::judge,
            FailureMode.PGVECTOR_DRIFT,
            FailureMode.LIBRARY_AND_SQL_DIFFER,
            FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA),
    EXTENSION_DOWNGRADED(
            CRITICAL,
            "The package of the vector extension is older than the version in the database",
            "The package of the vector extension is not older than the version installed in the database.",
            ExtensionDowngraded::judge,
            FailureMode.PACKAGE_DOWNGRADED),
    UPDATE_PATH_MISSING(
            CRITICAL,
            "The server has no scripts for the pending update of the vector extension",
            "The server has the scripts that update the vector extension from the installed to the available version.",
            UpdatePathMissing::judge),
    LOADED_LIBRARY_OUTDATED(
            CRITICAL,
            "Postgres still runs an old library of a vector extension",
            "The libraries that Postgres has loaded are those of the installed packages of the vector extensions.",
            LoadedLibraryOutdated::judge,
            FailureMode.LIBRARY_AND_SQL_DIFFER,
            FailureMode.LIBRARY_OLDER_THAN_SQL),
    PGVECTOR_FAULTY(
            WARNING,
            "This version of pgvector can damage Immich's vector indexes",
            "The installed pgvector is not a version that damages Immich's vector indexes.",
            PgvectorFaulty::judge,
            FailureMode.KNOWN_BAD_RELEASE),
    VECTORCHORD_CRASH_PRONE(
            WARNING,
            "This version of VectorChord can crash Postgres on aarch64",
            "VectorChord is not one of the versions that crash Postgres on some aarch64 machines.",
            VectorchordCrashProne::judge,
            FailureMode.CRASHES_ON_ARM),

    PRELOAD_LIBRARY_MISSING(
            CRITICAL,
            "Postgres has not preloaded the library of the vector extension",
            "Postgres has preloaded the library of the vector extension.",
            PreloadLibraryMissing::judge,
            FailureMode.NOT_PRELOADED,
            FailureMode.PRELOAD_OVERRIDDEN),
    PRELOAD_OVERRIDDEN(
            WARNING,
            "The command line of Postgres overrides the configured shared_preload_libraries",
            "The command line of Postgres does not override a shared_preload_libraries of the configuration.",
            PreloadOverridden::judge,
            FailureMode.PRELOAD_OVERRIDDEN),
    PRELOAD_PACKAGE_MISSING(
            CRITICAL,
            "Postgres preloads a vector library whose package is gone",
            "Every vector library that Postgres preloads still has its package on the server.",
            PreloadPackageMissing::judge,
            FailureMode.PRELOAD_WITHOUT_PACKAGE),
    PRELOAD_RESTART_PENDING(
            WARNING,
            "A change of shared_preload_libraries waits for a restart of Postgres",
            "The preloaded libraries are those of the configuration: no restart is pending.",
            PreloadRestartPending::judge,
            FailureMode.RESTART_PENDING),
    EXTENSION_SETTING_ORPHANED(
            WARNING,
            "A stored setting is unknown to the library that it belongs to",
            "The library of the vector extension knows every setting of its name that is stored for this database.",
            ExtensionSettingOrphaned::judge,
            FailureMode.SETTING_ORPHANED),
    PROBES_UNSET(
            INFO,
            "vchordrq.probes is not set for this database",
            "vchordrq.probes is set for searches in VectorChord's indexes.",
            ProbesUnset::judge,
            FailureMode.PROBES_UNSET),

    LOGIN_TOO_POWERFUL(
            WARNING,
            "The agent's own role can do more than look",
            "The role that the agent logs in as can do no more than look.",
            LoginTooPowerful::judge),
    DATABASE_OWNED_BY_OTHER(
            WARNING,
            "Immich's role does not own its database",
            "Immich's role owns its database.",
            DatabaseOwnedByOther::judge),
    OBJECT_OWNED_BY_OTHER(
            CRITICAL,
            "Some of Immich's tables, or what belongs to them, have another owner",
            "Immich's role owns Immich's tables and everything that belongs to them.",
            ObjectOwnedByOther::judge,
            FailureMode.FOREIGN_OWNER,
            FailureMode.OBJECT_OF_OTHER_OWNER),
    PUBLIC_SCHEMA_NOT_CREATABLE(
            CRITICAL,
            "Immich's role is not allowed to create objects in schema public",
            "Immich's role is allowed to use schema public and to create objects in it.",
            PublicSchemaNotCreatable::judge,
            FailureMode.PUBLIC_NOT_CREATABLE,
            FailureMode.REBUILD_NEEDS_CREATE_ON_PUBLIC),
    SCHEMA_BEFORE_PUBLIC(
            CRITICAL,
            "Another schema comes before public in the search_path of Immich's role",
            "What Immich creates goes into schema public.",
            SchemaBeforePublic::judge,
            FailureMode.SCHEMA_BEFORE_PUBLIC),
    TABLESPACE_NOT_CREATABLE(
            CRITICAL,
            "Immich's role is not allowed to create objects in its default_tablespace",
            "Immich's role is allowed to create objects in its default_tablespace.",
            TablespaceNotCreatable::judge,
            FailureMode.REBUILD_OBSTRUCTED),
    TEMPORARY_TABLES_DENIED(
            WARNING,
            "Immich's role is not allowed to create temporary tables",
            "Immich's role is allowed to create temporary tables.",
            TemporaryTablesDenied::judge,
            FailureMode.TEMPORARY_DENIED),
    SCHEMA_USAGE_MISSING(
            CRITICAL,
            "Immich's role has no USAGE on the schema of an extension that it needs",
            "Immich's role has USAGE on the schemas of the extensions that it needs.",
            SchemaUsageMissing::judge,
            FailureMode.VECTORS_SCHEMA_UNUSABLE,
            FailureMode.EXTENSION_NOT_ON_PATH),
    EXTENSION_MEMBER_DENIED(
            CRITICAL,
            "Immich's role is not allowed to use functions or types of an extension that it needs",
            "Immich's role is allowed to use the functions and types of the extensions that it needs.",
            ExtensionMemberDenied::judge,
            FailureMode.FUNCTION_NOT_EXECUTABLE,
            FailureMode.REBUILD_OBSTRUCTED),
    EXTENSION_MEMBER_MISSING(
            CRITICAL,
            "Something that Immich names is missing from an extension that is installed",
            "The installed extensions have the functions, types, operator classes and casts that Immich names.",
            ExtensionMemberMissing::judge,
            FailureMode.MEMBER_MISSING),
    FUNCTION_LANGUAGE_UNUSABLE(
            CRITICAL,
            "Immich's role is not able to create functions",
            "Immich's role is able to create functions in plpgsql and SQL.",
            FunctionLanguageUnusable::judge,
            FailureMode.LANGUAGE_UNUSABLE),
    CATALOG_ACCESS_DENIED(
            CRITICAL,
            "Immich's role is not allowed to use catalogs or functions of Postgres itself",
            "Immich's role is allowed to use the catalogs and functions of Postgres that its start asks.",
            CatalogAccessDenied::judge,
            FailureMode.CATALOG_DENIED),
    ROW_SECURITY_IN_FORCE(
            CRITICAL,
            "Row level security is in force between Immich and its own rows",
            "No row level security hides Immich's rows from it.",
            RowSecurityInForce::judge,
            FailureMode.ROWS_HIDDEN),
    START_TABLE_REFUSES(
            CRITICAL,
            "A table that Immich's start reads or writes refuses it",
            "Immich's role is able to read and write the tables that its start uses.",
            StartTableRefuses::judge,
            FailureMode.INSERT_REFUSED),
    INDEX_VIEW_UNREADABLE(
            CRITICAL,
            "Immich's role is not allowed to read pg_vector_index_stat",
            "Immich's role is allowed to read pg_vector_index_stat, which Immich reads at every start.",
            IndexViewUnreadable::judge,
            FailureMode.INDEX_VIEW_UNREADABLE),
    DEFAULT_PRIVILEGE_MISSING(
            INFO,
            "If pgvecto.rs is created again, Immich cannot read its index view",
            "If pgvecto.rs is created again, Immich's role will be able to read its index view.",
            DefaultPrivilegeMissing::judge,
            FailureMode.INDEX_VIEW_UNREADABLE),
    SEARCH_PATH_UNUSABLE(
            CRITICAL,
            "The search_path of Immich's role does not lead to its tables or to its extensions",
            "The search_path of Immich's role leads to its tables and to its extensions.",
            SearchPathUnusable::judge,
            FailureMode.SEARCH_PATH_LOST,
            FailureMode.SEARCH_PATH_QUOTED,
            FailureMode.EXTENSION_NOT_ON_PATH),
    OBJECT_OUTSIDE_PUBLIC(
            WARNING,
            "Tables or vector indexes of Immich are outside schema public",
            "Immich's tables and vector indexes are in schema public, and nowhere else.",
            ObjectOutsidePublic::judge,
            FailureMode.OBJECTS_IN_USERS_SCHEMA,
            FailureMode.OBJECTS_TWICE),
    FUNCTION_UNKNOWN_IN_PUBLIC(
            INFO,
            "Schema public has functions that are not Immich's",
            "Schema public has no functions that are not Immich's.",
            FunctionUnknownInPublic::judge,
            FailureMode.SCHEMA_DRIFT),

    VECTOR_TABLE_MISSING(
            CRITICAL,
            "A table of Immich's vectors is missing",
            "Immich's tables of vectors exist, with their column of vectors.",
            VectorTableMissing::judge,
            FailureMode.TABLES_NOT_RESTORED),
    VECTOR_QUERY_FAILING(
            CRITICAL,
            "A search in Immich's vectors fails",
            "A search for the nearest neighbour works in Immich's tables of vectors.",
            VectorQueryFailing::judge,
            FailureMode.INDEX_FORMAT_STALE,
            FailureMode.LIBRARY_FILES_GONE),
    VECTOR_INDEX_STALE(
            CRITICAL,
            "A vector index is older than the last update of its extension",
            "Both vector indexes were built after the last update of the vector extension.",
            VectorIndexStale::judge,
            FailureMode.INDEX_FORMAT_STALE,
            FailureMode.INDEX_BUILT_BY_OLD_LIBRARY,
            FailureMode.PGVECTO_RS_INDEX_OUTDATED,
            FailureMode.VACUUM_FAILS,
            FailureMode.FORK_KEEPS_THE_FORMAT),
    VECTOR_INDEX_MISSING(
            WARNING,
            "A vector index is missing",
            "Both vector indexes exist.",
            VectorIndexMissing::judge,
            FailureMode.INDEXES_DROPPED),
    VECTOR_INDEX_OF_OTHER_METHOD(
            WARNING,
            "A vector index has the access method of another extension",
            "Both vector indexes have the access method of the vector extension in use.",
            VectorIndexOfOtherMethod::judge,
            FailureMode.SETTING_LEFT_IN_IMMICH),
    VECTOR_INDEX_OUTGROWN(
            WARNING,
            "A VectorChord index does not have as many lists as Immich would give it now",
            "VectorChord's indexes have as many lists as Immich would give them now.",
            VectorIndexOutgrown::judge,
            FailureMode.LISTS_OUTGROWN),
    VECTOR_INDEX_INVALID(
            WARNING,
            "A vector index is invalid, or an interrupted build left one behind",
            "Both vector indexes are valid and ready, and no interrupted build has left another one.",
            VectorIndexInvalid::judge,
            FailureMode.INDEX_INVALID,
            FailureMode.OTHER_INDEX_ON_VECTORS),
    OTHER_INDEX_ON_VECTORS(
            CRITICAL,
            "Another index on a vector column stops Immich's next rebuild",
            "A vector column has no other index than Immich's own.",
            OtherIndexOnVectors::judge,
            FailureMode.OTHER_INDEX_ON_VECTORS),
    VECTOR_COLUMN_IN_USE(
            CRITICAL,
            "Something that uses a vector column stops Immich's next rebuild",
            "Nothing uses a vector column that stops a rebuild of its index.",
            VectorColumnInUse::judge,
            FailureMode.REBUILD_OBSTRUCTED),
    TIMEOUT_BELOW_REBUILD(
            WARNING,
            "A timeout is shorter than a rebuild of a vector index is likely to take",
            "No timeout is shorter than a rebuild of a vector index is likely to take.",
            TimeoutBelowRebuild::judge,
            FailureMode.REBUILD_OBSTRUCTED),
    EVENT_TRIGGER_ON_DDL(
            INFO,
            "An event trigger runs when Immich changes its schema",
            "No event trigger runs when Immich changes its schema.",
            EventTriggerOnDdl::judge,
            FailureMode.REBUILD_OBSTRUCTED),
    DEAD_ROWS_BEFORE_REBUILD(
            INFO,
            "A vector index is due for a rebuild, and its table has dead rows",
            "Where a vector index is due for a rebuild, its table has no dead rows.",
            DeadRowsBeforeRebuild::judge,
            FailureMode.DEAD_ROWS_BREAK_A_REBUILD),
    START_UP_IN_PROGRESS(
            INFO,
            "Immich is starting, or an index is being built",
            "Immich is not starting right now, and no index is being built.",
            StartUpInProgress::judge,
            FailureMode.REBUILD_IN_PROGRESS),

    SCHEMA_TABLE_MISSING(
            CRITICAL,
            "A table of Immich's is missing",
            "Every table that Immich's migrations have made is there.",
            SchemaTableMissing::judge),
    SCHEMA_COLUMN_MISSING(
            CRITICAL,
            "A column of one of Immich's tables is missing",
            "Immich's tables have all columns that their release has.",
            SchemaColumnMissing::judge),
    SCHEMA_COLUMN_DIFFERENT(
            WARNING,
            "A column of one of Immich's tables has another type, default or nullability",
            "Immich's columns have the type, the default and the nullability that their release has.",
            SchemaColumnDifferent::judge),
    SCHEMA_KEY_MISSING(
            CRITICAL,
            "A primary key or a unique index of Immich's is missing",
            "Immich's primary keys, unique constraints and unique indexes are there and valid.",
            SchemaKeyMissing::judge),
    SCHEMA_CONSTRAINT_DIFFERENT(
            WARNING,
            "A foreign key or another constraint of Immich's is missing or different",
            "Immich's foreign keys and check constraints are there and valid, and its keys have their names.",
            SchemaConstraintDifferent::judge),
    SCHEMA_INDEX_MISSING(
            WARNING,
            "An index of Immich's is missing or invalid",
            "Immich's indexes are there, and no index of its tables is invalid.",
            SchemaIndexMissing::judge),
    SCHEMA_TRIGGER_MISSING(
            WARNING,
            "A trigger of Immich's is missing, disabled or different",
            "Immich's triggers are there, and they fire.",
            SchemaTriggerMissing::judge),
    SCHEMA_TRIGGER_UNEXPECTED(
            WARNING,
            "There is a trigger or a rule on a table of Immich's that its release does not have",
            "Immich's tables have the triggers of their release, no others, and no rules.",
            SchemaTriggerUnexpected::judge),
    SCHEMA_FUNCTION_MISSING(
            CRITICAL,
            "A function of Immich's is missing",
            "Immich's functions are there.",
            SchemaFunctionMissing::judge),
    SCHEMA_FUNCTION_DIFFERENT(
            INFO,
            "A function of Immich's is not the one of its release",
            "Immich's functions have the bodies that their release gave them.",
            SchemaFunctionDifferent::judge),
    SCHEMA_ENUM_VALUE_MISSING(
            CRITICAL,
            "An enum of Immich's or one of its values is missing",
            "Immich's enums have all values that their release has.",
            SchemaEnumValueMissing::judge),
    SCHEMA_OBJECT_LEFT_OVER(
            WARNING,
            "There is something in Immich's schema that its release does not have",
            "Schema public holds nothing of another release of Immich, and nothing that refuses its rows.",
            SchemaObjectLeftOver::judge),
    SCHEMA_OVERRIDE_DIFFERENT(
            INFO,
            "Immich's list of its functions, triggers and indexes is not that of its release",
            "Table migration_overrides names the functions, triggers and indexes of the release.",
            SchemaOverrideDifferent::judge),
    SCHEMA_DEPENDENT_IN_THE_WAY(
            CRITICAL,
            "A view or a key of somebody else's stops a migration of Immich's",
            "Nothing depends on tables and columns that the migrations to this release drop or change.",
            SchemaDependentInTheWay::judge),

    DATABASE_EMPTIED(
            CRITICAL,
            "Immich has lost its users or half of its assets",
            "Immich has at least one user, once it has started, and still most of its assets.",
            DatabaseEmptied::judge),
    LOCK_HELD_TOO_LONG(
            CRITICAL,
            "A session holds a lock that Immich would wait for without an end",
            "No session and no prepared transaction holds for long what a start of Immich needs.",
            LockHeldTooLong::judge,
            FailureMode.LOCK_HELD),

    BACKUP_IMPOSSIBLE(
            WARNING,
            "Immich's own backup cannot dump this database",
            "Immich's own backup can dump this database.",
            BackupImpossible::judge,
            FailureMode.BACKUP_TOOLS_TOO_OLD,
            FailureMode.BACKUP_DENIED),
    RESTORE_IMPOSSIBLE(
            INFO,
            "Immich's own restore would fail on this database",
            "Immich is allowed to do all that its own restore does.",
            RestoreImpossible::judge,
            FailureMode.RESTORE_IN_IMMICH_FAILS),

    CHECKSUM_FAILED(
            CRITICAL,
            "Postgres has found a damaged page",
            "Postgres has found no damaged page.",
            ChecksumFailed::judge,
            FailureMode.CHECKSUM_FAILED),
    CHECKSUMS_OFF(
            INFO,
            "The server does not keep checksums of its data",
            "The server keeps checksums of its data.",
            ChecksumsOff::judge),
    COLLATION_OUTDATED(
            WARNING,
            "A collation has changed since the indexes were built",
            "The collations have the version that the indexes were built with.",
            CollationOutdated::judge,
            FailureMode.COLLATION_CHANGED,
            FailureMode.COLLATION_NOT_RECORDED),
    WAL_ARCHIVING_FAILING(
            WARNING, "WAL archiving is failing", "WAL archiving works where it is on.", WalArchivingFailing::judge),
    REPLICATION_SLOT_AT_RISK(
            WARNING,
            "A replication slot is unused, or its reader is far behind",
            "Every replication slot is in use, and its reader keeps up.",
            ReplicationSlotAtRisk::judge),
    LOGICAL_REPLICATION_INCONSISTENT(
            WARNING,
            "The server's settings do not allow the logical replication that is set up",
            "The server's settings allow the logical replication that this database is set up for.",
            LogicalReplicationInconsistent::judge);

    private final String id;
    private final Severity severity;
    private final String problem;
    private final String claim;
    private final Rule rule;
    private final List<FailureMode> modes;

    Check(Severity severity, String problem, String claim, Rule rule, FailureMode... modes) {
        this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.severity = severity;
        this.problem = problem;
        this.claim = claim;
        this.rule = rule;
        this.modes = List.of(modes);
    }

    /** {@code extension-update-pending}. */
    public String id() {
        return id;
    }

    /** How bad a problem is, unless the operator configures another severity. */
    public Severity severity() {
        return severity;
    }

    /** What is wrong when it fires: one sentence without its full stop, as a heading. */
    public String problem() {
        return problem;
    }

    /** What is true when all is well: one sentence. */
    public String claim() {
        return claim;
    }

    /** The known failure modes that it sees; none where none is known. */
    public List<FailureMode> modes() {
        return modes;
    }

    public static Optional<Check> withId(String id) {
        return Arrays.stream(values()).filter(check -> check.id().equals(id)).findFirst();
    }

    Verdict judge(Snapshot is, Expectation should) {
        return rule.judge(is, should);
    }
}
