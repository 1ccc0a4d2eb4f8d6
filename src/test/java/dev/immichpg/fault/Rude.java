package dev.immichpg.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that no library would make: they send without end, and read nothing, or hardly anything. */
final class Rude implements AutoCloseable {

    private final InetSocketAddress door;
    private final List<SocketChannel> open = new ArrayList<>();

    Rude(int port) {
        door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static String get(String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** A connection that takes in as little as the system allows. */
    SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 2048);
        client.connect(door);
        client.configureBlocking(false);
        open.add(client);
        return client;
    }

    /** Connects, sends that, as far as it is taken, and never reads. */
    SocketChannel sends(String bytes) throws IOException {
        SocketChannel client = connect();
        send(client, bytes);
        return client;
    }

    /** @return how much was taken before the door closed, or took no more */
    static int send(SocketChannel client, String bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
        try {
            for (int refused = 0; all.hasRemaining() && refused < 20; ) {
                if (client.write(all) == 0) {
                    refused++;
                    Thread.sleep(5);
                }
            }
        } catch (IOException e) {
            // It was sent away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return all.position();
    }

    /** Whether the other side has ended it; what was not read until then is read. */
    static boolean isOver(SocketChannel client) {
        ByteBuffer some = ByteBuffer.allocate(1 << 16);
        try {
            int read;
            while ((read = client.read(some.clear())) > 0) {
                // What was on its way.
            }
            return read < 0;
        } catch (IOException e) {
            return true;
        }
    }

    List<SocketChannel> open() {
        return open;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel client : open) {
            client.close();
        }
        open.clear();
    }
}
