package dev.immichpg.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import jdk.net.ExtendedSocketOptions;

/**
 * When to log in again to a server that lets us wait. A login that hangs, on a lock of pg_class or in a login event trigger,
 * goes on at the server when we have long hung up: no timeout of ours is in force there yet, Postgres does not look whether
 * anybody still listens before the first query ({@code client_connection_check_interval} counts from there), and a cancel
 * request needs a number that is sent when the login is done. Each takes one of the connections that Immich needs as well.
 *
 * <p>So there are never more than two. Their lines are kept, half closed, without a thread: the server sees that we are gone
 * and ends the session as soon as the login is done, and we see by the line's end that it has. That is more exact than
 * pg_stat_activity, which before Postgres 18 does not show a login that hangs on a lock, and can be asked only by one who got
 * in. Where somebody in between (a pooler, a proxy) closes the line at once, nobody can know: then the waiting grows, see
 * {@link Backoff}.
 */
final class Logins {

    static final int MOST_UNFINISHED = 2;

    private static final int MOST_LAST_WORDS = 64 << 10;

    /** A peer that is gone without a word is noticed within two minutes. */
    private static final Map<SocketOption<Integer>, Integer> ASK_FOR_SIGNS_OF_LIFE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 60,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 15,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 4);

    private final List<Unfinished> unfinished = new ArrayList<>();
    private Backoff backoff = Backoff.NONE;
    private long next = System.nanoTime();
    private boolean closed;

    /** A login that came to no end in its time, and may still take a connection of the server's. */
    private static final class Unfinished {
        private final Socket line;
        private int lastWords;

        Unfinished(Socket line) {
            this.line = line;
        }

        /** Waits for no more than a millisecond. */
        boolean isOver() {
            byte[] buffer = new byte[4096];
            try {
                line.setSoTimeout(1);
                InputStream in = line.getInputStream();
                while (lastWords <= MOST_LAST_WORDS) {
                    int some = in.read(buffer);
                    if (some < 0) {
                        return true;
                    }
                    lastWords += some;
                }
                return true;
            } catch (SocketTimeoutException goesOn) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }
    }

    /** Takes the line of a login that has come to no end in its time. */
    synchronized void unfinished(Socket line) {
        backoff = backoff.longer();
        next = System.nanoTime()
                + backoff.time(ThreadLocalRandom.current().nextDouble()).toNanos();
        try {
            if (closed) {
                line.close();
                return;
            }
            for (var option : ASK_FOR_SIGNS_OF_LIFE.entrySet()) {
                if (line.supportedOptions().contains(option.getKey())) {
                    line.setOption(option.getKey(), option.getValue());
                }
            }
            line.shutdownOutput();
            unfinished.add(new Unfinished(line));
        } catch (IOException e) {
            Lifeline.close(line);
        }
    }

    synchronized void succeeded() {
        backoff = Backoff.NONE;
        next = System.nanoTime();
    }

    /** Why there must be no login now; empty: there may be one. */
    synchronized Optional<UnreadableDatabase.Reason> reasonToWait(long now) {
        for (Unfinished login : List.copyOf(unfinished)) {
            if (login.isOver()) {
                Lifeline.close(login.line);
                unfinished.remove(login);
                if (login.lastWords > 0) {
                    // It was the server itself that ended it: it has come to.
                    backoff = Backoff.NONE;
                    next = now;
                }
            }
        }
        if (unfinished.size() >= MOST_UNFINISHED) {
            return Optional.of(UnreadableDatabase.Reason.LOGINS_UNFINISHED);
        }
        // While one is still in sight there is no need to guess.
        return unfinished.isEmpty() && next - now > 0
                ? Optional.of(UnreadableDatabase.Reason.LOGINS_LATE)
                : Optional.empty();
    }

    synchronized void close() {
        closed = true;
        unfinished.forEach(login -> Lifeline.close(login.line));
        unfinished.clear();
    }
}
