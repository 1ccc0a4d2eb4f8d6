package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.agent.WatchedDatabase;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** The same settings as the agent's, from the same places; read without Quarkus, which would take longer than the rest. */
final class Configuration {

    /** Beside the program's own defaults, Quarkus reads it from the working directory. */
    private static final Path FILE = Path.of("config", "application.properties");

    /** That of Quarkus: below the environment and {@code .env}. */
    private static final int ORDINAL = 260;

    private Configuration() {}

    static AgentSettings settings() {
        return read(AgentSettings::load);
    }

    static AgentSettings settingsWithoutDatabases() {
        return read(AgentSettings::withoutDatabases);
    }

    private static AgentSettings read(Function<Config, AgentSettings> reading) {
        // System properties, the environment, and .env in the working directory.
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addSystemSources();
        if (Files.exists(FILE)) {
            try {
                builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), ORDINAL));
            } catch (IOException e) {
                throw new Refused(FILE + ": this cannot be read.");
            }
        }
        return reading.apply(builder.build());
    }

    /** Those of these names; all if none is given. */
    static List<WatchedDatabase> chosen(AgentSettings settings, List<String> names) {
        return names.isEmpty()
                ? settings.databases()
                : names.stream().map(name -> named(settings, name)).toList();
    }

    /** The one of this name; without one, the only one that there is. */
    static WatchedDatabase one(AgentSettings settings, String name) {
        if (name != null) {
            return named(settings, name);
        }
        if (settings.databases().size() > 1) {
            throw new Refused(
                    "Several databases are configured. Name one of them: " + String.join(", ", names(settings)) + ".");
        }
        return settings.databases().get(0);
    }

    private static WatchedDatabase named(AgentSettings settings, String name) {
        return settings.databases().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused("No database " + name + " is configured."
                        + Nearest.question(name, names(settings)) + " There are: " + String.join(", ", names(settings))
                        + "."));
    }

    private static List<String> names(AgentSettings settings) {
        return settings.databases().stream().map(WatchedDatabase::name).toList();
    }
}
