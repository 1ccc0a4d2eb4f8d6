import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stand-in for a Postgres with thousands of databases, for benchmarks/simulation.sh. It needs the JDK alone. It speaks version 3 of
 * Postgres' protocol, simple and extended, and answers what it was asked with what a real server has answered to the same.
 *
 * <ul>
 *   <li>{@code record PORT SERVER_PORT FILE}: stands between a client and a server, until its standard input ends. Then it writes what
 *       it has heard over the connection with the most questions.
 *   <li>{@code answer PORT FILE}: answers, until it is ended. A question that was not recorded gets an error, and a line on
 *       standard error. For each database the name in the answers is its own. That needs names of equal length.
 * </ul>
 *
 * <p>A question is all that a client sends until it waits: a Query, or everything up to a Sync. The same question can have another
 * answer later. So each connection is answered in the recorded order as long as the questions come in that order, and with the last
 * recorded answer afterwards. All connections have the same process id, since some answers contain it.
 */
public final class StandIn {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSSENC_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    /** A query and its answer, from its first byte to ReadyForQuery. */
    private record Exchange(byte[] question, byte[] answer) {}

    /**
     * One connection.
     *
     * @param database its name, as in the startup message
     * @param greeting from AuthenticationOk to ReadyForQuery
     */
    private record Recording(byte[] database, byte[] greeting, List<Exchange> exchanges) {

        void write(Path file) throws IOException {
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
                put(out, database);
                put(out, greeting);
                out.writeInt(exchanges.size());
                for (Exchange exchange : exchanges) {
                    put(out, exchange.question());
                    put(out, exchange.answer());
                }
            }
        }

