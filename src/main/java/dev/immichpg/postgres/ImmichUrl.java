package dev.immichpg.postgres;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Immich's {@code DB_URL}: the dialect of pg-connection-string, which is neither libpq's nor pgjdbc's. Of all it may say,
 * Immich hands to its driver only hosts, port, user, password, database and TLS ({@code asPostgresConnectionConfig}), and
 * so do we.
 */
public final class ImmichUrl {
    /**
     * Parameters of libpq, of other drivers and of pooled services that Immich drops and that change neither which database
     * is meant nor how safe the way there is.
     */
    static final Set<String> IGNORED = Set.of(
            "application_name",
            "binary_parameters",
            "channel_binding",
            "client_encoding",
            "connect_timeout",
            "connection_limit",
            "encoding",
            "fallback_application_name",
            "gssencmode",
            "idle_in_transaction_session_timeout",
            "idle_timeout",
            "keepalives",
            "keepalives_count",
            "keepalives_idle",
            "keepalives_interval",
            "krbsrvname",
            "load_balance_hosts",
            "lock_timeout",
            "max",
            "max_lifetime",
            "options",
            "pgbouncer",
            "pool_timeout",
            "prepare",
            "query_timeout",
            "schema",
            "search_path",
            "statement_timeout",
            "target_session_attrs",
            "tcp_user_timeout",
            "timezone");

    private static final Set<String> OBEYED = Set.of(
            "host",
            "port",
            "user",
            "password",
            "ssl",
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "sslnegotiation",
            "uselibpqcompat");

    private ImmichUrl() {}

    /**
     * Reads {@code postgres://…}, {@code postgresql://…}, {@code socket:/directory?db=name} and
     * {@code /directory name}; one pair of quotes around the whole is dropped, since some versions of Docker's
     * {@code env_file} keep it.
     *
     * <p>What is left out is what it is for Immich's driver: port 5432, the operating system's user, a database named as
     * the user. That user is this agent's, where Immich's driver takes Immich's; {@code PGUSER} and its kin are not read. A
     * host must be given, though the driver would take localhost: in a container that is never what was meant. IPv6
     * addresses are read, though Immich's driver cannot. Of {@code h1,h2:5433}, the port is that of both, as in the driver.
     *
     * @throws InvalidTarget one sentence that names the part, without the password and without the URL
     */
    public static Target parse(String url) {
        return parse(url, System.getProperty("user.name", ""));
    }

    static Target parse(String given, String systemUser) {
        String url = unquoted(given.strip());
        if (url.isEmpty()) {
            throw new InvalidTarget("The database URL is empty.");
        }
        if (url.startsWith("/")) {
            return ofDirectoryAndName(url, systemUser);
        }
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "postgres", "postgresql" -> {
                if (!url.startsWith("//", colon + 1)) {
                    throw new InvalidTarget("The database URL must start with postgresql:// (two slashes).");
                }
                yield new Parts(url.substring(colon + 3)).target(systemUser);
            }
            case "socket" ->
                new Parts(url.startsWith("//", colon + 1) ? url.substring(colon + 3) : url.substring(colon + 1))
                        .socketTarget(systemUser);
            case "jdbc" ->
                throw new InvalidTarget(
                        "The database URL is a JDBC URL; write it as Immich expects it, postgresql://user:password@host:port/name.");
            default -> throw new InvalidTarget("The database URL must start with postgresql:// or postgres://.");
        };
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static Target ofDirectoryAndName(String text, String systemUser) {
        String[] words = text.split(" ");
        String database = words.length > 1 ? words[1] : systemUser;
        return new Target(
                List.of(new Target.Host(words[0], Target.DEFAULT_PORT)),
                database,
                userOr(systemUser, ""),
                Password.none(),
                Tls.of(Tls.Mode.DISABLE));
    }

    private static String userOr(String systemUser, String user) {
        if (!user.isEmpty()) {
            return user;
        }
        // Java says "?" in a container whose user has no name.
        if (systemUser.isEmpty() || systemUser.equals("?")) {
            throw new InvalidTarget("The database URL names no user, and the system user of the agent has no name.");
        }
        return systemUser;
    }

    /** A URL cut at its delimiters, nothing decoded yet except the parameters. */
    private static final class Parts {
        private final String login;
        private final String authority;
        private final String path;
        private final Map<String, String> parameters;

        Parts(String raw) {
            String text = PercentEncoding.repaired(raw);
            if (text.indexOf('#') >= 0) {
                throw new InvalidTarget(
                        "The database URL holds a #, which ends a URL: in a password, write it as %23.");
            }
            int question = text.indexOf('?');
            String before = question < 0 ? text : text.substring(0, question);
            int slash = before.indexOf('/');
            String front = slash < 0 ? before : before.substring(0, slash);
            int at = front.lastIndexOf('@');
            login = at < 0 ? "" : front.substring(0, at);
            authority = front.substring(at + 1);
            path = slash < 0 ? "" : before.substring(slash);
            // From here on names and values may be shown: what a password with an unescaped slash or question mark
            // would
            // have spilled into them is always followed by its @.
            if (text.indexOf('@', front.length()) >= 0) {
                throw new InvalidTarget(
                        "The database URL holds an @ after its first / or ?: in a password these are written"
                                + " %2F and %3F, and anywhere an @ is %40.");
            }
            parameters = parameters(question < 0 ? "" : text.substring(question + 1));
        }

