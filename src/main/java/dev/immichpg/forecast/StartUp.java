package dev.immichpg.forecast;

import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.forecast.Step.Effect;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.List;
import java.util.Optional;

/**
 * Immich's start, replayed step by step on what is really there (ref §1.3 to §1.6 and §10). Immich exits at the first
 * step that fails, and so does the replay.
 */
public final class StartUp {

    private final Snapshot is;
    private final Expectation should;
    private final Release release;
    private final Steps steps;

    private StartUp(Snapshot is, Expectation should, boolean migrates) {
        this.is = is;
        this.should = should;
        this.release = should.release();
        this.steps = new Steps(migrates);
    }

    /**
     * @param should the release that is to start
     * @param last the release that has written to this database last; empty if it is not known
     */
    public static Forecast replay(Snapshot is, Expectation should, Optional<Version> last) {
        Optional<Version> immich = should.immich().version();
        try {
            boolean older = last.isPresent() && immich.isPresent() && last.get().isOlderThan(immich.get());
            StartUp start = new StartUp(is, should, older || !is.hasImmichTables());
            start.run(last, immich);
            return new Forecast(immich, start.steps.taken());
        } catch (Undecidable e) {
            return Forecast.unknown(immich, e.getMessage());
        } catch (RuntimeException e) {
            // A fault of ours must not take the checks' verdicts with it, nor pass for a forecast.
            return Forecast.unknown(
                    immich,
                    "The forecast failed on what it saw (" + e + "). Please report it with the JSON of this database.");
        }
    }

    private void run(Optional<Version> last, Optional<Version> immich) {
        boolean goesOn = role()
                && server()
                && tablesFound()
                && new VectorStartUp(is, should, steps).run()
                && upgradePath(last, immich)
                && migrationTables(immich)
                && requiredExtensions()
                && publicSchema()
                && ownTables();
        if (goesOn && steps.migrates()) {
            steps.add("migrations", Effect.CHANGES, "Immich runs its migrations.");
        }
    }

    private boolean role() {
        String role = is.role().name();
        if (!is.role().exists()) {
            return steps.block("login", "Role " + role + ", which Immich logs in as, does not exist on this server.");
        }
        if (!is.role().canLogin()) {
            return steps.block("login", "Role " + role + " may not log in (NOLOGIN).");
        }
        if (is.role().passwordHasExpired()) {
            return steps.block(
                    "login", "The password of role " + role + " has expired, and a login with it is refused.");
        }
        if (is.roleConnectionLimit().equals(Optional.of(0))) {
            return steps.block("login", "Role " + role + " may have no connections (CONNECTION LIMIT 0).");
        }
        if (!is.database().roleCanConnect()) {
            return steps.block(
                    "login",
                    "Role " + role + " may not connect to database "
                            + is.database().name() + ".");
        }
        if (is.databaseConnectionLimit().equals(Optional.of(0))) {
            return steps.block(
                    "login",
                    "Database " + is.database().name() + " takes connections of superusers only (CONNECTION LIMIT 0).");
        }
        return true;
    }

    private boolean server() {
        if (!writable()) {
            return false;
        }
        String found = is.server().version();
        Optional<VersionRange> range = release.postgres().enforced();
        if (range.isPresent() && !range.get().contains(Version.of(found + ".0"))) {
            return steps.block(
                    "Postgres version",
                    "Postgres is " + found + ", but Immich needs " + range.get().text() + ".");
        }
        return steps.pass("Postgres version", "Postgres is " + found + ".");
    }

    /**
     * The first thing that Immich has to write stops it. Since 1.138.0 it avoids to write at a start where nothing has
     * changed (immich-app/immich#20538), but whether it always does nobody has promised.
     */
    private boolean writable() {
        Optional<String> why = is.server().inRecovery()
                ? Optional.of("This server is a standby, where nothing can be written.")
                : EffectiveReadOnly.of(is)
                        .filter(EffectiveReadOnly::readOnly)
                        .map(on -> "default_transaction_read_only is on for role "
                                + is.role().name() + ", so it writes nothing.");
        if (why.isEmpty()) {
            return true;
        }
        if (steps.migrates()) {
            return steps.block("read-only", why.get());
        }
        steps.add("read-only", Effect.UNKNOWN, why.get() + " Immich stops at the first thing that it has to write.");
        return true;
    }