        static Recording read(Path file) throws IOException {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                byte[] database = take(in);
                byte[] greeting = take(in);
                List<Exchange> exchanges = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    exchanges.add(new Exchange(take(in), take(in)));
                }
                return new Recording(database, greeting, exchanges);
            }
        }

        private static void put(DataOutputStream out, byte[] bytes) throws IOException {
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        private static byte[] take(DataInputStream in) throws IOException {
            return in.readNBytes(in.readInt());
        }
    }

    /** Reads what comes in, message by message. */
    private static final class Messages {
        private final DataInputStream in;

        Messages(InputStream in) {
            this.in = new DataInputStream(new BufferedInputStream(in, 1024));
        }

        /** The message that has no type. Requests for encryption are refused first; empty: a request to cancel. */
        byte[] startup(OutputStream out) throws IOException {
            while (true) {
                byte[] message = in.readNBytes(in.readInt() - 4);
                int code = ByteBuffer.wrap(message).getInt();
                if (code == CANCEL_REQUEST) {
                    return new byte[0];
                }
                if (code != SSL_REQUEST && code != GSSENC_REQUEST) {
                    return message;
                }
                out.write('N');
                out.flush();
            }
        }

        /** All messages up to one of these types, which is the last. */
        byte[] until(String types) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            DataOutputStream copy = new DataOutputStream(all);
            while (true) {
                int type = in.read();
                if (type < 0) {
                    throw new EOFException();
                }
                int length = in.readInt();
                copy.write(type);
                copy.writeInt(length);
                copy.write(in.readNBytes(length - 4));
                if (types.indexOf(type) >= 0) {
                    return all.toByteArray();
                }
            }
        }

        /** A Query, or all up to a Sync; it ends with the client's Terminate. */
        byte[] question() throws IOException {
            byte[] question = until("QSX");
            if (question[0] == 'X') {
                throw new EOFException();
            }
            return question;
        }
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        switch (args[0]) {
            case "record" -> record(port, Integer.parseInt(args[2]), Path.of(args[3]));
            case "answer" -> new StandIn(Recording.read(Path.of(args[2]))).answer(port);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private interface Conversation {
        void with(Socket client) throws IOException;
    }

    /** Each connection has a thread, with a small stack: there are thousands. */
    private static void listen(int port, Conversation conversation) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                Runnable work = () -> {
                    try (client) {
                        conversation.with(client);
                    } catch (IOException e) {
                        // The client has gone.
                    }
                };
                Thread thread = new Thread(null, work, "connection", 128 << 10);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void record(int port, int serverPort, Path file) throws Exception {
        List<Recording> heard = new ArrayList<>();
        Thread listening = new Thread(() -> {
            try {
                listen(port, client -> pass(client, serverPort, heard));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        listening.setDaemon(true);
        listening.start();
        System.in.readAllBytes();
        synchronized (heard) {
            Recording longest = heard.stream()
                    .max((a, b) -> a.exchanges().size() - b.exchanges().size())
                    .orElseThrow(() -> new IllegalStateException("nobody has connected"));
            longest.write(file);
            System.out.println(longest.exchanges().size());
        }
    }

    private static void pass(Socket client, int serverPort, List<Recording> heard) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            server.setTcpNoDelay(true);
            OutputStream toClient = client.getOutputStream();
            OutputStream toServer = server.getOutputStream();
            Messages fromClient = new Messages(client.getInputStream());
            Messages fromServer = new Messages(server.getInputStream());
            byte[] startup = fromClient.startup(toClient);
            if (startup.length == 0) {
                return;
            }
            toServer.write(ByteBuffer.allocate(4 + startup.length)
                    .putInt(4 + startup.length)
                    .put(startup)
                    .array());
            byte[] greeting = fromServer.until("ZE");
            toClient.write(greeting);
            Recording recording = new Recording(database(startup), greeting, new ArrayList<>());
            synchronized (heard) {
                heard.add(recording);
            }
            while (true) {
                byte[] question = fromClient.question();
                toServer.write(question);
                byte[] answer = fromServer.until("Z");
                toClient.write(answer);
                synchronized (heard) {
                    recording.exchanges().add(new Exchange(question, answer));
                }
            }
        }
    }

    /** From the pairs of name and value in a startup message. */
    private static byte[] database(byte[] startup) {
        String[] words = new String(startup, 4, startup.length - 4, StandardCharsets.UTF_8).split("\0");
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            values.put(words[i], words[i + 1]);
        }
        return values.getOrDefault("database", values.get("user")).getBytes(StandardCharsets.UTF_8);
    }

    private static final int MOST_COMPLAINTS = 5;

    private final Recording recorded;
    private final Map<ByteBuffer, byte[]> last = new HashMap<>();
    /** By answer: where the recorded database's name stands in it. */
    private final Map<byte[], int[]> names = new HashMap<>();

    private final AtomicInteger unknown = new AtomicInteger();

    private StandIn(Recording recorded) {
        this.recorded = recorded;
        for (Exchange exchange : recorded.exchanges()) {
            last.put(ByteBuffer.wrap(exchange.question()), exchange.answer());
            names.put(exchange.answer(), occurrences(exchange.answer(), recorded.database()));
        }
    }

    private void answer(int port) throws IOException {
        listen(port, this::answer);
    }

    private void answer(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        Messages in = new Messages(client.getInputStream());
        byte[] startup = in.startup(out);
        if (startup.length == 0) {
            return;
        }
        out.write(recorded.greeting());
        byte[] database = database(startup);
        for (int next = 0; ; next++) {
            byte[] question = in.question();
            byte[] answer = next < recorded.exchanges().size()
                            && Arrays.equals(question, recorded.exchanges().get(next).question())
                    ? recorded.exchanges().get(next).answer()
                    : last.get(ByteBuffer.wrap(question));
            out.write(answer == null ? refusal(question) : named(answer, database));
        }
    }

    private byte[] named(byte[] answer, byte[] database) {
        if (database.length != recorded.database().length) {
            return answer;
        }
        byte[] own = answer.clone();
        for (int at : names.get(answer)) {
            System.arraycopy(database, 0, own, at, database.length);
        }
        return own;
    }

    /** An error that ends nothing, and ReadyForQuery. */
    private byte[] refusal(byte[] question) {
        if (unknown.incrementAndGet() <= MOST_COMPLAINTS) {
            int same = last.keySet().stream()
                    .mapToInt(known -> Math.max(0, known.mismatch(ByteBuffer.wrap(question))))
                    .max()
                    .orElse(0);
            System.err.println("StandIn: not recorded, from byte " + same + ": "
                    + new String(question, same, Math.min(500, question.length - same), StandardCharsets.UTF_8));
        }
        byte[] fields = "SERROR\0C0A000\0Mthe stand-in has not recorded this\0\0".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + fields.length + 6)
                .put((byte) 'E')
                .putInt(4 + fields.length)
                .put(fields)
                .put((byte) 'Z')
                .putInt(5)
                .put((byte) 'I')
                .array();
    }

    private static int[] occurrences(byte[] text, byte[] word) {
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at + word.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + word.length, word, 0, word.length)) {
                found.add(at);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
