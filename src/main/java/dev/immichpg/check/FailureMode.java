package dev.immichpg.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways in which Immich is known to fail on a Postgres that it does not own: the rows of {@link #PAGE}. Which checks see
 * each of them, {@link Check#modes} says; docs/coverage.md is made of both.
 */
public enum FailureMode {
    AVAILABLE_VERSION_OUT_OF_RANGE(
            1, "A package update brought a version of the vector extension that Immich refuses."),
    UPDATE_NEEDS_A_SUPERUSER(
            2, "The package is newer than the database, and Immich is not allowed to run ALTER EXTENSION."),
    INDEXES_DROPPED(3, "After such a failed update the search indexes are gone."),
    INDEX_FORMAT_STALE(4, "The extension was updated and its indexes were not rebuilt: their format on disk is old."),
    DEAD_ROWS_BREAK_A_REBUILD(5, "A rebuild fails on dead rows: missing chunk number 0 for toast value."),
    PACKAGE_DOWNGRADED(6, "The package is older than what the database has installed."),
    EXTENSION_NOT_AVAILABLE(7, "The packages of the vector extension are not there for this Postgres."),
    EXTENSION_SWITCHES(8, "A new package changes which vector extension Immich chooses at its next start."),
    PGVECTOR_TOO_OLD(9, "VectorChord cannot be created on a pgvector without halfvec."),
    PGVECTOR_DRIFT(10, "The version of pgvector under VectorChord changes, and Immich never checks it."),
    LIBRARY_AND_SQL_DIFFER(11, "The loaded library and the extension's SQL are of different versions."),
    LIBRARY_FILES_GONE(12, "An extension is installed, and its files are gone from the server."),
    NIGHTLY_BUILD(13, "The vector extension is a nightly build, 0.0.0."),
    POSTGRES_TOO_OLD(14, "Postgres is older than Immich accepts."),
    BACKUP_TOOLS_TOO_OLD(15, "Postgres is newer than the pg_dump that Immich ships: its backups fail."),
    CRASHES_ON_ARM(16, "VectorChord 0.4.0 to 0.4.2 crashes Postgres on some aarch64 machines."),
    PGVECTO_RS_INDEX_OUTDATED(17, "pgvecto.rs was updated and its index files were not, or they are lost."),
    VECTORS_IN_OTHER_SCHEMA(18, "pgvecto.rs from 0.2 on is not in its schema vectors."),
    EARTHDISTANCE_IN_OTHER_SCHEMA(19, "cube and earthdistance are not in schema public, or left behind by an upgrade."),
    UUID_OSSP_MISSING(20, "uuid-ossp is missing."),
    NOT_PRELOADED(21, "The library of the vector extension is not preloaded."),
    PRELOAD_OVERRIDDEN(22, "postgresql.conf names the library, and another place overrides it."),
    RESTART_PENDING(23, "A change of the preloaded libraries waits for a restart."),
    PRELOAD_WITHOUT_PACKAGE(24, "A library is preloaded whose package is gone: Postgres will not start again."),
    SETTING_ORPHANED(25, "A stored setting is no longer known to the extension."),
    PROBES_UNSET(26, "The database has lost vchordrq.probes."),
    SEARCH_PATH_LOST(27, "The search_path does not reach the vector type."),
    SEARCH_PATH_QUOTED(28, "The search_path is stored as one quoted name."),
    OBJECTS_IN_USERS_SCHEMA(29, "Immich's tables are in a schema named like its role."),
    SHARED_MEMORY(
            30,
            "A parallel index build finds no shared memory in a container.",
            "The size of /dev/shm is not in the catalogs, and Postgres learns of it when it is too late. The hint is in"
                    + " the server's log: could not resize shared memory segment. Give the container shm_size: 128mb."),
    CONNECTIONS_EXHAUSTED(31, "There are no connections left for Immich."),
    TLS_REFUSED(
            32,
            "Immich and Postgres do not agree on TLS.",
            "The agent asks for TLS as strictly as Immich's own URL does: it cannot read the database either, and says"
                    + " why (immich_pg_up is 0)."),
    READ_ONLY(33, "The server is a standby, or it was set read-only."),
    EXTENSION_NOT_CREATABLE(34, "Immich is not allowed to create an extension that it needs."),
    EXTENSION_IN_OTHER_DATABASE(35, "The extension was created in another database."),
    INDEX_VIEW_UNREADABLE(36, "Immich is not allowed to read pgvecto.rs' pg_vector_index_stat."),
    VECTORS_SCHEMA_UNUSABLE(37, "Immich has no USAGE on schema vectors."),
    PUBLIC_NOT_CREATABLE(38, "Immich is not allowed to create objects in schema public."),
    FOREIGN_OWNER(39, "Tables belong to another role, which restored them."),
    BACKUP_DENIED(40, "Immich's backup needs rights that its role does not have."),
    EXTENSION_LEFT_OVER(41, "The old vector extension is still there, and Immich is not allowed to drop it."),
    COLUMN_LEFT_OVER(42, "A column still has the type of the old vector extension."),
    LOGIN_REFUSED(43, "Immich's role is not allowed to log in: expired, NOLOGIN, no CONNECT."),
    TEMPORARY_DENIED(44, "Immich is not allowed to make temporary tables."),
    TABLES_NOT_RESTORED(45, "A restore has left out the tables that need the vector type."),
    COLLATION_CHANGED(46, "The collation's library has changed under the data."),
    CHECKSUM_FAILED(47, "Pages on disk are damaged."),
    DATABASE_NEWER_THAN_IMMICH(48, "The database has migrations of a newer Immich."),
    SCHEMA_DRIFT(49, "The schema is not the one that Immich expects."),
    SETTING_LEFT_IN_IMMICH(50, "DB_VECTOR_EXTENSION is left set in Immich, which rebuilds at every start."),
    OBJECTS_TWICE(51, "Tables or indexes of Immich's names exist in another schema as well."),
    LISTS_OUTGROWN(52, "The library has outgrown the lists of VectorChord's indexes."),
    REBUILD_IN_PROGRESS(53, "Immich is starting, and a rebuild is running that should not be interrupted."),
    INDEX_INVALID(54, "An index is invalid after a build that was cancelled."),
    UPGRADE_PATH(55, "A release was skipped that the upgrade has to pass through."),
    LIBRARY_OLDER_THAN_SQL(
            56, "The package was replaced under a running server: an update drops both indexes and fails."),
    INDEX_BUILT_BY_OLD_LIBRARY(
            57, "The old library built an index after the update: the next restart of Postgres breaks it."),
    REBUILD_NEEDS_CREATE_ON_PUBLIC(
            58, "An index has to be rebuilt, and Immich is not allowed to create objects in schema public."),
    OTHER_INDEX_ON_VECTORS(59, "Another index on the vectors stops every rebuild."),
    FUNCTION_NOT_EXECUTABLE(60, "Immich is not allowed to execute a function of an extension that it calls."),
    SCHEMA_BEFORE_PUBLIC(61, "A schema that comes before public in the search_path receives Immich's new tables."),
    OBJECT_OF_OTHER_OWNER(
            62, "A function, a type or a less important table of Immich's belongs to another role: a migration fails."),
    RIGHTS_OF_OTHER_ROLE(
            63, "ALTER ROLE … SET role makes Immich act as another role: what counts are the rights of that one."),
    MIGRATIONS_LOST(64, "The list of migrations is lost, and Immich's tables are there: it makes them again."),
    MIGRATION_UNKNOWN(65, "The database has a migration that the release does not know."),
    CONSTRAINTS_NOT_RESTORED(
            66,
            "Keys or indexes are missing after a restore that went on after errors.",
            "No check knows Immich's whole schema. Since 2.6.0 Immich's log says so at its start; immich-admin schema-check prints it."),
    OBJECT_IN_THE_WAY(
            67,
            "An object is left over from a run that stopped, and a migration makes it again.",
            "No check knows Immich's whole schema. The message of the failed migration names the object."),
    TRIGGER_IN_THE_WAY(
            68,
            "A trigger on Immich's tables makes writes or migrations fail.",
            "No check knows Immich's triggers. psql shows those of a table: \\d asset."),
    TRIGGER_MISSING(
            69,
            "Triggers or functions of Immich are missing.",
            "No check knows Immich's whole schema. Since 2.6.0 Immich's log says so at its start; immich-admin schema-check prints it."),
    LOCK_HELD(70, "Another session holds a lock, and Immich hangs at its start."),
    VACUUM_FAILS(71, "VACUUM fails on an index of another format than the loaded library has."),
    RESTORE_IN_IMMICH_FAILS(72, "The restore within Immich needs more than its role is allowed to do."),
    COLLATION_NOT_RECORDED(73, "The data moved to another C library, and no version of the collation was recorded."),
    LIBRARY_EMPTY(
            74,
            "Immich has run here, and its library is empty.",
            "The agent reads no rows of Immich's tables. Look at Immich itself before the last good backup is overwritten."),
    REBUILD_OBSTRUCTED(75, "A view, a trigger, a timeout or a missing right stops a rebuild."),
    CONNECTION_LIMIT_TOO_LOW(76, "Immich's role is allowed fewer connections than a start needs."),
    CONTROL_FILE_WITHOUT_VERSION(
            77, "The control file of an extension names no version: Immich sees the name and no version."),
    POSTGRES_END_OF_LIFE(78, "The major version of Postgres gets no fixes any more."),
    KNOWN_BAD_RELEASE(79, "A release of Immich or pgvector has a known fault."),
    FORK_KEEPS_THE_FORMAT(80, "A fork of VectorChord is numbered 1.2.0 and has the format of 1.1."),
    EXTENSION_NOT_ON_PATH(81, "pg_trgm, unaccent or uuid-ossp is in a schema that Immich does not find."),
    UPDATE_ON_READ_ONLY(82, "A package is newer, and on a read-only server Immich can drop nothing."),
    ROWS_HIDDEN(83, "Row level security hides Immich's own rows from it."),
    INSERT_REFUSED(
            84, "A table that a start writes to has a column, a rule or a constraint that refuses Immich's row."),
    MEMBER_MISSING(85, "A function, type or operator class was dropped out of its extension, or moved away."),
    LANGUAGE_UNUSABLE(86, "Immich's role is not able to create functions: USAGE on plpgsql was revoked."),
    CATALOG_DENIED(87, "Immich's role is not allowed to use a view or function of Postgres' own.");

    /** Where each has its cause, its signs and its remedy; below the root of the repository. */
    public static final String PAGE = "docs/explanation/immich-and-postgres/failure-modes.md";

    private final int number;
    private final String sentence;
    private final Optional<String> unchecked;

    FailureMode(int number, String sentence) {
        this(number, sentence, null);
    }

    FailureMode(int number, String sentence, String unchecked) {
        this.number = number;
        this.sentence = sentence;
        this.unchecked = Optional.ofNullable(unchecked);
    }

    /** By which the page counts them. */
    public int number() {
        return number;
    }

    /** Its anchor on the page: {@code index-format-stale}. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What happens: one sentence. */
    public String sentence() {
        return sentence;
    }

    /** Why no check sees it, and what does or gives the nearest hint; empty: checks do. */
    public Optional<String> unchecked() {
        return unchecked;
    }

    /** The checks that see it, in the order of the catalogue. */
    public List<Check> checks() {
        return Arrays.stream(Check.values())
                .filter(check -> check.modes().contains(this))
                .toList();
    }
}