    /** Immich names its tables without their schema, from 1.133.0 on even before the migrations. */
    private boolean tablesFound() {
        String role = is.role().name();
        Optional<Schema> schema = is.schema("public");
        if (schema.isEmpty()) {
            return steps.block("public schema", "Schema public does not exist.");
        }
        if (!schema.get().roleHasUsage()) {
            return steps.block("public schema", "Role " + role + " has no USAGE on schema public.");
        }
        Optional<SearchPath> path = EffectiveSearchPath.of(is).map(EffectiveSearchPath::path);
        if (path.isPresent() && !path.get().contains("public", role)) {
            return steps.block(
                    "search_path",
                    "The search_path of role " + role + " lacks schema public, where Immich's tables are.");
        }
        return true;
    }

    /** The first of Immich's migrations looks at this, so after the vector extension, and fails. */
    private boolean upgradePath(Optional<Version> last, Optional<Version> immich) {
        if (immich.isEmpty()) {
            return true;
        }
        Optional<String> obstacle = UpgradePath.obstacle(is, last, immich.get());
        if (obstacle.isPresent()) {
            return steps.block("upgrade path", obstacle.get());
        }
        Optional<Version> newer = UpgradePath.newerMigrations(is, should.releases(), immich.get());
        if (newer.isPresent()) {
            return steps.block(
                    "upgrade path",
                    "This database has migrations of Immich " + newer.get().text()
                            + ". An older Immich stops at migrations that it does not know.");
        }
        if (last.isPresent() && immich.get().isOlderThan(last.get())) {
            steps.add(
                    "upgrade path",
                    Effect.UNKNOWN,
                    "Immich " + last.get().text() + " ran here last. An older Immich refuses a database with migrations"
                            + " that it does not know.");
        }
        return true;
    }

    /** Read on every start, whether or not there is anything to migrate; Kysely also looks for its lock's row. */
    private boolean migrationTables(Optional<Version> immich) {
        boolean typeOrm = immich.isEmpty() || !UpgradePath.needsNewTables(immich.get());
        for (String name : List.of("migrations", "kysely_migrations", "kysely_migrations_lock", "version_history")) {
            if (name.equals("migrations") && !typeOrm) {
                continue; // Only the first of Kysely's migrations still looks at it.
            }
            Optional<Relation> table = is.relation("public", name);
            if (table.isPresent() && !table.get().roleCanSelect()) {
                return steps.block("ownership", "Role " + is.role().name() + " may not read table " + name + ".");
            }
        }
        return true;
    }

    private boolean requiredExtensions() {
        for (String name : release.requires()) {
            if (is.installed(name).isPresent()) {
                continue;
            }
            if (!steps.migrates()) {
                steps.add(
                        "required extensions",
                        Effect.WARNS,
                        "Extension " + name + " is not installed in this database. Only migrations would create it.");
                continue;
            }
            Optional<AvailableExtension> available = is.available(name);
            if (available.isEmpty()) {
                return steps.block("required extensions", "Extension " + name + " is not available on the server.");
            }
            if (!is.roleMayCreate(available.get())) {
                return steps.block(
                        "required extensions",
                        "Extension " + name + " is not installed in this database, and role "
                                + is.role().name() + " may not create it.");
            }
            steps.add("required extensions", Effect.CHANGES, "It creates extension " + name + ".");
        }
        for (String name : List.of("cube", "earthdistance")) {
            var installed = is.installed(name);
            if (installed.isPresent() && !installed.get().schema().equals("public")) {
                boolean goesOn = steps.atNextMigration(
                        "required extensions",
                        "Extension " + name + " is in schema " + installed.get().schema()
                                + ", but Immich looks for it in public.");
                if (!goesOn) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean publicSchema() {
        return is.schema("public").orElseThrow().roleCanCreate()
                || steps.atNextMigration(
                        "public schema", "Role " + is.role().name() + " may not create anything in schema public.");
    }

    private boolean ownTables() {
        List<String> foreign = is.tablesOfOthers().stream().map(Relation::name).toList();
        return foreign.isEmpty()
                || steps.atNextMigration(
                        "ownership", "Role " + is.role().name() + " does not own " + String.join(", ", foreign) + ".");
    }
}
