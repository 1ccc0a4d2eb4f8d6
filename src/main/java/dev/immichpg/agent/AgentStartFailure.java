package dev.immichpg.agent;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why the agent could not start, for causes that are not found when the settings are read: Quarkus reads some settings itself.
 *
 * @param code the exit code: {@value #CONFIGURATION} if the same would happen again at each start, otherwise 1
 * @param sentence one line, without the value of a setting, which could be a secret
 */
public record AgentStartFailure(int code, String sentence) {

    /** The configuration cannot be used. A supervisor need not try again: RestartPreventExitStatus=2. */
    public static final int CONFIGURATION = 2;

    private static final int OTHERWISE = 1;
    private static final int DEEPEST = 16;
    /** SmallRye's words for a value that does not fit: the name is what we want of them. */
    private static final Pattern PROPERTY = Pattern.compile("(?:config )?property ([a-z][\\w.\"%-]*)");

    public static AgentStartFailure of(Throwable failure) {
        Set<String> properties = new TreeSet<>();
        boolean isConfiguration = false;
        Throwable cause = failure;
        Throwable root = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            root = cause;
            String message = String.valueOf(cause.getMessage());
            isConfiguration |= message.contains("SRCFG")
                    || cause.getClass().getName().contains("ConfigurationException")
                    || cause.getClass().getName().contains("ConfigValidationException");
            Matcher property = PROPERTY.matcher(message);
            while (property.find()) {
                properties.add(property.group(1));
            }
        }
        if (isConfiguration && !properties.isEmpty()) {
            return new AgentStartFailure(
                    CONFIGURATION, String.join(", ", properties) + ": the value of this setting cannot be used.");
        }
        if (isConfiguration || root instanceof IllegalArgumentException) {
            return new AgentStartFailure(CONFIGURATION, "A setting of Quarkus cannot be used: " + root.getMessage());
        }
        return new AgentStartFailure(
                OTHERWISE,
                "The agent cannot start (" + root.getClass().getSimpleName() + ": " + root.getMessage() + ").");
    }
}
