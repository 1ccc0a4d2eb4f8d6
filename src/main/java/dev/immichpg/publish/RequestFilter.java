package dev.immichpg.publish;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What every request must look like before anything else handles it. Requests cannot change anything, so only reading is allowed, at
 * addresses of a simple form, with the few headers that matter. Everything else that a client sends is refused or dropped here, so it
 * cannot confuse a parser that comes later.
 */
@ApplicationScoped
class RequestFilter {

    /** After {@link SecurityHeaders}, and before everything else. */
    static final int FIRST = SecurityHeaders.FIRST - 1;

    private static final String ASKING = "GET, HEAD, OPTIONS";
    private static final int LONGEST_QUERY = 512;

    /** The headers that influence an answer; whether a client writes them in upper or in lower case does not matter. */
    private static final Set<String> HEADERS = namesOf(
            HttpHeaders.HOST,
            HttpHeaders.CONNECTION,
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_ENCODING,
            HttpHeaders.IF_NONE_MATCH);

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String RANGE =
            TOKEN + "/" + TOKEN + "(?:\\s*;\\s*" + TOKEN + "(?:=(?:" + TOKEN + "|\"[^\"\\\\]*\"))?)*+";
    private static final Pattern ACCEPT = Pattern.compile("\\s*" + RANGE + "(?:\\s*,\\s*" + RANGE + ")*+\\s*");
    private static final Pattern QUALITY =
            Pattern.compile(";\\s*[qQ]\\s*=(?!(?:0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)\\s*(?:[;,]|$))");
    private static final Pattern TAGS =
            Pattern.compile("\\s*(?:\\*|(?:W/)?\"[^\"]*\"(?:\\s*,\\s*(?:W/)?\"[^\"]*\")*+)\\s*");

    /** Non-empty segments, without anything that a server behind this one could read as another address. */
    private static final Pattern PATH =
            Pattern.compile("/|(?:/(?!\\.{1,2}(?:/|$))(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+)+");

