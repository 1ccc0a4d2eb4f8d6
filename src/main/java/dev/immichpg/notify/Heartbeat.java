package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An address that wants to hear from us, and raises the alarm when it does not. The kind is told by the address:
 *
 * <ul>
 *   <li>Uptime Kuma ({@code …/api/push/…}): {@code status}, {@code msg} and {@code ping} are filled in;
 *   <li>Gatus ({@code …/api/v1/endpoints/…/external}): POST with {@code success}, and the token that stands before the host;
 *   <li>Cronitor ({@code cronitor.link}): {@code state};
 *   <li>any other, as Healthchecks: GET; of a critical state {@code /fail}.
 * </ul>
 */
public final class Heartbeat {

    private final ServiceUrl url;

    private Heartbeat(ServiceUrl url) {
        this.url = url;
    }

    /** @throws IllegalArgumentException with one sentence, in which the address is not repeated */
    public static Heartbeat parse(String text) {
        ServiceUrl url = ServiceUrl.parse(text);
        if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
            throw new IllegalArgumentException("this is not an http:// or https:// address.");
        }
        base(url);
        return new Heartbeat(url);
    }

    private static URI base(ServiceUrl url) {
        return url.base(url.isTls(), OptionalInt.empty(), url.path());
    }

    /** Without what may be a secret. */
    public String title() {
        return "heartbeat at " + base(url).getAuthority();
    }

    /**
     * @param well false: what listens is to take it for a failure
     * @param message a few words for who looks there
     * @param took of the slowest examination
     */
    void beat(boolean well, String message, Duration took, Http http) throws NotDelivered, InterruptedException {
        try {
            NotDelivered.orThrow(http.exchange(call(well, message, took)));
        } catch (NotDelivered e) {
            throw new NotDelivered(url.hiddenIn(e.getMessage(), false), e.notBefore(), e.isRefused());
        } catch (IOException e) {
            throw new NotDelivered(url.hiddenIn(String.valueOf(e.getMessage()), false), Duration.ZERO, false);
        }
    }

    Http.Call call(boolean well, String message, Duration took) {
        String path = "/" + String.join("/", url.path());
        URI base = base(url);
        Map<String, String> query = new LinkedHashMap<>(url.query());
        if (path.contains("/api/push/")) {
            query.put("status", well ? "up" : "down");
            query.put("msg", message);
            query.put("ping", Long.toString(took.toMillis()));
            return Http.Call.get(ServiceUrl.withQuery(base, query));
        }
        if (path.matches(".*/api/v1/endpoints/[^/]+/external")) {
            query.put("success", Boolean.toString(well));
            query.put("duration", took.toMillis() + "ms");
            if (!well) {
                query.put("error", message);
            }
            Http.Call call = new Http.Call("POST", ServiceUrl.withQuery(base, query), Map.of(), new byte[0]);
            return url.password()
                    .or(url::user)
                    .map(token -> call.with("Authorization", "Bearer " + token))
                    .orElse(call);
        }
        if (url.host().equals("cronitor.link")) {
            query.put("state", well ? "complete" : "fail");
            query.put("message", message);
            return Http.Call.get(ServiceUrl.withQuery(base, query));
        }
        Http.Call call = Http.Call.get(ServiceUrl.withQuery(well ? base : URI.create(base + "/fail"), query));
        return url.basic().map(basic -> call.with("Authorization", basic)).orElse(call);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Heartbeat beat && url.equals(beat.url);
    }

    @Override
    public int hashCode() {
        return url.hashCode();
    }

    @Override
    public String toString() {
        return title();
    }
}
