package dev.immichpg.notify;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whom to tell, and when not to; said anew whenever the configuration has changed.
 *
 * @param databases names of those that are watched
 * @param externalUrl where people reach the pages; empty: no links are sent
 * @param stateDirectory where what was told outlives the agent; empty: it does not
 */
public record NotifySettings(
        List<String> databases,
        List<NotifierSettings> notifiers,
        List<HeartbeatSettings> heartbeats,
        List<MaintenanceWindow> maintenance,
        Optional<URI> externalUrl,
        Optional<Path> stateDirectory) {

    public static final NotifySettings NONE =
            new NotifySettings(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    public NotifySettings {
        databases = List.copyOf(databases);
        notifiers = List.copyOf(notifiers);
        heartbeats = List.copyOf(heartbeats);
        maintenance = List.copyOf(maintenance);
        requireNonNull(externalUrl, "externalUrl");
        requireNonNull(stateDirectory, "stateDirectory");
    }

    /** The same of these databases. */
    public NotifySettings of(List<String> watched) {
        return new NotifySettings(watched, notifiers, heartbeats, maintenance, externalUrl, stateDirectory);
    }

    /**
     * @param name as configured
     * @param minSeverity of problems that are told; what would happen at a start is always told
     * @param holds so many examinations in a row must see a change before it is told; at least 1
     * @param collect so long further changes are waited for, to go into the same message
     * @param repeat after so long what is still critical is told again; zero: never
     */
    public record NotifierSettings(
            String name, SecretUrl<Recipient> url, Severity minSeverity, int holds, Duration collect, Duration repeat) {

        public NotifierSettings {
            requireNonNull(name, "name");
            requireNonNull(url, "url");
            requireNonNull(minSeverity, "minSeverity");
            requireNonNull(collect, "collect");
            requireNonNull(repeat, "repeat");
            if (holds < 1) {
                throw new IllegalArgumentException("a change that nobody saw is not one");
            }
        }
    }

    /** @param tellsOfCritical whether a critical state is a failure for whoever listens */
    public record HeartbeatSettings(String name, SecretUrl<Heartbeat> url, boolean tellsOfCritical) {

        public HeartbeatSettings {
            requireNonNull(name, "name");
            requireNonNull(url, "url");
        }
    }
}
