package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Golden;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/configuration.md is made from {@link Setting}. */
class ConfigurationReferenceTest {

    @Test
    void thePageIsMadeFromTheSettings() {
        Golden.assertHolds(
                Path.of("docs", "reference", "configuration.md"),
                """
                # Configuration

                Made from the code. Settings are properties `immich-pg.…` (with `-D`, or in `config/application.properties`) or
                environment variables `IMMICH_PG_…`: capitals, and `_` for every other character. A database's name is in
                capitals there too: `IMMICH_PG_DATABASES_HOME_URL` belongs to the database `home`. If a setting is misspelt, the
                agent does not start: it exits with code 2 and one line that says what is wrong. Durations are written like
                `90s`, `5m` or `1h`.

                ## Immich's own variables

                `DB_URL`, or `DB_HOSTNAME`, `DB_PORT`, `DB_USERNAME`, `DB_PASSWORD`, `DB_DATABASE_NAME` and `DB_SSL_MODE`, in the
                environment or in the `.env` of the working directory, their `_FILE` variants, systemd credentials and
                `DB_VECTOR_EXTENSION` mean what they mean to Immich. The strength of TLS that they ask for is never weakened.

                ## The agent

                """ + table("immich-pg.", Stream.concat(Setting.OF_AGENT.stream(), Stream.of(Setting.SEVERITY))) + """

                ## Each database

                A name is up to 63 letters, digits, dots, dashes and underscores. It is the label `database` of all metrics.

                """
                        + table("immich-pg.databases.<name>.", Setting.OF_DATABASE.stream())
                        + """

                        ## Each notifier

                        A name is up to 63 letters, digits, dashes and underscores. [How to be told](../how-to/notices.md) says more.

                        """
                        + table("immich-pg.notify.<name>.", Setting.OF_NOTIFIER.stream())
                        + """

                        ## Each heartbeat

                        """
                        + table("immich-pg.heartbeat.<name>.", Setting.OF_HEARTBEAT.stream()));
    }

    private static String table(String prefix, Stream<Setting<?>> settings) {
        return "| after `" + prefix + "` | where it is not set | meaning |\n|---|---|---|\n"
                + settings.map(s -> "| `" + s.key() + "` | " + s.otherwise() + " | " + s.meaning() + " |\n")
                        .collect(Collectors.joining());
    }

    @Test
    void theDefaultsAreThoseInForce() throws IOException {
        AgentSettings settings = AgentSettings.load(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("DB_URL", "postgresql://u@h/d"), "test", 100))
                .build());
        Duration timeout = settings.timeouts().login().plus(settings.timeouts().answer());
        assertEquals("60s", Setting.EVERY.byDefault().orElseThrow());
        assertEquals(Duration.ofSeconds(60), settings.every());
        assertEquals("10s", Setting.TIMEOUT.byDefault().orElseThrow());
        assertEquals(Duration.ofSeconds(10), timeout);
        assertEquals(settings.every().multipliedBy(3).plus(timeout), settings.staleAfter());
        String door = Files.readString(Path.of("src", "main", "resources", "application.properties"));
        for (Setting<?> setting : List.of(Setting.HOST, Setting.PORT)) {
            String expression =
                    "${" + setting.property() + ":" + setting.byDefault().orElseThrow() + "}";
            assertTrue(door.contains(expression), expression);
        }
    }

    /** The probe of the image needs nothing but a socket, and so it spells them itself. */
    @Test
    void theProbeOfTheImageSpellsTheDoorAsItIs() throws IOException {
        String probe = Files.readString(Path.of("src", "main", "java", "dev", "immichpg", "HealthProbe.java"));
        assertEquals(
                List.of(Setting.HOST.variable(), Setting.MANAGEMENT_PORT.variable(), Setting.PORT.variable()),
                Pattern.compile("IMMICH_PG_[A-Z_]+")
                        .matcher(probe)
                        .results()
                        .map(MatchResult::group)
                        .toList());
        assertTrue(probe.contains("DEFAULT_PORT = " + Setting.PORT.byDefault().orElseThrow() + ";"), probe);
    }

    /** In what is deployed and what is documented. That each setting is documented, its own page shows. */
    @Test
    void everySettingThatIsNamedIsOne() throws IOException {
        Pattern setting = Pattern.compile(
                "IMMICH_PG_[A-Z][A-Z_]*[A-Z]\\b(?!…)|immich-pg\\.(?!images|tools)[a-z][a-z.-]*[a-z]\\b(?=[=`])");
        for (String directory : List.of("deploy", "docs", "README.md")) {
            try (Stream<Path> files = Files.walk(Path.of(directory))) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(f -> !f.toString().endsWith(".png"))
                        .toList()) {
                    Map<String, String> named = setting.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .distinct()
                            .collect(Collectors.toMap(name -> name, name -> "x"));
                    RawSettings read = RawSettings.read(List.of(new PropertiesConfigSource(named, "named", 100)));
                    assertEquals(List.of(), read.problems(), file::toString);
                }
            }
        }
    }
}
