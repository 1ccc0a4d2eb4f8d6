package dev.immichpg.postgres;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.SocketFactory;
import org.postgresql.PGProperty;

/**
 * Sockets that wait no longer than they were told. Public and with a public constructor because pgjdbc creates it by its
 * name.
 *
 * <p>The time of a read is the time of the whole answer, from the question on: a line that lets a byte pass now and then would
 * hold an examination for ever. And once a read has timed out they never wait again: the JDK's TLS 1.3 closes a socket by
 * waiting once more for the peer's last words, measured 12 s where 6 s were allowed.
 *
 * <p>Where a name has several addresses, they connect to the first that answers; pgjdbc would try no other than the first, and
 * Immich's driver tries them all.
 */
public final class ImpatientSocketFactory extends SocketFactory {

    /** Of the database, if it is the only one: pgjdbc does not say which of several it connects to. */
    private final Optional<String> host;

    private final int port;
    private final Duration patience;

    /** @param driver all that pgjdbc was told */
    public ImpatientSocketFactory(Properties driver) {
        host = Optional.ofNullable(PGProperty.PG_HOST.getOrDefault(driver))
                .filter(name -> !name.isEmpty() && !name.contains(","))
                .map(name -> name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
        port = host.isPresent() ? Integer.parseInt(PGProperty.PG_PORT.getOrDefault(driver)) : 0;
        patience = Duration.ofSeconds(Integer.parseInt(PGProperty.CONNECT_TIMEOUT.getOrDefault(driver)));
    }

    /** Connected already, if there is one host. */
    @Override
    public Socket createSocket() throws IOException {
        return host.isPresent() ? firstThatAnswers(InetAddress.getAllByName(host.get())) : new ImpatientSocket();
    }

    /** Each has its share of the time, and what those before it have left. */
    private Socket firstThatAnswers(InetAddress... addresses) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long left = (until - System.nanoTime()) / 1_000_000;
            Socket socket = new ImpatientSocket();
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

    private static Socket connected(InetSocketAddress there, InetSocketAddress here) throws IOException {
        Socket socket = new ImpatientSocket();
        try {
            socket.bind(here);
            socket.connect(there);
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    private static final class ImpatientSocket extends Socket {
        private volatile int patience;
        private volatile long asked = System.nanoTime();
        private volatile boolean timedOut;

        /** @param milliseconds for a whole answer; 0: for ever */
        @Override
        public void setSoTimeout(int milliseconds) throws SocketException {
            super.setSoTimeout(milliseconds);
            patience = milliseconds;
        }

        @Override
        public int getSoTimeout() {
            return patience;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int one) throws IOException {
                    out.write(one);
                    asked = System.nanoTime();
                }

                @Override
                public void write(byte[] buffer, int offset, int length) throws IOException {
                    out.write(buffer, offset, length);
                    asked = System.nanoTime();
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    waitNoLongerThanTold();
                    try {
                        return super.read(buffer, offset, length);
                    } catch (SocketTimeoutException timeout) {
                        timedOut = true;
                        throw timeout;
                    }
                }
            };
        }

        private void waitNoLongerThanTold() throws IOException {
            int whole = patience;
            long left = whole - (System.nanoTime() - asked) / 1_000_000;
            timedOut |= whole > 0 && left <= 0;
            if (timedOut) {
                throw new SocketTimeoutException("the time of the answer is over");
            }
            super.setSoTimeout(whole == 0 ? 0 : (int) left);
        }
    }
}
