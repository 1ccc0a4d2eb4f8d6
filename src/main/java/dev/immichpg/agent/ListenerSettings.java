package dev.immichpg.agent;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Where the agent listens. These settings are checked first, because Quarkus would not say which of them it cannot use. */
public final class ListenerSettings {

    private ListenerSettings() {}

    /** What is wrong with host or ports, ours and those of Quarkus, in one sentence; empty: nothing. */
    public static Optional<String> fault(Config settings) {
        return Stream.of(
                        fault(settings, Setting.PORT.property(), Setting.PORT),
                        fault(settings, Setting.MANAGEMENT_PORT.property(), Setting.MANAGEMENT_PORT),
                        fault(settings, "quarkus.http.port", Setting.PORT),
                        faultOfSamePort(settings),
                        fault(settings, Setting.HOST.property(), Setting.HOST),
                        fault(settings, "quarkus.http.host", Setting.HOST))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> faultOfSamePort(Config settings) {
        String first = text(settings, Setting.PORT.property())
                .or(() -> text(settings, "quarkus.http.port"))
                .or(Setting.PORT::byDefault)
                .orElseThrow();
        return text(settings, Setting.MANAGEMENT_PORT.property())
                .filter(first::equals)
                .map(text -> Setting.MANAGEMENT_PORT.property() + ": port " + text + " is that of "
                        + Setting.PORT.property() + " already; choose another, or leave it out.");
    }

    /** @param like whose form it must have */
    static Optional<String> fault(Config settings, String property, Setting<?> like) {
        return text(settings, property).flatMap(text -> fault(property, like, text));
    }

    private static Optional<String> fault(String property, Setting<?> like, String text) {
        try {
            like.parser().apply(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(property + ": " + e.getMessage()
                    + (text.contains("://") && !like.equals(Setting.HOST)
                            ? " Kubernetes sets " + Setting.underscored(property.replace('.', '_'))
                                    + " for a service of that name: set it in the container, or enableServiceLinks: false."
                            : ""));
        }
    }

    /** As it is set, also if to nothing. */
    static Optional<String> text(Config settings, String property) {
        try {
            return Optional.ofNullable(settings.getConfigValue(property).getValue());
        } catch (NoSuchElementException e) {
            return Optional.empty(); // It refers to another that is not set: Quarkus refuses that as well.
        }
    }
}
