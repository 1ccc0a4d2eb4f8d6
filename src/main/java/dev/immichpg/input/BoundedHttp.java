package dev.immichpg.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request to a server that somebody else runs, and its answer, of which neither the length nor the time is the server's
 * choice. No redirect is followed: a secret in a header or an address would go along. TLS is verified, and the host's name with
 * it. A proxy is used where Java's own settings name one ({@code https.proxyHost}).
 *
 * <p>By HttpURLConnection, because java.net.http costs three times as much memory for a request now and then. Each request has
 * a connection of its own.
 */
public final class BoundedHttp {

    /** What is expected is a few words. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** Of requests at the same time. Some go on after their time: where a name server hangs, nothing can end them. */
    private static final int MOST_AT_ONCE = 256;

    private static final long IDLE_SECONDS = 2;

    private static final ThreadPoolExecutor THREADS =
            new ThreadPoolExecutor(0, MOST_AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "http");
                thread.setDaemon(true);
                return thread;
            });

    private BoundedHttp() {}

    /**
     * @param retryAfter that header, if there is one
     * @param body its beginning, where it is too long; empty where it answers 401 or 407 to a request with a body, and where
     *     the body broke off or was not there in time
     * @param whole whether that is all of the body. What the server has made of the request its status says in any case
     */
    public record Answer(int status, Optional<String> retryAfter, byte[] body, boolean whole) {}

    /**
     * Asks, and hangs up when the time is over.
     *
     * @param body empty: none
     * @param timeout for all of it, from the look-up of the name to the last byte
     * @throws SocketTimeoutException where the time is over before there is a status
     * @throws IOException where no answer came; its message can hold the address
     */
    public static Answer exchange(String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException, InterruptedException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        Deadline deadline = new Deadline(System.nanoTime() + timeout.toNanos());
        Future<Answer> answer;
        try {
            answer = THREADS.submit(() -> answer(connection, method, headers, body, deadline));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            throw new IOException("too many requests have not ended", e);
        }
        boolean ended = false;
        try {
            Answer got = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            ended = true;
            return got;
        } catch (TimeoutException e) {
            return deadline.begun().orElseThrow(() -> new SocketTimeoutException("no answer in time"));
        } catch (ExecutionException e) {
            ended = true;
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("the request could not be made", e.getCause());
        } finally {
            deadline.callOff();
            if (!ended) {
                hangUp(connection);
            }
        }
    }

    /** To hang up can wait for who is reading: so nobody waits for it. */
    private static void hangUp(HttpURLConnection connection) {
        try {
            THREADS.execute(connection::disconnect);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // It ends with its own timeout of reading.
        }
    }

    private static Answer answer(
            HttpURLConnection connection, String method, Map<String, String> headers, byte[] body, Deadline deadline)
            throws IOException {
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(deadline.millisLeft());
        connection.setReadTimeout(deadline.millisLeft());
        connection.setRequestProperty("User-Agent", "immich-pg-monitor");
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("Connection", "close");
        headers.forEach(connection::setRequestProperty);
        try {
            if (body.length > 0 || method.equals("POST")) {
                connection.setDoOutput(true);
                // With its length said, Java never sends it a second time of its own accord (sun.net.http.retryPost).
                connection.setFixedLengthStreamingMode(body.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            if (status < 0) {
                throw new IOException("this is not HTTP");
            }
            Answer begun = new Answer(
                    status, Optional.ofNullable(connection.getHeaderField("Retry-After")), new byte[0], false);
            deadline.begins(begun);
            return withBody(begun, connection, deadline);
        } finally {
            connection.disconnect();
        }
    }

    private static Answer withBody(Answer begun, HttpURLConnection connection, Deadline deadline) {
        try (InputStream in = begun.status() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null
                    ? new Answer(begun.status(), begun.retryAfter(), new byte[0], true)
                    : read(begun, in, deadline);
        } catch (IOException e) {
            return begun;
        }
    }

    private static Answer read(Answer begun, InputStream in, Deadline deadline) throws IOException {
        byte[] bytes = new byte[LONGEST_ANSWER];
        int length = 0;
        while (length < bytes.length) {
            int more = in.read(bytes, length, bytes.length - length);
            if (more < 0) {
                return new Answer(begun.status(), begun.retryAfter(), Arrays.copyOf(bytes, length), true);
            }
            length += more;
            deadline.millisLeft(); // A read that gets one byte is not late.
        }
        return new Answer(begun.status(), begun.retryAfter(), bytes, false);
    }

    /** Between the thread that asks and the one that waits: until when that is, and what is there already. */
    private static final class Deadline {
        private final long end;
        private volatile boolean calledOff;
        private volatile Answer begun;

        Deadline(long end) {
            this.end = end;
        }

        void begins(Answer answer) {
            begun = answer;
        }

        /** The answer without its body, once the status is there. */
        Optional<Answer> begun() {
            return Optional.ofNullable(begun);
        }

        void callOff() {
            calledOff = true;
        }

        /** @throws SocketTimeoutException where the time is over: the one who asks has perhaps not noticed it yet, and then says this */
        int millisLeft() throws SocketTimeoutException {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (calledOff || left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            return (int) Math.min(left, Integer.MAX_VALUE);
        }
    }
}
