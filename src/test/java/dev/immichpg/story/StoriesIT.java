package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * healthy → break → finding → run the printed remedy → healthy, on every major version of Postgres. Each story tells
 * which checks find the fault; all others must not change, neither when it breaks nor when it is mended.
 */
class StoriesIT {

    private EmbeddedServer server;

    /**
     * @param check which finds it; its remedy is followed
     * @param also checks that rightly find it too
     * @param outcome of the forecast while it is broken
     */
    record Story(
            String title,
            Check check,
            Set<Check> also,
            Outcome outcome,
            Function<EmbeddedServer, ImmichDatabase> healthy,
            Consumer<Patient> fault) {
        @Override
        public String toString() {
            return title;
        }

        /** The releases that read pgvecto.rs' view are documented for Postgres 17 at most. */
        int newestMajor() {
            return healthy == PGVECTORS ? 17 : 18;
        }
    }

    private static final Function<EmbeddedServer, ImmichDatabase> PGVECTORS = StoriesIT::pgvectors;

    private static ImmichDatabase vchord(EmbeddedServer server) {
        return ImmichDatabase.on(server).vchord("0.4.3").immich("2.7.5").create();
    }

    private static ImmichDatabase pgvector(EmbeddedServer server) {
        // VectorChord's package would be chosen over it.
        server.uninstall("vchord");
        server.uninstall("vectors");
        return ImmichDatabase.on(server).pgvector("0.8.0").immich("2.7.5").create();
    }

    private static ImmichDatabase pgvectors(EmbeddedServer server) {
        return ImmichDatabase.on(server)
                .pgvectors("0.2.0")
                .grantIndexView()
                .immich("1.118.2")
                .create();
    }

