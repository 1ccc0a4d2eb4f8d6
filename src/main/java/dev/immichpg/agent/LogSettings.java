package dev.immichpg.agent;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/** How the agent logs. Quarkus writes the log, and is told before it starts: its own settings of these things are not ours. */
public final class LogSettings {

    private static final String JSON = "quarkus.log.console.json.enabled";
    private static final String SHAPE = "quarkus.log.console.json.log-format";
    private static final String LEVEL = "quarkus.log.level";

    private LogSettings() {}

    /** {@code log-format}. */
    enum Format {
        TEXT,
        JSON,
        ECS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code log-level}. */
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is wrong with them, in one sentence; empty: nothing. */
    public static Optional<String> fault(Config settings) {
        return ListenerSettings.fault(settings, Setting.LOG_FORMAT.property(), Setting.LOG_FORMAT)
                .or(() -> ListenerSettings.fault(settings, Setting.LOG_LEVEL.property(), Setting.LOG_LEVEL));
    }

    /** The properties of Quarkus that make it so; empty: nothing is set, and Quarkus' own hold. */
    public static Map<String, String> properties(Config settings) {
        Map<String, String> properties = new TreeMap<>();
        ListenerSettings.text(settings, Setting.LOG_FORMAT.property())
                .map(Setting.LOG_FORMAT.parser())
                .ifPresent(format -> {
                    properties.put(JSON, String.valueOf(format != Format.TEXT));
                    properties.put(SHAPE, format == Format.ECS ? "ecs" : "default");
                });
        ListenerSettings.text(settings, Setting.LOG_LEVEL.property())
                .map(Setting.LOG_LEVEL.parser())
                .ifPresent(level -> properties.put(LEVEL, level.name()));
        return properties;
    }

    /** Whether each event is a line of JSON, by whichever setting. */
    public static boolean isJson(Config settings) {
        return settings.getOptionalValue(JSON, Boolean.class).orElse(false);
    }
}
