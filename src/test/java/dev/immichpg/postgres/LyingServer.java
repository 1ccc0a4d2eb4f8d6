package dev.immichpg.postgres;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Speaks Postgres' protocol, and not as Postgres would. Over TCP, TLS or a unix socket. */
public final class LyingServer implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;

    /** What it does with a client that has sent its start-up packet. */
    public interface Lie {
        void tell(Talk talk) throws Exception;
    }

    private interface Door extends Closeable {
        Closeable accept() throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Lie lie;
    private final SSLContext tls;
    private final Door door;
    private final int port;
    private final Set<Closeable> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong told = new AtomicLong();
    private final AtomicInteger logins = new AtomicInteger();

    private LyingServer(Lie lie, SSLContext tls, Door door, int port) {
        this.lie = lie;
        this.tls = tls;
        this.door = door;
        this.port = port;
        start(this::serve);
    }

    public static LyingServer overTcp(Lie lie) throws IOException {
        return overTls(lie, null);
    }

    public static LyingServer overTls(Lie lie, SSLContext tls) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new LyingServer(
                lie,
                tls,
                new Door() {
                    @Override
                    public Closeable accept() throws IOException {
                        return socket.accept();
                    }

                    @Override
                    public void close() throws IOException {
                        socket.close();
                    }
                },
                socket.getLocalPort());
    }

    public static LyingServer overUnixSocket(Lie lie, Path directory) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(directory.resolve(".s.PGSQL.5432")));
        return new LyingServer(
                lie,
                null,
                new Door() {
                    @Override
                    public Closeable accept() throws IOException {
                        return channel.accept();
                    }

                    @Override
                    public void close() throws IOException {
                        channel.close();
                    }
                },
                5432);
    }

    public int port() {
        return port;
    }

    /** That the client took, or the buffers on the way to it. */
    public long bytesTold() {
        return told.get();
    }

    public int logins() {
        return logins.get();
    }

    private void serve() throws Exception {
        while (true) {
            Closeable client = door.accept();
            clients.add(client);
            start(() -> {
                try (client) {
                    InputStream in = client instanceof Socket socket
                            ? socket.getInputStream()
                            : Channels.newInputStream((SocketChannel) client);
                    OutputStream out = client instanceof Socket socket
                            ? socket.getOutputStream()
                            : Channels.newOutputStream((SocketChannel) client);
                    greet(client, in, out);
                } finally {
                    clients.remove(client);
                }
            });
        }
    }

    private void greet(Closeable client, InputStream in, OutputStream out) throws Exception {
        DataInputStream packet = new DataInputStream(in);
        int length = packet.readInt();
        int code = packet.readInt();
        packet.skipNBytes(length - 8L);
        if (code == SSL_REQUEST && tls != null) {
            out.write('S');
            out.flush();
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket((Socket) client, null, true);
            secure.setUseClientMode(false);
            greet(client, secure.getInputStream(), secure.getOutputStream());
            return;
        }
        if (code == SSL_REQUEST) {
            out.write('N');
            out.flush();
            greet(client, in, out);
            return;
        }
        logins.incrementAndGet();
        lie.tell(new Talk(packet, out));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        // Whoever is lied to hangs up.
                    }
                },
                "lying-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Closeable client : clients) {
            client.close();
        }
    }

    /** With one client. */
    public final class Talk {
        private final DataInputStream in;
        private final DataOutputStream out;

        private Talk(DataInputStream in, OutputStream out) {
            this.in = in;
            this.out = new DataOutputStream(new BufferedOutputStream(
                    new OutputStream() {
                        @Override
                        public void write(int one) throws IOException {
                            write(new byte[] {(byte) one}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            out.write(bytes, offset, length);
                            told.addAndGet(length);
                        }

                        @Override
                        public void flush() throws IOException {
                            out.flush();
                        }
                    },
                    8192));
        }

        /** As Postgres does. */
        public void login() throws IOException {
            say('R', int4(0));
            say('S', text("server_version", "17.5"));
            say('S', text("client_encoding", "UTF8"));
            say('S', text("standard_conforming_strings", "on"));
            say('S', text("DateStyle", "ISO, MDY"));
            say('S', text("integer_datetimes", "on"));
            say('K', int4(1), int4(2));
            say('Z', text1('I'));
            hush();
        }

        /** Waits for a question, up to its Sync. */
        public void hear() throws IOException {
            while (true) {
                int type = in.read();
                if (type < 0) {
                    throw new EOFException();
                }
                in.skipNBytes(in.readInt() - 4L);
                if (type == 'S') {
                    return;
                }
            }
        }

        /** What comes before the rows of an answer. */
        public void beginAnswer() throws IOException {
            say('1');
            say('2');
            say('T', int2(1), column());
        }

        private static byte[] column() {
            ByteArrayOutputStream column = new ByteArrayOutputStream();
            column.writeBytes(text("value"));
            for (byte[] part : new byte[][] {int4(0), int2(0), int4(25), int2(-1), int4(-1), int2(0)}) {
                column.writeBytes(part);
            }
            return column.toByteArray();
        }

        public void endAnswer(String command) throws IOException {
            say('C', text(command));
        }

        /** To all statements of a message; then it waits. */
        public void endAnswers() throws IOException {
            say('Z', text1('I'));
            silence();
        }

        /** What our first statement asks for, up to its source: a row with a number. */
        public void firstAnswer() throws IOException {
            say('1');
            say('2');
            say('T', int2(2), column(), column());
            say('D', int2(2), int4(1), text1('1'), int4(1), text1('x'));
            endAnswer("SELECT 1");
        }

        public void row(byte[] value) throws IOException {
            say('D', int2(1), int4(value.length), value);
        }

        public void say(char type, byte[]... parts) throws IOException {
            int length = 4;
            for (byte[] part : parts) {
                length += part.length;
            }
            announce(type, length);
            for (byte[] part : parts) {
                out.write(part);
            }
        }

        public void announce(char type, int length) throws IOException {
            out.writeByte(type);
            out.writeInt(length);
        }

        public void raw(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        public void hush() throws IOException {
            out.flush();
        }

        public void forever(char type, byte[]... parts) throws IOException {
            while (true) {
                say(type, parts);
            }
        }

        public void bytesForever() throws IOException {
            byte[] some = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                raw(some);
            }
        }

        /** A byte now and then. */
        public void drip() throws Exception {
            while (true) {
                out.writeByte('x');
                out.flush();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }

        /** Until the client hangs up. */
        public void silence() throws IOException {
            hush();
            while (in.read() >= 0) {
                // Whatever it says.
            }
        }
    }

    public static byte[] int4(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    public static byte[] int2(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    public static byte[] text1(char one) {
        return new byte[] {(byte) one};
    }

    /** Each with its end. */
    public static byte[] text(String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }
}
