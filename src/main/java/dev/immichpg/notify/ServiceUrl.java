package dev.immichpg.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An address of a service, written as Apprise writes it: {@code scheme://user:password@host:port/path?key=value}. What the
 * parts are for is the service's business: a host may be a token. All of it may be secret, so {@code toString()} shows the
 * scheme alone.
 *
 * @param scheme in lower case
 * @param user decoded
 * @param password decoded
 * @param host as written, without the port; may be empty
 * @param path decoded, without empty parts
 * @param endsWithSlash whether the path does, or is nothing else
 * @param query decoded; the last of a name
 */
record ServiceUrl(
        String scheme,
        Optional<String> user,
        Optional<String> password,
        String host,
        OptionalInt port,
        List<String> path,
        boolean endsWithSlash,
        Map<String, String> query) {

    private static final int LONGEST = 2_000;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile("(.*):(\\d{1,5})");
    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    private static final Set<String> WITH_HASHES = Set.of("slack", "matrix", "matrixs", "pover");
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?"
                    + "|\\[[0-9A-Fa-f:.]+]");

    private static final Pattern LONELY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** A shorter text stands in words by chance. */
    private static final int SHORTEST_SECRET = 4;

    ServiceUrl {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /** @throws IllegalArgumentException with one sentence, in which the address is not repeated */
    static ServiceUrl parse(String text) {
        String address = text.strip();
        Matcher whole = SCHEME.matcher(address);
        if (address.length() > LONGEST || !whole.matches() || address.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    "this is not an address of a service, such as ntfys://ntfy.example.org/immich.");
        }
        String rest = whole.group(2);
        int question = rest.indexOf('?');
        if (question >= 0 && question == rest.length() - 1) {
            throw new IllegalArgumentException("after a ? there must be a parameter.");
        }
        String query = question < 0 ? "" : rest.substring(question + 1);
        String beforeQuery = question < 0 ? rest : rest.substring(0, question);
        String scheme = whole.group(1).toLowerCase(Locale.ROOT);
        int slash = beforeQuery.indexOf('/');
        String authority = slash < 0 ? beforeQuery : beforeQuery.substring(0, slash);
        String path = slash < 0 ? "" : withoutFragment(scheme, beforeQuery.substring(slash + 1));
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        int colon = userInfo.indexOf(':');
        String hostAndPort = authority.substring(at + 1);
        Matcher port = PORT.matcher(hostAndPort);
        boolean hasPort = port.matches() && !BARE_IPV6.matcher(hostAndPort).matches();
        return new ServiceUrl(
                scheme,
                part(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                part(colon < 0 ? "" : userInfo.substring(colon + 1)),
                hasPort ? port.group(1) : hostAndPort,
                hasPort ? OptionalInt.of(Integer.parseInt(port.group(2))) : OptionalInt.empty(),
                Stream.of(path.split("/"))
                        .filter(p -> !p.isEmpty())
                        .map(ServiceUrl::decoded)
                        .toList(),
                path.endsWith("/"),
                query(query));
    }

    /** What follows a # is a place in a page, but where names begin with it. */
    private static String withoutFragment(String scheme, String path) {
        return WITH_HASHES.contains(scheme) ? path : path.replaceFirst("(?s)#.*", "");
    }

    private static Optional<String> part(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(decoded(text));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                query.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    /** As Apprise does it: a % without two hexadecimal digits after it stands for itself. */
    private static String decoded(String text) {
        return URLDecoder.decode(
                LONELY_PERCENT.matcher(text.replace("+", "%2B")).replaceAll("%25"), StandardCharsets.UTF_8);
    }

    /** Whether the scheme says so: {@code jsons} is {@code json} by TLS. */
    boolean isTls() {
        return scheme.endsWith("s");
    }

    /**
     * Where the service is, with as many parts of the path as lead there.
     *
     * @param usualPort where none is written; empty: that of the protocol
     * @throws IllegalArgumentException where no host is written
     */
    URI base(boolean tls, OptionalInt usualPort, List<String> prefix) {
        String named = BARE_IPV6.matcher(host).matches() ? "[" + host + "]" : host.replaceFirst("\\.$", "");
        if (!HOST.matcher(named).matches()
                || NUMBERS.matcher(named).matches() && !IPV4.matcher(named).matches()) {
            throw new IllegalArgumentException(
                    host.isEmpty() ? "this address names no host." : "this address names no host that can be asked.");
        }
        OptionalInt at = port.isPresent() ? port : usualPort;
        if (at.isPresent() && (at.getAsInt() == 0 || at.getAsInt() > 65_535)) {
            throw new IllegalArgumentException("its port is not a number from 1 to 65535.");
        }
        String text = (tls ? "https://" : "http://") + named + (at.isPresent() ? ":" + at.getAsInt() : "");
        return resolved(URI.create(text), prefix);
    }

    /** The parts of a path below an address, each as one part. */
    static URI resolved(URI base, List<String> path) {
        StringBuilder text = new StringBuilder(base.toString().replaceAll("/+$", ""));
        path.forEach(part -> text.append('/').append(encoded(part)));
        return URI.create(text.toString());
    }

    /** An address with these parameters. */
    static URI withQuery(URI base, Map<String, String> query) {
        StringBuilder text = new StringBuilder(base.toString());
        char separator = '?';
        for (Map.Entry<String, String> each : query.entrySet()) {
            text.append(separator).append(written(each.getKey())).append('=').append(written(each.getValue()));
            separator = '&';
        }
        return URI.create(text.toString());
    }

    private static String written(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String encoded(String part) {
        try {
            return new URI(null, null, "/" + part, null)
                    .toASCIIString()
                    .substring(1)
                    .replace("/", "%2F");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("its path cannot be written in an address.", e);
        }
    }

    /** Whether it is a web address of one of these hosts, as a page of theirs shows it: without a login and a port. */
    boolean isWebAddressAt(String... hosts) {
        return (scheme.equals("http") || scheme.equals("https"))
                && user.isEmpty()
                && password.isEmpty()
                && port.isEmpty()
                && Stream.of(hosts).anyMatch(host::equalsIgnoreCase);
    }

    /** The parts of the path after these, which are of any case; empty where it does not begin with them. */
    Optional<List<String>> pathAfter(String... first) {
        return path.size() >= first.length
                        && IntStream.range(0, first.length)
                                .allMatch(i -> path.get(i).equalsIgnoreCase(first[i]))
                ? Optional.of(path.subList(first.length, path.size()))
                : Optional.empty();
    }

    /** The same parameters, written as an address of Apprise's. */
    ServiceUrl as(String newScheme, String newHost, List<String> newPath) {
        return new ServiceUrl(newScheme, user, password, newHost, port, newPath, endsWithSlash, query);
    }

    ServiceUrl withParameter(String name, String value) {
        Map<String, String> more = new TreeMap<>(query);
        more.put(name, value);
        return new ServiceUrl(scheme, user, password, host, port, path, endsWithSlash, more);
    }

    ServiceUrl withUser(String name) {
        return new ServiceUrl(scheme, Optional.of(name), password, host, port, path, endsWithSlash, query);
    }

    /** A parameter that is there and not empty; its name can be written in any case. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name))
                .or(() -> query.entrySet().stream()
                        .filter(each -> each.getKey().strip().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** As with Apprise, a login can stand in parameters. */
    ServiceUrl withLoginOfParameters() {
        return new ServiceUrl(
                scheme,
                parameter("user").or(() -> user),
                parameter("pass").or(() -> password),
                host,
                port,
                path,
                endsWithSlash,
                query);
    }

    /**
     * A parameter that is one of these words, of any case.
     *
     * @throws IllegalArgumentException where it is another
     */
    Optional<String> choice(String name, String... words) {
        return parameter(name)
                .map(value -> Stream.of(words)
                        .filter(value.strip()::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "after " + name + "= there must be one of: " + String.join(", ", words) + ".")));
    }

    /** Whom it is for, where a service has several of them: the parts of the path, and what {@code to=} names, as with Apprise. */
    List<String> targets() {
        return Stream.concat(path.stream(), parameter("to").stream())
                .flatMap(targets -> targets.isBlank() ? Stream.of(targets) : Stream.of(targets.split("[\\s,]+")))
                .filter(target -> !target.isEmpty())
                .toList();
    }

    /** The last part of the path. */
    Optional<String> last() {
        return path.isEmpty() ? Optional.empty() : Optional.of(path.get(path.size() - 1));
    }

    /** The path without its last part. */
    List<String> allButLast() {
        return path.isEmpty() ? path : path.subList(0, path.size() - 1);
    }

    /** Both, as a header says it; empty where there is no user. */
    Optional<String> basic() {
        return user.map(name -> "Basic "
                + Base64.getEncoder()
                        .encodeToString((name + ":" + password.orElse("")).getBytes(StandardCharsets.UTF_8)));
    }

    /** Words of a service, in which nothing of the address stands but the host's name: a token may be any part of it. */
    String hiddenIn(String words, boolean hostIsSecret) {
        List<String> secrets = new ArrayList<>();
        user.ifPresent(secrets::add);
        password.ifPresent(secrets::add);
        secrets.addAll(path);
        secrets.addAll(query.values());
        if (hostIsSecret) {
            secrets.add(host);
        }
        String hidden = words;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST_SECRET) {
                hidden = hidden.replace(secret, "(hidden)");
            }
        }
        return hidden;
    }

    @Override
    public String toString() {
        return scheme + "://(hidden)";
    }
}
