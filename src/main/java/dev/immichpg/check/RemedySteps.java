package dev.immichpg.check;

import dev.immichpg.catalog.PreloadLibraries;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.check.Remedy.By;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PgvectorVersion;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Steps that several findings share; being equal, they appear once in a plan. */
final class RemedySteps {

    /** What the configuration has, no login but a superuser can see. */
    static final RemedyStep LOOK_AT_PRELOAD = RemedyStep.person(
            Phase.CONFIGURE,
            "As a superuser, look at the value that the configuration has: SELECT setting, sourcefile, error FROM"
                    + " pg_catalog.pg_file_settings WHERE name OPERATOR(pg_catalog.=) 'shared_preload_libraries'");

    /**
     * pgvecto.rs' own function, and no other of its name: whoever owns the database can rename the schema, make another one
     * and put a function there, up to the moment of the call. So it is looked up while no schema and no function can be
     * changed, and called only if no owner could have written it: in C, as pgvecto.rs has it, or a superuser's.
     */
    static final RemedyStep UPGRADE_FILES = RemedyStep.superuser(Phase.UPDATE_EXTENSION, """
            DO $$ DECLARE own pg_catalog.text; BEGIN
            PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
            pg_catalog.set_config('lock_timeout', '10s', true);
            LOCK TABLE pg_namespace, pg_proc, pg_depend IN SHARE ROW EXCLUSIVE MODE;
            SELECT p.oid::regprocedure INTO own FROM pg_extension e
            JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
            JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
            JOIN pg_language l ON l.oid = p.prolang JOIN pg_roles r ON r.oid = p.proowner
            WHERE e.extname = 'vectors' AND p.proname = 'pgvectors_upgrade' AND p.pronargs = 0
            AND (l.lanname = 'c' OR r.rolsuper);
            IF own IS NULL THEN RAISE EXCEPTION 'Extension vectors has no pgvectors_upgrade() that is in C or a superuser''s.';
            END IF; EXECUTE 'SELECT ' || own; END $$;""".replaceAll("\\s+", " "));

    /** The end of a sentence that tells of a restore; docs/explanation/sessions.md has the reason. */
    static final String WITHOUT_THE_AGENT =
            " Stop immich-pg-monitor before that and start it afterwards: while it is logged"
                    + " in, nobody can drop or rename the database.";

    /** Since 1.133.0 a start makes the indexes as it wants them. */
    static final RemedyStep RESTART_TO_REBUILD = RemedyStep.person(
            Phase.START_IMMICH,
            "Restart Immich at a time of your choice. It then builds the index, which locks the table and can take long: do"
                    + " not interrupt it.");

    private RemedySteps() {}

    static RemedyStep reinstall(Snapshot is, InstalledExtension extension) {
        return RemedyStep.person(
                Phase.INSTALL_PACKAGES,
                "Install the package "
                        + VectorExtension.named(extension.name())
                                .map(e -> "of " + e.title())
                                .orElse("that holds extension " + extension.name())
                        + " " + extension.version() + " for Postgres "
                        + is.server().major() + " again.");
    }

    /** Where no script leads from the installed version to the one on disk. */
    static RemedyStep reinstallOrWithScripts(InstalledExtension extension) {
        return RemedyStep.person(
                Phase.INSTALL_PACKAGES,
                "Install the package of "
                        + VectorExtension.named(extension.name())
                                .map(VectorExtension::title)
                                .orElse(extension.name())
                        + " " + extension.version() + " again, or one with update scripts from "
                        + extension.version() + ".");
    }

    /** Immich stays with this extension, whatever else the server has. */
    static RemedyStep keep(VectorExtension extension) {
        return RemedyStep.configuration("DB_VECTOR_EXTENSION=" + extension.setting()
                + "   # for Immich; and vector-extension = " + extension.setting() + " for this agent");
    }

