package dev.immichpg.postgres;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.SocketFactory;
import org.postgresql.PGProperty;

/**
 * Makes the {@linkplain ImpatientSocket sockets} of all connections, over TCP and in the file system. Public and with a public
 * constructor because pgjdbc creates it by its name.
 *
 * <p>Where a name has several addresses, they connect to the first that answers; pgjdbc would try no other than the first, and
 * Immich's driver tries them all.
 */
public final class ImpatientSocketFactory extends SocketFactory {

    /** Of the database, if it is the only one: pgjdbc does not say which of several it connects to. */
    private final Optional<String> host;

    private final int port;
    private final Duration patience;
    /** Of a unix socket. */
    private final Optional<File> file;
    /** Whether to ask for TLS first. */
    private final boolean negotiates;

    private final Lifeline lifeline = Lifeline.current();

    /** @param driver all that pgjdbc was told; its {@code socketFactoryArg} is the file of a unix socket */
    public ImpatientSocketFactory(Properties driver) {
        host = Optional.ofNullable(PGProperty.PG_HOST.getOrDefault(driver))
                .filter(name -> !name.isEmpty() && !name.contains(","))
                .map(name -> name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
        port = host.isPresent() ? Integer.parseInt(PGProperty.PG_PORT.getOrDefault(driver)) : 0;
        patience = Duration.ofSeconds(Integer.parseInt(PGProperty.CONNECT_TIMEOUT.getOrDefault(driver)));
        file = Optional.ofNullable(PGProperty.SOCKET_FACTORY_ARG.getOrDefault(driver))
                .map(File::new);
        negotiates = !"disable".equals(PGProperty.SSL_MODE.getOrDefault(driver));
    }

    /** Connected already, if there is one host. */
    @Override
    public Socket createSocket() throws IOException {
        if (file.isPresent()) {
            return there(impatient(UnixSocket.create()), UnixSocket.address(file.get()));
        }
        return host.isPresent() ? firstThatAnswers(InetAddress.getAllByName(host.get())) : tcp();
    }

    private Socket there(Socket socket, SocketAddress address) throws IOException {
        try {
            socket.connect(address, Math.toIntExact(patience.toMillis()));
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    private ImpatientSocket tcp() throws IOException {
        return impatient(new Socket());
    }

    private ImpatientSocket impatient(Socket line) throws IOException {
        try {
            ImpatientSocket socket = new ImpatientSocket(line, lifeline);
            return negotiates ? socket.negotiating() : socket;
        } catch (IOException tooLate) {
            line.close();
            throw tooLate;
        }
    }

    /** Each has its share of the time, and what those before it have left. */
    private Socket firstThatAnswers(InetAddress... addresses) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long left = (until - System.nanoTime()) / 1_000_000;
            Socket socket = tcp();
            try {
                socket.connect(
                        new InetSocketAddress(addresses[i], port),
                        Math.toIntExact(Math.max(1, left / (addresses.length - i))));
                return socket;
            } catch (IOException e) {
                socket.close();
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(InetSocketAddress there, InetSocketAddress here) throws IOException {
        Socket socket = tcp();
        try {
            socket.bind(here);
            socket.connect(there);
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }
}
