package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpatientSocketFactoryTest {
    @Test
    void aSocketThatTimedOutNeverReadsAgain() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                Socket socket = new ImpatientSocketFactory(new Properties()).createSocket(here, server.getLocalPort());
                Socket peer = server.accept()) {
            peer.getOutputStream().write('S'); // Its messages are TLS' matter from here on.
            socket.setSoTimeout(60_000);
            assertEquals('S', socket.getInputStream().read());

            socket.setSoTimeout(50);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());

            // Had it waited, it would have read this.
            peer.getOutputStream().write(8);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
        }
    }

    @Test
    void anAnswerThatTricklesIsLateAsAWhole() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                Socket socket = new ImpatientSocketFactory(new Properties()).createSocket(here, server.getLocalPort());
                Socket peer = server.accept()) {
            socket.setSoTimeout(300);
            assertEquals(300, socket.getSoTimeout());
            for (int question = 1; question <= 2; question++) {
                long asked = System.nanoTime();
                socket.getOutputStream().write(question);
                assertEquals(question, peer.getInputStream().read());
                peer.getOutputStream().write('S');
                assertEquals('S', socket.getInputStream().read());
                if (question == 2) {
                    assertThrows(SocketTimeoutException.class, () -> {
                        while (true) {
                            peer.getOutputStream().write(0); // never a silence
                            socket.getInputStream().read();
                        }
                    });
                    assertTrue(System.nanoTime() - asked >= 300_000_000);
                }
            }
        }
    }

    @Test
    void withoutATimeTheyWait() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                Socket socket = new ImpatientSocketFactory(new Properties()).createSocket(here, server.getLocalPort());
                Socket peer = server.accept()) {
            socket.setSoTimeout(0);
            peer.getOutputStream().write('S');
            assertEquals('S', socket.getInputStream().read());
        }
    }

    /** As pgjdbc has it: the host as it stands in its URL. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost"})
    void theOnlyHostIsConnectedToAtOnce(String host) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Properties driver = new Properties();
            driver.setProperty("PGHOST", host);
            driver.setProperty("PGPORT", Integer.toString(server.getLocalPort()));
            try (Socket socket = new ImpatientSocketFactory(driver).createSocket()) {
                assertTrue(socket.isConnected());
            }
            driver.setProperty("PGHOST", host + ",other");
            try (Socket socket = new ImpatientSocketFactory(driver).createSocket()) {
                assertFalse(socket.isConnected());
            }
        }
    }
}