    private static final Pattern AMBIGUOUS = Pattern.compile("%(?:2[fFeE]|5[cC]|00|7[fF]|[01][0-9a-fA-F])");
    private static final Pattern QUERY =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?<>\"{}|^`\\[\\]-]|%[0-9A-Fa-f]{2})*");
    private static final Pattern OF_MACHINES = Pattern.compile("/(?:metrics|health)(?:/.*)?");
    /** /health is all of them in one, for people. */
    private static final Set<String> PROBES =
            Set.of("/health/live", "/health/ready", "/health/started", "/health/well");

    private static final Set<String> NO_PROBES = Set.of("/metrics", "/health");

    // Prometheus sends the same headers with every scrape. To match them anew each time was a quarter of a scrape's
    // processor time.
    private static final HeaderMemory<Boolean> IS_ACCEPT = new HeaderMemory<>(
            text -> ACCEPT.matcher(text).matches() && !QUALITY.matcher(text).find());
    private static final HeaderMemory<Boolean> IS_TAGS =
            new HeaderMemory<>(text -> TAGS.matcher(text).matches());

    private final HeaderMemory<Boolean> isAllowedHost;

    RequestFilter(
            @ConfigProperty(name = "immich-pg.external-url") Optional<String> externalUrl,
            @ConfigProperty(name = "immich-pg.allowed-hosts") Optional<String> allowed) {
        AllowedHosts hosts = AllowedHosts.of(externalUrl.orElse(""), allowed.orElse(""));
        isAllowedHost = new HeaderMemory<>(hosts::allows);
    }

    void guard(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    /**
     * Refuses requests that the router cannot handle, and for which it would log a line each: without a Host, or not of HTTP/1,
     * such as the first bytes of HTTP/2.
     *
     * @return whether the router can have it; if not, it has been refused
     */
    static boolean canBeRouted(HttpServerRequest asked) {
        if (asked.version() != HttpVersion.HTTP_1_0 && asked.version() != HttpVersion.HTTP_1_1) {
            refuse(asked, new RefusedRequest(505, "The agent speaks HTTP/1.1."));
            return false;
        }
        int names = asked.headers().getAll(HttpHeaders.HOST).size();
        if (names == 0 && asked.version() == HttpVersion.HTTP_1_0) {
            asked.headers().set(HttpHeaders.HOST, "localhost"); // No browser is that old.
        } else if (names != 1) {
            refuse(asked, new RefusedRequest(400, "A request needs one Host header."));
            return false;
        }
        if (!asked.uri().startsWith("/")) {
            refuse(asked, new RefusedRequest(400, "This is not an address of the agent."));
            return false;
        }
        return true;
    }

    private void admit(RoutingContext request) {
        HttpServerRequest asked = request.request();
        Optional<RefusedRequest> refusal = refusalOfHost(asked)
                .or(() -> refusalOfMethod(asked))
                .or(() -> refusalOfBody(asked))
                .or(() -> refusalOfAddress(asked));
        if (refusal.isPresent()) {
            refuse(asked, refusal.get());
        } else if (asked.method() == HttpMethod.OPTIONS) {
            asked.response().setStatusCode(204).putHeader("Allow", ASKING).end();
        } else if (asked.path().length() > 1 && asked.path().endsWith("/")) {
            redirect(asked);
        } else if (isForMachines(asked.path()) && !isProbe(asked.path()) && !NO_PROBES.contains(asked.path())) {
            refuse(asked, new RefusedRequest(404, "There is nothing at this address."));
        } else {
            dropHeaders(asked.headers());
            request.next();
        }
    }

    /** The addresses of metrics and probes, and everything below them. */
    static boolean isForMachines(String path) {
        return OF_MACHINES.matcher(path).matches();
    }

    /** Whether a container asks how the agent is: cheap, and answered before what takes longer. */
    static boolean isProbe(String path) {
        return path != null && PROBES.contains(path);
    }

    /** @param sentence for the client */
    private record RefusedRequest(int status, String sentence) {}

    private Optional<RefusedRequest> refusalOfHost(HttpServerRequest asked) {
        List<String> names = asked.headers().getAll(HttpHeaders.HOST);
        if (names.size() != 1) {
            return Optional.of(new RefusedRequest(400, "A request needs one Host header."));
        }
        return isAllowedHost.of(names.get(0))
                ? Optional.empty()
                : Optional.of(new RefusedRequest(
                        421,
                        "The agent does not answer to this name. Set immich-pg.allowed-hosts (IMMICH_PG_ALLOWED_HOSTS)"
                                + " or immich-pg.external-url to allow it."));
    }

    private static Optional<RefusedRequest> refusalOfMethod(HttpServerRequest asked) {
        return asked.method() == HttpMethod.GET
                        || asked.method() == HttpMethod.HEAD
                        || asked.method() == HttpMethod.OPTIONS
                ? Optional.empty()
                : Optional.of(new RefusedRequest(405, "Nothing can be changed here: only GET is answered."));
    }

    private static Optional<RefusedRequest> refusalOfBody(HttpServerRequest asked) {
        String length = asked.getHeader(HttpHeaders.CONTENT_LENGTH);
        return asked.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                        || length != null && !length.strip().equals("0")
                ? Optional.of(new RefusedRequest(413, "A request must not have a body here."))
                : Optional.empty();
    }

    private static Optional<RefusedRequest> refusalOfAddress(HttpServerRequest asked) {
        if (isProbe(asked.uri()) || NO_PROBES.contains(asked.uri())) {
            return Optional.empty();
        }
        String path = asked.uri().startsWith("/") ? asked.path() : null;
        String query = Optional.ofNullable(asked.query()).orElse("");
        if (path == null
                || query.length() > LONGEST_QUERY
                || !QUERY.matcher(query).matches()) {
            return Optional.of(new RefusedRequest(400, "This is not an address of the agent."));
        }
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return (plain.equals(path) || plain.length() > 1)
                        && PATH.matcher(plain).matches()
                        && !AMBIGUOUS.matcher(plain).find()
                ? Optional.empty()
                : Optional.of(new RefusedRequest(404, "There is nothing at this address."));
    }

    /** With a relative address, because a proxy can serve the pages at another path. */
    private static void redirect(HttpServerRequest asked) {
        String path = asked.path().substring(0, asked.path().length() - 1);
        String query = asked.query() == null ? "" : "?" + asked.query();
        asked.response()
                .setStatusCode(308)
                .putHeader("Location", "../" + path.substring(path.lastIndexOf('/') + 1) + query)
                .end();
    }

    private static void refuse(HttpServerRequest asked, RefusedRequest refusal) {
        HttpServerResponse response = asked.response();
        response.setStatusCode(refusal.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                // Nothing else of this request, or after it, is read.
                .putHeader("Connection", "close");
        if (refusal.status() == 405) {
            response.putHeader("Allow", ASKING);
        }
        response.end(refusal.sentence() + "\n")
                .onComplete(said -> asked.connection().close());
    }

    private static void dropHeaders(MultiMap headers) {
        List<String> others = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (!HEADERS.contains(name)) {
                others.add(name);
            }
        });
        others.forEach(headers::remove);
        keepOnly(headers, HttpHeaders.ACCEPT, IS_ACCEPT);
        keepOnly(headers, HttpHeaders.IF_NONE_MATCH, IS_TAGS);
    }

    /** A header that cannot be parsed is treated as missing. */
    private static void keepOnly(MultiMap headers, CharSequence name, HeaderMemory<Boolean> isValid) {
        List<String> values = headers.getAll(name);
        if (values.isEmpty()) {
            return;
        }
        String all = String.join(", ", values);
        if (!isValid.of(all)) {
            headers.remove(name);
        } else if (values.size() > 1) {
            headers.set(name, all);
        }
    }

    private static Set<String> namesOf(CharSequence... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (CharSequence name : names) {
            set.add(name.toString());
        }
        return Collections.unmodifiableSet(set);
    }
}