    private static final List<Story> STORIES = List.of(
            story(
                    "a newer VectorChord package arrives",
                    Check.EXTENSION_UPDATE_BLOCKED,
                    Set.of(),
                    Outcome.BLOCKED,
                    StoriesIT::vchord,
                    p -> p.server().install(Package.vchord("0.4.3", "1.1.1"))),
            story(
                    "a newer pgvecto.rs package arrives",
                    Check.EXTENSION_UPDATE_BLOCKED,
                    Set.of(),
                    Outcome.BLOCKED,
                    PGVECTORS,
                    p -> p.server().install(Package.pgvectors("0.2.0", "0.2.1"))),
            story(
                    "a newer pgvector package arrives, without VectorChord",
                    Check.EXTENSION_UPDATE_BLOCKED,
                    Set.of(),
                    Outcome.BLOCKED,
                    StoriesIT::pgvector,
                    p -> p.server().install(Package.pgvector("0.8.0", "0.8.1"))),
            story(
                    "a newer pgvector package arrives, under VectorChord",
                    Check.EXTENSION_UPDATE_PENDING,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> p.server().install(Package.pgvector("0.8.0", "0.8.1"))),
            story(
                    "a newer cube arrives with a minor version of Postgres",
                    Check.EXTENSION_UPDATE_PENDING,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> p.server().install(Package.newerContrib("cube", "9.9"))),
            story(
                    "VectorChord's package is downgraded",
                    Check.EXTENSION_DOWNGRADED,
                    Set.of(),
                    Outcome.BLOCKED,
                    StoriesIT::vchord,
                    p -> {
                        p.server().install(Package.vchord("0.3.0"));
                        p.where(
                                "Install the package of VectorChord 0.4.3 for Postgres "
                                        + p.server().major() + " again.",
                                () -> p.server().install(Package.vchord("0.4.3")));
                    }),
            story(
                    "a VectorChord package without update scripts arrives",
                    Check.UPDATE_PATH_MISSING,
                    Set.of(),
                    Outcome.BLOCKED,
                    StoriesIT::vchord,
                    p -> {
                        p.server().install(Package.vchord("0.4.3", "1.1.1").withoutUpdatePaths());
                        p.where(
                                "Install the package of VectorChord 0.4.3 again, or one with update scripts from 0.4.3.",
                                () -> p.server().install(Package.vchord("0.4.3")));
                    }),
            story(
                    "the package of an extension is removed",
                    Check.EXTENSION_FILES_MISSING,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> {
                        p.server().uninstall("unaccent");
                        p.where(
                                "Install the package that holds extension unaccent 1.1 for Postgres "
                                        + p.server().major() + " again.",
                                p.server()::resetPackages);
                    }),
            story(
                    "a package beyond Immich's range arrives",
                    Check.VECTOR_EXTENSION_OUT_OF_RANGE,
                    Set.of(),
                    Outcome.BLOCKED,
                    StoriesIT::vchord,
                    p -> {
                        p.server().install(Package.vchord("0.4.3", "2.0.0"));
                        p.where(
                                "Install a version of VectorChord within >=0.3 <2 for Postgres "
                                        + p.server().major()
                                        + ", or upgrade Immich to a release that accepts 2.0.0.",
                                () -> p.server().install(Package.vchord("0.4.3")));
                    }),
            story(
                    "the database changes hands",
                    Check.DATABASE_OWNED_BY_OTHER,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> p.database()
                            .superuserExecute(
                                    "GRANT CREATE ON SCHEMA public TO " + quoted(p),
                                    "ALTER DATABASE \"" + p.database().name() + "\" OWNER TO postgres")),
            story(
                    "schema public is restored with another owner",
                    Check.PUBLIC_SCHEMA_NOT_CREATABLE,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> p.database()
                            .superuserExecute(
                                    "ALTER SCHEMA public OWNER TO postgres",
                                    "REVOKE CREATE ON SCHEMA public FROM PUBLIC")),
            story(
                    "USAGE on schema vectors is lost",
                    Check.SCHEMA_USAGE_MISSING,
                    Set.of(),
                    Outcome.STARTS,
                    PGVECTORS,
                    p -> p.database().superuserExecute("REVOKE USAGE ON SCHEMA vectors FROM " + quoted(p))),
            story(
                    "the guide's own bug: the index view is unreadable",
                    Check.INDEX_VIEW_UNREADABLE,
                    Set.of(),
                    Outcome.BLOCKED,
                    PGVECTORS,
                    p -> p.database()
                            .superuserExecute("REVOKE SELECT ON vectors.pg_vector_index_stat FROM " + quoted(p))),
            story(
                    "default privileges are gone",
                    Check.DEFAULT_PRIVILEGE_MISSING,
                    Set.of(),
                    Outcome.STARTS,
                    PGVECTORS,
                    p -> p.database()
                            .superuserExecute("ALTER DEFAULT PRIVILEGES IN SCHEMA vectors REVOKE SELECT ON TABLES FROM "
                                    + quoted(p))),
            story(
                    "a restore loses the database's search_path",
                    Check.SEARCH_PATH_UNUSABLE,
                    Set.of(),
                    Outcome.STARTS,
                    PGVECTORS,
                    p -> p.database()
                            .superuserExecute("ALTER DATABASE \"" + p.database().name() + "\" RESET search_path")),
            story(
                    "search_path is set as one quoted string",
                    Check.SEARCH_PATH_UNUSABLE,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> p.database()
                            .superuserExecute("ALTER DATABASE \"" + p.database().name()
                                    + "\" SET search_path = '\"$user\", public, vectors'")),
            story(
                    "a role's own search_path overrules the database's",
                    Check.SEARCH_PATH_UNUSABLE,
                    Set.of(),
                    Outcome.STARTS,
                    PGVECTORS,
                    p -> p.database()
                            .superuserExecute("ALTER ROLE " + quoted(p) + " IN DATABASE \""
                                    + p.database().name() + "\" SET search_path = public")),
            story(
                    "somebody updates VectorChord and forgets the indexes",
                    Check.VECTOR_INDEX_STALE,
                    Set.of(),
                    Outcome.UNKNOWN,
                    StoriesIT::vchord,
                    p -> {
                        p.server().install(Package.vchord("0.4.3", "1.1.1"));
                        p.database().superuserExecute("ALTER EXTENSION vchord UPDATE");
                    }),
            story("an index is gone", Check.VECTOR_INDEX_MISSING, Set.of(), Outcome.MIGRATES, StoriesIT::vchord, p -> {
                p.database().roleExecute("DROP INDEX clip_index");
                p.where(
                        "Restart Immich, which then builds the index. That may take long; do not interrupt it.",
                        () -> p.database()
                                .roleExecute("CREATE INDEX clip_index ON smart_search USING vchordrq (embedding"
                                        + " vector_cosine_ops)"));
            }),
            story(
                    "an index has the access method of another extension",
                    Check.VECTOR_INDEX_OF_OTHER_METHOD,
                    Set.of(),
                    Outcome.MIGRATES,
                    StoriesIT::vchord,
                    p -> {
                        p.database()
                                .roleExecute(
                                        "DROP INDEX clip_index",
                                        "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)");
                        p.where(
                                "Restart Immich, which then rebuilds the index, in a window of your choice: it locks the"
                                        + " table and may take long. To keep the present extension instead, set"
                                        + " DB_VECTOR_EXTENSION first.",
                                () -> p.database()
                                        .roleExecute(
                                                "DROP INDEX clip_index",
                                                "CREATE INDEX clip_index ON smart_search USING vchordrq (embedding"
                                                        + " vector_cosine_ops)"));
                    }),
            story(
                    "a concurrent build of an index was cancelled",
                    Check.VECTOR_INDEX_INVALID,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> p.database()
                            .superuserExecute(
                                    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'clip_index'::regclass")),
            story(
                    "Immich's role may no longer connect",
                    Check.IMMICH_ROLE_UNABLE_TO_CONNECT,
                    Set.of(),
                    Outcome.BLOCKED,
                    StoriesIT::vchord,
                    p -> p.database()
                            .superuserExecute(
                                    "REVOKE CONNECT ON DATABASE \""
                                            + p.database().name() + "\" FROM PUBLIC, " + quoted(p),
                                    "ALTER ROLE " + quoted(p) + " NOLOGIN")),
            story(
                    "an extension is dropped",
                    Check.EXTENSION_MISSING,
                    Set.of(),
                    // Immich makes and looks for it in a migration only.
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> p.database().superuserExecute("DROP EXTENSION earthdistance")),
            story(
                    "no vector extension is available",
                    Check.VECTOR_EXTENSION_UNAVAILABLE,
                    Set.of(Check.EXTENSION_FILES_MISSING),
                    Outcome.BLOCKED,
                    StoriesIT::vchord,
                    p -> {
                        for (String name : List.of("vchord", "vector", "vectors")) {
                            p.server().uninstall(name);
                        }
                        p.where(
                                "Install the packages of VectorChord and pgvector for Postgres "
                                        + p.server().major() + ".",
                                p.server()::resetPackages);
                    }),
            story(
                    "Immich's preload library is lost",
                    Check.PRELOAD_LIBRARY_MISSING,
                    Set.of(),
                    Outcome.BLOCKED,
                    StoriesIT::vchord,
                    p -> {
                        p.server().configure("shared_preload_libraries", "");
                        p.server().restart();
                    }),
            story(
                    "a change of the preloaded libraries waits for a restart",
                    Check.PRELOAD_RESTART_PENDING,
                    Set.of(),
                    Outcome.STARTS,
                    StoriesIT::vchord,
                    p -> {
                        p.server().configure("shared_preload_libraries", "vchord.so");
                        p.server().reload();
                        p.where(
                                "As a superuser, look at the value that the configuration has: SELECT setting, sourcefile, error FROM"
                                        + " pg_file_settings WHERE name = 'shared_preload_libraries'",
                                () -> p.database()
                                        .superuserExecute(
                                                "SELECT setting, sourcefile, error FROM pg_file_settings WHERE"
                                                        + " name = 'shared_preload_libraries'"));
                    }));

    private static Story story(
            String title,
            Check check,
            Set<Check> also,
            Outcome outcome,
            Function<EmbeddedServer, ImmichDatabase> healthy,
            Consumer<Patient> fault) {
        return new Story(title, check, also, outcome, healthy, fault);
    }

    private static String quoted(Patient patient) {
        return '"' + patient.database().role() + '"';
    }

    static Stream<Arguments> storiesOnEveryMajor() {
        return EmbeddedServer.majors().stream()
                .flatMap(major -> STORIES.stream()
                        .filter(story -> major <= story.newestMajor())
                        .map(story -> Arguments.of(major, story)));
    }

    @AfterEach
    void baseline() {
        if (server != null) {
            server.resetPackages();
            server.execute("postgres", "ALTER SYSTEM RESET ALL");
            if (!"vchord.so, vectors.so".equals(server.value("postgres", "SHOW shared_preload_libraries"))) {
                server.configure("shared_preload_libraries", "vchord.so, vectors.so");
                server.restart();
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("storiesOnEveryMajor")
    void isFoundAndMended(int major, Story story) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database = story.healthy().apply(server);
        String monitor = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(monitor, database)) {
            Report healthy = patient.examine();
            assertEquals(List.of(), Patient.checks(healthy, Status.PROBLEM));
            assertEquals(List.of(), Patient.checks(healthy, Status.UNKNOWN));
            assertEquals(Outcome.STARTS, healthy.now().outcome(), healthy.now()::sentence);

            story.fault().accept(patient);
            Report broken = patient.examine();
            Set<Check> found = Set.copyOf(Patient.checks(broken, Status.PROBLEM));
            Set<Check> expected = EnumSet.of(story.check());
            expected.addAll(story.also());
            assertEquals(expected, found);
            assertEquals(story.outcome(), broken.now().outcome(), broken.now()::sentence);

            patient.follow(broken, story.check());
            Report mended = patient.examine();
            assertEquals(List.of(), Patient.checks(mended, Status.PROBLEM));
            assertEquals(Patient.statuses(healthy), Patient.statuses(mended));
            assertEquals(Outcome.STARTS, mended.now().outcome(), mended.now()::sentence);
        }
    }

    /** What no embedded server can be: another era of Postgres, a standby, a database without any trace of Immich. */
    private static final Set<Check> TOLD_ELSEWHERE = EnumSet.of(
            Check.IMMICH_VERSION_UNKNOWN,
            Check.IMMICH_NEWER_THAN_KNOWN,
            Check.SERVER_READ_ONLY,
            Check.POSTGRES_VERSION_UNSUPPORTED,
            Check.POSTGRES_VERSION_UNTESTED,
            Check.EXTENSION_VERSION_UNTESTED);

    @Test
    void everyCheckHasItsStory() {
        Set<Check> told =
                STORIES.stream().map(Story::check).collect(Collectors.toCollection(() -> EnumSet.noneOf(Check.class)));
        told.addAll(TOLD_ELSEWHERE);
        assertEquals(EnumSet.allOf(Check.class), told);
    }

    private static Map<Check, Status> statuses(String url, ImmichDatabase database, String release) {
        Patient patient = Patient.seenBy(url, database, Optional.of(release), Optional.empty());
        Map<Check, Status> statuses = patient.statuses();
        patient.leave();
        return statuses;
    }

    /** The remaining checks, which a setting of the agent's or a fact that no remedy changes brings about. */
    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void whatNoStatementMends(int major) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase fresh = ImmichDatabase.on(server).vchord("0.4.3").fresh().create();
        String url = fresh.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(url, fresh)) {
            assertEquals(Status.PROBLEM, patient.statuses().get(Check.IMMICH_VERSION_UNKNOWN));
        }
        ImmichDatabase database = vchord(server);
        String monitor = database.createMonitor(Grants.FULL).url();
        Map<String, Map<Check, Status>> byRelease = Stream.of("1.101.0", "1.102.0", "2.7.5", "3.3.9", "3.4.0")
                .collect(Collectors.toMap(release -> release, release -> statuses(monitor, database, release)));
        assertEquals(Status.PROBLEM, byRelease.get("3.4.0").get(Check.IMMICH_NEWER_THAN_KNOWN));
        assertEquals(Status.OK, byRelease.get("3.3.9").get(Check.IMMICH_NEWER_THAN_KNOWN));
        assertEquals(
                major <= 16 ? Status.OK : Status.PROBLEM,
                byRelease.get("1.102.0").get(Check.POSTGRES_VERSION_UNTESTED));
        assertEquals(Status.NOT_APPLICABLE, byRelease.get("1.101.0").get(Check.POSTGRES_VERSION_UNTESTED));
        assertEquals(Status.OK, byRelease.get("2.7.5").get(Check.POSTGRES_VERSION_UNSUPPORTED));
        database.drop();
    }
}
