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
 * The catalogue. A line says how bad a problem is, what is true when all is well, where the rule stands, and
 * which of the known failure modes it sees. The name in
 * kebab case is the check's id: its label in metrics, its page, its name in settings and on the command line.
 */
public enum Check {
    IMMICH_VERSION_UNKNOWN(
            WARNING, "It is known which release of Immich uses this database.", ImmichVersionUnknown::judge),
    IMMICH_NEWER_THAN_KNOWN(
            INFO,
            "This agent knows the needs of the release of Immich that it judges for.",
            ImmichNewerThanKnown::judge),

    IMMICH_OLDER_THAN_DATABASE(
            CRITICAL,
            "The database has no migrations of a newer Immich than the one that is to start.",
            ImmichOlderThanDatabase::judge,
            FailureMode.DATABASE_NEWER_THAN_IMMICH),
    UPGRADE_PATH_UNSUPPORTED(
            CRITICAL,
            "Immich can upgrade this database: no release was skipped that the upgrade has to pass through.",
            UpgradePathUnsupported::judge,
            FailureMode.UPGRADE_PATH),

    IMMICH_ROLE_UNABLE_TO_CONNECT(
            CRITICAL,
            "Immich's role exists and may connect to the database.",
            ImmichRoleUnableToConnect::judge,
            FailureMode.LOGIN_REFUSED),
    IMMICH_ROLE_EXPIRING(
            WARNING,
            "The password of Immich's role does not expire soon.",
            ImmichRoleExpiring::judge,
            FailureMode.LOGIN_REFUSED),
    CONNECTIONS_SCARCE(
            WARNING,
            "There are as many connections left as Immich opens.",
            ConnectionsScarce::judge,
            FailureMode.CONNECTIONS_EXHAUSTED),
    SERVER_READ_ONLY(
            CRITICAL,
            "The server is a primary, on which Immich can write.",
            ServerReadOnly::judge,
            FailureMode.READ_ONLY),
    POSTGRES_VERSION_UNSUPPORTED(
            CRITICAL,
            "Immich accepts this version of Postgres.",
            PostgresVersionUnsupported::judge,
            FailureMode.POSTGRES_TOO_OLD),
    POSTGRES_VERSION_UNTESTED(
            WARNING,
            "Immich's documentation lists this version of Postgres as known to work.",
            PostgresVersionUntested::judge),

    VECTOR_EXTENSION_UNAVAILABLE(
            CRITICAL,
            "A vector extension that Immich can use is available on the server.",
            VectorExtensionUnavailable::judge,
            FailureMode.EXTENSION_NOT_AVAILABLE),
    VECTOR_EXTENSION_ABOUT_TO_SWITCH(
            WARNING,
            "At its next start Immich will use the vector extension that its vectors are in.",
            VectorExtensionAboutToSwitch::judge,
            FailureMode.EXTENSION_SWITCHES),
    PGVECTOR_TOO_OLD(
            CRITICAL,
            "VectorChord can be created on the version of pgvector that is there.",
            PgvectorTooOld::judge,
            FailureMode.PGVECTOR_TOO_OLD),
    EXTENSION_MISSING(
            CRITICAL,
            "Every extension that Immich needs is installed in its database, or Immich's role may create it.",
            ExtensionMissing::judge,
            FailureMode.UUID_OSSP_MISSING,
            FailureMode.EXTENSION_NOT_CREATABLE,
            FailureMode.EXTENSION_IN_OTHER_DATABASE),
    EXTENSION_IN_OTHER_SCHEMA(
            CRITICAL,
            "Every extension is in the schema in which Immich looks for it.",
            ExtensionInOtherSchema::judge,
            FailureMode.VECTORS_IN_OTHER_SCHEMA,
            FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA),
    EXTENSION_FILES_MISSING(
            CRITICAL,
            "Every installed extension still has its files on the server.",
            ExtensionFilesMissing::judge,
            FailureMode.LIBRARY_FILES_GONE),
    VECTOR_EXTENSION_LEFT_OVER(
            WARNING,
            "No vector extension is left in the database that Immich has no use for and does not drop.",
            VectorExtensionLeftOver::judge,
            FailureMode.EXTENSION_LEFT_OVER),
    VECTOR_COLUMN_LEFT_OVER(
            CRITICAL,
            "Every vector column has the type of the vector extension in use, or Immich converts it at its next start.",
            VectorColumnLeftOver::judge,
            FailureMode.COLUMN_LEFT_OVER),
    VECTOR_EXTENSION_OUT_OF_RANGE(
            CRITICAL,
            "The installed and the available version of the vector extension are ones that Immich accepts.",
            VectorExtensionOutOfRange::judge,
            FailureMode.AVAILABLE_VERSION_OUT_OF_RANGE,
            FailureMode.NIGHTLY_BUILD),
    EXTENSION_VERSION_UNTESTED(
            WARNING,
            "Immich's documentation lists the versions of the vector extensions as known to work.",
            ExtensionVersionUntested::judge,
            FailureMode.PGVECTOR_DRIFT),
    EXTENSION_UPDATE_BLOCKED(
            CRITICAL,
            "Immich can carry out every update of the vector extension that it will try at its next start.",
            ExtensionUpdateBlocked::judge,
            FailureMode.UPDATE_NEEDS_A_SUPERUSER),
    EXTENSION_UPDATE_PENDING(
            WARNING,
            "Every extension is installed in the version that its package on the server provides.",
            ExtensionUpdatePending::judge,
            FailureMode.PGVECTOR_DRIFT,
            FailureMode.LIBRARY_AND_SQL_DIFFER,
            FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA),
    EXTENSION_DOWNGRADED(
            CRITICAL,
            "The package of the vector extension is not older than what the database has installed.",
            ExtensionDowngraded::judge,
            FailureMode.PACKAGE_DOWNGRADED),
    UPDATE_PATH_MISSING(
            CRITICAL,
            "The scripts on the server lead from the installed to the available version of the vector extension.",
            UpdatePathMissing::judge),
    LOADED_LIBRARY_OUTDATED(
            WARNING,
            "Postgres has loaded the libraries of the vector extensions that their packages provide.",
            LoadedLibraryOutdated::judge,
            FailureMode.LIBRARY_AND_SQL_DIFFER),
    VECTORCHORD_CRASH_PRONE(
            WARNING,
            "VectorChord is not one of the versions that crash Postgres on some aarch64 machines.",
            VectorchordCrashProne::judge,
            FailureMode.CRASHES_ON_ARM),

