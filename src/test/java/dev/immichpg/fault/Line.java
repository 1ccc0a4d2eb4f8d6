package dev.immichpg.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The line to a server of this machine, which can break in the middle of what the server says. */
final class Line implements AutoCloseable {

    /** What becomes of a connection. */
    enum Break {
        NONE,
        /** It stands, and nothing comes any more: somebody has pulled a plug. */
        SILENT,
        /** It is over, without a farewell. */
        RESET,
        /** It is over, with one. */
        CLOSED,
        /** A byte comes now and then. */
        TRICKLING
    }

    private static final Duration BETWEEN_BYTES = Duration.ofMillis(100);

    private record Fault(Break what, int after) {}

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final int server;
    private volatile Fault fault = new Fault(Break.NONE, 0);
    private volatile Duration lag = Duration.ZERO;

    Line(int server) throws IOException {
        this.server = server;
        start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on, of all connections, and of the new ones too: each after so many more bytes. */
    void breaks(Break what, int after) {
        fault = new Fault(what, after);
    }

    /** From now on: so long before each piece of what the server says, which is some kilobytes at most. */
    void lags(Duration before) {
        lag = before;
    }

    /** What is broken remains so, and new connections are good. */
    void fix() {
        lag = Duration.ZERO;
        fault = new Fault(Break.NONE, 0);
        ends.forEach(Line::close);
        ends.clear();
    }

    private void serve() throws IOException {
        while (true) {
            Socket client = door.accept();
            ends.add(client);
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
            ends.add(upstream);
            start(() -> forward(client, upstream, false));
            forward(upstream, client, true);
        } catch (IOException e) {
            close(client);
            throw e;
        }
    }

    private void forward(Socket from, Socket to, boolean answers) throws IOException {
        byte[] buffer = new byte[8192];
        Fault last = fault;
        int left = last.after();
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Fault now = fault;
                if (now != last) {
                    last = now;
                    left = now.after();
                }
                if (answers) {
                    pause(lag);
                }
                int good = !answers || now.what() == Break.NONE ? read : Math.min(read, left);
                out.write(buffer, 0, good);
                left -= good;
                if (good < read && !comeToItsEnd(now.what(), to, buffer, good, read)) {
                    return;
                }
            }
        } catch (IOException e) {
            // One of both has hung up.
        }
        close(from);
        close(to);
    }

    /** Whether there is anything to follow. */
    private boolean comeToItsEnd(Break what, Socket to, byte[] buffer, int good, int read) throws IOException {
        switch (what) {
            case SILENT -> {
                return false;
            }
            case RESET -> to.setSoLinger(true, 0);
            case TRICKLING -> {
                for (int i = good; i < read; i++) {
                    to.getOutputStream().write(buffer[i]);
                    pause(BETWEEN_BYTES);
                }
                return true;
            }
            default -> {}
        }
        throw new IOException("broken");
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The line is closed, or the server takes no connection.
                    }
                },
                "line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        ends.forEach(Line::close);
    }
}
