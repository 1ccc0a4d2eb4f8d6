package dev.immichpg;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.input.StrictJson;
import dev.immichpg.postgres.SnapshotJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for the Postgres of an Immich while {@code make-class-archives} runs, so that the archives have the classes by which a database
 * is read and judged (issue 19). It speaks as much of version 3 of Postgres' protocol as the agent does, and answers with the example
 * of a snapshot. It knows nobody's data, and listens on the loopback address alone.
 */
final class RehearsalServer {

    /** It says it when it can be connected to. */
    private static final String READY = "ready";

    private static final String EXAMPLE = "/dev/immichpg/postgres/snapshot.json";

    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSSENC_REQUEST = 80_877_104;
    private static final int CANCEL_REQUEST = 80_877_102;
    private static final int TEXT = 25;
    /** Of the process that serves the session: the agent sees that there is no pooler. */
    private static final int PROCESS = 1;

    private static final Map<String, String> PARAMETERS = Map.of(
            "server_version", "15.0",
            "server_encoding", "UTF8",
            "client_encoding", "UTF8",
            "standard_conforming_strings", "on",
            "integer_datetimes", "on",
            "DateStyle", "ISO, MDY",
            "TimeZone", "Etc/UTC");

    /** The question about history and structure, and the name by which it is asked again. */
    private static final Pattern SECOND_QUESTION =
            Pattern.compile("(?:PREPARE (\\w+) AS )?select pg_catalog\\.json_build_object\\('history'");

    private static final Pattern EXECUTED = Pattern.compile("EXECUTE (\\w+)$");

    private final String catalogs;
    private final String secondAnswer;

    private RehearsalServer(Snapshot example) {
        catalogs = SnapshotJson.write(example);
        secondAnswer = StrictJson.STRICT.write(new Snapshot.SecondAnswer(
                example.history(), example.databaseCollation(), example.loadedModules(), example.structure()));
    }

    /** @param arguments the port; it listens until it is ended */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 0, InetAddress.getLoopbackAddress())) {
            System.out.println(READY);
            serve(server);
        }
    }

    /** Until it is closed. */
    static void serve(ServerSocket server) throws IOException {
        RehearsalServer answers = new RehearsalServer(SnapshotJson.read(example()));
        while (true) {
            Socket client = server.accept();
            Thread session = new Thread(() -> answers.serve(client), "session");
            session.setDaemon(true);
            session.start();
        }
    }

    private static String example() throws IOException {
        try (InputStream file = RehearsalServer.class.getResourceAsStream(EXAMPLE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void serve(Socket client) {
        try (client) {
            new Session(client).serve();
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** One client. */
    private final class Session {

        private final DataInputStream in;
        private final DataOutputStream out;
        private final Set<String> namesOfSecondQuestion = new HashSet<>();

        Session(Socket client) throws IOException {
            in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            out = new DataOutputStream(client.getOutputStream());
        }

        void serve() throws IOException {
            if (!isGreeted()) {
                return;
            }
            for (int type = in.read(); type == 'Q'; type = in.read()) {
                answer(text(in.readNBytes(in.readInt() - Integer.BYTES)));
            }
        }

        private boolean isGreeted() throws IOException {
            while (true) {
                int rest = in.readInt() - 2 * Integer.BYTES;
                int code = in.readInt();
                in.readNBytes(rest);
                if (code == CANCEL_REQUEST) {
                    return false;
                }
                if (code != SSL_REQUEST && code != GSSENC_REQUEST) {
                    break;
                }
                out.write('N');
            }
            send('R', body -> body.writeInt(0)); // AuthenticationOk
            for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
                send('S', body -> {
                    writeText(body, parameter.getKey());
                    writeText(body, parameter.getValue());
                });
            }
            send('K', body -> {
                body.writeInt(PROCESS);
                body.writeInt(0);
            });
            isReady();
            return true;
        }

        /** The last statement of a question, and the first, which tells who serves the session; all others have no row. */
        private void answer(String question) throws IOException {
            if (question.startsWith("SELECT")) {
                row(Integer.toString(PROCESS), "default");
                if (question.contains(";")) { // Else it is asked who serves, and nothing more.
                    row(isSecond(question) ? secondAnswer : catalogs);
                }
            } else {
                send('C', body -> writeText(body, "SET"));
            }
            isReady();
        }

        private boolean isSecond(String question) {
            Matcher asked = SECOND_QUESTION.matcher(question);
            if (asked.find()) {
                if (asked.group(1) != null) {
                    namesOfSecondQuestion.add(asked.group(1));
                }
                return true;
            }
            Matcher again = EXECUTED.matcher(question);
            return again.find() && namesOfSecondQuestion.contains(again.group(1));
        }

        private void row(String... values) throws IOException {
            send('T', body -> {
                body.writeShort(values.length);
                for (int column = 0; column < values.length; column++) {
                    writeText(body, "value");
                    body.writeInt(0);
                    body.writeShort(0);
                    body.writeInt(TEXT);
                    body.writeShort(-1);
                    body.writeInt(-1);
                    body.writeShort(0);
                }
            });
            send('D', body -> {
                body.writeShort(values.length);
                for (String value : values) {
                    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                    body.writeInt(bytes.length);
                    body.write(bytes);
                }
            });
            send('C', body -> writeText(body, "SELECT 1"));
        }

        private void isReady() throws IOException {
            send('Z', body -> body.write('I'));
            out.flush();
        }

        private void send(char type, Body body) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            body.write(new DataOutputStream(bytes));
            out.write(type);
            out.writeInt(bytes.size() + Integer.BYTES);
            bytes.writeTo(out);
        }
    }

    /** What a message says. */
    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    /** Without the zero at its end. */
    private static String text(byte[] bytes) {
        return new String(bytes, 0, Math.max(0, bytes.length - 1), StandardCharsets.UTF_8);
    }
}
