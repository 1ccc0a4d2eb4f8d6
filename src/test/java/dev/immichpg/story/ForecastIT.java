package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Check;
import dev.immichpg.check.CheckTest;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Builder;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.StandInImmich.End;
import dev.immichpg.story.StandInImmich.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The forecast first, and then the start itself, by {@link StandInImmich}: on the broken databases of all stories and on
 * others that no story has, on the lowest and the highest major version of Postgres.
 */
class ForecastIT {

    private static final Map<Outcome, End> ENDS =
            Map.of(Outcome.STARTS, End.STARTED, Outcome.MIGRATES, End.CHANGED, Outcome.BLOCKED, End.FAILED);

    /** Why nobody can forecast the start on the database of such a story. */
    private static final Map<Check, String> UNKNOWN = Map.of(
            Check.VECTOR_INDEX_STALE, "whether VectorChord's format on disk has changed",
            Check.SERVER_READ_ONLY, "whether Immich has anything to write");

    /**
     * @param release that starts; empty: the one that ran here last
     * @param setting DB_VECTOR_EXTENSION
     * @param unknown why nobody can forecast it; empty: it can be
     */
    private record State(
            String title,
            Function<EmbeddedServer, ImmichDatabase> database,
            String ranLast,
            Optional<String> release,
            Optional<String> setting,
            Optional<String> unknown,
            Grants grants,
            List<Consumer<ImmichDatabase>> faults) {

        static State of(String title, Function<EmbeddedServer, Builder> builder, String ranLast) {
            return new State(
                    title,
                    server -> {
                        Builder made = builder.apply(server);
                        return (ranLast.isEmpty() ? made.fresh() : made.immich(ranLast)).create();
                    },
                    ranLast,
                    Optional.of(ranLast)
                            .filter(r -> r.startsWith("1.10") || r.startsWith("1.111")), // no version_history
                    Optional.empty(),
                    Optional.empty(),
                    Grants.FULL,
                    List.of());
        }

        State release(String of) {
            return new State(title, database, ranLast, Optional.of(of), setting, unknown, grants, faults);
        }

        State setting(String of) {
            return new State(title, database, ranLast, release, Optional.of(of), unknown, grants, faults);
        }

        State unknown(String why) {
            return new State(title, database, ranLast, release, setting, Optional.of(why), grants, faults);
        }

        State grants(Grants of) {
            return new State(title, database, ranLast, release, setting, unknown, of, faults);
        }

        State fault(Consumer<ImmichDatabase> more) {
            List<Consumer<ImmichDatabase>> all = new ArrayList<>(faults);
            all.add(more);
            return new State(title, database, ranLast, release, setting, unknown, grants, all);
        }

        State sql(String... statements) {
            return fault(database -> {
                database.superuserExecute(Stream.of(statements)
                        .map(statement -> statement
                                .replace("ROLE!", '"' + database.role() + '"')
                                .replace("BETWEEN!", '"' + database.role() + " between\"")
                                .replace("OWNER!", '"' + database.role() + " owner\"")
                                .replace("DATABASE!", '"' + database.name() + '"'))
                        .toArray(String[]::new));
            });
        }

        State installed(Package newcomer) {
            return fault(database -> database.server().install(newcomer));
        }

        State without(String... packages) {
            return fault(database -> List.of(packages).forEach(database.server()::uninstall));
        }

        State preloaded(String libraries) {
            return fault(database -> {
                database.server().configure("shared_preload_libraries", libraries);
                database.server().restart();
            });
        }

        /** Of nobody: it replays what is there and waits for more. */
        State standby() {
            return fault(database -> {
                database.server().stop();
                database.server().becomeStandby();
                database.server().startAgain();
            });
        }

        /** Somebody else owns the tables; the role may read and write them. */
        State plain() {
            return fault(database -> {
                database.superuserExecute(
                        "ALTER DATABASE \"" + database.name() + "\" OWNER TO postgres",
                        "DO $$DECLARE name text; BEGIN FOR name IN SELECT quote_ident(relname) FROM pg_class WHERE relkind ="
                                + " 'r' AND relnamespace = 'public'::regnamespace LOOP EXECUTE"
                                + " format('ALTER TABLE %s OWNER TO postgres', name); END LOOP; END$$",
                        // not ALL, which from Postgres 17 on allows REINDEX
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"" + database.role()
                                + '"');
            });
        }

        @Override
        public String toString() {
            return (ranLast.isEmpty() ? "fresh" : ranLast)
                    + release.map(r -> " to " + r).orElse("")
                    + setting.map(s -> " with " + s).orElse("") + ": " + title;
        }
    }

    private static State vchord(String title) {
        return vchord(title, "2.7.5", b -> b);
    }

    private static State vchord(String title, String immich, UnaryOperator<Builder> with) {
        return State.of(
                title,
                server -> with.apply(ImmichDatabase.on(server)
                        .vchord(immich.startsWith("1.133") || immich.startsWith("1.134") ? "0.3.0" : "0.4.3")),
                immich);
    }

    private static State pgvector(String title, String immich, UnaryOperator<Builder> with) {
        return State.of(title, server -> with.apply(ImmichDatabase.on(server).pgvector("0.8.5")), immich);
    }

    private static State pgvectors(String title, String immich, UnaryOperator<Builder> with) {
        return State.of(
                title,
                server -> {
                    server.install(Package.pgvectors("0.2.0"));
                    return with.apply(
                            ImmichDatabase.on(server).pgvectors("0.2.0").grantIndexView());
                },
                immich);
    }

    /** A package with versions that the shared server has not. */
    private static State vchordOf(String title, String installed, UnaryOperator<Builder> with, String... onDisk) {
        return State.of(
                title,
                server -> {
                    server.install(Package.vchord(onDisk));
                    return with.apply(ImmichDatabase.on(server).vchord(installed));
                },
                "2.7.5");
    }

    private static final UnaryOperator<Builder> OWNER = b -> b;
    private static final UnaryOperator<Builder> SUPERUSER = Builder::superuserRole;
    private static final Package NEWER = Package.vchord("0.4.3", "1.1.1");
    private static final String NO_CLIP = "DROP INDEX clip_index";
    private static final String[] IN_PUBLIC = {
        "UPDATE pg_catalog.pg_extension SET extrelocatable = true WHERE extname = 'vectors'",
        "ALTER EXTENSION vectors SET SCHEMA public"
    };
    private static final String[] HALF_WAY = {
        "CREATE EXTENSION vectors",
        "GRANT USAGE ON SCHEMA vectors TO ROLE!",
        "DROP INDEX clip_index",
        "ALTER TABLE smart_search ALTER COLUMN embedding SET DATA TYPE real[]",
        "ALTER TABLE smart_search ALTER COLUMN embedding SET DATA TYPE vectors.vector(512)"
    };
    private static final String NO_FACE = "DROP INDEX face_index";

