package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Lacking;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import dev.immichpg.demo.StandInLibrary;
import dev.immichpg.forecast.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The images that Immich's own compose file names, with the real libraries of VectorChord and pgvecto.rs: all other tests
 * have stand-ins of them. Needs a Docker daemon that has the images or can pull them; says so where there is none.
 *
 * <p>Other images can be named ({@code immich-pg.images.vectorchord}, {@code immich-pg.images.pgvectors}). One without the
 * extension is examined as it is, and again with stand-ins copied in. {@code immich-pg.images.obligatory=true} makes a
 * failure of what would be skipped.
 */
class ImmichImagesIT {

    private static final String OBLIGATORY = "immich-pg.images.obligatory";

    enum Image {
        VECTORCHORD(
                "vchord",
                "2.7.5",
                "immich-pg.images.vectorchord",
                "ghcr.io/immich-app/postgres:14-vectorchord0.4.3-pgvectors0.2.0",
                Package.pgvector("0.8.0"),
                Package.vchord("0.4.3")),
        PGVECTORS(
                "vectors",
                "1.118.2",
                "immich-pg.images.pgvectors",
                "tensorchord/pgvecto-rs:pg14-v0.2.1",
                Package.pgvectors("0.2.1"));

        private final String extension;
        private final String immich;
        private final String property;
        private final String official;
        private final List<Package> standIns;

        Image(String extension, String immich, String property, String official, Package... standIns) {
            this.extension = extension;
            this.immich = immich;
            this.property = property;
            this.official = official;
            this.standIns = List.of(standIns);
        }

        private String image() {
            return System.getProperty(property, official);
        }

        private boolean isOfficial() {
            return image().equals(official);
        }

        /** As the administrator does it by the guide of its time, and then Immich. */
        private ImmichDatabase.Builder prepared(PostgresContainer server) {
            String version = server.available(extension).orElseThrow();
            ImmichDatabase.Builder database = ImmichDatabase.on(server).immich(immich);
            return this == VECTORCHORD
                    ? database.vchord(version)
                            .withPgvector(server.available("vector").orElseThrow())
                    : database.pgvectors(version);
        }

        @Override
        public String toString() {
            return image();
        }
    }

    @TempDir
    Path modules;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void isExaminedAndFixed(Image image) throws IOException {
        Docker.unavailable(image.image()).ifPresent(why -> notTried(image, why));
        Map<String, byte[]> standIns;
        try (PostgresContainer server = PostgresContainer.of(image.image())) {
            Optional<String> version = server.available(image.extension);
            if (version.isPresent()) {
                say(image + " is tried with its own " + image.extension + " " + version.get() + ".");
                tell(image, server, true);
                return;
            }
            assertTrue(!image.isOfficial(), () -> image + " has lost its " + image.extension);
            say(image + " has no " + image.extension + ": tried as it is, then with a stand-in copied in. The real "
                    + image.extension + " was NOT tried.");
            nothingThere(image, server);
            standIns = standIns(image, server);
        }
        try (PostgresContainer server = PostgresContainer.of(image.image(), standIns, image.extension + ".so")) {
            tell(image, server, false);
        }
    }

    private static void tell(Image image, PostgresContainer server, boolean real) {
        switch (image) {
            case VECTORCHORD -> vectorChord(server, real);
            case PGVECTORS -> pgvectors(server, real);
        }
    }

