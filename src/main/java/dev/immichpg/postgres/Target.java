package dev.immichpg.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/**
 * One Postgres database to look at, and how to log in there. Shows no secret in {@code toString()}.
 *
 * @param hosts at least one; several are tried in this order; a socket directory stands alone
 * @param tls not used on a socket, where Postgres speaks none
 */
public record Target(List<Host> hosts, String database, String user, Password password, Tls tls) {
    /** By which name the server's sessions view shows us. */
    static final String APPLICATION_NAME = "immich-pg-monitor";

    static final int DEFAULT_PORT = 5432;

    /** In bytes: all that is sent at a usual examination. What is longer is sent from where it is. */
    private static final int QUESTION = 1 << 10;

    /** In bytes; snapshot.sql keeps each list and each text short, and all together under a tenth of it. */
    private static final String LARGEST_ANSWER = "16M";

    /**
     * @param name a host name, an IPv4 or IPv6 address without brackets, or the directory of a Unix socket, which starts
     *     with a slash
     * @param port of a socket directory too: it is part of the socket's file name
     */
    public record Host(String name, int port) {
        private static final Pattern NAME =
                Pattern.compile("[\\p{L}\\p{N}_.-]+|[0-9A-Fa-f]*:[0-9A-Za-z:.%_-]+|/[^\\p{Cntrl}]*");

        public Host {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidTarget(
                        "The host of the database is neither a host name, nor an address, nor the absolute"
                                + " path of a socket directory.");
            }
            if (port < 1 || port > 65535) {
                throw new InvalidTarget("The port of the database must be a number between 1 and 65535.");
            }
        }

        boolean isSocket() {
            return name.startsWith("/");
        }

        @Override
        public String toString() {
            return (name.indexOf(':') >= 0 && !isSocket() ? "[" + name + "]" : name) + ":" + port;
        }
    }

    public Target {
        hosts = List.copyOf(hosts);
        Objects.requireNonNull(password);
        Objects.requireNonNull(tls);
        if (hosts.isEmpty()) {
            throw new InvalidTarget("No host is given for the database.");
        }
        if (hosts.size() > 1 && hosts.stream().anyMatch(Host::isSocket)) {
            throw new InvalidTarget("A socket directory cannot be one of several hosts of the database.");
        }
        if (database.isEmpty() || database.indexOf('\0') >= 0) {
            throw new InvalidTarget("No name is given for the database.");
        }
        if (user.isEmpty() || user.indexOf('\0') >= 0) {
            throw new InvalidTarget("No user is given for the database.");
        }
    }

    /**
     * The same database, entered as another role: the agent's own instead of Immich's (docs/how-to/monitor-role.md).
     */
    public Target as(String otherUser, Password otherPassword) {
        return new Target(hosts, database, otherUser, otherPassword, tls);
    }

    /** For pgjdbc, without credentials and parameters; those are in {@link #jdbcProperties}. */
    public String jdbcUrl() {
        // pgjdbc wants a TCP address even where the socket factory ignores it.
        String where = isSocket()
                ? "localhost:" + hosts.get(0).port()
                : hosts.stream().map(Host::toString).collect(Collectors.joining(","));
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql://" + where + "/" + name;
    }

    /**
     * All that pgjdbc must be told except user and password. The application name is all that it sets for the session; what
     * limits us on the server goes with each question, see {@link Session}.
     */
    public Properties jdbcProperties(Timeouts timeouts) {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, APPLICATION_NAME);
        // Lets pgjdbc send the application name in the login rather than in a statement after it.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.TARGET_SERVER_TYPE.set(properties, "any");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // The login's time is kept by its sockets, see Lifeline: the driver would take a thread more for each login.
        PGProperty.LOGIN_TIMEOUT.set(properties, 0);
        // With several hosts the login's time must be enough to reach the last of them.
        PGProperty.CONNECT_TIMEOUT.set(
                properties,
                Math.max(1, Math.min(seconds(timeouts.connect()), seconds(timeouts.login()) / hosts.size())));
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds(timeouts.answer()));
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, seconds(timeouts.connect()));
        // All statements of a message are one transaction, in which Session may lock a table.
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.MAX_RESULT_BUFFER.set(properties, LARGEST_ANSWER);
        PGProperty.MAX_SEND_BUFFER_SIZE.set(properties, QUESTION);
        // A pooler may lose or keep statements that the driver gives names to. Session does so where there is
        // none; what it sends then is short, and need not be remembered here.
        PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 0);
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        if (isSocket()) {
            Host socket = hosts.get(0);
            PGProperty.SOCKET_FACTORY_ARG.set(properties, socket.name() + "/.s.PGSQL." + socket.port());
            Tls.of(Tls.Mode.DISABLE).addTo(properties);
        } else {
            tls.addTo(properties);
        }
        PGProperty.SOCKET_FACTORY.set(properties, ImpatientSocketFactory.class.getName());
        return properties;
    }

    /** {@code host:port/database}, for messages: in one line. */
    public String describe() {
        return OneLine.of(hosts.stream().map(Host::toString).collect(Collectors.joining(",")) + "/" + database);
    }

    boolean isSocket() {
        return hosts.get(0).isSocket();
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }
}
