package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class ImpatientSocketFactoryTest {
    @Test
    void aSocketThatTimedOutNeverReadsAgain() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                Socket socket = new ImpatientSocketFactory().createSocket(here, server.getLocalPort());
                Socket peer = server.accept()) {
            peer.getOutputStream().write(7);
            socket.setSoTimeout(50);
            assertEquals(7, socket.getInputStream().read());

            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());

            // Had it waited, it would have read this.
            peer.getOutputStream().write(8);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
        }
    }
}