        Target target(String systemUser) {
            refuseUnknown(Set.of());
            String user = userOr(systemUser, user());
            String hostParameter = parameters.getOrDefault("host", "");
            String hostText = authority;
            int urlPort = Target.DEFAULT_PORT;
            int colon = authority.lastIndexOf(':');
            if (colon > authority.lastIndexOf(']')) {
                hostText = authority.substring(0, colon);
                urlPort = port(authority.substring(colon + 1), Target.DEFAULT_PORT);
            }
            int port = port(parameters.getOrDefault("port", ""), urlPort);
            hostText = decoded(hostText, "host");
            if (!hostParameter.isEmpty() && hostText.startsWith("/")) {
                throw new InvalidTarget("The database URL names two socket directories.");
            }
            String chosen = hostParameter.isEmpty() ? hostText : hostParameter;
            if (chosen.isEmpty()) {
                throw new InvalidTarget("The database URL names no host;"
                        + " for a Unix socket write its directory as a parameter, ?host=/run/postgresql.");
            }
            String database = path.length() < 2 ? user : database();
            for (String parameter : List.of("dbname", "database")) {
                String other = parameters.getOrDefault(parameter, database);
                if (!other.equals(database)) {
                    throw new InvalidTarget(
                            "The parameter " + parameter + " of the database URL names another database than"
                                    + " its path does; Immich obeys the path, so remove the parameter.");
                }
            }
            return new Target(hosts(chosen, port), database, user, password(), Tls.ofUrl(parameters));
        }

        /** pg-connection-string's own form; it has no port, and TLS has no meaning there. */
        Target socketTarget(String systemUser) {
            refuseUnknown(Set.of("db"));
            if (!authority.isEmpty() || path.length() < 2) {
                throw new InvalidTarget(
                        "The database URL must name the socket's directory by its whole path, socket:/run/postgresql?db=name.");
            }
            String user = userOr(systemUser, user());
            String directory = database("/").replaceAll("(?<=.)/+$", "");
            String named = parameters.getOrDefault("db", "");
            return new Target(
                    List.of(new Target.Host(directory, port(parameters.getOrDefault("port", ""), Target.DEFAULT_PORT))),
                    named.isEmpty() ? user : named,
                    user,
                    password(),
                    Tls.of(Tls.Mode.DISABLE));
        }

        private String user() {
            String parameter = parameters.getOrDefault("user", "");
            int colon = login.indexOf(':');
            return !parameter.isEmpty() ? parameter : decoded(colon < 0 ? login : login.substring(0, colon), "user");
        }

        private Password password() {
            String parameter = parameters.getOrDefault("password", "");
            int colon = login.indexOf(':');
            String own = colon < 0 ? "" : decoded(login.substring(colon + 1), "password");
            return Password.of(parameter.isEmpty() ? own : parameter);
        }

        private String database() {
            return database("");
        }

        private String database(String prefix) {
            try {
                return prefix + PercentEncoding.decodeUri(path.substring(1));
            } catch (CharacterCodingException broken) {
                throw new InvalidTarget("The database name in the database URL is not correctly percent-encoded.");
            }
        }

        private static String decoded(String text, String part) {
            try {
                return PercentEncoding.decodeComponent(text);
            } catch (CharacterCodingException broken) {
                throw new InvalidTarget("The " + part + " in the database URL is not correctly percent-encoded.");
            }
        }

        private static List<Target.Host> hosts(String text, int port) {
            List<Target.Host> hosts = new ArrayList<>();
            for (String host : text.split(",", -1)) {
                hosts.add(host(host, port));
            }
            return hosts;
        }

        private static Target.Host host(String text, int port) {
            int colon = text.lastIndexOf(':');
            if (text.startsWith("[")) {
                int end = text.indexOf(']');
                String after = end < 0 ? "" : text.substring(end + 1);
                if (end < 2 || text.indexOf(':') > end || !(after.isEmpty() || after.startsWith(":"))) {
                    throw new InvalidTarget("The IPv6 address in the database URL must be in brackets, [::1].");
                }
                return new Target.Host(text.substring(1, end), after.isEmpty() ? port : port(after.substring(1), port));
            }
            boolean addressOrPath = text.startsWith("/") || text.indexOf(':') != colon;
            return colon < 0 || addressOrPath
                    ? new Target.Host(text, port)
                    : new Target.Host(text.substring(0, colon), port(text.substring(colon + 1), port));
        }

        /** Never shows the text: where a password is cut by an unescaped character, it ends up here. */
        private static int port(String text, int otherwise) {
            if (text.isEmpty()) {
                return otherwise;
            }
            int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
            if (port < 1 || port > 65535) {
                throw new InvalidTarget(
                        "The port in the database URL is not a number between 1 and 65535; if the password"
                                + " holds one of / ? # [ ] it must be percent-encoded.");
            }
            return port;
        }

        private static Map<String, String> parameters(String query) {
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = PercentEncoding.decodeParameter(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : PercentEncoding.decodeParameter(pair.substring(equals + 1));
                // The last of equal names wins: the guide's sslmode=require&sslmode=no-verify depends on it.
                parameters.put(name, value);
            }
            parameters.remove("");
            return parameters;
        }

        private void refuseUnknown(Set<String> alsoObeyed) {
            for (String name : parameters.keySet()) {
                boolean aboutDatabase = name.equals("dbname") || name.equals("database");
                if (OBEYED.contains(name) || IGNORED.contains(name) || alsoObeyed.contains(name) || aboutDatabase) {
                    continue;
                }
                if (parameters.containsKey("password")) {
                    // What stands after an unescaped & of a password looks like a parameter.
                    throw new InvalidTarget("The database URL has a parameter that neither Immich's driver nor this"
                            + " agent knows. Remove it. If it is the rest of the password, write the & in the"
                            + " password as %26.");
                }
                throw new InvalidTarget("The parameter " + name
                        + " of the database URL is unknown to Immich's driver, which ignores it, and to this agent."
                        + " Remove it.");
            }
        }
    }
}
