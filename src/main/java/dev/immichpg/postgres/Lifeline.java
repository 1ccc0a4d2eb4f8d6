package dev.immichpg.postgres;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What one reader's connections are allowed, whatever the driver does with them: time for the login, bytes for the login, for
 * an answer and for an examination. Any thread can {@link #cut} it.
 *
 * <p>The figures: of the largest catalogs that the snapshot's own limits let through, the answer is below 500 kB; a login
 * takes 1 kB, and some 10 kB of certificates.
 */
final class Lifeline {

    static final int MOST_BYTES_OF_LOGIN = 256 << 10;
    static final int MOST_BYTES_OF_ANSWER = 1 << 20;
    static final int MOST_BYTES_OF_EXAMINATION = 3 << 20;

    /** What logs in. */
    interface Login {
        Connection connect() throws SQLException;
    }

    /** The driver makes its sockets by a factory that it creates itself, on the thread that asked it to connect. */
    private static final ThreadLocal<Lifeline> CURRENT = new ThreadLocal<>();

    private final Set<ImpatientSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Consumer<Socket> unfinishedLogins;
    private volatile boolean loggingIn;
    private volatile long loginUntil;
    private volatile boolean cut;
    private volatile long bytes;

    /** @param unfinishedLogins who takes the sockets of logins that came to no end in their time */
    Lifeline(Consumer<Socket> unfinishedLogins) {
        this.unfinishedLogins = unfinishedLogins;
    }

    /** That of the login under way on this thread; one without an end in time where there is none. */
    static Lifeline current() {
        Lifeline current = CURRENT.get();
        return current == null ? new Lifeline(Lifeline::close) : current;
    }

    /** An examination begins. */
    void renew() {
        cut = false;
        bytes = 0;
    }

    /** @param driver logs in, on this thread */
    Connection login(Duration time, Login driver) throws SQLException {
        loginUntil = System.nanoTime() + time.toNanos();
        loggingIn = true;
        CURRENT.set(this);
        try {
            return driver.connect();
        } finally {
            CURRENT.remove();
            loggingIn = false;
        }
    }

    /** Its sockets are closed, and no new one comes about until it is {@linkplain #renew renewed}. Waits for nothing. */
    void cut() {
        cut = true;
        sockets.forEach(ImpatientSocket::cut);
    }

    void hold(ImpatientSocket socket) throws IOException {
        if (cut) {
            throw tooLate();
        }
        sockets.add(socket);
    }

    void release(ImpatientSocket socket) {
        sockets.remove(socket);
    }

    boolean isLoggingIn() {
        return loggingIn;
    }

    /** @return in milliseconds, never more than asked for; 0 or less: none */
    long left(long milliseconds) {
        return loggingIn ? Math.min(milliseconds, (loginUntil - System.nanoTime()) / 1_000_000) : milliseconds;
    }

    /** @param ofAnswer since the last question, with these */
    void came(int more, int ofAnswer) throws IOException {
        if (cut) {
            throw tooLate();
        }
        bytes += more;
        if (loggingIn && bytes > MOST_BYTES_OF_LOGIN) {
            throw new Unacceptable(
                    "it sends more than " + (MOST_BYTES_OF_LOGIN >> 10) + " kB before the login is done");
        }
        // With what TLS adds to it.
        if (ofAnswer > MOST_BYTES_OF_ANSWER + (MOST_BYTES_OF_ANSWER >> 3)) {
            throw tooMuch();
        }
        if (bytes > MOST_BYTES_OF_EXAMINATION) {
            throw new Unacceptable(
                    "it sends more than " + (MOST_BYTES_OF_EXAMINATION >> 20) + " MB for one examination");
        }
    }

    static Unacceptable tooMuch() {
        return new Unacceptable("it sends more than " + (MOST_BYTES_OF_ANSWER >> 20) + " MB for one answer");
    }

    static SocketTimeoutException tooLate() {
        return new SocketTimeoutException("the time of the examination is over");
    }

    void unfinished(Socket login) {
        unfinishedLogins.accept(login);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
    }
}
