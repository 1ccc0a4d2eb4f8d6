package dev.immichpg.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** A way to a server that can be made slow. Whatever the server says is held up; what is said to it is not. */
final class Relay implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private Duration pause = Duration.ZERO;
    private int piece = Integer.MAX_VALUE;

    Relay(int server) throws IOException {
        this.server = server;
        start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Before each piece of what the server says, of so many bytes at most. */
    synchronized void slow(Duration pauseBefore, int bytes) {
        pause = pauseBefore;
        piece = bytes;
        notifyAll();
    }

    void quick() {
        slow(Duration.ZERO, Integer.MAX_VALUE);
    }

    private void serve() throws IOException {
        while (true) {
            Socket client = door.accept();
            start(() -> {
                try (client;
                        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
                    start(() -> pump(client, upstream, false));
                    pump(upstream, client, true);
                }
            });
        }
    }

    private void pump(Socket from, Socket to, boolean held) throws IOException {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int sent = 0; sent < read; ) {
                    int next = held ? Math.min(read - sent, hold()) : read - sent;
                    out.write(buffer, sent, next);
                    sent += next;
                }
            }
        }
    }

    /** Returns how much may pass then. */
    private synchronized int hold() {
        long until = System.nanoTime() + pause.toNanos();
        Duration held = pause;
        try {
            for (long left = pause.toMillis();
                    left > 0 && pause.equals(held);
                    left = (until - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return piece;
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
                        // One of both has hung up, or the relay is closed.
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
