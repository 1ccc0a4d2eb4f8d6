package dev.immichpg.demo;

import dev.immichpg.Main;
import dev.immichpg.demo.ImmichDatabase.Grants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The agent on an embedded Postgres with three Immich databases, two of which would not survive Immich's next start. */
public final class Demo {
    private Demo() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        EmbeddedServer server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
        prepare(server).forEach(System::setProperty);

        System.out.printf("""
                Started PostgreSQL 17 on port %d in %.1f s, with three databases of Immich:
                  healthy  Immich 2.7.5 on VectorChord, all well
                  drifted  the same, but a newer VectorChord package arrived and schema public was lost
                  guide    Immich 1.118.2 on pgvecto.rs, prepared exactly as the guide of its time says
                Now look at
                  http://localhost:9788/               everything at a glance
                  http://localhost:9788/metrics        for Prometheus
                  http://localhost:9788/api/databases  JSON
                  http://localhost:9788/health/well    the probe
                Ctrl-C stops both.
                %n""", server.port(), (System.nanoTime() - start) / 1e9);
        Main.main(args);
    }

    /** Makes the three databases on a new server; the settings with which the agent watches them. */
    public static Map<String, String> prepare(EmbeddedServer server) {
        server.makeWholeDatabases(true); // with all tables of Immich, or the agent misses them

        ImmichDatabase healthy = vchordEra(server, "healthy");
        ImmichDatabase drifted = vchordEra(server, "drifted");
        ImmichDatabase guide = ImmichDatabase.on(server)
                .named("guide")
                .role("immich_guide")
                .pgvectors("0.2.0")
                .immich("1.118.2")
                .create();

        // the night's unattended upgrade: the package is on disk, and here someone finished the work
        server.install(Package.vchord("0.4.3", "1.1.1"));
        healthy.superuserExecute(
                "ALTER EXTENSION vchord UPDATE", "REINDEX INDEX clip_index", "REINDEX INDEX face_index");
        drifted.superuserExecute("ANALYZE");
        // here nobody did, and a restore took schema public from Immich
        drifted.superuserExecute("ALTER SCHEMA public OWNER TO postgres");

        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("immich-pg.ledger-file", ledger().toString());
        watch(settings, healthy, "upgrade-to", "3.3.0");
        watch(settings, drifted, "upgrade-to", "3.3.0");
        watch(settings, guide, "upgrade-to", "1.132.3");
        return settings;
    }

    /** Functions have other bodies here than Immich's; the agent is told which, or it would miss those of the release. */
    private static Path ledger() {
        try {
            Path file = Files.createTempFile("immich-pg-demo", ".tsv");
            file.toFile().deleteOnExit();
            return Files.writeString(file, ImmichSchema.ledgerText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImmichDatabase vchordEra(EmbeddedServer server, String name) {
        return ImmichDatabase.on(server)
                .named(name)
                .role("immich_" + name)
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
    }

    private static void watch(Map<String, String> settings, ImmichDatabase database, String key, String value) {
        String prefix = "immich-pg.databases." + database.name() + ".";
        settings.put(prefix + "url", database.createMonitor(Grants.FULL).url());
        settings.put(prefix + "immich-role", database.role());
        settings.put(prefix + key, value);
    }
}
