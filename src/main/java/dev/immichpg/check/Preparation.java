package dev.immichpg.check;

import dev.immichpg.catalog.NameLength;
import dev.immichpg.need.Release;
import dev.immichpg.need.Releases;
import dev.immichpg.need.SupportedVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The scripts that make a database ready for Immich, and create a role that is only allowed to look at it. A superuser runs
 * them in psql, and can run them again. They contain no password.
 *
 * <p>What Immich's guide leaves out is here: the schema of the extensions, the setting of VectorChord that Immich makes
 * only where it creates the extension itself, and of the pgvecto.rs era the grant on the view that default privileges
 * do not reach (start-up.md#eras, privileges.md#default-privileges, database.md#vector-tables,
 * {@link FailureMode#PROBES_UNSET} and {@link FailureMode#INDEX_VIEW_UNREADABLE}).
 */
public final class Preparation {

    private final StringBuilder text = new StringBuilder();
    private final String role;
    private final String database;

    private Preparation(String role, String database) {
        this.role = named("role", role);
        this.database = named("database", database);
    }

    /**
     * @param monitor the agent's own role; empty: none is made
     * @throws IllegalArgumentException saying in one sentence which name cannot be one
     */
    public static String ofDatabase(
            VectorExtension era, String role, String database, Optional<String> monitor, Releases releases) {
        Preparation preparation = new Preparation(role, database);
        preparation.byHand(era, releases);
        preparation.database();
        monitor.ifPresent(preparation::monitorRole);
        preparation.enter();
        preparation.extensions(era);
        monitor.ifPresent(preparation::monitorGrants);
        preparation.passwords(
                Stream.concat(Stream.of(role), monitor.stream()).distinct().toList());
        return preparation.text.toString();
    }

    /**
     * Of a database that Immich has already.
     *
     * @throws IllegalArgumentException saying in one sentence which name cannot be one
     */
    public static String ofMonitor(String monitor, String database) {
        Preparation preparation = new Preparation(monitor, database);
        preparation.comment(
                "Lets role " + monitor + ", as which the agent logs in, look at database " + database + ".");
        preparation.comment("Run it as a superuser. You can run it again.");
        preparation.line("");
        Script.beginning().forEach(preparation::line);
        preparation.monitorRole(monitor);
        preparation.enter();
        preparation.monitorGrants(monitor);
        // Of a role that was there before nobody has to be told of its password: it may be Immich's own.
        preparation.line("\\if :role_is_new");
        preparation.passwords(List.of(monitor));
        preparation.line("\\endif");
        return preparation.text.toString();
    }

    private void byHand(VectorExtension era, Releases releases) {
        comment("A database for Immich on " + era.title() + ": " + database + ", owned by role " + role + ".");
        comment("");
        comment("Before you run it, do this by hand:");
        newest(era, releases)
                .ifPresent(release -> comment("  Install " + packages(era, release) + ", on Postgres"
                        + range(release.postgres()) + ". That is for Immich " + release.title()
                        + "; other releases can need others."));
        era.preloadLibrary().ifPresent(library -> {
            comment("  In postgresql.conf: shared_preload_libraries = '" + library
                    + ".so'   # added to what is there, separated by commas");
            comment("  Restart Postgres: a reload is not enough.");
        });
        comment("Then run it as a superuser. You can run it again.");
        comment("");
        if (era != VectorExtension.VECTORCHORD) {
            comment("Set DB_VECTOR_EXTENSION=" + era.setting()
                    + " for Immich. Otherwise it takes another extension as soon as the server has a package of it.");
            comment("");
        }
    }

    private static Optional<Release> newest(VectorExtension era, Releases releases) {
        return releases.rows().stream()
                .filter(row -> row.vectorExtensions().containsKey(era))
                .reduce((older, newer) -> newer);
    }

    private static String packages(VectorExtension era, Release release) {
        String own = era.title() + range(release.vectorExtensions().get(era));
        return era == VectorExtension.VECTORCHORD
                ? VectorExtension.PGVECTOR.title() + range(release.pgvectorForVectorChord()) + " and " + own
                : own;
    }

    /** The documented versions, or else those that are enforced. */
    private static String range(SupportedVersions supported) {
        return supported
                .documented()
                .or(supported::enforced)
                .map(VersionRange::text)
                .map(text -> " " + text)
                .orElse("");
    }

    private void database() {
        String owner = Sql.name(role);
        String name = Sql.name(database);
        Script.beginning().forEach(this::line);
        line("");
        unlessThere(
                "CREATE ROLE " + owner + " LOGIN",
                "pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) " + Sql.text(role));
        unlessThere(
                "CREATE DATABASE " + name + " OWNER " + owner,
                "pg_catalog.pg_database WHERE datname OPERATOR(pg_catalog.=) " + Sql.text(database));
        line("ALTER DATABASE " + name + " OWNER TO " + owner + ";");
    }

    private void enter() {
        line("");
        Script.entering(database).forEach(this::line);
    }

    private void extensions(VectorExtension era) {
        String owner = Sql.name(role);
        String name = Sql.name(database);
        line("");
        comment("Only a superuser can create these. This fails if the library is not preloaded.");
        line(RemedySteps.createExtension(era.extensionName()));
        line(RemedySteps.createExtension("earthdistance"));
        if (era == VectorExtension.VECTORCHORD) {
            line("");
            comment("Immich sets it only where it creates the extension itself.");
            line("ALTER DATABASE " + name + " SET vchordrq.probes = 1;");
        }
        if (era == VectorExtension.PGVECTO_RS) {
            line("");
            comment("Three names, not one text in quotes.");
            line("ALTER DATABASE " + name + " SET search_path TO \"$user\", public, vectors;");
            line("GRANT USAGE ON SCHEMA vectors TO " + owner + ";");
            comment("Default privileges apply to what is created later, and not to the view that is there already.");
            line("GRANT SELECT ON vectors.pg_vector_index_stat TO " + owner + ";");
            line("ALTER DEFAULT PRIVILEGES IN SCHEMA vectors GRANT SELECT ON TABLES TO " + owner + ";");
        }
    }

    /** What needs no look into the database is done outside of it. */
    private void monitorRole(String monitor) {
        String name = Sql.name(named("role", monitor));
        line("");
        comment("A new one can do nothing but look: at catalogs, and at the tables that name Immich's version.");
        line(
                "SELECT pg_catalog.count(*) OPERATOR(pg_catalog.=) 0::pg_catalog.int8 AS role_is_new FROM pg_catalog.pg_roles"
                        + " WHERE rolname OPERATOR(pg_catalog.=) " + Sql.text(monitor) + " \\gset");
        unlessThere(
                "CREATE ROLE " + name + " LOGIN CONNECTION LIMIT 3",
                "pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) " + Sql.text(monitor));
        line(HiddenFacts.grantSettings(monitor));
        line("GRANT pg_read_all_stats TO " + name + ";");
        line("GRANT CONNECT ON DATABASE " + Sql.name(database) + " TO " + name + ";");
    }

    private void monitorGrants(String monitor) {
        String name = Sql.name(monitor);
        line("");
        line("GRANT USAGE ON SCHEMA public TO " + name + ";");
        comment("These exist since Immich 1.117, 1.132 and 1.136, and with pgvecto.rs.");
        whereThere("GRANT SELECT ON public.version_history TO " + name, "public.version_history");
        whereThere("GRANT SELECT ON public.kysely_migrations TO " + name, "public.kysely_migrations");
        whereThere("GRANT SELECT ON public.migration_overrides TO " + name, "public.migration_overrides");
        whereThere("GRANT USAGE ON SCHEMA vectors TO " + name, "vectors.pg_vector_index_stat");
        whereThere("GRANT SELECT ON vectors.pg_vector_index_stat TO " + name, "vectors.pg_vector_index_stat");
        comment("Since Postgres 18: which libraries are loaded.");
        line("SELECT " + Sql.text("GRANT EXECUTE ON FUNCTION pg_catalog.pg_get_loaded_modules() TO " + name)
                + " WHERE pg_catalog.to_regprocedure('pg_catalog.pg_get_loaded_modules()') IS NOT NULL \\gexec");
        comment(
                "Immich 2.5 and newer can restore by itself. It ends all other sessions first, and without a superuser it is allowed");
        comment(
                "to end this role's only as a member of it. Immich's role can then read all settings of the server as well:");
        comment("GRANT " + name + " TO <Immich's role>;");
        line("SELECT pg_catalog.to_regclass('public.version_history') IS NULL AS fresh \\gset");
        line("\\if :fresh");
        line(
                "\\echo 'Immich makes its tables at its first start: run this again after it, or the agent will not see its"
                        + " version.'");
        line("\\endif");
    }

    private void passwords(List<String> roles) {
        line("");
        line(
                "\\echo 'A role without a password cannot log in with one. Set it with psql, so that nobody else reads it:'");
        roles.forEach(r -> line("\\echo " + Script.quoted("  \\password " + Sql.name(r))));
    }

    /** Neither roles nor databases can be created IF NOT EXISTS. */
    private void unlessThere(String statement, String row) {
        line("SELECT " + Sql.text(statement) + " WHERE NOT EXISTS (SELECT FROM " + row + ") \\gexec");
    }

    private void whereThere(String statement, String relation) {
        line("SELECT " + Sql.text(statement) + " WHERE pg_catalog.to_regclass(" + Sql.text(relation)
                + ") IS NOT NULL \\gexec");
    }

    private static String named(String what, String name) {
        if (name.isBlank() || !NameLength.fits(name) || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The name of a " + what + " has 1 to " + NameLength.MOST + " bytes, and no control characters.");
        }
        return name;
    }

    private void comment(String words) {
        line(("-- " + ReportText.visible(words)).stripTrailing());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
