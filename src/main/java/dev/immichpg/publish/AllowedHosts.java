package dev.immichpg.publish;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The host names that the agent answers to. A web page can make a browser send requests to its own name, and that name can be made
 * to lead to this agent (DNS rebinding). With an IP address this is not possible. So the agent answers only to names that the
 * operator has allowed.
 *
 * @param names in lower case
 * @param any whether the operator has allowed every name
 */
record AllowedHosts(Set<String> names, boolean any) {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._~-]+)?\\]");
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]\\s]*\\]|[^:\\[\\]\\s/@]+)(?::\\d{0,5})?");

    AllowedHosts {
        names = Set.copyOf(names);
    }

    /**
     * Of the settings.
     *
     * @param externalUrl where people reach the agent; empty: not known
     * @param others separated by commas; {@code *} among them: any
     */
    static AllowedHosts of(String externalUrl, String others) {
        Set<String> names = new TreeSet<>();
        for (String name : others.split(",")) {
            names.add(plain(name.strip()));
        }
        boolean any = names.remove("*");
        host(externalUrl).ifPresent(names::add);
        names.remove("");
        return new AllowedHosts(names, any);
    }

    /** What is no address allows nothing; the agent does not start with it. */
    private static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(new URI(url.strip()).getHost()).map(AllowedHosts::plain);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** @param header {@code Host} of a request, with or without a port */
    boolean allows(String header) {
        var host = HOST.matcher(header);
        if (!host.matches()) {
            return false;
        }
        String name = plain(host.group(1));
        return any
                || name.equals("localhost")
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches()
                || names.contains(name);
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