    /**
     * The one that a server should have that has none which the release can use: the one that is installed already, since its
     * data are there; else the one that Immich prefers.
     */
    static VectorExtension wanted(Snapshot is, Release release) {
        return release.vectorExtensions().keySet().stream()
                .filter(e -> is.installed(e.extensionName()).isPresent())
                .findFirst()
                .orElse(release.preference().get(0));
    }

    /** What preloads the libraries of these extensions, as {@link #preload(Snapshot, Set)}, and brings it into force. */
    static List<RemedyStep> preloadAndRestart(Snapshot is, Set<VectorExtension> added) {
        // Which value waits is hidden from SQL; writing another over it could lose what it holds.
        return is.preload().filter(Preload::waitsForRestart).isPresent()
                ? List.of(RemedyStep.RESTART_POSTGRES)
                : List.of(preload(is, added), RemedyStep.RESTART_POSTGRES);
    }

    static RemedyStep create(String extension) {
        return RemedyStep.superuser(Phase.CREATE_EXTENSION, createExtension(extension));
    }

    /**
     * Into {@code public}, where Immich looks for it, whatever the search_path. An extension whose control file names a schema,
     * as pgvecto.rs does since 0.2, comes there: with CASCADE Postgres takes the control file's word.
     */
    static String createExtension(String extension) {
        return "CREATE EXTENSION IF NOT EXISTS " + Sql.name(extension) + " SCHEMA public CASCADE;";
    }

    /**
     * By a superuser, on a pgvector that is new enough, with what Immich would do if it created it itself. The update of
     * pgvector comes before what needs it, other than any other update.
     */
    static List<RemedyStep> createVectorChord(Snapshot is, Release release) {
        List<RemedyStep> steps = new ArrayList<>();
        if (is.installed("vector").isPresent()
                && PgvectorVersion.tooOld(is, release).isPresent()) {
            steps.add(RemedyStep.superuser(Phase.CREATE_EXTENSION, "ALTER EXTENSION vector UPDATE;"));
        }
        steps.add(create(VectorExtension.VECTORCHORD.extensionName()));
        if (is.extensionSettings().stream().noneMatch(s -> s.name().equals("vchordrq.probes"))) {
            steps.add(RemedyStep.superuser(
                    Phase.GRANT, "ALTER DATABASE " + Sql.name(is.database().name()) + " SET vchordrq.probes = 1;"));
        }
        return steps;
    }

    static RemedyStep alterUpdate(String extension) {
        return RemedyStep.superuser(Phase.UPDATE_EXTENSION, "ALTER EXTENSION " + Sql.name(extension) + " UPDATE;");
    }

