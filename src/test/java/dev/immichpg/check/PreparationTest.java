package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Golden;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the scripts do what they are for is shown by a real psql on a real server: dev.immichpg.cli.ScriptsIT. */
class PreparationTest {

    private static final Releases RELEASES = ReleasesFile.builtIn();

    private static String script(VectorExtension era, String role, String database) {
        return Preparation.ofDatabase(era, role, database, Optional.empty(), RELEASES);
    }

    /** As somebody reads them who is about to run them as a superuser. */
    @Test
    void eachLineIsMeant() {
        StringBuilder text = new StringBuilder();
        for (VectorExtension era : VectorExtension.values()) {
            for (Optional<String> monitor : List.of(Optional.<String>empty(), Optional.of("the \"agent\""))) {
                text.append("== ")
                        .append(era.title())
                        .append(monitor.map(m -> ", with a role for the agent").orElse(""))
                        .append('\n')
                        .append(Preparation.ofDatabase(era, "immich", "photos' db", monitor, RELEASES))
                        .append('\n');
            }
        }
        text.append("== A role for the agent alone\n").append(Preparation.ofMonitor("agent", "immich"));
        Golden.assertHolds(Path.of("src/test/resources/dev/immichpg/check/preparations.sql.txt"), text.toString());
    }

    /** issue 17: where the agent logs in as Immich's own role, nobody is told to give that another password. */
    @Test
    void onlyANewRoleIsInWantOfAPassword() {
        String script = Preparation.ofMonitor("immich", "immich");
        assertTrue(script.contains("AS role_is_new "), script);
        assertTrue(script.endsWith("\\echo '  \\\\password immich'\n\\endif\n"), script);
        assertTrue(script.indexOf("\\if :role_is_new\n") > script.indexOf("\\gset\n"), script);
    }

    /** The versions are those of the newest release that still takes the extension. */
    @Test
    void saysWhatComesBeforeIt() {
        assertEquals("""
                -- A database for Immich on pgvecto.rs: immich, owned by role immich.
                --
                -- Before you run it, do this by hand:
                --   Install pgvecto.rs >=0.2 <0.4, on Postgres >=14 <19. That is for Immich 2.5.0 – 2.7.x; other releases\
                 can need others.
                --   In postgresql.conf: shared_preload_libraries = 'vectors.so'   # added to what is there, separated by commas
                --   Restart Postgres: a reload is not enough.
                -- Then run it as a superuser. You can run it again.
                --
                -- Set DB_VECTOR_EXTENSION=pgvecto.rs for Immich. Otherwise it takes another extension as soon as the\
                 server has a package of it.
                --
                """, script(VectorExtension.PGVECTO_RS, "immich", "immich").split("(?m)^\\\\set")[0]);
    }

    @Test
    void pgvectorNeedsNoPreload() {
        assertFalse(script(VectorExtension.PGVECTOR, "immich", "immich").contains("preload_libraries"));
    }

    @ParameterizedTest
    @EnumSource
    void holdsNoPassword(VectorExtension era) {
        String script = Preparation.ofDatabase(era, "immich", "immich", Optional.of("look"), RELEASES);

        assertFalse(script.contains("PASSWORD"), script);
        assertTrue(script.endsWith("\\echo '  \\\\password immich'\n\\echo '  \\\\password look'\n"), script);
    }

    @Test
    void quotesNames() {
        String script = script(VectorExtension.VECTORCHORD, "o'br\"ien", "Im mich");

        assertTrue(
                script.contains(
                        "SELECT 'CREATE ROLE \"o''br\"\"ien\" LOGIN' WHERE NOT EXISTS"
                                + " (SELECT FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) 'o''br\"ien') \\gexec"),
                script);
        assertTrue(script.contains("ALTER DATABASE \"Im mich\" OWNER TO \"o'br\"\"ien\";"), script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a\nb",
                "a234567890123456789012345678901234567890123456789012345678901234",
                "ä23456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesWhatIsNoName(String name) {
        assertThrows(IllegalArgumentException.class, () -> script(VectorExtension.VECTORCHORD, name, "immich"));
        assertThrows(IllegalArgumentException.class, () -> script(VectorExtension.VECTORCHORD, "immich", name));
        assertThrows(IllegalArgumentException.class, () -> Preparation.ofMonitor(name, "immich"));
    }
}
