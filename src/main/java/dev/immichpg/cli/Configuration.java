package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.agent.ConfigurationFiles;
import dev.immichpg.agent.WatchedDatabase;
import java.util.List;

/** The same settings as the agent's, from the same sources, but read without Quarkus, which would take longer than everything else. */
final class Configuration {

    private Configuration() {}

    static AgentSettings settings() {
        return AgentSettings.load(ConfigurationFiles.config());
    }

    static AgentSettings settingsWithoutDatabases() {
        return AgentSettings.withoutDatabases(ConfigurationFiles.config());
    }

    /** The databases with these names; all databases if there are no names. */
    static List<WatchedDatabase> chosen(AgentSettings settings, List<String> names) {
        return names.isEmpty()
                ? settings.databases()
                : names.stream().map(name -> named(settings, name)).toList();
    }

    /** The database with this name; without a name, the only database. */
    static WatchedDatabase one(AgentSettings settings, String name) {
        if (name != null) {
            return named(settings, name);
        }
        if (settings.databases().size() > 1) {
            throw new CommandFailure(
                    "Several databases are configured. Name one of them: " + String.join(", ", names(settings)) + ".");
        }
        return settings.databases().get(0);
    }

    private static WatchedDatabase named(AgentSettings settings, String name) {
        return settings.databases().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("No database " + name + " is configured."
                        + SpellingSuggestion.question(name, names(settings)) + " There are: "
                        + String.join(", ", names(settings))
                        + "."));
    }

    private static List<String> names(AgentSettings settings) {
        return settings.databases().stream().map(WatchedDatabase::name).toList();
    }
}
