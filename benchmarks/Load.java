import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The client of the benchmarks, the same for everybody who is measured: HTTP/1.1 over plain sockets on this machine. Times
 * are milliseconds, from before the connection (or the request, where it is kept) to the last byte of the body. Results go
 * to standard output, one line each, values separated by spaces.
 *
 * <pre>
 * java benchmarks/Load.java accept                                   what Prometheus sends as Accept
 * java benchmarks/Load.java ports N                                  N ports that are free
 * java benchmarks/Load.java start RUNS PORT PATH TEXT COMMAND …      min median max: from the start of a process until PATH
 *                                                                    has TEXT in it; each run is ended by SIGTERM
 * java benchmarks/Load.java get PORT PATH                            the body
 * java benchmarks/Load.java await SECONDS PORT PATH TEXT [COUNT]     seconds until the body has TEXT in it (COUNT times)
 * java benchmarks/Load.java scrape new|kept CONNECTIONS COUNT PORT PATH    p50 p90 p99 max per-second bytes failures
 * java benchmarks/Load.java watch SECONDS PORT PATH TEXT             answers unanswered p50 p99 max first: asked every
 *                                                                    20 ms, for how many seconds until the first with TEXT
 *                                                                    ("never"); unanswered is what took over 10 s
 * java benchmarks/Load.java follow SECONDS PORT PATH SERIES          n p50 p99 max of a series, each new value counted once
 * java benchmarks/Load.java quantiles                                n p50 p99 max of the numbers on standard input
 * </pre>
 *
 * COUNT is a number of requests, or a time such as 10s.
 */
public final class Load {

    /** {@code CODING=gzip} asks as Prometheus does; the body is then only counted, and can hold no text. */
    private static final String CODING = System.getenv().getOrDefault("CODING", "identity");