    private static List<State> vectorChord() {
        return List.of(
                vchord("healthy"),
                vchord("healthy, superuser", "2.7.5", SUPERUSER),
                vchord("healthy, somebody else's tables").plain(),
                vchord("newer package, superuser", "2.7.5", SUPERUSER).installed(NEWER),
                vchord("newer package, superuser, Postgres not restarted", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .fault(d -> d.server().rememberOldVchordLibrary()),
                vchord(
                                "a patch, superuser, not restarted",
                                "2.7.5",
                                b -> b.vchord("0.4.2").superuserRole())
                        .fault(d -> d.server().rememberOldVchordLibrary()),
                vchordOf("from 0.5 to 1.0, superuser", "0.5.3", SUPERUSER, "0.5.3")
                        .installed(Package.vchord("0.5.3", "1.0.0"))
                        .unknown("which library is in memory"),
                vchordOf("updated to 1.0 and rebuilt by nobody knows which library", "0.5.3", OWNER, "0.5.3")
                        .installed(Package.vchord("0.5.3", "1.0.0"))
                        .sql("ALTER EXTENSION vchord UPDATE", "REINDEX INDEX clip_index", "REINDEX INDEX face_index")
                        .unknown("which library built the indexes"),
                vchord("a gap in the migrations")
                        .sql(
                                "DELETE FROM kysely_migrations WHERE name = '1753104909784-AssetFaceUpdateIdAndAuditTable'"),
                vchord("control file without a version")
                        .installed(Package.vchord("0.4.3").withoutDefaultVersion()),
                vchord("newer package, superuser, no script", "2.7.5", SUPERUSER)
                        .installed(NEWER.withoutUpdatePaths()),
                vchord("newer package, superuser, not preloaded", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .preloaded(""),
                vchord("newer package, superuser, no indexes", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql(NO_CLIP, NO_FACE),
                vchord("newer package, no indexes").installed(NEWER).sql(NO_CLIP, NO_FACE),
                vchord("newer package, one index").installed(NEWER).sql(NO_CLIP),
                vchord("newer package, somebody else's tables").installed(NEWER).plain(),
                vchord("newer package, hidden preload, superuser", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .preloaded("")
                        .grants(Grants.NONE)
                        .unknown("shared_preload_libraries is hidden from the monitor"),
                vchord("older package, superuser", "2.7.5", SUPERUSER).installed(Package.vchord("0.3.0")),
                vchord("two-part version on disk", "2.7.5", SUPERUSER).installed(Package.vchord("0.4.3", "1.1")),
                vchord("nightly on disk").installed(Package.vchord("0.0.0")),
                vchord("pre-release on disk").installed(Package.vchord("0.4.3", "1.0.0-rc.1")),
                vchord("too new on disk, superuser", "2.7.5", SUPERUSER).installed(Package.vchord("0.4.3", "2.0.0")),
                vchord("no package").without("vchord"),
                vchord("no package but vector, superuser", "2.7.5", SUPERUSER).without("vchord", "vectors"),
                vchord("not preloaded").preloaded("vectors.so"),
                vchordOf("nightly installed", "0.0.0", SUPERUSER, "0.0.0", "0.4.3"),
                vchordOf("too new installed", "2.0.0", OWNER, "2.0.0").installed(Package.vchord("1.1.1")),
                vchordOf("too old installed, superuser", "0.2.2", SUPERUSER, "0.2.2", "0.4.3"),
                vchordOf("too old installed", "0.2.2", OWNER, "0.2.2"),
                vchord("no index, superuser", "2.7.5", SUPERUSER).sql(NO_CLIP, NO_FACE),
                vchord("no index").sql(NO_FACE),
                vchord("no index, somebody else's tables").plain().sql(NO_CLIP),
                vchord("other method, somebody else's tables")
                        .plain()
                        .sql(
                                NO_CLIP,
                                "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)"),
                vchord("too many lists")
                        .fault(d -> d.setLists("clip_index", 256))
                        .sql("ANALYZE smart_search"),
                vchord("unreadable smart_search")
                        .sql("ALTER TABLE smart_search OWNER TO postgres", "REVOKE ALL ON smart_search FROM ROLE!"),
                vchord("unreadable version_history")
                        .sql(
                                "ALTER TABLE version_history OWNER TO postgres",
                                "REVOKE ALL ON version_history FROM ROLE!"),
                vchord("a migration of a fork")
                        .sql("INSERT INTO kysely_migrations VALUES ('2100000000001-OfAFork', '')"),
                vchord("a migration of a fork, not the newest")
                        .sql("INSERT INTO kysely_migrations VALUES ('1750000000000-OfAFork', '')"),
                vchord("a migration of 3.0", "2.7.5", OWNER)
                        .sql("INSERT INTO kysely_migrations VALUES ('1782414436633-AddPluginMethodAllowedHosts', '')"),
                vchord("no migrations").sql("TRUNCATE kysely_migrations"),
                vchord("no migrations, upgrade")
                        .sql("TRUNCATE kysely_migrations")
                        .release("3.0.0"),
                vchord("unreadable kysely_migrations_lock")
                        .sql(
                                "ALTER TABLE kysely_migrations_lock OWNER TO postgres",
                                "REVOKE ALL ON kysely_migrations_lock FROM ROLE!"),
                vchord("unreadable kysely_migrations")
                        .sql(
                                "ALTER TABLE kysely_migrations OWNER TO postgres",
                                "REVOKE ALL ON kysely_migrations FROM ROLE!"),
                vchord("elsewhere, not on the path")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "GRANT USAGE ON SCHEMA elsewhere TO ROLE!",
                                "ALTER EXTENSION vchord SET SCHEMA elsewhere",
                                "REINDEX INDEX clip_index",
                                "REINDEX INDEX face_index"),
                vchord("moved since the indexes were built")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "GRANT USAGE ON SCHEMA elsewhere TO ROLE!",
                                "ALTER EXTENSION vchord SET SCHEMA elsewhere",
                                "ALTER DATABASE DATABASE! SET search_path = public, elsewhere")
                        .unknown("a move looks like an update, after which the format may be another"),
                vchord("newer package, superuser, pgvector elsewhere", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql("CREATE SCHEMA elsewhere", "ALTER EXTENSION vector SET SCHEMA elsewhere"),
                vchord("pgvector elsewhere")
                        .sql("CREATE SCHEMA elsewhere", "ALTER EXTENSION vector SET SCHEMA elsewhere"),
                vchord("unreadable leftover of TypeORM").sql("CREATE TABLE public.migrations (name varchar)"),
                vchord("pgvector elsewhere, not on the path, no index")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "GRANT USAGE ON SCHEMA elsewhere TO ROLE!",
                                "ALTER EXTENSION vector SET SCHEMA elsewhere",
                                NO_CLIP),
                vchord("elsewhere, on the path")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "GRANT USAGE ON SCHEMA elsewhere TO ROLE!",
                                "ALTER EXTENSION vchord SET SCHEMA elsewhere",
                                "ALTER EXTENSION vector SET SCHEMA elsewhere",
                                "ALTER DATABASE DATABASE! SET search_path = public, elsewhere",
                                "REINDEX INDEX clip_index",
                                "REINDEX INDEX face_index"),
                vchord("public not on the path").sql("ALTER ROLE ROLE! SET search_path = vectors"),
                vchord("public unusable")
                        .sql("REVOKE ALL ON SCHEMA public FROM PUBLIC", "ALTER SCHEMA public OWNER TO postgres"),
                vchord("leftover pgvecto.rs").sql("CREATE EXTENSION vectors"),
                vchord("leftover pgvecto.rs, superuser", "2.7.5", SUPERUSER).sql("CREATE EXTENSION vectors"),
                vchord("leftover pgvecto.rs without a package, superuser", "2.7.5", SUPERUSER)
                        .sql("CREATE EXTENSION vectors")
                        .without("vectors"),
                vchord("half way from pgvecto.rs").sql(HALF_WAY),
                vchord("half way from pgvecto.rs, superuser", "2.7.5", SUPERUSER)
                        .sql(HALF_WAY),
                vchord("half way from pgvecto.rs, no package").sql(HALF_WAY).without("vectors"),
                vchord("half way from pgvecto.rs, not preloaded").sql(HALF_WAY).preloaded("vchord.so"),
                vchord("half way from pgvecto.rs, Immich 3, not preloaded", "3.0.0", OWNER)
                        .sql(HALF_WAY)
                        .preloaded("vchord.so"),
                vchord("half way from pgvecto.rs, Immich 3", "3.0.0", OWNER).sql(HALF_WAY),
                vchord("back to pgvector, superuser", "2.7.5", SUPERUSER).setting("pgvector"),
                vchord("back to pgvector").setting("pgvector"),
                vchord("pgvecto.rs wanted, superuser", "2.7.5", SUPERUSER).setting("pgvecto.rs"),
                vchord("database owned by another, no earthdistance")
                        .plain()
                        .sql("DROP EXTENSION earthdistance CASCADE"),
                vchord("0.3 to 0.4, too new", "1.134.0", SUPERUSER),
                vchord("healthy", "1.134.0", OWNER).installed(Package.vchord("0.3.0")),
                vchord("newer package", "1.134.0", OWNER).installed(Package.vchord("0.3.0", "0.3.1")),
                vchord("newer package, superuser", "1.134.0", SUPERUSER).installed(Package.vchord("0.3.0", "0.3.1")),
                vchord("newer package", "1.135.0", OWNER).installed(Package.vchord("0.4.3", "0.4.4")),
                vchord("newer package, superuser", "1.135.0", SUPERUSER).installed(Package.vchord("0.4.3", "0.4.4")),
                vchord("newer package", "1.135.3", OWNER).installed(Package.vchord("0.4.3", "0.4.4")),
                vchord("an older Immich", "2.7.5", OWNER).release("2.6.0"),
                vchord("older release", "2.7.5", OWNER).release("1.134.0"));
    }

    /** Its objects, and its database, belong to a role that it is a member of, and whose rights it does not inherit. */
    private static final String[] OF_ANOTHER = {
        "CREATE ROLE OWNER!", "ALTER ROLE ROLE! NOINHERIT", "GRANT OWNER! TO ROLE!", "REASSIGN OWNED BY ROLE! TO OWNER!"
    };

    private static final String AS_OWNER = "ALTER ROLE ROLE! SET role = OWNER!";

    /** Issue 14, row 8: rights are those of the role that Immich acts as. */
    private static List<State> effectiveRoles() {
        return List.of(
                vchord("acts as the owner").sql(OF_ANOTHER).sql(AS_OWNER),
                vchord("acts as the owner, no index").sql(OF_ANOTHER).sql(AS_OWNER, NO_CLIP),
                vchord("acts as the owner, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER),
                vchord("acts as the owner, newer package")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER)
                        .installed(NEWER),
                vchord("acts as the owner in this database")
                        .sql(OF_ANOTHER)
                        .sql("ALTER ROLE ROLE! IN DATABASE DATABASE! SET role = OWNER!"),
                vchord("acts as itself, a member that inherits nothing").sql(OF_ANOTHER),
                vchord("acts as itself in this database, a member that inherits nothing")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER, "ALTER ROLE ROLE! IN DATABASE DATABASE! SET role = none"),
                vchord("acts as the owner, since the nearer role is refused")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER, "ALTER ROLE ROLE! IN DATABASE DATABASE! SET role = 'postgres'"),
                vchord("acts as the owner, since the nearer role does not exist")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER, "ALTER ROLE ROLE! IN DATABASE DATABASE! SET role = 'nobody here'"),
                vchord("acts as the database's role").sql(OF_ANOTHER).sql("ALTER DATABASE DATABASE! SET role = OWNER!"),
                vchord("is not allowed to act as the owner, from Postgres 16 on")
                        .sql(OF_ANOTHER)
                        .sql(
                                AS_OWNER,
                                "DO $$BEGIN IF current_setting('server_version_num')::int >= 160000 THEN EXECUTE"
                                        + " 'GRANT OWNER! TO ROLE! WITH SET FALSE'; END IF; END$$"),
                vchord("is no member of the owner").sql(OF_ANOTHER).sql(AS_OWNER, "REVOKE OWNER! FROM ROLE!"),
                vchord("a superuser that acts as the owner, newer package", "2.7.5", SUPERUSER)
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER)
                        .installed(NEWER),
                vchord("acts as a superuser, newer package")
                        .sql("CREATE ROLE OWNER! SUPERUSER", "GRANT OWNER! TO ROLE!", AS_OWNER)
                        .installed(NEWER),
                vchord("acts as a superuser, nothing prepared but VectorChord", "", OWNER)
                        .release("2.7.5")
                        .sql(
                                "CREATE ROLE OWNER! SUPERUSER",
                                "GRANT OWNER! TO ROLE!",
                                AS_OWNER,
                                "DROP EXTENSION earthdistance"),
                vchord("a superuser that acts as a stranger", "2.7.5", SUPERUSER)
                        .sql("CREATE ROLE OWNER!", AS_OWNER));
    }

    private static final String[] NOT_CREATABLE = {
        "ALTER SCHEMA public OWNER TO postgres",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO PUBLIC"
    };
    private static final String OTHER_INDEX =
            "CREATE INDEX mine ON smart_search USING hnsw (embedding vector_cosine_ops)";
    private static final String EVENT_FUNCTION =
            "CREATE FUNCTION elsewhere.guard() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'";
    private static final String CAN_STOP = "only its function or its expression knows";

    /** Issue 14, rows 3, 4 and 13: what stops a rebuild. */
    private static List<State> rebuilds() {
        return List.of(
                vchord("rebuild, public not creatable").sql(NOT_CREATABLE).sql(NO_FACE),
                vchord("rebuild not due, public not creatable").sql(NOT_CREATABLE),
                vchord("rebuild, left over by REINDEX CONCURRENTLY")
                        .sql(
                                "CREATE INDEX clip_index_ccnew ON smart_search USING vchordrq (embedding vector_cosine_ops)",
                                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'clip_index_ccnew'::regclass",
                                NO_CLIP),
                vchord("rebuild, another index").sql(OTHER_INDEX, NO_CLIP),
                vchord("rebuild of the other table, another index").sql(OTHER_INDEX, NO_FACE),
                vchord("rebuild not due, another index").sql(OTHER_INDEX),
                vchord("rebuild, another index on another column")
                        .sql("CREATE INDEX mine ON smart_search (\"assetId\")", NO_CLIP),
                vchord("rebuild, newer package, superuser, another index", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql(OTHER_INDEX),
                vchord("rebuild, newer package, superuser, another index", "3.0.0", SUPERUSER)
                        .installed(NEWER)
                        .sql(OTHER_INDEX),
                vchord("rebuild, a view").sql("CREATE VIEW alike AS SELECT embedding FROM smart_search", NO_CLIP),
                vchord("rebuild, a view that does not read it")
                        .sql("CREATE VIEW alike AS SELECT \"assetId\" FROM smart_search", NO_CLIP),
                vchord("rebuild, a trigger on the column, disabled")
                        .sql(
                                "CREATE TRIGGER mine BEFORE UPDATE OF embedding ON smart_search FOR EACH ROW EXECUTE FUNCTION"
                                        + " suppress_redundant_updates_trigger()",
                                "ALTER TABLE smart_search DISABLE TRIGGER mine",
                                NO_CLIP),
                vchord("rebuild, a trigger on the table")
                        .sql(
                                "CREATE TRIGGER mine BEFORE UPDATE ON smart_search FOR EACH ROW EXECUTE FUNCTION"
                                        + " suppress_redundant_updates_trigger()",
                                NO_CLIP),
                vchord("rebuild, a policy")
                        .sql("CREATE POLICY mine ON smart_search USING (embedding IS NOT NULL)", NO_CLIP),
                vchord("rebuild, a generated column")
                        .sql(
                                "ALTER TABLE smart_search ADD COLUMN there boolean GENERATED ALWAYS AS (embedding IS NOT NULL)"
                                        + " STORED",
                                NO_CLIP),
                vchord("rebuild, a function with a body in SQL")
                        .sql(
                                "CREATE FUNCTION how_many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(embedding)"
                                        + " FROM public.smart_search; END",
                                NO_CLIP),
                vchord("rebuild, a check")
                        .sql("ALTER TABLE smart_search ADD CONSTRAINT mine CHECK (embedding IS NOT NULL)", NO_CLIP)
                        .unknown(CAN_STOP),
                vchord("rebuild, an event trigger")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                EVENT_FUNCTION,
                                "CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION elsewhere.guard()",
                                NO_CLIP)
                        .unknown(CAN_STOP),
                vchord("rebuild, an event trigger for other commands")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                EVENT_FUNCTION,
                                "CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION"
                                        + " elsewhere.guard()",
                                NO_CLIP),
                vchord("rebuild, an event trigger that is disabled")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                EVENT_FUNCTION,
                                "CREATE EVENT TRIGGER guard ON sql_drop EXECUTE FUNCTION elsewhere.guard()",
                                "ALTER EVENT TRIGGER guard DISABLE",
                                NO_CLIP),
                vchord("rebuild, a timeout of the database")
                        .sql("ALTER DATABASE DATABASE! SET lock_timeout = '99ms'", NO_CLIP)
                        .unknown("how long it takes"),
                vchord("rebuild, a timeout of the database that the role has not")
                        .sql(
                                "ALTER DATABASE DATABASE! SET statement_timeout = '99ms'",
                                "ALTER ROLE ROLE! SET statement_timeout = 0",
                                NO_CLIP),
                vchord("rebuild, a timeout that is long enough")
                        .sql("ALTER ROLE ROLE! SET statement_timeout = '1min'", NO_CLIP),
                vchord("rebuild, another tablespace")
                        .sql(
                                "SET allow_in_place_tablespaces = on",
                                "CREATE TABLESPACE OWNER! LOCATION ''",
                                "ALTER ROLE ROLE! SET default_tablespace = OWNER!",
                                NO_CLIP),
                vchord("rebuild, another tablespace with CREATE")
                        .sql(
                                "SET allow_in_place_tablespaces = on",
                                "CREATE TABLESPACE OWNER! LOCATION ''",
                                "GRANT CREATE ON TABLESPACE OWNER! TO ROLE!",
                                "ALTER ROLE ROLE! SET default_tablespace = OWNER!",
                                NO_CLIP),
                vchord("rebuild, no USAGE on the type").sql("REVOKE USAGE ON TYPE vector FROM PUBLIC", NO_CLIP),
                vchord("rebuild, finds another one first")
                        .sql(COPY)
                        .sql("CREATE INDEX clip_index ON backup.smart_search USING hnsw (embedding vector_cosine_ops)")
                        // Which comes first is Postgres' choice, which must not change between forecast and start.
                        .sql(NO_CLIP, OWN_INDEX, "ANALYZE pg_class", "ANALYZE pg_index", "ANALYZE pg_namespace"),
                vchord("rebuild not due, finds one that is alike first")
                        .sql(COPY)
                        .sql(
                                "CREATE INDEX clip_index ON backup.smart_search USING vchordrq (embedding vector_cosine_ops)")
                        .sql(NO_CLIP, OWN_INDEX),
                vchord("rebuild, but finds one that is alike")
                        .sql(COPY)
                        .sql(
                                "CREATE INDEX clip_index ON backup.smart_search USING vchordrq (embedding vector_cosine_ops)")
                        .sql(NO_CLIP));
    }

    private static final String[] COPY = {
        "CREATE SCHEMA backup", "CREATE TABLE backup.smart_search AS SELECT * FROM public.smart_search"
    };
    private static final String OWN_INDEX =
            "CREATE INDEX clip_index ON public.smart_search USING vchordrq (embedding vector_cosine_ops)";

    /** Issue 14, rows 5, 6, 7, 15 and 17. */
    private static List<State> rights() {
        String[] trgmElsewhere = {
            "CREATE SCHEMA extensions",
            "ALTER EXTENSION pg_trgm SET SCHEMA extensions",
            "GRANT USAGE ON SCHEMA extensions TO ROLE!"
        };
        return List.of(
                vchord("right to call nothing").sql("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC"),
                vchord("right to call nothing but to oneself")
                        .sql(
                                "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",
                                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO ROLE!"),
                vchord("right to call nothing, superuser", "2.7.5", SUPERUSER)
                        .sql("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC"),
                vchord("right to call uuid_generate_v4").sql("REVOKE EXECUTE ON FUNCTION uuid_generate_v4 FROM PUBLIC"),
                vchord("right to call uuid_generate_v4, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("REVOKE EXECUTE ON FUNCTION uuid_generate_v4 FROM PUBLIC"),
                vchord("right by default privileges", "", OWNER)
                        .release("2.7.5")
                        .sql(
                                "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
                                "DROP EXTENSION vchord",
                                "CREATE EXTENSION vchord",
                                "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC"),
                vchord("right place: schema of the role, prepared", "", OWNER)
                        .release("2.7.5")
                        .sql("CREATE SCHEMA AUTHORIZATION ROLE!"),
                vchord("right place: schema of the role, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("CREATE SCHEMA AUTHORIZATION ROLE!"),
                vchord("right place: schema of the role, of postgres, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("CREATE SCHEMA ROLE!", "GRANT USAGE ON SCHEMA ROLE! TO ROLE!"),
                vchord("right place: schema of the role without USAGE, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("CREATE SCHEMA ROLE!"),
                vchord("right place: another schema on the path, prepared", "", OWNER)
                        .release("2.7.5")
                        .sql(
                                "CREATE SCHEMA \"Data \"\"x\"",
                                "GRANT ALL ON SCHEMA \"Data \"\"x\" TO ROLE!",
                                "ALTER DATABASE DATABASE! SET search_path = \"Data \"\"x\", public"),
                vchord("right place: schema of the role, acting as another, prepared", "", OWNER)
                        .release("2.7.5")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER, "CREATE SCHEMA AUTHORIZATION ROLE!"),
                vchord("right owner: somebody else's table, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("CREATE TABLE backup_log (id int)"),
                vchord("right owner: a function, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(
                                "CREATE FUNCTION updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                                "CREATE TRIGGER t BEFORE UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION updated_at()"),
                vchord("right to two sessions").sql("ALTER ROLE ROLE! CONNECTION LIMIT 2"),
                vchord("right to two sessions in the database").sql("ALTER DATABASE DATABASE! CONNECTION LIMIT 2"),
                vchord("right to two sessions, superuser", "2.7.5", SUPERUSER)
                        .sql("ALTER ROLE ROLE! CONNECTION LIMIT 2"),
                vchord("right to four sessions")
                        .sql("ALTER ROLE ROLE! CONNECTION LIMIT 4")
                        .unknown("it failed once"),
                vchord("right to six sessions").sql("ALTER ROLE ROLE! CONNECTION LIMIT 6"),
                vchord("right path: pg_trgm elsewhere, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(trgmElsewhere),
                vchord("right path: pg_trgm elsewhere").sql(trgmElsewhere),
                vchord("right path: pg_trgm elsewhere, on the path, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(trgmElsewhere)
                        .sql("ALTER DATABASE DATABASE! SET search_path = \"$user\", public, extensions"));
    }

    private static final String PREWARM_DIM = "UPDATE pg_db_role_setting SET setconfig = array_append(setconfig,"
            + " 'vchordrq.prewarm_dim=512,768') WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname ="
            + " current_database())";
    private static final String READ_ONLY = "ALTER ROLE ROLE! SET default_transaction_read_only = on";
    private static final String VIEW = "CREATE MATERIALIZED VIEW alike AS SELECT embedding FROM smart_search";

    private static String migration(String name) {
        return "INSERT INTO kysely_migrations VALUES ('" + name + "', '')";
    }

    /** Issue 14: beside its rows. */
    private static List<State> besides() {
        return List.of(
                vchord("beside: the copy is of another method, and the index is gone")
                        .sql(COPY)
                        .sql("CREATE INDEX clip_index ON backup.smart_search USING hnsw (embedding vector_cosine_ops)")
                        .sql(NO_CLIP),
                vchord("beside: the copy is alike and on the path, and the index is gone")
                        .sql(COPY)
                        .sql(
                                "CREATE INDEX clip_index ON backup.smart_search USING vchordrq (embedding vector_cosine_ops)",
                                "GRANT USAGE ON SCHEMA backup TO ROLE!",
                                "ALTER DATABASE DATABASE! SET search_path = public, backup",
                                NO_CLIP),
                vchord("beside: the copy is alike, the index is gone, newer package, superuser", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql(COPY)
                        .sql(
                                "CREATE INDEX clip_index ON backup.smart_search USING vchordrq (embedding vector_cosine_ops)",
                                NO_CLIP),
                vchord("beside: acts as the owner, public not creatable, no index")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER)
                        .sql(NOT_CREATABLE)
                        .sql(NO_FACE),
                vchord("beside: a member of a member of the owner, no index")
                        .sql(
                                "CREATE ROLE OWNER!",
                                "CREATE ROLE BETWEEN!",
                                "GRANT OWNER! TO BETWEEN!",
                                "GRANT BETWEEN! TO ROLE!",
                                "REASSIGN OWNED BY ROLE! TO OWNER!",
                                NO_CLIP),
                vchord("beside: no table of migrations").sql("DROP TABLE kysely_migrations"),
                vchord("beside: no table of migrations, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("DROP TABLE kysely_migrations"),
                vchord("beside: a migration of 3.1", "3.0.3", OWNER)
                        .sql(migration("1784647658615-AddOAuthBearerTokenToSession")),
                vchord("beside: the last migration of 3.2", "3.1.0", OWNER)
                        .sql(migration("1787148183730-DeleteMismatchedMemoryAssets")),
                vchord("beside: a migration of 3.3", "3.2.4", OWNER)
                        .sql(migration("1789419229196-ConvertUserOAuthIdEmptyStringToNull")),
                vchord("beside: newer package, superuser, read-only", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql(READ_ONLY),
                vchord("beside: no index, read-only").sql(NO_CLIP, READ_ONLY),
                vchord("beside: newer package, superuser, a view", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql(VIEW),
                vchord("beside: no index, a view of the other table")
                        .sql("CREATE VIEW faces AS SELECT embedding FROM face_search", NO_CLIP),
                vchord("beside: newer package, superuser, an event trigger", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                EVENT_FUNCTION,
                                "CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION elsewhere.guard()")
                        .unknown(CAN_STOP),
                vchord("beside: prepared, no USAGE on the type", "", OWNER)
                        .release("2.7.5")
                        .sql("REVOKE USAGE ON TYPE vector FROM PUBLIC"),
                vchord("beside: another tablespace, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(
                                "SET allow_in_place_tablespaces = on",
                                "CREATE TABLESPACE OWNER! LOCATION ''",
                                "ALTER ROLE ROLE! SET default_tablespace = OWNER!"),
                vchord("beside: pgvector's control file without a version")
                        .installed(Package.pgvector("0.8.5").withoutDefaultVersion()),
                pgvector("beside: control file without a version", "2.7.5", OWNER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5").withoutDefaultVersion()),
                vchord("beside: right to one session").sql("ALTER ROLE ROLE! CONNECTION LIMIT 1"),
                vchord("beside: right to three sessions")
                        .sql("ALTER ROLE ROLE! CONNECTION LIMIT 3")
                        .unknown("it worked once"),
                vchord("beside: a superuser in a database of two sessions", "2.7.5", SUPERUSER)
                        .sql("ALTER DATABASE DATABASE! CONNECTION LIMIT 2"),
                vchord("beside: uuid-ossp elsewhere, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(
                                "CREATE SCHEMA extensions",
                                "ALTER EXTENSION \"uuid-ossp\" SET SCHEMA extensions",
                                "GRANT USAGE ON SCHEMA extensions TO ROLE!"),
                pgvector("beside: fresh 1.132.1", "", OWNER).release("1.132.1").setting("pgvector"),
                pgvector("beside: fresh 1.132.1, superuser", "", SUPERUSER)
                        .release("1.132.1")
                        .setting("pgvector")
                        .without("vectors"),
                pgvector("beside: fresh 1.133.0", "", OWNER).release("1.133.0").setting("pgvector"),
                vchord("beside: prewarm_dim left over", "1.135.0", OWNER)
                        .release("1.135.1")
                        .sql(PREWARM_DIM),
                vchord("beside: prewarm_dim left over, superuser", "1.135.0", SUPERUSER)
                        .release("1.135.2")
                        .sql(PREWARM_DIM),
                vchord("beside: prewarm_dim left over, called immich", "1.135.0", b -> b.named("immich"))
                        .release("1.135.2")
                        .sql(PREWARM_DIM),
                vchord(
                                "beside: prewarm_dim left over, called immich, superuser",
                                "1.135.0",
                                b -> b.named("immich").superuserRole())
                        .release("1.135.2")
                        .sql(PREWARM_DIM),
                vchord("beside: prewarm_dim left over, mended release", "1.135.0", OWNER)
                        .release("1.135.3")
                        .sql(PREWARM_DIM),
                vchord("beside: no prewarm_dim", "1.135.0", OWNER).release("1.135.1"),
                State.of(
                                "beside: nothing prepared, superuser, newer package, not restarted",
                                s -> ImmichDatabase.on(s).superuserRole(),
                                "")
                        .release("2.7.5")
                        .installed(NEWER)
                        .fault(d -> d.server().rememberOldVchordLibrary()),
                vchord("beside: newer package, somebody else's tables in a schema of one's own")
                        .installed(NEWER)
                        .plain()
                        .sql("ALTER SCHEMA public OWNER TO ROLE!"),
                vchord("beside: no index, somebody else's tables in a schema of one's own")
                        .plain()
                        .sql("ALTER SCHEMA public OWNER TO ROLE!", NO_CLIP),
                vchord("beside: other method, somebody else's tables in a schema of one's own")
                        .plain()
                        .sql(
                                "ALTER SCHEMA public OWNER TO ROLE!",
                                NO_CLIP,
                                "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)"),
                pgvector("beside: prepared, default privileges without EXECUTE", "", OWNER)
                        .release("2.7.5")
                        .setting("pgvector")
                        .sql("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"),
                pgvector("beside: prepared, default privileges with EXECUTE for the role", "", OWNER)
                        .release("2.7.5")
                        .setting("pgvector")
                        .sql(
                                "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
                                "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO ROLE!"),
                vchord("beside: other method, a view", "2.5.6", OWNER)
                        .sql(
                                VIEW,
                                NO_CLIP,
                                "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)"),
                vchord("beside: other method, another index", "1.135.3", OWNER)
                        .sql(
                                OTHER_INDEX,
                                NO_CLIP,
                                "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)"),
                vchord("beside: other method, somebody else's tables in a schema of one's own", "2.5.6", OWNER)
                        .plain()
                        .sql(
                                "ALTER SCHEMA public OWNER TO ROLE!",
                                NO_CLIP,
                                "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)"),
                vchord("beside: an upgrade, tables of versions that it is not allowed to write to", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(
                                "ALTER TABLE version_history OWNER TO postgres",
                                "GRANT SELECT ON version_history TO ROLE!"));
    }

    private static State upgrade(String title) {
        return vchord(title, "2.6.0", OWNER).release("2.7.5");
    }

    private static String[] secured(String... tables) {
        return Stream.of(tables)
                .flatMap(t -> Stream.of(
                        "ALTER TABLE " + t + " ENABLE ROW LEVEL SECURITY",
                        "ALTER TABLE " + t + " FORCE ROW LEVEL SECURITY"))
                .toArray(String[]::new);
    }

    private static String[] open(String... tables) {
        return Stream.of(tables)
                .map(t -> "CREATE POLICY all_rows ON " + t + " USING (true)")
                .toArray(String[]::new);
    }

    /** If the agent does not see which of them have run, nobody can tell. */
    private static final String[] BUT_MIGRATIONS = {"kysely_migrations_lock", "version_history", "system_metadata"};

    private static final String NO_DEFAULT = "ALTER TABLE version_history ALTER COLUMN id DROP DEFAULT";

    /** Issue 14: what stands between Immich and the tables that its start reads and writes. */
    private static List<State> guards() {
        String lock = "whether the row of Kysely's lock is there";
        String started = "which release has started last, of a table that is not plain";
        String depends = "what a trigger, a constraint or a policy lets through";
        return List.of(
                vchord("guard: no default of the version's key").sql(NO_DEFAULT),
                upgrade("guard: no default of the version's key, upgrade").sql(NO_DEFAULT),
                upgrade("guard: another default of the version's key, upgrade")
                        .sql("ALTER TABLE version_history ALTER COLUMN id SET DEFAULT gen_random_uuid()"),
                upgrade("guard: a column without a default, upgrade")
                        .sql(
                                "ALTER TABLE version_history ADD COLUMN who text NOT NULL DEFAULT 'x'",
                                "ALTER TABLE version_history ALTER COLUMN who DROP DEFAULT"),
                upgrade("guard: a column with a default, upgrade")
                        .sql("ALTER TABLE version_history ADD COLUMN who text NOT NULL DEFAULT current_user"),
                upgrade("guard: a column that numbers itself, upgrade")
                        .sql("ALTER TABLE kysely_migrations ADD COLUMN nr integer GENERATED ALWAYS AS IDENTITY"),
                upgrade("guard: a column of the migrations without a default, upgrade")
                        .sql(
                                "ALTER TABLE kysely_migrations ADD COLUMN who text NOT NULL DEFAULT 'x'",
                                "ALTER TABLE kysely_migrations ALTER COLUMN who DROP DEFAULT"),
                upgrade("guard: a generated version, upgrade")
                        .sql(
                                "ALTER TABLE version_history DROP COLUMN version",
                                "ALTER TABLE version_history ADD COLUMN version text GENERATED ALWAYS AS ('2.6.0') STORED"),
                upgrade("guard: a rule instead of versions, upgrade")
                        .sql("CREATE RULE nothing AS ON INSERT TO version_history DO INSTEAD NOTHING"),
                vchord("guard: a rule instead of versions")
                        .sql("CREATE RULE nothing AS ON INSERT TO version_history DO INSTEAD NOTHING")
                        .unknown(started),
                upgrade("guard: a rule instead of migrations, upgrade")
                        .sql("CREATE RULE nothing AS ON INSERT TO kysely_migrations DO INSTEAD NOTHING")
                        .unknown("which migrations have run, of a table that is not plain"),
                upgrade("guard: a rule beside, upgrade")
                        .sql("CREATE RULE also AS ON INSERT TO version_history DO ALSO NOTHING")
                        .unknown(depends),
                upgrade("guard: a trigger, upgrade")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "CREATE FUNCTION elsewhere.stops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'",
                                "CREATE TRIGGER stops BEFORE INSERT ON version_history FOR EACH ROW EXECUTE FUNCTION elsewhere.stops()")
                        .unknown(depends),
                vchord("guard: a trigger")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "CREATE FUNCTION elsewhere.stops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'",
                                "CREATE TRIGGER stops BEFORE INSERT ON version_history FOR EACH ROW EXECUTE FUNCTION elsewhere.stops()"),
                upgrade("guard: a trigger that is disabled, upgrade")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "CREATE FUNCTION elsewhere.stops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'",
                                "CREATE TRIGGER stops BEFORE INSERT ON version_history FOR EACH ROW EXECUTE FUNCTION elsewhere.stops()",
                                "ALTER TABLE version_history DISABLE TRIGGER stops"),
                upgrade("guard: a trigger on updates, upgrade")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "CREATE FUNCTION elsewhere.stops() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'",
                                "CREATE TRIGGER stops BEFORE UPDATE ON version_history FOR EACH ROW EXECUTE FUNCTION elsewhere.stops()"),
                upgrade("guard: a check, upgrade")
                        .sql("ALTER TABLE version_history ADD CHECK (version <> '2.7.5')")
                        .unknown(depends),
                upgrade("guard: a domain, upgrade")
                        .sql(
                                "CREATE SCHEMA elsewhere",
                                "CREATE DOMAIN elsewhere.of_two AS varchar CHECK (VALUE < '2.7')",
                                "ALTER TABLE version_history ALTER COLUMN version TYPE elsewhere.of_two")
                        .unknown(depends),
                vchord("guard: an identity in the lock")
                        .sql(
                                "ALTER TABLE kysely_migrations_lock ALTER COLUMN is_locked DROP DEFAULT",
                                "ALTER TABLE kysely_migrations_lock ALTER COLUMN is_locked ADD GENERATED ALWAYS AS IDENTITY")
                        .unknown(lock),
                vchord("guard: no row of the lock").sql("DELETE FROM kysely_migrations_lock"),
                vchord("guard: another row of the lock").sql("UPDATE kysely_migrations_lock SET id = 'other'"),
                vchord("guard: two rows of the lock").sql("INSERT INTO kysely_migrations_lock VALUES ('other')"),
                vchord("guard: no row of the lock and no right to insert it")
                        .sql("DELETE FROM kysely_migrations_lock", "REVOKE INSERT ON kysely_migrations_lock FROM ROLE!")
                        .unknown(lock),
                vchord("guard: an owner that is not allowed to read the settings")
                        .sql("REVOKE SELECT ON system_metadata FROM ROLE!"),
                vchord("guard: an owner that is not allowed to insert versions")
                        .sql("REVOKE INSERT ON version_history FROM ROLE!"),
                upgrade("guard: an owner that is not allowed to insert versions, upgrade")
                        .sql("REVOKE INSERT ON version_history FROM ROLE!"),
                vchord("guard: row security, migrations").release("2.7.5").sql(secured("kysely_migrations")),
                vchord("guard: row security, lock").release("2.7.5").sql(secured("kysely_migrations_lock")),
                vchord("guard: row security, versions").release("2.7.5").sql(secured("version_history")),
                vchord("guard: row security, settings").release("2.7.5").sql(secured("system_metadata")),
                vchord("guard: row security, settings, superuser", "2.7.5", SUPERUSER)
                        .release("2.7.5")
                        .sql(secured(BUT_MIGRATIONS)),
                vchord("guard: row security, bypassed")
                        .release("2.7.5")
                        .sql(secured(BUT_MIGRATIONS))
                        .sql("ALTER ROLE ROLE! BYPASSRLS"),
                vchord("guard: row security, not forced")
                        .release("2.7.5")
                        .sql(Stream.of(BUT_MIGRATIONS)
                                .map(t -> "ALTER TABLE " + t + " ENABLE ROW LEVEL SECURITY")
                                .toArray(String[]::new)),
                vchord("guard: row security, forced and not enabled")
                        .release("2.7.5")
                        .sql("ALTER TABLE version_history FORCE ROW LEVEL SECURITY"),
                vchord("guard: row security of another owner")
                        .release("2.7.5")
                        .sql(
                                "ALTER TABLE kysely_migrations OWNER TO postgres",
                                "GRANT ALL ON kysely_migrations TO ROLE!",
                                "ALTER TABLE kysely_migrations ENABLE ROW LEVEL SECURITY"),
                vchord("guard: row security and open policies")
                        .release("2.7.5")
                        .sql(secured(BUT_MIGRATIONS))
                        .sql(open(BUT_MIGRATIONS)),
                upgrade("guard: row security and open policies, upgrade")
                        .sql(secured("kysely_migrations", "kysely_migrations_lock", "version_history"))
                        .sql(open("kysely_migrations", "kysely_migrations_lock", "version_history"))
                        .unknown("which migrations have run, of a table with row security"),
                vchord("guard: row security and open policies, and row_security off")
                        .release("2.7.5")
                        .sql(secured("version_history"))
                        .sql(open("version_history"))
                        .sql("ALTER ROLE ROLE! SET row_security = off"),
                vchord("guard: row security and open policies, and row_security typed as false")
                        .release("2.7.5")
                        .sql(secured("version_history"))
                        .sql(open("version_history"))
                        .sql("ALTER ROLE ROLE! SET row_security = false"),
                vchord("guard: row_security off alone").release("2.7.5").sql("ALTER ROLE ROLE! SET row_security = off"),
                vchord("guard: row security and a policy for reading")
                        .release("2.7.5")
                        .sql(secured("version_history"))
                        .sql("CREATE POLICY reads ON version_history FOR SELECT USING (true)")
                        .unknown(started),
                upgrade("guard: row security and a policy for reading, upgrade")
                        .sql(secured("version_history"))
                        .sql("CREATE POLICY reads ON version_history FOR SELECT USING (true)"),
                upgrade("guard: row security and a policy that lets nothing in, upgrade")
                        .sql(secured("version_history"))
                        .sql("CREATE POLICY reads ON version_history USING (true) WITH CHECK (false)"),
                vchord("guard: row security and a policy of the role's own")
                        .release("2.7.5")
                        .sql(secured("version_history"))
                        .sql("CREATE POLICY its_own ON version_history TO ROLE! USING (true)"),
                vchord("guard: row security and a policy of somebody else")
                        .release("2.7.5")
                        .sql(secured("version_history"))
                        .sql("CREATE POLICY others ON version_history TO postgres USING (true)"),
                vchord("guard: row security and a policy that restricts")
                        .release("2.7.5")
                        .sql(secured("version_history"))
                        .sql(open("version_history"))
                        .sql("CREATE POLICY restricts ON version_history AS RESTRICTIVE USING (false)"),
                vchord("guard: row security and a policy with an expression")
                        .release("2.7.5")
                        .sql(secured("version_history"))
                        .sql("CREATE POLICY depends ON version_history USING (version = '2.7.5')")
                        .unknown(depends));
    }

    /** Issue 14: what an extension has lost. */
    private static List<State> members() {
        String[] uuid = {
            "ALTER EXTENSION \"uuid-ossp\" DROP FUNCTION uuid_generate_v4()", "DROP FUNCTION uuid_generate_v4() CASCADE"
        };
        String[] elsewhere = {"CREATE SCHEMA elsewhere", "GRANT USAGE ON SCHEMA elsewhere TO ROLE!"};
        String onPath = "ALTER DATABASE DATABASE! SET search_path = public, elsewhere";
        String undimensioned = "ALTER TABLE %s ALTER COLUMN embedding TYPE vector";
        return List.of(
                vchord("member: no uuid_generate_v4").sql(uuid),
                upgrade("member: no uuid_generate_v4, upgrade").sql(uuid),
                upgrade("member: no uuid_generate_v4, the version's default given back, upgrade")
                        .sql(uuid)
                        .sql("ALTER TABLE version_history ALTER COLUMN id SET DEFAULT gen_random_uuid()"),
                upgrade("member: uuid_generate_v4 elsewhere, upgrade")
                        .sql(elsewhere)
                        .sql("ALTER FUNCTION uuid_generate_v4() SET SCHEMA elsewhere"),
                upgrade("member: uuid_generate_v4 elsewhere, on the path, upgrade")
                        .sql(elsewhere)
                        .sql("ALTER FUNCTION uuid_generate_v4() SET SCHEMA elsewhere", onPath),
                upgrade("member: gin_trgm_ops elsewhere, upgrade")
                        .sql(elsewhere)
                        .sql("ALTER OPERATOR CLASS gin_trgm_ops USING gin SET SCHEMA elsewhere"),
                upgrade("member: gin_trgm_ops elsewhere, on the path, upgrade")
                        .sql(elsewhere)
                        .sql("ALTER OPERATOR CLASS gin_trgm_ops USING gin SET SCHEMA elsewhere", onPath),
                vchord("member: prepared, no uuid_generate_v4", "", OWNER)
                        .release("2.7.5")
                        .sql("CREATE EXTENSION \"uuid-ossp\"")
                        .sql(uuid),
                vchord("member: no vchordrq_prewarm")
                        .sql("ALTER EXTENSION vchord DROP FUNCTION vchordrq_prewarm", "DROP FUNCTION vchordrq_prewarm"),
                vchord("member: vchordrq_prewarm elsewhere")
                        .sql(elsewhere)
                        .sql("ALTER FUNCTION vchordrq_prewarm SET SCHEMA elsewhere"),
                vchord("member: vchordrq_prewarm elsewhere, on the path")
                        .sql(elsewhere)
                        .sql("ALTER FUNCTION vchordrq_prewarm SET SCHEMA elsewhere", onPath),
                vchord("member: no operator class")
                        .sql(
                                "ALTER EXTENSION vchord DROP OPERATOR CLASS vector_cosine_ops USING vchordrq",
                                "DROP OPERATOR CLASS vector_cosine_ops USING vchordrq CASCADE"),
                vchord("member: no cast, no index")
                        .sql(
                                "ALTER EXTENSION vector DROP CAST (real[] AS vector)",
                                "DROP CAST (real[] AS vector)",
                                NO_CLIP),
                vchord("member: no cast back, no index")
                        .sql(
                                "ALTER EXTENSION vector DROP CAST (vector AS real[])",
                                "DROP CAST (vector AS real[])",
                                NO_CLIP),
                vchord("member: no cast")
                        .sql("ALTER EXTENSION vector DROP CAST (real[] AS vector)", "DROP CAST (real[] AS vector)"),
                vchord("member: no dimension, no index")
                        .sql(NO_CLIP, undimensioned.formatted("smart_search"))
                        .unknown("how long the vectors are"),
                vchord("member: no dimension of faces, no index").sql(NO_FACE, undimensioned.formatted("face_search")),
                vchord("member: prepared, no USAGE on plpgsql", "", OWNER)
                        .release("2.7.5")
                        .sql("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC"),
                vchord("member: no USAGE on plpgsql").sql("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC"),
                vchord("member: prepared, no USAGE on plpgsql, superuser", "", SUPERUSER)
                        .release("2.7.5")
                        .sql("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC"),
                vchord("member: no right to the list of extensions")
                        .sql("REVOKE SELECT ON pg_catalog.pg_available_extensions FROM PUBLIC"),
                vchord("member: no right to advisory locks")
                        .sql("REVOKE EXECUTE ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC"),
                vchord("member: no right to the list of extensions, superuser", "2.7.5", SUPERUSER)
                        .sql("REVOKE SELECT ON pg_catalog.pg_available_extensions FROM PUBLIC"),
                vchord("member: a library for sessions of the role")
                        .sql("ALTER ROLE ROLE! SET session_preload_libraries = 'not there'")
                        .unknown("whether the library is there"),
                vchord("member: quoted definitions").sql("ALTER ROLE ROLE! SET quote_all_identifiers = on"));
    }

    private static List<State> upgrades() {
        return List.of(
                vchord("an upgrade", "2.6.0", OWNER).release("2.7.5"),
                vchord("an upgrade", "2.7.5", OWNER).release("3.0.0"),
                vchord("an upgrade, leftover pgvecto.rs, superuser", "2.7.5", SUPERUSER)
                        .release("3.0.0")
                        .sql("CREATE EXTENSION vectors"),
                vchord("newer package", "3.0.0", OWNER).installed(NEWER),
                vchord("newer package, superuser", "3.0.0", SUPERUSER).installed(NEWER),
                vchord("pgvecto.rs wanted", "3.0.0", OWNER).setting("pgvecto.rs"),
                vchord("an upgrade, read-only", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("ALTER DATABASE DATABASE! SET default_transaction_read_only = on"),
                vchord("prepared, read-only role", "", OWNER)
                        .release("2.7.5")
                        .sql("ALTER ROLE ROLE! SET default_transaction_read_only = on"),
                vchord("an upgrade, somebody else's tables", "2.6.0", OWNER)
                        .release("2.7.5")
                        .plain(),
                vchord("an upgrade, public not creatable", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("ALTER SCHEMA public OWNER TO postgres", "REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
                vchord("an upgrade, cube elsewhere", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("CREATE SCHEMA elsewhere", "ALTER EXTENSION cube SET SCHEMA elsewhere"),
                vchord("an upgrade without earthdistance", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("DROP EXTENSION earthdistance"),
                vchord("an upgrade without earthdistance, superuser", "2.6.0", SUPERUSER)
                        .release("2.7.5")
                        .sql("DROP EXTENSION earthdistance"),
                vchord("an upgrade, pgvector elsewhere", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql("CREATE SCHEMA elsewhere", "ALTER EXTENSION vector SET SCHEMA elsewhere"),
                pgvectors("from before 1.132", "1.118.2", SUPERUSER)
                        .release("2.7.5")
                        .setting("pgvecto.rs"),
                pgvectors("pgvecto.rs is no more", "2.7.5", SUPERUSER)
                        .release("3.0.0")
                        .without("vchord", "vector"),
                vchord("prepared", "", OWNER).release("2.7.5"),
                vchord("prepared, not preloaded", "", OWNER).release("2.7.5").preloaded(""),
                vchord("prepared, public not on the path", "", OWNER)
                        .release("2.7.5")
                        .sql("ALTER DATABASE DATABASE! SET search_path = nowhere"),
                State.of("nothing prepared", ImmichDatabase::on, "").release("2.7.5"),
                State.of(
                                "nothing prepared, superuser",
                                s -> ImmichDatabase.on(s).superuserRole(),
                                "")
                        .release("2.7.5"),
                State.of(
                                "nothing prepared, superuser, old pgvector",
                                s -> ImmichDatabase.on(s).superuserRole(),
                                "")
                        .release("2.7.5")
                        .installed(Package.pgvector("0.6.0")),
                State.of(
                                "nothing prepared, superuser, not preloaded",
                                s -> ImmichDatabase.on(s).superuserRole(),
                                "")
                        .release("2.7.5")
                        .preloaded(""),
                State.of("nothing prepared, pgvector", s -> ImmichDatabase.on(s).superuserRole(), "")
                        .release("2.7.5")
                        .setting("pgvector"),
                State.of("nothing prepared, trusted", ImmichDatabase::on, "")
                        .release("2.7.5")
                        .installed(Package.vchord("0.4.3").control("trusted", "true"))
                        .sql("CREATE EXTENSION vector", "CREATE EXTENSION earthdistance CASCADE"));
    }

    private static List<State> pgvector() {
        return List.of(
                pgvector("vchord's package beside it", "2.7.5", OWNER),
                pgvector("vchord's package beside it, superuser", "2.7.5", SUPERUSER),
                pgvector("vchord's package beside it, superuser, not preloaded", "2.7.5", SUPERUSER)
                        .preloaded("vectors.so"),
                pgvector("vchord's package beside it", "2.7.5", OWNER).setting("pgvector"),
                pgvector("no index", "2.7.5", OWNER).setting("pgvector").sql(NO_CLIP),
                pgvector("newer package, superuser", "2.7.5", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.8.1")),
                pgvector("newer package", "2.7.5", OWNER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.8.1")),
                pgvector("newer package, trusted, but another's", "2.7.5", OWNER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.8.1").control("trusted", "true")),
                pgvector("elsewhere, no index", "2.7.5", OWNER)
                        .setting("pgvector")
                        .sql("CREATE SCHEMA elsewhere", "ALTER EXTENSION vector SET SCHEMA elsewhere", NO_CLIP),
                pgvector("elsewhere", "2.7.5", OWNER)
                        .setting("pgvector")
                        .sql("CREATE SCHEMA elsewhere", "ALTER EXTENSION vector SET SCHEMA elsewhere"),
                pgvector("unreadable smart_search", "2.7.5", OWNER)
                        .setting("pgvector")
                        .sql("ALTER TABLE smart_search OWNER TO postgres", "REVOKE ALL ON smart_search FROM ROLE!"),
                pgvector("pgvecto.rs is the default", "1.120.0", OWNER),
                pgvector("healthy, no index", "1.120.0", OWNER)
                        .setting("pgvector")
                        .sql(NO_CLIP),
                pgvector("newer package, superuser, no index", "1.120.0", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.8.1"))
                        .sql(NO_CLIP),
                pgvector("newer package, superuser", "1.120.0", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.8.1")),
                pgvector("too new, ignored, superuser", "1.106.0", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "1.0.0")),
                pgvector("a major, superuser", "1.104.0", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "1.0.0")),
                pgvector("a patch, superuser, no index", "1.104.0", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.8.1"))
                        .sql(NO_CLIP),
                pgvector("a minor, superuser, no index", "1.104.0", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.9.0"))
                        .sql(NO_CLIP));
    }

    private static List<State> pgvectors() {
        Package patch = Package.pgvectors("0.2.0", "0.2.1");
        Package minor = Package.pgvectors("0.2.0", "0.3.0");
        String restart = "nobody knows whether pgvecto.rs' indexes work before the restart";
        String rebuild = "GRANT SELECT ON vectors.pg_vector_index_stat TO PUBLIC";
        return List.of(
                pgvectors("vchord's package beside it", "2.7.5", OWNER),
                pgvectors("vchord's package beside it, superuser", "2.7.5", SUPERUSER),
                pgvectors("vchord's package beside it, superuser, pgvecto.rs not preloaded", "2.7.5", SUPERUSER)
                        .preloaded("vchord.so"),
                pgvectors("vchord's package beside it, superuser, in public", "2.7.5", SUPERUSER)
                        .sql(IN_PUBLIC),
                pgvectors("in public, no index", "2.7.5", OWNER)
                        .setting("pgvecto.rs")
                        .sql(IN_PUBLIC)
                        .sql(NO_CLIP),
                pgvectors("in public", "2.7.5", OWNER)
                        .setting("pgvecto.rs")
                        .sql(IN_PUBLIC)
                        .unknown("a move looks like an update"),
                pgvectors("vchord's package beside it", "2.7.5", OWNER).setting("pgvecto.rs"),
                pgvectors("newer package", "2.7.5", OWNER).setting("pgvecto.rs").installed(patch),
                pgvectors("newer package, superuser", "2.7.5", SUPERUSER)
                        .setting("pgvecto.rs")
                        .installed(patch)
                        .unknown("which library is in memory"),
                pgvectors("no index", "2.7.5", OWNER).setting("pgvecto.rs").sql(NO_CLIP),
                pgvectors("no index, not on the path", "2.7.5", OWNER)
                        .setting("pgvecto.rs")
                        .sql("ALTER DATABASE DATABASE! RESET search_path", NO_CLIP),
                pgvectors("a minor, superuser", "2.7.5", SUPERUSER)
                        .setting("pgvecto.rs")
                        .installed(minor)
                        .unknown(restart),
                pgvectors("a minor, superuser", "1.118.2", SUPERUSER)
                        .installed(minor)
                        .unknown(restart),
                pgvectors("a patch, superuser", "1.118.2", SUPERUSER)
                        .installed(patch)
                        .unknown("which library is in memory"),
                pgvectors("updated, and not upgraded", "1.118.2", OWNER)
                        .installed(minor)
                        .sql("ALTER EXTENSION vectors UPDATE")
                        .unknown("whether pgvectors_upgrade() has been run"),
                pgvectors("a patch, superuser, no index", "1.118.2", SUPERUSER)
                        .installed(patch)
                        .sql(NO_CLIP),
                pgvectors("too new on disk", "1.118.2", OWNER).installed(Package.pgvectors("0.2.0", "0.4.0")),
                pgvectors("not preloaded", "1.118.2", OWNER).preloaded("vchord.so"),
                pgvectors("marked for upgrade", "1.118.2", OWNER)
                        .sql(
                                "GRANT USAGE ON SCHEMA vectors TO PUBLIC",
                                rebuild,
                                "COMMENT ON INDEX clip_index IS 'UPGRADE'"),
                pgvectors("marked for upgrade, somebody else's tables", "1.118.2", OWNER)
                        .plain()
                        .sql(
                                "GRANT USAGE ON SCHEMA vectors TO PUBLIC",
                                rebuild,
                                "COMMENT ON INDEX clip_index IS 'UPGRADE'"),
                pgvectors("view unreadable, not on the path", "1.118.2", OWNER)
                        .sql(
                                "REVOKE SELECT ON vectors.pg_vector_index_stat FROM ROLE!",
                                "ALTER DATABASE DATABASE! RESET search_path"),
                pgvectors("public not on the path", "1.118.2", OWNER)
                        .sql("ALTER DATABASE DATABASE! SET search_path = vectors"),
                pgvectors("nothing on the path", "1.118.2", OWNER)
                        .sql("ALTER DATABASE DATABASE! SET search_path = nowhere"),
                pgvectors("vectorchord wanted", "1.118.2", SUPERUSER).setting("vectorchord"),
                pgvectors("a patch", "1.111.0", OWNER).installed(patch),
                pgvectors("a patch, superuser", "1.111.0", SUPERUSER).installed(patch),
                pgvectors("a minor is ignored, superuser", "1.111.0", SUPERUSER).installed(minor),
                pgvectors("no package", "1.111.0", OWNER).without("vectors"),
                pgvectors("a patch", "1.104.0", OWNER).installed(patch),
                pgvectors("a patch, superuser", "1.104.0", SUPERUSER).installed(patch),
                pgvectors("a patch, superuser, no index", "1.104.0", SUPERUSER)
                        .installed(patch)
                        .sql(NO_CLIP),
                pgvectors("a minor, superuser", "1.104.0", SUPERUSER)
                        .installed(minor)
                        .unknown(restart),
                pgvectors("a minor", "1.104.0", OWNER).installed(minor),
                State.of("not installed", ImmichDatabase::on, "").release("1.104.0"));
    }

    static List<State> states() {
        return asked(Stream.of(
                        vectorChord(),
                        effectiveRoles(),
                        rebuilds(),
                        rights(),
                        besides(),
                        upgrades(),
                        pgvector(),
                        unknownReleases(),
                        readOnly(),
                        timeouts(),
                        variants(),
                        guards(),
                        members())
                .flatMap(List::stream));
    }

    static List<State> statesOfPgvectors() {
        return asked(Stream.of(pgvectors(), variantsOfPgvectors()).flatMap(List::stream));
    }

    /** Whose rebuild is likely to take longer than the agent's own statements, which the database's timeout ends as well. */
    private static final String MANY_ROWS = "UPDATE pg_class SET reltuples = 100000 WHERE relname = 'smart_search'";

    /** Issue 14, row 13: Postgres has transaction_timeout from 17 on. */
    static List<State> statesSince17() {
        return asked(Stream.of(
                vchord("timeout: rebuild, transaction_timeout of the role")
                        .sql("ALTER ROLE ROLE! SET transaction_timeout = '5s'", NO_CLIP, MANY_ROWS)
                        .unknown("how long it takes"),
                vchord("timeout: rebuild, transaction_timeout of the database")
                        .sql("ALTER DATABASE DATABASE! SET transaction_timeout = '5s'", NO_CLIP, MANY_ROWS)
                        .unknown("how long it takes"),
                vchord("timeout: rebuild, transaction_timeout of the role in the database")
                        .sql(
                                "ALTER ROLE ROLE! IN DATABASE DATABASE! SET transaction_timeout = '5s'",
                                NO_CLIP,
                                MANY_ROWS)
                        .unknown("how long it takes"),
                vchord("timeout: rebuild, transaction_timeout that is long enough")
                        .sql("ALTER ROLE ROLE! SET transaction_timeout = '1h'", NO_CLIP, MANY_ROWS),
                vchord("timeout: rebuild, transaction_timeout that the role has not")
                        .sql(
                                "ALTER DATABASE DATABASE! SET transaction_timeout = '5s'",
                                "ALTER ROLE ROLE! SET transaction_timeout = 0",
                                NO_CLIP,
                                MANY_ROWS),
                vchord("timeout: rebuild not due, transaction_timeout")
                        .sql("ALTER ROLE ROLE! SET transaction_timeout = '5s'"),
                vchord("newer package, superuser, transaction_timeout", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql("ALTER ROLE ROLE! SET transaction_timeout = '5s'", MANY_ROWS)
                        .unknown("how long it takes")));
    }

    /** Issue 14, row 1: from 18 on Postgres tells which library is in memory. */
    static List<State> statesBefore18() {
        return asked(Stream.of(
                State.of(
                                "nothing prepared, superuser, VectorChord 1.1",
                                s -> ImmichDatabase.on(s).superuserRole(),
                                "")
                        .release("2.7.5")
                        .installed(Package.vchord("1.1.0"))
                        .unknown("whether the library in memory is that of 1.0"),
                State.of(
                                "nothing prepared, superuser, VectorChord 1.0",
                                s -> ImmichDatabase.on(s).superuserRole(),
                                "")
                        .release("2.7.5")
                        .installed(Package.vchord("1.0.0"))
                        .unknown("whether the library in memory is that of 0.5"),
                State.of(
                                "nothing prepared, superuser, VectorChord 0.5",
                                s -> ImmichDatabase.on(s).superuserRole(),
                                "")
                        .release("2.7.5")
                        .installed(Package.vchord("0.5.3"))));
    }

    private static final String NOT_INHERITED =
            "DO $$BEGIN IF current_setting('server_version_num')::int >= 160000 THEN EXECUTE 'GRANT OWNER! TO ROLE!"
                    + " WITH INHERIT %s'; END IF; END$$";
    private static final String[] ONLY_MY_ROWS = {
        "ALTER TABLE kysely_migrations ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE kysely_migrations FORCE ROW LEVEL SECURITY"
    };

    /** Issue 14: variants of its rows, which an adversary made up. */
    private static List<State> variants() {
        return List.of(
                vchord("variant: public owned by another, with the default rights of the version")
                        .sql("ALTER SCHEMA public OWNER TO postgres", NO_FACE),
                vchord("variant: a member whose membership inherits nothing, from 16 on")
                        .sql(
                                "CREATE ROLE OWNER!",
                                "GRANT OWNER! TO ROLE!",
                                "REASSIGN OWNED BY ROLE! TO OWNER!",
                                NOT_INHERITED.formatted("FALSE"),
                                NO_CLIP),
                vchord("variant: a role that inherits nothing, but this membership does, from 16 on")
                        .sql(OF_ANOTHER)
                        .sql(NOT_INHERITED.formatted("TRUE"), NO_CLIP),
                vchord("variant: acts as the owner, a schema of the owner's name, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER, "CREATE SCHEMA OWNER! AUTHORIZATION OWNER!"),
                vchord("variant: acts as the owner, a schema of the login's name, upgrade", "2.6.0", OWNER)
                        .release("2.7.5")
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER, "CREATE SCHEMA ROLE! AUTHORIZATION OWNER!"),
                vchord("variant: one name for the whole path")
                        .sql("ALTER DATABASE DATABASE! SET search_path = 'public, vectors'"),
                vchord("variant: the role's path mends that of the database")
                        .sql(
                                "ALTER DATABASE DATABASE! SET search_path = nowhere",
                                "ALTER ROLE ROLE! IN DATABASE DATABASE! SET search_path = public",
                                NO_CLIP),
                vchord("variant: a path with pg_catalog at the end")
                        .sql("ALTER DATABASE DATABASE! SET search_path = public, pg_catalog", NO_CLIP),
                vchord("variant: a path with pg_temp first")
                        .sql("ALTER DATABASE DATABASE! SET search_path = pg_temp, public", NO_CLIP),
                vchord("variant: an empty path").sql("ALTER ROLE ROLE! SET search_path = ''"),
                vchord("variant: a table is called clip_index")
                        .sql(NO_CLIP, "CREATE TABLE clip_index (id int)")
                        .unknown("it is in the way"),
                vchord("variant: a view is called clip_index")
                        .sql(NO_CLIP, "CREATE VIEW clip_index AS SELECT 1 AS one")
                        .unknown("it is in the way"),
                vchord("variant: clip_index of another table")
                        .sql(NO_CLIP, "CREATE INDEX clip_index ON version_history (version)"),
                vchord("variant: clip_index with another operator class")
                        .sql(
                                NO_CLIP,
                                "CREATE INDEX clip_index ON smart_search USING vchordrq (embedding vector_l2_ops)"),
                vchord("variant: partial clip_index")
                        .sql(
                                NO_CLIP,
                                "CREATE INDEX clip_index ON smart_search USING vchordrq (embedding vector_cosine_ops)"
                                        + " WHERE embedding IS NOT NULL"),
                vchord("variant: a column of another dimension, no index")
                        .sql(NO_CLIP, "ALTER TABLE smart_search ALTER COLUMN embedding TYPE vector(768)"),
                vchord("variant: a column without NOT NULL, no index")
                        .sql(NO_CLIP, "ALTER TABLE smart_search ALTER COLUMN embedding DROP NOT NULL"),
                vchord("variant: no column embedding").sql("ALTER TABLE smart_search DROP COLUMN embedding"),
                vchord("variant: an unlogged table, no index").sql(NO_CLIP, "ALTER TABLE smart_search SET UNLOGGED"),
                vchord("variant: row security that hides all migrations").sql(ONLY_MY_ROWS),
                vchord("variant: row security that its owner passes")
                        .sql("ALTER TABLE kysely_migrations ENABLE ROW LEVEL SECURITY")
                        .unknown("the agent reads no table with row security"),
                vchord("variant: row security, superuser", "2.7.5", SUPERUSER)
                        .sql(ONLY_MY_ROWS)
                        .unknown("the agent reads no table with row security"),
                vchord("variant: no table for kysely's lock, public not creatable")
                        .sql("DROP TABLE kysely_migrations_lock")
                        .sql(NOT_CREATABLE),
                vchord("variant: no table for kysely's lock").sql("DROP TABLE kysely_migrations_lock"),
                vchord("variant: CONNECT on the database revoked, somebody else's tables")
                        .plain()
                        .sql("REVOKE CONNECT ON DATABASE DATABASE! FROM PUBLIC"),
                vchord("variant: USAGE on public by another role that it inherits")
                        .sql(
                                "CREATE ROLE OWNER!",
                                "GRANT OWNER! TO ROLE!",
                                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                                "ALTER SCHEMA public OWNER TO postgres",
                                "GRANT USAGE, CREATE ON SCHEMA public TO OWNER!",
                                NO_CLIP),
                vchord("variant: three packages are newer, superuser", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .installed(Package.pgvector("0.8.5", "0.9.0"))
                        .sql("CREATE EXTENSION vectors")
                        .installed(Package.pgvectors("0.4.0", "0.4.1")),
                vchord("variant: pgvector newer only, superuser", "2.7.5", SUPERUSER)
                        .installed(Package.pgvector("0.8.5", "0.9.0")),
                vchord("variant: the role owns the extension, newer package")
                        .installed(NEWER)
                        .sql("UPDATE pg_extension SET extowner = 'ROLE!'::regrole WHERE extname = 'vchord'"),
                vchord("variant: restored by a superuser, who is Immich's role; nothing is its own", "2.6.0", SUPERUSER)
                        .release("2.7.5")
                        .plain(),
                pgvector("variant: a view on the column, newer package, superuser", "2.7.5", SUPERUSER)
                        .setting("pgvector")
                        .installed(Package.pgvector("0.8.5", "0.8.6"))
                        .sql(VIEW),
                pgvector("variant: another index, no index", "2.7.5", OWNER)
                        .setting("pgvector")
                        .sql(OTHER_INDEX, NO_CLIP),
                pgvector("variant: public not creatable, no index", "2.7.5", OWNER)
                        .setting("pgvector")
                        .sql(NOT_CREATABLE)
                        .sql(NO_CLIP),
                pgvector("variant: EXECUTE revoked", "2.7.5", OWNER)
                        .setting("pgvector")
                        .sql("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC"),
                pgvector("variant: EXECUTE revoked, no index", "2.7.5", OWNER)
                        .setting("pgvector")
                        .sql("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC", NO_CLIP));
    }

    /** Issue 14: of pgvecto.rs, likewise. */
    private static List<State> variantsOfPgvectors() {
        return List.of(
                pgvectors("variant: public not creatable, no index", "2.7.5", OWNER)
                        .setting("pgvecto.rs")
                        .sql(NOT_CREATABLE)
                        .sql(NO_CLIP),
                pgvectors("variant: another index, no index", "2.7.5", OWNER)
                        .setting("pgvecto.rs")
                        .sql(
                                "CREATE INDEX mine ON smart_search USING vectors (embedding vectors.vector_cos_ops)",
                                NO_CLIP),
                pgvectors("variant: a view, no index", "2.7.5", OWNER)
                        .setting("pgvecto.rs")
                        .sql(VIEW, NO_CLIP),
                pgvectors("variant: no USAGE on its schema, no index", "2.7.5", OWNER)
                        .setting("pgvecto.rs")
                        .sql(
                                "REVOKE ALL ON SCHEMA vectors FROM PUBLIC",
                                "REVOKE ALL ON SCHEMA vectors FROM ROLE!",
                                NO_CLIP),
                pgvectors("variant: acts as the owner, a patch", "1.118.2", OWNER)
                        .installed(Package.pgvectors("0.2.0", "0.2.1"))
                        .sql(OF_ANOTHER)
                        .sql(AS_OWNER),
                pgvectors("variant: read-only role, a patch, superuser", "1.118.2", SUPERUSER)
                        .installed(Package.pgvectors("0.2.0", "0.2.1"))
                        .sql(READ_ONLY));
    }

    /** Issue 14, row 11. */
    private static List<State> unknownReleases() {
        String newer = "the table of releases ends before it";
        return List.of(
                vchord("unknown release").release("9.9.9").unknown(newer),
                vchord("unknown major", "3.0.0", OWNER).release("4.0.0").unknown(newer),
                vchord("unknown minor", "3.0.0", OWNER).release("3.9.0").unknown(newer),
                vchord("unknown major, newer package, superuser", "3.0.0", SUPERUSER)
                        .installed(NEWER)
                        .release("4.0.0")
                        .unknown(newer),
                pgvector("unknown release", "2.7.5", OWNER)
                        .setting("pgvector")
                        .release("9.9.9")
                        .unknown(newer));
    }

    /** Issue 14, row 12: nothing is dropped where nothing can be written. */
    private static List<State> readOnly() {
        return List.of(
                vchord("standby, newer package, superuser", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .standby(),
                vchord("standby, newer package").installed(NEWER).standby(),
                vchord("standby, no index").sql(NO_CLIP).standby(),
                vchord("standby, upgrade", "2.6.0", OWNER).release("2.7.5").standby(),
                vchord("read-only role, newer package").installed(NEWER).sql(READ_ONLY),
                vchord("read-only role in the database, newer package, superuser", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql("ALTER ROLE ROLE! IN DATABASE DATABASE! SET default_transaction_read_only = on"),
                vchord("read-only database, but not for the role, newer package, superuser", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql(
                                "ALTER DATABASE DATABASE! SET default_transaction_read_only = on",
                                "ALTER ROLE ROLE! SET default_transaction_read_only = off"));
    }

    /** Issue 14, row 13. */
    private static List<State> timeouts() {
        String duration = "how long it takes";
        return List.of(
                vchord("timeout: statement_timeout of the role")
                        .sql("ALTER ROLE ROLE! SET statement_timeout = '99ms'", NO_CLIP)
                        .unknown(duration),
                vchord("timeout: statement_timeout of the role, typed as 9e1")
                        .sql("ALTER ROLE ROLE! SET statement_timeout = '9e1'", NO_CLIP)
                        .unknown(duration),
                vchord("timeout: statement_timeout of the role in the database")
                        .sql("ALTER ROLE ROLE! IN DATABASE DATABASE! SET statement_timeout = 99", NO_CLIP)
                        .unknown(duration),
                vchord("timeout: statement_timeout of all roles, newer package, superuser", "2.7.5", SUPERUSER)
                        .installed(NEWER)
                        .sql("ALTER DATABASE DATABASE! SET statement_timeout = '99ms'")
                        .unknown(duration),
                vchord("timeout: lock_timeout of the role")
                        .sql("ALTER ROLE ROLE! SET lock_timeout = '99ms'", NO_CLIP)
                        .unknown(duration),
                vchord("timeout: lock_timeout of the server, but not of the database")
                        .fault(d -> {
                            d.server().configure("lock_timeout", "99ms");
                            d.server().reload();
                        })
                        .sql("ALTER DATABASE DATABASE! SET lock_timeout = 0", NO_CLIP),
                vchord("timeout: lock_timeout of the database, but not of the server")
                        .sql("ALTER DATABASE DATABASE! SET lock_timeout = '99ms'", NO_CLIP)
                        .unknown(duration),
                vchord("timeout: lock_timeout of the server")
                        .fault(d -> {
                            d.server().configure("lock_timeout", "99ms");
                            d.server().reload();
                        })
                        .sql(NO_CLIP)
                        .unknown(duration),
                vchord("timeout: rebuild not due")
                        .sql(
                                "ALTER ROLE ROLE! SET statement_timeout = '99ms'",
                                "ALTER ROLE ROLE! SET lock_timeout = 99"),
                vchord("timeout: tablespace of the database")
                        .sql(
                                "SET allow_in_place_tablespaces = on",
                                "CREATE TABLESPACE OWNER! LOCATION ''",
                                "ALTER DATABASE DATABASE! SET default_tablespace = OWNER!",
                                NO_CLIP),
                vchord("timeout: tablespace of the database that does not exist")
                        .sql("ALTER DATABASE DATABASE! SET default_tablespace = nowhere", NO_CLIP));
    }

    /** For a try of some of them: {@code -Dforecast.states='acts as,standby'}, parts of their titles. */
    private static List<State> asked(Stream<State> all) {
        List<String> parts = List.of(System.getProperty("forecast.states", "").split(","));
        return all.filter(state -> parts.stream().anyMatch(state.toString()::contains))
                .toList();
    }

    /**
     * In those that are left out, a start waits for another one, which the story never ends; and an estimate of the rows is
     * wrong on purpose, where Immich counts.
     */
    private static final Set<Check> NOT_COMPARABLE =
            EnumSet.of(Check.START_UP_IN_PROGRESS, Check.DEAD_ROWS_BEFORE_REBUILD);

    static Stream<Story> stories() {
        return Arrays.stream(Check.values())
                .filter(check -> !NOT_COMPARABLE.contains(check))
                .flatMap(check -> CheckTest.of(check).stories().stream());
    }

    /** Both at once, for the sake of time: each has a server of its own. */
    private void onLowestAndHighest(int oldest, int newest, Consumer<EmbeddedServer> test) {
        List<Integer> majors = EmbeddedServer.majors().stream()
                .filter(major -> oldest <= major && major <= newest)
                .toList();
        List<EmbeddedServer> servers = Stream.of(majors.get(0), majors.get(majors.size() - 1))
                .distinct()
                .map(EmbeddedServer::shared)
                .toList();
        assertAll(servers.parallelStream()
                .map(server -> {
                    try {
                        test.accept(server);
                    } catch (RuntimeException | AssertionError e) {
                        return Optional.<Throwable>of(new AssertionError("Postgres " + server.major(), e));
                    } finally {
                        if (server.isRunning()) {
                            server.reset();
                        }
                    }
                    return Optional.<Throwable>empty();
                })
                .toList()
                .stream()
                .map(failure -> () -> {
                    if (failure.isPresent()) {
                        throw failure.get();
                    }
                }));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource
    void states(State state) {
        onLowestAndHighest(14, 18, server -> start(server, state));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource
    void statesOfPgvectors(State state) {
        onLowestAndHighest(14, 17, server -> start(server, state));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource
    void statesSince17(State state) {
        onLowestAndHighest(17, 18, server -> start(server, state));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource
    void statesBefore18(State state) {
        onLowestAndHighest(14, 17, server -> start(server, state));
    }

    /** A session ends a moment after it was left, and counts for the limits of roles and databases until then. */
    private static void awaitTheEndOfOurOwnSessions(ImmichDatabase database) {
        database.server()
                .execute(
                        "postgres",
                        "DO $$BEGIN FOR i IN 1..500 LOOP PERFORM pg_stat_clear_snapshot();"
                                + " EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '"
                                + database.name() + "');"
                                + " PERFORM pg_sleep(0.01); END LOOP; END$$");
    }

    private static void start(EmbeddedServer server, State state) {
        ImmichDatabase database = state.database().apply(server);
        String monitor = database.createMonitor(state.grants()).url();
        state.faults().forEach(fault -> fault.accept(database));
        awaitTheEndOfOurOwnSessions(database);
        try (Patient patient = Patient.seenBy(
                monitor, database, state.release(), state.setting().map(VectorExtension::forSetting))) {
            Forecast forecast = patient.examine().now().forecast();
            Start start = StandInImmich.start(database, state.release().orElse(state.ranLast()), state.setting());
            server.promote(); // so that the database can be dropped
            compare(forecast, start, state.unknown());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void stories(Story story) {
        onLowestAndHighest(story.oldestMajor(), story.newestMajor(), server -> start(server, story));
    }

    private static void start(EmbeddedServer server, Story story) {
        ImmichDatabase database = story.healthy().apply(server);
        String monitor = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(monitor, database)) {
            if (story.check() != Check.VECTOR_INDEX_STALE) { // the stand-in's indexes have no formats to know
                patient.examine();
            }
            story.fault().accept(patient);
            Forecast forecast = patient.examine().now().forecast();
            String release = forecast.immich().orElseThrow().text();
            Start start = StandInImmich.start(database, release, Optional.empty());
            compare(forecast, start, Optional.ofNullable(UNKNOWN.get(story.check())));
        }
    }

    /**
     * Issue 14, row 7: somebody else owns it, and Immich's role has all rights.
     *
     * @param number of the last migration that has run
     */
    private record Owned(String kind, String name, int number, String ranLast, String release) {

        String[] sql() {
            return kind.equals("TABLE")
                    ? new String[] {"GRANT ALL ON " + name + " TO PUBLIC", "ALTER TABLE " + name + " OWNER TO postgres"}
                    : new String[] {"ALTER " + kind + " " + name + " OWNER TO postgres"};
        }
    }

    static List<Owned> ownersOnWholeDatabases() {
        return List.of(
                new Owned("TABLE", "session", 67, "2.7.5", "3.0.0"),
                new Owned("TABLE", "session", 67, "2.7.5", "2.7.5"),
                new Owned("TABLE", "session", 63, "2.6.0", "2.7.5"),
                new Owned("TABLE", "asset_exif", 63, "2.6.0", "2.7.5"),
                new Owned("TABLE", "asset_exif", 67, "2.7.5", "3.0.0"),
                new Owned("TABLE", "person", 63, "2.6.0", "2.7.5"),
                new Owned("TABLE", "audit", 67, "2.7.5", "3.0.0"),
                new Owned("FUNCTION", "updated_at()", 67, "2.7.5", "3.0.0"),
                new Owned("FUNCTION", "album_delete_audit()", 67, "2.7.5", "3.0.0"),
                new Owned("FUNCTION", "album_delete_audit()", 63, "2.6.0", "2.7.5"),
                new Owned("TYPE", "sourcetype", 67, "2.7.5", "3.0.0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ownersOnWholeDatabases(Owned owned) {
        onLowestAndHighest(14, 18, server -> {
            ImmichDatabase database = SchemaStoriesIT.whole(server, owned.number(), owned.ranLast());
            String monitor = database.createMonitor(Grants.FULL).url();
            database.superuserExecute(owned.sql());
            try (Patient patient = Patient.comparedFor(monitor, database, owned.release())) {
                Forecast forecast = patient.examine().now().forecast();
                compare(forecast, StandInImmich.start(database, owned.release(), Optional.empty()), Optional.empty());
            }
        });
    }

    /** Issue 14, where the ledger has to be known: on a database that 2.7.5 has left. */
    private record OnWhole(String title, String release, Optional<String> unknown, String... sql) {

        @Override
        public String toString() {
            return title + ", to " + release;
        }
    }

    static List<OnWhole> faultsOnWholeDatabases() {
        String secured = "ALTER TABLE asset ENABLE ROW LEVEL SECURITY";
        String forced = "ALTER TABLE asset FORCE ROW LEVEL SECURITY";
        return List.of(
                new OnWhole(
                        "no is_locked, and no row of the lock",
                        "2.7.5",
                        Optional.of("whether the row is there"),
                        "ALTER TABLE kysely_migrations_lock DROP COLUMN is_locked",
                        "DELETE FROM kysely_migrations_lock"),
                new OnWhole(
                        "no uuid_generate_v4",
                        "3.0.0",
                        Optional.empty(),
                        "ALTER EXTENSION \"uuid-ossp\" DROP FUNCTION uuid_generate_v4()",
                        "DROP FUNCTION uuid_generate_v4() CASCADE"),
                new OnWhole(
                        "uuid_generate_v4 is no member",
                        "3.0.0",
                        Optional.empty(),
                        "ALTER EXTENSION \"uuid-ossp\" DROP FUNCTION uuid_generate_v4()"),
                new OnWhole("assets are hidden", "2.7.5", Optional.empty(), secured, forced),
                new OnWhole("assets are hidden", "3.0.0", Optional.of("what migrations then do"), secured, forced),
                new OnWhole(
                        "no USAGE on plpgsql",
                        "2.7.5",
                        Optional.empty(),
                        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void faultsOnWholeDatabases(OnWhole fault) {
        onLowestAndHighest(14, 18, server -> {
            ImmichDatabase database = SchemaStoriesIT.whole(server, 67, "2.7.5");
            String monitor = database.createMonitor(Grants.FULL).url();
            database.superuserExecute(fault.sql());
            try (Patient patient = Patient.comparedFor(monitor, database, fault.release())) {
                Forecast forecast = patient.examine().now().forecast();
                compare(forecast, StandInImmich.start(database, fault.release(), Optional.empty()), fault.unknown());
            }
        });
    }

    private static void compare(Forecast forecast, Start start, Optional<String> unknown) {
        String both = forecast.outcome() + ", " + forecast.steps() + "\n" + start;
        if (unknown.isPresent()) {
            assertEquals(Outcome.UNKNOWN, forecast.outcome(), both);
            return;
        }
        assertNotEquals(Outcome.UNKNOWN, forecast.outcome(), both);
        assertEquals(start.end(), ENDS.get(forecast.outcome()), both);
        if (start.end() == End.FAILED) {
            List<String> dropped = forecast.steps(Effect.CHANGES).stream()
                    .filter(step -> !step.rule().equals("other extensions")
                            && step.text().startsWith("It drops "))
                    .flatMap(step -> Stream.of("clip_index", "face_index")
                            .filter(index -> step.text().contains(index)))
                    .toList();
            assertEquals(dropped, start.indexesGone(), both);
        } else {
            assertTrue(start.indexesGone().isEmpty(), both);
        }
    }
}
