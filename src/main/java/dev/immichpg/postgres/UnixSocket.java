package dev.immichpg.postgres;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * A socket in the file system. Only this class names junixsocket's: before Java runs a class that names them, it loads 60 of them, and
 * an agent that reaches all databases over TCP would keep them in memory for nothing (issue 19).
 */
final class UnixSocket {

    private UnixSocket() {}

    /** Not connected yet. */
    static Socket create() throws IOException {
        return AFUNIXSocket.newInstance();
    }

    /** @throws IOException if the path is longer than the system allows */
    static SocketAddress address(File file) throws IOException {
        return AFUNIXSocketAddress.of(file);
    }
}
