package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ServerPaths;
import dev.immichpg.catalog.Snapshot.ServerSigns;
import dev.immichpg.check.Check;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Platform;
import dev.immichpg.check.PlatformRemedies;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Status;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Releases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** issue 15: a server as it shows itself on each platform, and the plan in the words of that platform. */
class PlatformsTest {

    private static final Releases RELEASES = ReleasesFile.builtIn();
    private static final Path GOLDEN = Path.of("src/test/resources/dev/immichpg/agent/platforms.txt");

    private static final Map<String, ServerSigns> SERVERS = new TreeMap<>(Map.ofEntries(
            Map.entry("aurora-rds", roles("rds_superuser")),
            Map.entry("azure", roles("azure_pg_admin")),
            Map.entry("cloud-sql", roles("cloudsqlsuperuser")),
            Map.entry("supabase", roles("supabase_admin")),
            Map.entry("neon", roles("neon_superuser")),
            Map.entry("cloudnativepg", paths("/var/lib/postgresql/data/pgdata/postgresql.conf", "", "/controller/run")),
            Map.entry("patroni", roles("zalandos")),
            Map.entry("immich-image", paths("/etc/postgresql/postgresql.conf", "", "/var/run/postgresql")),
            Map.entry("docker", paths("/var/lib/postgresql/data/postgresql.conf", "", "/var/run/postgresql")),
            Map.entry("debian", paths("/etc/postgresql/17/photos/postgresql.conf", "", "/var/run/postgresql")),
            Map.entry(
                    "nixos",
                    paths("/var/lib/postgresql/17/postgresql.conf", "/nix/store/abc-hba", "/run/postgresql"))));

    private static ServerSigns roles(String role) {
        return new ServerSigns(List.of(role), List.of(), true, Optional.empty());
    }

    private static ServerSigns paths(String config, String hba, String sockets) {
        String data = config.startsWith("/etc/") ? "/var/lib/postgresql/data" : config.replace("/postgresql.conf", "");
        return new ServerSigns(List.of(), List.of(), true, Optional.of(new ServerPaths(config, hba, data, sockets)));
    }

    private static Report report(Given given) {
        return report(given, Optional.empty());
    }

    private static Report report(Given given, Optional<Platform> named) {
        Snapshot is = given.snapshot();
        return PlatformRemedies.in(
                new Doctor(Set.of(), Map.of())
                        .report(
                                new Question("home", Optional.empty(), Optional.empty(), Optional.empty()),
                                RELEASES,
                                ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty()),
                                is,
                                Instant.parse("2026-11-23T12:00:00Z"),
                                Duration.ofMillis(1)),
                PlatformFiles.all(),
                named);
    }

    private static Given update(ServerSigns signs) {
        return Given.vchord().available("vchord", "1.1.1").preload("").signs(signs);
    }

    @Test
    void eachIsRecognizedByItsOwnSigns() {
        SERVERS.forEach((id, signs) -> assertEquals(
                List.of(id),
                PlatformFiles.all().stream()
                        .filter(p -> p.evidence(Given.vchord().signs(signs).snapshot())
                                .isPresent())
                        .map(Platform::id)
                        .toList()));
        assertEquals(
                List.of("windows"),
                PlatformFiles.all().stream()
                        .filter(p -> p.evidence(Given.vchord()
                                        .platform("x86_64-windows, compiled by msvc-19.44")
                                        .snapshot())
                                .isPresent())
                        .map(Platform::id)
                        .toList());
    }

    @Test
    void whereItIsNotClearNothingIsSaidOfIt() {
        Report plain = report(update(new ServerSigns(List.of(), List.of(), true, Optional.empty())));
        Report both = report(
                update(new ServerSigns(List.of("zalandos", "rds_superuser"), List.of(), true, Optional.empty())));

        assertEquals(plain.now().plan(), both.now().plan());
        assertTrue(plain.now().plan().stream().anyMatch(step -> step.text().equals("Restart Postgres.")));
    }

    /** issue 15: the setting names it where it cannot be seen, or where something else shows itself. */
    @Test
    void theSettingNamesIt() {
        Given unclear =
                update(new ServerSigns(List.of("zalandos", "rds_superuser"), List.of(), true, Optional.empty()));
        Report report = report(unclear, Optional.of(PlatformFiles.named("nixos")));

        assertFalse(report.now().plan().stream().anyMatch(step -> step.text().startsWith("ALTER SYSTEM")));
        assertTrue(report.now().plan().stream()
                .anyMatch(step -> step.text().startsWith("Restart Postgres: nixos-rebuild switch")));
        assertTrue(report.now().advice().stream()
                .anyMatch(step -> step.text()
                        .startsWith("The setting platform says that the server runs on NixOS. psql as a superuser")));
    }

    /** Since Postgres 17, on whatever platform. */
    @Test
    void alterSystemIsNotPrintedWhereItIsOff() {
        Report report = report(update(new ServerSigns(List.of(), List.of(), false, Optional.empty())));

        assertFalse(report.now().plan().stream().anyMatch(step -> step.text().startsWith("ALTER SYSTEM")));
        assertTrue(report.now().plan().stream()
                .anyMatch(step ->
                        step.text().equals("shared_preload_libraries = 'vchord.so'   # allow_alter_system is off")));
    }

    @Test
    void alterSystemIsNeverPrintedWhereThePlatformSetsTheConfiguration() {
        SERVERS.forEach((id, signs) -> {
            Platform platform = PlatformFiles.all().stream()
                    .filter(p -> p.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    platform.altersSystem(),
                    report(update(signs)).now().plan().stream()
                            .anyMatch(step -> step.text().startsWith("ALTER SYSTEM")),
                    id);
        });
    }

    /** Its administrator can be allowed what elsewhere only a superuser is. */
    @Test
    void onAManagedServerWhatNeedsASuperuserIsUnknown() {
        Given given = Given.pgvector().available("vector", "0.8.6");
        Given managed = Given.pgvector().available("vector", "0.8.6").signs(roles("rds_superuser"));

        assertEquals(Outcome.BLOCKED, report(given).now().forecast().outcome());
        assertEquals(Outcome.UNKNOWN, report(managed).now().forecast().outcome());
        assertEquals(
                Status.UNKNOWN,
                report(managed).now().diagnoses().stream()
                        .filter(d -> d.check() == Check.EXTENSION_UPDATE_BLOCKED)
                        .findFirst()
                        .orElseThrow()
                        .verdict()
                        .status());
    }

    /** Rewritten with -Dgolden.write=true. Read the difference as somebody who runs that platform. */
    @Test
    void plans() throws IOException {
        String plans = SERVERS.entrySet().stream()
                .map(e -> "=== " + e.getKey() + "\n" + ReportText.of(report(update(e.getValue()))))
                .collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, plans);
        }
        assertEquals(Files.readString(GOLDEN), plans);
    }
}