    private static void vectorChord(PostgresContainer server, boolean real) {
        ImmichDatabase database = create(Image.VECTORCHORD.prepared(server), real);
        // Whether a newer Immich has run migrations is hidden as well.
        seenWithoutGrant(database, Outcome.UNKNOWN);
        try (Patient patient = seenInFull(database)) {
            Report healthy = patient.examine();
            assertHealthy(healthy);
            assertIndexes("vchordrq", "lists = [1]", healthy);

            database.superuserExecute(
                    "ALTER SCHEMA public OWNER TO postgres", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            isFoundAndFixed(patient, healthy, Check.PUBLIC_SCHEMA_NOT_CREATABLE, Outcome.STARTS);

            // All that ALTER EXTENSION … UPDATE leaves of itself; there is but one version in an image.
            database.superuserExecute("UPDATE pg_extension SET extversion = extversion WHERE extname = 'vchord'");
            assertHealthy(patient.examine()); // It has seen the indexes with this version before.
            // Who has not cannot tell, and has it rebuilt.
            Patient stranger = seenInFull(database);
            isFoundAndFixed(stranger, healthy, Check.VECTOR_INDEX_STALE, Outcome.UNKNOWN);
            stranger.leave();
            assertHealthy(patient.examine());
        }
        try (Patient patient =
                seenInFull(create(Image.VECTORCHORD.prepared(server).lists(2), real))) {
            Report report = patient.examine();
            assertEquals(List.of(Check.VECTOR_INDEX_OUTGROWN), Patient.checks(report, Status.PROBLEM));
            assertEquals(
                    Outcome.MIGRATES,
                    report.now().forecast().outcome(),
                    report.now().forecast()::sentence);
            assertTrue(
                    report.now().forecast().sentence().contains("clip_index has lists = 2"),
                    report.now().forecast()::sentence);
        }
    }

    /** As the guide of 1.101 leaves it: default privileges do not reach the view that is there already. */
    private static void pgvectors(PostgresContainer server, boolean real) {
        ImmichDatabase database = create(Image.PGVECTORS.prepared(server), real);
        try (Patient patient = seenInFull(database)) {
            Report broken = patient.examine();
            assertEquals(List.of(Check.INDEX_VIEW_UNREADABLE), Patient.checks(broken, Status.PROBLEM));
            assertEquals(
                    Outcome.BLOCKED,
                    broken.now().forecast().outcome(),
                    broken.now().forecast()::sentence);
            patient.follow(broken, Check.INDEX_VIEW_UNREADABLE);
            // It is what the role really needed.
            database.roleExecute("SELECT idx_status FROM pg_vector_index_stat");

            Report healthy = patient.examine();
            assertHealthy(healthy);
            assertIndexes("vectors", "[indexing.hnsw]", healthy);
            seenWithoutGrant(database, Outcome.STARTS);

            database.superuserExecute("REVOKE USAGE ON SCHEMA vectors FROM \"" + database.role() + "\"");
            isFoundAndFixed(patient, healthy, Check.SCHEMA_USAGE_MISSING, Outcome.STARTS);
        }
    }

    /** A Postgres on which nobody has installed the packages yet. */
    private static void nothingThere(Image image, PostgresContainer server) {
        ImmichDatabase database = ImmichDatabase.on(server).immich(image.immich).create();
        try (Patient patient = seenInFull(database)) {
            Report report = patient.examine();
            List<Check> expected =
                    new ArrayList<>(List.of(Check.VECTOR_EXTENSION_UNAVAILABLE, Check.EXTENSION_MISSING));
            if (image == Image.PGVECTORS) {
                // Immich of that time does not choose by what there is: it is known which library will be needed.
                expected.add(Check.PRELOAD_LIBRARY_MISSING);
            }
            // What nobody could have made yet.
            expected.add(Check.VECTOR_TABLE_MISSING);
            assertEquals(expected, Patient.checks(report, Status.PROBLEM));
            assertEquals(
                    Outcome.BLOCKED,
                    report.now().forecast().outcome(),
                    report.now().forecast()::sentence);
        }
    }

    private static ImmichDatabase create(ImmichDatabase.Builder database, boolean real) {
        return (real ? database.realLibraries() : database).create();
    }

    private static Patient seenInFull(ImmichDatabase database) {
        return Patient.seenBy(database.createMonitor(Grants.FULL).url(), database);
    }

    /** The settings that the loaded library registers prove what the hidden list cannot show. */
    private static void seenWithoutGrant(ImmichDatabase database, Outcome outcome) {
        Patient patient = Patient.seenBy(
                database.createMonitor(Grants.NONE).url(),
                database,
                Optional.of(database.value("SELECT version FROM version_history")),
                Optional.empty());
        Report report = patient.examine();
        patient.leave();
        assertEquals(List.of(), Patient.checks(report, Status.PROBLEM));
        assertTrue(Patient.checks(report, Status.UNKNOWN).contains(Check.PRELOAD_RESTART_PENDING));
        report.now()
                .unknowns()
                .forEach(unknown -> assertTrue(unknown.verdict().note().contains("GRANT "), unknown::toString));
        assertEquals(outcome, report.now().forecast().outcome(), report.now().forecast()::sentence);
    }

    private static void isFoundAndFixed(Patient patient, Report healthy, Check check, Outcome outcome) {
        Report broken = patient.examine();
        assertEquals(List.of(check), Patient.checks(broken, Status.PROBLEM));
        assertEquals(outcome, broken.now().forecast().outcome(), broken.now().forecast()::sentence);

        patient.follow(broken, check);
        Report fixed = patient.examine();
        assertHealthy(fixed);
        assertEquals(Patient.statuses(healthy), Patient.statuses(fixed));
    }

    private static void assertHealthy(Report report) {
        assertEquals(List.of(), Patient.checks(report, Status.PROBLEM));
        assertEquals(List.of(), Patient.checks(report, Status.UNKNOWN));
        assertEquals(
                Outcome.STARTS, report.now().forecast().outcome(), report.now().forecast()::sentence);
    }

    private static void assertIndexes(String accessMethod, String option, Report report) {
        for (String name : Set.of("clip_index", "face_index")) {
            VectorIndex index = report.snapshot().orElseThrow().index(name).orElseThrow();
            assertEquals(accessMethod, index.accessMethod());
            assertTrue(index.options().contains(option), index::options);
        }
    }

    /** Made of the image's own contrib modules, where its Postgres looks for them. */
    private Map<String, byte[]> standIns(Image image, PostgresContainer server) throws IOException {
        String libraries = server.directory("PKGLIBDIR") + "/";
        for (String module : List.of("postgres_fdw.so", "pg_trgm.so")) {
            Files.write(modules.resolve(module), server.read(libraries + module));
        }
        int major = Integer.parseInt(server.value("postgres", "SHOW server_version_num")) / 10_000;
        StandInLibrary.writeAll(major, modules);

        String library = image.extension + ".so";
        Map<String, byte[]> files = new HashMap<>();
        files.put(libraries + library, Files.readAllBytes(modules.resolve(library)));
        String extensions = server.directory("SHAREDIR") + "/extension/";
        for (Package standIn : image.standIns) {
            standIn.files()
                    .forEach((name, text) -> files.put(extensions + name, text.getBytes(StandardCharsets.UTF_8)));
        }
        return files;
    }

    /** Never silently. */
    private static void notTried(Image image, String why) {
        Lacking.skip(OBLIGATORY, image + " was not tried: " + why);
    }

    private static void say(String sentence) {
        System.out.println("ImmichImagesIT: " + sentence);
    }
}