    PRELOAD_LIBRARY_MISSING(
            CRITICAL,
            "Postgres has preloaded the library of the vector extension.",
            PreloadLibraryMissing::judge,
            FailureMode.NOT_PRELOADED,
            FailureMode.PRELOAD_OVERRIDDEN),
    PRELOAD_OVERRIDDEN(
            WARNING,
            "No value of shared_preload_libraries in the configuration is overruled by the command line of Postgres.",
            PreloadOverridden::judge,
            FailureMode.PRELOAD_OVERRIDDEN),
    PRELOAD_PACKAGE_MISSING(
            CRITICAL,
            "Every vector library that Postgres preloads still has its package on the server.",
            PreloadPackageMissing::judge,
            FailureMode.PRELOAD_WITHOUT_PACKAGE),
    PRELOAD_RESTART_PENDING(
            WARNING,
            "The preloaded libraries are those of the configuration: no restart is pending.",
            PreloadRestartPending::judge,
            FailureMode.RESTART_PENDING),
    EXTENSION_SETTING_ORPHANED(
            WARNING,
            "The vector extension knows every setting of its name that is stored for this database.",
            ExtensionSettingOrphaned::judge,
            FailureMode.SETTING_ORPHANED),
    PROBES_UNSET(
            INFO,
            "Searches in VectorChord's indexes find vchordrq.probes set.",
            ProbesUnset::judge,
            FailureMode.PROBES_UNSET),

    DATABASE_OWNED_BY_OTHER(WARNING, "Immich's role owns its database.", DatabaseOwnedByOther::judge),
    OBJECT_OWNED_BY_OTHER(
            CRITICAL,
            "Immich's role owns Immich's tables, and all that belongs to them.",
            ObjectOwnedByOther::judge,
            FailureMode.FOREIGN_OWNER),
    PUBLIC_SCHEMA_NOT_CREATABLE(
            CRITICAL,
            "Immich's role may use schema public and create objects in it.",
            PublicSchemaNotCreatable::judge,
            FailureMode.PUBLIC_NOT_CREATABLE),
    TEMPORARY_TABLES_DENIED(
            WARNING,
            "Immich's role may make temporary tables.",
            TemporaryTablesDenied::judge,
            FailureMode.TEMPORARY_DENIED),
    SCHEMA_USAGE_MISSING(
            CRITICAL,
            "Immich's role has USAGE on the schemas of the extensions that it needs.",
            SchemaUsageMissing::judge,
            FailureMode.VECTORS_SCHEMA_UNUSABLE),
    INDEX_VIEW_UNREADABLE(
            CRITICAL,
            "Immich's role may read pg_vector_index_stat, which Immich reads at every start.",
            IndexViewUnreadable::judge,
            FailureMode.INDEX_VIEW_UNREADABLE),
    DEFAULT_PRIVILEGE_MISSING(
            INFO,
            "Immich's role will be able to read the index view after the extension is created anew.",
            DefaultPrivilegeMissing::judge,
            FailureMode.INDEX_VIEW_UNREADABLE),
    SEARCH_PATH_UNUSABLE(
            CRITICAL,
            "The search_path of Immich's role finds its tables and the vector type.",
            SearchPathUnusable::judge,
            FailureMode.SEARCH_PATH_LOST,
            FailureMode.SEARCH_PATH_QUOTED),
    OBJECT_OUTSIDE_PUBLIC(
            WARNING,
            "Immich's tables and vector indexes are in schema public, and nowhere else.",
            ObjectOutsidePublic::judge,
            FailureMode.OBJECTS_IN_USERS_SCHEMA,
            FailureMode.OBJECTS_TWICE),
    FUNCTION_UNKNOWN_IN_PUBLIC(
            INFO,
            "Schema public has no functions that are not Immich's.",
            FunctionUnknownInPublic::judge,
            FailureMode.SCHEMA_DRIFT),