    /** Prometheus' own timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** As Prometheus asks. */
    private static final String ACCEPT =
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private Load() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "accept" -> System.out.println(ACCEPT);
            case "ports" -> ports(Integer.parseInt(args[1]));
            case "start" -> start(
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    args[3],
                    args[4],
                    List.of(args).subList(5, args.length));
            case "get" -> System.out.print(new Asking(Integer.parseInt(args[1]), args[2], false).once().text());
            case "await" -> await(
                    seconds(args[1]),
                    Integer.parseInt(args[2]),
                    args[3],
                    args[4],
                    args.length > 5 ? Integer.parseInt(args[5]) : 1);
            case "scrape" -> scrape(
                    args[1].equals("kept"), Integer.parseInt(args[2]), args[3], Integer.parseInt(args[4]), args[5]);
            case "watch" -> watch(seconds(args[1]), Integer.parseInt(args[2]), args[3], args[4]);
            case "follow" -> follow(seconds(args[1]), Integer.parseInt(args[2]), args[3], args[4]);
            case "quantiles" -> quantiles(new String(System.in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(Double::valueOf)
                    .toList());
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static void ports(int count) throws IOException {
        List<ServerSocket> free = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            free.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        for (ServerSocket socket : free) {
            System.out.println(socket.getLocalPort());
            socket.close();
        }
    }

    private static void start(int runs, int port, String path, String text, List<String> command) throws Exception {
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            long began = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                while (!new Asking(port, path, false).says(text, 1)) {
                    if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(60)) {
                        throw new IllegalStateException("never " + text + " at " + path + " of " + command);
                    }
                    LockSupport.parkNanos(500_000);
                }
                took.add((System.nanoTime() - began) / 1e6);
            } finally {
                process.destroy();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
        }
        Collections.sort(took);
        print(took.get(0), took.get(took.size() / 2), took.get(took.size() - 1));
    }

    private static void await(Duration limit, int port, String path, String text, int count) {
        long began = System.nanoTime();
        while (true) {
            long asked = System.nanoTime();
            if (new Asking(port, path, false).says(text, count)) {
                break;
            }
            if (System.nanoTime() - began > limit.toNanos()) {
                System.out.println("never");
                System.exit(1);
            }
            // What takes long to answer is not kept busy by the question.
            LockSupport.parkNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(100), 10 * (System.nanoTime() - asked)));
        }
        print((System.nanoTime() - began) / 1e9);
    }

    private static void scrape(boolean kept, int connections, String count, int port, String path) throws Exception {
        // The client itself must be warm, and so must what answers.
        run(kept, connections, count.endsWith("s") ? "500" : "" + Math.min(500, Long.parseLong(count)), port, path);
        System.out.println(run(kept, connections, count, port, path));
    }

    private static String run(boolean kept, int connections, String count, int port, String path) throws Exception {
        boolean timed = count.endsWith("s");
        long limit = timed
                ? Long.parseLong(count.substring(0, count.length() - 1))
                : Long.parseLong(count) / connections;
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(limit);
        List<Callable<Client>> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(() -> {
                Client client = new Client(new Asking(port, path, kept));
                LongSupplier left = timed ? () -> end - System.nanoTime() : () -> limit - client.asked;
                while (left.getAsLong() > 0) {
                    client.ask();
                }
                client.asking.close();
                return client;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        double[] times = {};
        long failures = 0;
        long bytes = 0;
        for (Future<Client> future : threads.invokeAll(clients)) {
            Client client = future.get();
            double[] more = client.times.stream().mapToDouble(d -> d).toArray();
            times = Arrays.copyOf(times, times.length + more.length);
            System.arraycopy(more, 0, times, times.length - more.length, more.length);
            failures += client.failures;
            bytes = Math.max(bytes, client.bytes);
        }
        threads.shutdown();
        double seconds = (System.nanoTime() - began) / 1e9;
        Arrays.sort(times);
        return line(quantile(times, 0.5), quantile(times, 0.9), quantile(times, 0.99), quantile(times, 1))
                + String.format(Locale.ROOT, " %.0f %d %d", times.length / seconds, bytes, failures);
    }

    private static void watch(Duration length, int port, String path, String text) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(Load::daemon);
        List<Future<Double>> answers = new ArrayList<>();
        long began = System.nanoTime();
        long end = began + length.toNanos();
        double[] first = {Double.NaN};
        for (long next = began; next < end; next += TimeUnit.MILLISECONDS.toNanos(20)) {
            LockSupport.parkNanos(next - System.nanoTime());
            answers.add(threads.submit(() -> {
                long asked = System.nanoTime();
                Body body = new Asking(port, path, false).once();
                long answered = System.nanoTime();
                synchronized (first) {
                    if (Double.isNaN(first[0]) && body.text().contains(text)) {
                        first[0] = (answered - began) / 1e9;
                    }
                }
                return (answered - asked) / 1e6;
            }));
        }
        List<Double> took = new ArrayList<>();
        int unanswered = 0;
        for (Future<Double> answer : answers) {
            try {
                took.add(answer.get());
            } catch (ExecutionException e) {
                unanswered++;
            }
        }
        double[] times = took.stream().mapToDouble(d -> d).sorted().toArray();
        System.out.println(took.size() + " " + unanswered + " "
                + line(quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1)) + " "
                + (Double.isNaN(first[0]) ? "never" : line(first[0])));
    }

    private static void follow(Duration length, int port, String path, String series) throws IOException {
        List<Double> values = new ArrayList<>();
        long end = System.nanoTime() + length.toNanos();
        double last = Double.NaN;
        try (Asking asking = new Asking(port, path, true)) {
            while (System.nanoTime() < end) {
                double value = asking.once()
                        .text()
                        .lines()
                        .filter(l -> l.startsWith(series))
                        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                        .findFirst()
                        .orElse(Double.NaN);
                if (value != last && !Double.isNaN(value)) {
                    values.add(value);
                    last = value;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
        quantiles(values);
    }

    private static void quantiles(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
        System.out.println(sorted.length + " " + line(quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1)));
    }

    private static double quantile(double[] sorted, double q) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
    }

    private static void print(double... values) {
        System.out.println(line(values));
    }

    private static String line(double... values) {
        StringBuilder line = new StringBuilder();
        for (double value : values) {
            line.append(line.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.5f", value));
        }
        return line.toString();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static final class Client {
        final Asking asking;
        final List<Double> times = new ArrayList<>();
        long asked;
        long failures;
        long bytes;

        Client(Asking asking) {
            this.asking = asking;
        }

        void ask() {
            asked++;
            long began = System.nanoTime();
            try {
                Body body = asking.once();
                times.add((System.nanoTime() - began) / 1e6);
                bytes = body.bytes().length;
            } catch (IOException e) {
                if (failures++ == 0) {
                    System.err.println("after " + asked + " requests: " + e);
                }
            }
        }
    }

    private record Body(byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Asks one server for one thing, over a new connection each time or over one that is kept. */
    private static final class Asking implements AutoCloseable {
        private final int port;
        private final boolean kept;
        private final byte[] request;
        private Socket socket;
        private InputStream in;

        Asking(int port, String path, boolean kept) {
            this.port = port;
            this.kept = kept;
            this.request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: " + ACCEPT + "\r\n"
                            + "Accept-Encoding: " + CODING + "\r\n"
                            + (kept ? "" : "Connection: close\r\n") + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        boolean says(String text, int times) {
            try {
                String body = once().text();
                int seen = 0;
                for (int at = body.indexOf(text); at >= 0; at = body.indexOf(text, at + 1)) {
                    seen++;
                }
                return seen >= times;
            } catch (IOException e) {
                return false;
            }
        }

        /** @throws IOException also for any status but 200 */
        Body once() throws IOException {
            try {
                if (socket == null) {
                    socket = new Socket();
                    socket.setTcpNoDelay(true);
                    socket.setSoTimeout((int) PATIENCE.toMillis());
                    socket.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
                    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                }
                OutputStream out = socket.getOutputStream();
                out.write(request);
                Body body = answer();
                if (!kept) {
                    close();
                }
                return body;
            } catch (IOException | RuntimeException e) {
                close();
                throw e;
            }
        }

        private Body answer() throws IOException {
            String status = line();
            int length = -1;
            boolean chunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring("content-length:".length()).strip());
                } else if (lower.startsWith("transfer-encoding:")) {
                    chunked = lower.contains("chunked");
                }
            }
            byte[] body = chunked ? chunks() : length >= 0 ? exactly(length) : in.readAllBytes();
            if (!status.contains(" 200")) {
                throw new IOException(status);
            }
            return new Body(body);
        }

        private byte[] chunks() throws IOException {
            byte[] body = {};
            while (true) {
                String size = line();
                byte[] chunk = exactly(Integer.parseInt(size.split(";")[0].strip(), 16));
                line();
                if (chunk.length == 0) {
                    return body;
                }
                body = Arrays.copyOf(body, body.length + chunk.length);
                System.arraycopy(chunk, 0, body, body.length - chunk.length, chunk.length);
            }
        }

        private byte[] exactly(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            return bytes;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException();
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            if (socket != null) {
                Socket old = socket;
                socket = null;
                old.close();
            }
        }
    }
}
