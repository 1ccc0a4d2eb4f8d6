package dev.immichpg.demo;

import dev.immichpg.Main;
import dev.immichpg.demo.ImmichDatabase.Grants;

/** The agent on an embedded Postgres with three Immich databases, two of which would not survive Immich's next start. */
public final class Demo {
    private Demo() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        EmbeddedServer server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
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
        // here nobody did, and a restore took schema public from Immich
        drifted.superuserExecute("ALTER SCHEMA public OWNER TO postgres");

        watch(healthy, "upgrade-to", "3.3.0");
        watch(drifted, "upgrade-to", "3.3.0");
        watch(guide, "upgrade-to", "1.132.3");

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

    private static ImmichDatabase vchordEra(EmbeddedServer server, String name) {
        return ImmichDatabase.on(server)
                .named(name)
                .role("immich_" + name)
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
    }

    private static void watch(ImmichDatabase database, String key, String value) {
        String prefix = "immich-pg.databases." + database.name() + ".";
        System.setProperty(prefix + "url", database.createMonitor(Grants.FULL).url());
        System.setProperty(prefix + "immich-role", database.role());
        System.setProperty(prefix + key, value);
    }
}