    VECTOR_TABLE_MISSING(
            CRITICAL, "Immich's tables of vectors exist.", VectorTableMissing::judge, FailureMode.TABLES_NOT_RESTORED),
    VECTOR_QUERY_FAILING(
            CRITICAL,
            "A search for the nearest neighbour works in Immich's tables of vectors.",
            VectorQueryFailing::judge,
            FailureMode.INDEX_FORMAT_STALE,
            FailureMode.LIBRARY_FILES_GONE),
    VECTOR_INDEX_STALE(
            CRITICAL,
            "Both vector indexes were built after the vector extension was last updated.",
            VectorIndexStale::judge,
            FailureMode.INDEX_FORMAT_STALE,
            FailureMode.PGVECTO_RS_INDEX_OUTDATED),
    VECTOR_INDEX_MISSING(WARNING, "Both vector indexes exist.", VectorIndexMissing::judge, FailureMode.INDEXES_DROPPED),
    VECTOR_INDEX_OF_OTHER_METHOD(
            WARNING,
            "Both vector indexes have the access method of the vector extension in use.",
            VectorIndexOfOtherMethod::judge,
            FailureMode.SETTING_LEFT_IN_IMMICH),
    VECTOR_INDEX_OUTGROWN(
            WARNING,
            "VectorChord's indexes have as many lists as Immich would give them now.",
            VectorIndexOutgrown::judge,
            FailureMode.LISTS_OUTGROWN),
    VECTOR_INDEX_INVALID(
            WARNING,
            "Both vector indexes are valid and ready, and no build that broke off has left another one.",
            VectorIndexInvalid::judge,
            FailureMode.INDEX_INVALID),
    DEAD_ROWS_BEFORE_REBUILD(
            INFO,
            "Where a vector index is due to be rebuilt, its table has no dead rows.",
            DeadRowsBeforeRebuild::judge,
            FailureMode.DEAD_ROWS_BREAK_A_REBUILD),
    START_UP_IN_PROGRESS(
            INFO,
            "Immich is not just starting, and no index is being built.",
            StartUpInProgress::judge,
            FailureMode.REBUILD_IN_PROGRESS),

    BACKUP_IMPOSSIBLE(
            WARNING,
            "Immich's own backup can dump this database.",
            BackupImpossible::judge,
            FailureMode.BACKUP_TOOLS_TOO_OLD,
            FailureMode.BACKUP_DENIED),

    CHECKSUM_FAILED(CRITICAL, "Postgres has met no damaged page.", ChecksumFailed::judge, FailureMode.CHECKSUM_FAILED),
    CHECKSUMS_OFF(INFO, "The server keeps checksums of its data.", ChecksumsOff::judge),
    COLLATION_OUTDATED(
            WARNING,
            "The collations are of the version that the indexes were built with.",
            CollationOutdated::judge,
            FailureMode.COLLATION_CHANGED),
    WAL_ARCHIVING_FAILING(WARNING, "Archiving of WAL, where it is on, works.", WalArchivingFailing::judge),
    REPLICATION_SLOT_AT_RISK(
            WARNING, "Every replication slot is in use, and its reader keeps up.", ReplicationSlotAtRisk::judge),
    LOGICAL_REPLICATION_INCONSISTENT(
            WARNING,
            "The server's settings allow the logical replication that this database is set up for.",
            LogicalReplicationInconsistent::judge);

    private final Severity severity;
    private final String claim;
    private final Rule rule;
    private final List<FailureMode> modes;

    Check(Severity severity, String claim, Rule rule, FailureMode... modes) {
        this.severity = severity;
        this.claim = claim;
        this.rule = rule;
        this.modes = List.of(modes);
    }

    /** {@code extension-update-pending}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How bad a problem is, unless the operator configures another severity. */
    public Severity severity() {
        return severity;
    }

    /** What is true when all is well: one sentence. */
    public String claim() {
        return claim;
    }

    /** The known failure modes that it sees; none where ref §9 lists none. */
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
