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
     * @param body empty where it answers 401 or 407 to a request with a body
     */
    public record Answer(int status, Optional<String> retryAfter, byte[] body) {}

    /**
     * Asks, and hangs up when the time is over.
     *
     * @param body empty: none
     * @param timeout for all of it, from the look-up of the name to the last byte
     * @throws SocketTimeoutException where the time is over
     * @throws IOException where no answer came, or one that is too long; its message can hold the address
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
            throw new SocketTimeoutException("no answer in time");
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
            return new Answer(
                    status, Optional.ofNullable(connection.getHeaderField("Retry-After")), body(connection, deadline));
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] body(HttpURLConnection connection, Deadline deadline) throws IOException {
        try (InputStream in =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? new byte[0] : read(in, deadline);
        }
    }

    private static byte[] read(InputStream in, Deadline deadline) throws IOException {
        byte[] bytes = new byte[LONGEST_ANSWER];
        int length = 0;
        while (length < bytes.length) {
            int more = in.read(bytes, length, bytes.length - length);
            if (more < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += more;
            deadline.millisLeft(); // A read that gets one byte is not late.
        }
        throw new IOException("the answer is too long");
    }

    /** For the thread that asks: until when somebody waits for it. */
    private static final class Deadline {
        private final long end;
        private volatile boolean calledOff;

        Deadline(long end) {
            this.end = end;
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
