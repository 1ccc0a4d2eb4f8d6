package dev.immichpg.postgres;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Sockets that, once a read has timed out, never wait again. The JDK's TLS 1.3 closes a socket by waiting once more for the
 * peer's last words, as long as a read may take: a server that hangs would cost the whole answer time twice, measured 12 s
 * where 6 s were allowed. Public and with a public constructor because pgjdbc creates it by its name.
 */
public final class ImpatientSocketFactory extends SocketFactory {
    @Override
    public Socket createSocket() {
        return new ImpatientSocket();
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
        Socket socket = createSocket();
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
        private volatile boolean timedOut;

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
                    if (timedOut) {
                        throw new SocketTimeoutException("timed out before");
                    }
                    try {
                        return super.read(buffer, offset, length);
                    } catch (SocketTimeoutException timeout) {
                        timedOut = true;
                        throw timeout;
                    }
                }
            };
        }
    }
}
