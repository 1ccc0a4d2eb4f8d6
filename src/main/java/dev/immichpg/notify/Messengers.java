package dev.immichpg.notify;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of services that are known. A new one is a file, a line here, a section of docs/how-to/notices.md, and a test. */
final class Messengers {

    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> MAIL = Set.of("mailto", "mailtos");

    /**
     * @param make throws IllegalArgumentException with one sentence for an address that does not fit
     * @param pasted makes of a web address, as the service's own page shows it, one of these schemes; empty for any other
     */
    record Kind(
            Set<String> schemes,
            Function<ServiceUrl, Messenger> make,
            Function<ServiceUrl, Optional<ServiceUrl>> pasted) {

        Kind(Set<String> schemes, Function<ServiceUrl, Messenger> make) {
            this(schemes, make, url -> Optional.empty());
        }
    }

    static final List<Kind> KINDS = List.of(
            new Kind(Set.of("ntfy", "ntfys"), Ntfy::of, Ntfy::pasted),
            new Kind(Set.of("gotify", "gotifys"), Gotify::of),
            new Kind(Set.of("discord"), Discord::of, Discord::pasted),
            new Kind(Set.of("slack"), Slack::of, Slack::pasted),
            new Kind(Set.of("tgram"), Telegram::of),
            new Kind(Set.of("matrix", "matrixs"), Matrix::of, MatrixWebhook::pasted),
            new Kind(Set.of("pover"), Pushover::of),
            new Kind(Set.of("json", "jsons"), JsonWebhook::of),
            new Kind(Set.of("apprise", "apprises"), AppriseServer::of),
            new Kind(Set.of("hassio", "hassios"), HomeAssistant::of),
            new Kind(Set.of("alertmanager", "alertmanagers"), Alertmanager::of));

    private Messengers() {}

    /**
     * The same address by a scheme of the list, where it is a web address that a service's own page shows.
     *
     * @throws IllegalArgumentException where it is another web address
     */
    static ServiceUrl understood(ServiceUrl url) {
        if (!WEB.contains(url.scheme())) {
            return url;
        }
        return KINDS.stream()
                .flatMap(kind -> kind.pasted().apply(url).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "this web address is not that of a webhook of Discord or Slack or of a topic at ntfy.sh. For a"
                                + " webhook of your own, write jsons:// instead of https://, or json:// instead of"
                                + " http://."));
    }

    /** @throws IllegalArgumentException with one sentence, in which the address is not repeated */
    static Messenger of(ServiceUrl url) {
        if (!url.parameter("tz").map(Messengers::isTimeZone).orElse(true)) {
            throw new IllegalArgumentException("after tz= there is no time zone that is known.");
        }
        if (MAIL.contains(url.scheme())) {
            throw new IllegalArgumentException(
                    "the agent sends no mail itself. Let an Apprise server do it (apprise:// or apprises://).");
        }
        return kind(url.scheme())
                .orElseThrow(() -> new IllegalArgumentException("\"" + Texts.shortened(url.scheme(), 40)
                        + "\" is not a service that the agent knows. There are: " + schemes() + "."))
                .make()
                .apply(url);
    }

    /** Apprise refuses another; the agent writes no times. */
    private static boolean isTimeZone(String name) {
        return ZoneId.getAvailableZoneIds().stream().anyMatch(name::equalsIgnoreCase);
    }

    private static Optional<Kind> kind(String scheme) {
        return KINDS.stream().filter(kind -> kind.schemes().contains(scheme)).findFirst();
    }

    private static String schemes() {
        return KINDS.stream()
                .flatMap(kind -> kind.schemes().stream().sorted())
                .map(scheme -> scheme + "://")
                .collect(Collectors.joining(", "));
    }
}