    /** The update with everything around it, in the order that extensions.md#safe-order finds safe. */
    static Remedy updateRemedy(Snapshot is, ChosenExtension chosen) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        if (chosen.extension().preloadLibrary().isPresent()) {
            // The preloaded library is still the one of before the package was updated.
            steps.add(RemedyStep.RESTART_POSTGRES);
        }
        steps.addAll(update(is, chosen));
        steps.add(RemedyStep.START_IMMICH);
        return new Remedy(steps);
    }

    /**
     * ALTER EXTENSION … UPDATE and what each extension wants after it (start-up.md#pgvecto-rs,
     * extensions.md#vectorchord).
     */
    static List<RemedyStep> update(Snapshot is, ChosenExtension chosen) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(alterUpdate(chosen.name()));
        steps.addAll(afterUpdate(is, chosen));
        return steps;
    }

    /** What is left to do where ALTER EXTENSION … UPDATE has been run. */
    static List<RemedyStep> afterUpdate(Snapshot is, ChosenExtension chosen) {
        List<RemedyStep> steps = new ArrayList<>();
        if (chosen.extension() == VectorExtension.PGVECTOR) {
            return steps;
        }
        if (chosen.extension() == VectorExtension.PGVECTO_RS) {
            steps.add(UPGRADE_FILES);
            steps.add(RemedyStep.person(Phase.RESTART_POSTGRES_AGAIN, "Restart Postgres again."));
        }
        for (VectorIndex index : is.vectorIndexes()) {
            steps.addAll(rebuild(is, index));
        }
        return steps;
    }

    /**
     * REINDEX by whoever owns the table; before it VACUUM, since a build also reads dead rows
     * ({@link FailureMode#DEAD_ROWS_BREAK_A_REBUILD}).
     */
    static List<RemedyStep> rebuild(Snapshot is, VectorIndex index) {
        return List.of(
                VacuumStep.of(is, index.schema(), index.table()),
                new RemedyStep(
                        Phase.REBUILD_INDEX,
                        ownerOf(is, index.schema(), index.table()),
                        "REINDEX INDEX " + Sql.name(index.schema(), index.name()) + ";"));
    }

    /** Who is allowed to do what only the owner of a table is. */
    static By ownerOf(Snapshot is, String schema, String table) {
        return is.relation(schema, table).filter(Snapshot.Relation::roleOwns).isPresent()
                ? By.IMMICH_ROLE
                : By.SUPERUSER;
    }

    /** By whoever owns the table. */
    static RemedyStep owner(boolean roleOwns, String statement) {
        return roleOwns
                ? RemedyStep.immichRole(Phase.REBUILD_INDEX, statement)
                : RemedyStep.superuser(Phase.REBUILD_INDEX, statement);
    }

    /** Adds the extension's library to those that are preloaded. */
    static RemedyStep preload(Snapshot is, VectorExtension extension) {
        return preload(is, Set.of(extension));
    }

    /**
     * Adds the libraries to those that are preloaded, and keeps the others. With them come those of the extensions whose
     * types the columns have and whose packages are there, so that there is one list whoever asks. A library whose package
     * is gone, and which this database does not use, stays out, so that whoever restarts Postgres for the one is not
     * stopped by the other. What the command line sets, no SQL can change, and where the present list is hidden, it must
     * not be overwritten.
     */
    static RemedyStep preload(Snapshot is, Set<VectorExtension> added) {
        List<String> libraries = Stream.concat(
                        added.stream(),
                        is.vectorTables().stream()
                                .filter(t -> is.available(t.typeExtension()).isPresent())
                                .flatMap(t -> VectorExtension.named(t.typeExtension()).stream()))
                .flatMap(e -> e.preloadLibrary().stream())
                .distinct()
                .sorted()
                .toList();
        if (is.preload().isEmpty()) {
            return RemedyStep.configuration("shared_preload_libraries = '" + String.join(",", files(libraries))
                    + "'   # added to what is there, separated by commas");
        }
        Preload preload = is.preload().get();
        Set<String> orphans = PreloadedLibrary.withoutPackage(is)
                .filter(e -> is.installed(e.extensionName()).isEmpty()) // Or else it must come back.
                .filter(e -> !added.contains(e))
                .flatMap(e -> e.preloadLibrary().stream())
                .collect(Collectors.toSet());
        List<String> entries = new ArrayList<>(preload.libraries().entries());
        entries.removeIf(entry -> orphans.contains(PreloadLibraries.nameOf(entry)));
        entries.addAll(files(libraries.stream()
                .filter(library -> !preload.libraries().contains(library))
                .toList()));
        if (preload.fromCommandLine()) {
            return RemedyStep.configuration("-c shared_preload_libraries=" + String.join(",", entries)
                    + "   # on the command line of Postgres, which overrides postgresql.conf");
        }
        String list = entries.stream().map(Sql::text).collect(Collectors.joining(", "));
        return RemedyStep.superuser(
                Phase.CONFIGURE, "ALTER SYSTEM SET shared_preload_libraries = " + (list.isEmpty() ? "''" : list) + ";");
    }

    private static List<String> files(List<String> libraries) {
        return libraries.stream().map(library -> library + ".so").toList();
    }
}
