package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.ImmichVariables;
import dev.immichpg.postgres.Target;
import dev.immichpg.postgres.Timeouts;
import dev.immichpg.postgres.UnreadableDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each strength of TLS that Immich can ask for, against each way in which a server may fail it. */
class TlsFaultsIT {

    /**
     * What the server is like, by column: without TLS; with a good certificate, and without insisting; letting nobody in
     * without TLS; wanting a certificate from the client too; and with a certificate that has expired, is for another name, or
     * is signed by an authority that nobody knows.
     */
    private static final List<Server> SERVERS = List.of(
            new Server("PLAIN", "", "host"),
            new Server("GOOD", "good", "host"),
            new Server("INSISTS", "good", "hostssl"),
            new Server("CLIENT", "good", "hostssl", "clientcert=verify-ca"),
            new Server("EXPIRED", "expired", "host"),
            new Server("OTHER-NAME", "other-name", "host"),
            new Server("UNKNOWN", "unknown", "host"));

    /**
     * Strength, and what comes of it: read in plain text, read over TLS, or why not. CA, CERT and KEY are files. What stands
     * after DB_SSL_MODE= is its value; all else is the query of DB_URL.
     */
    private static final String EXPECTED = """
            #                                                          PLAIN   GOOD    INSISTS CLIENT  EXPIRED OTHER-NAME UNKNOWN
            -                                                          plain   plain   no-tls  no-tls  plain   plain      plain
            sslmode=disable                                            plain   plain   no-tls  no-tls  plain   plain      plain
            DB_SSL_MODE=disable                                        plain   plain   no-tls  no-tls  plain   plain      plain
            ssl=prefer                                                 plain   tls     tls     mine    tls     tls        tls
            DB_SSL_MODE=prefer                                         plain   tls     tls     mine    tls     tls        tls
            ssl=allow                                                  none    tls     tls     mine    tls     tls        tls
            DB_SSL_MODE=allow                                          none    tls     tls     mine    tls     tls        tls
            DB_SSL_MODE=require                                        none    tls     tls     mine    tls     tls        tls
            sslmode=no-verify                                          none    tls     tls     mine    tls     tls        tls
            sslmode=require&sslmode=no-verify                          none    tls     tls     mine    tls     tls        tls
            uselibpqcompat=true&sslmode=prefer                         none    tls     tls     mine    tls     tls        tls
            uselibpqcompat=true&sslmode=require                        none    tls     tls     mine    tls     tls        tls
            sslmode=no-verify&sslcert=CERT&sslkey=KEY                  none    tls     tls     tls     tls     tls        tls
            uselibpqcompat=true&sslmode=require&sslrootcert=CA         none    tls     tls     mine    expired tls        unknown
            uselibpqcompat=true&sslmode=verify-ca&sslrootcert=CA       none    tls     tls     mine    expired tls        unknown
            uselibpqcompat=true&sslmode=verify-full&sslrootcert=CA     none    tls     tls     mine    expired name       unknown
            sslrootcert=CA                                             none    tls     tls     mine    expired name       unknown
            sslmode=prefer&sslrootcert=CA                              none    tls     tls     mine    expired name       unknown
            sslmode=require&sslrootcert=CA                             none    tls     tls     mine    expired name       unknown
            sslmode=verify-ca&sslrootcert=CA                           none    tls     tls     mine    expired name       unknown
            sslmode=verify-full&sslrootcert=CA                         none    tls     tls     mine    expired name       unknown
            sslmode=verify-full&sslrootcert=CA&sslcert=CERT&sslkey=KEY none    tls     tls     tls     expired name       unknown
            sslmode=require                                            none    unknown unknown unknown unknown unknown    unknown
            ssl=true                                                   none    unknown unknown unknown unknown unknown    unknown
            DB_SSL_MODE=verify-full                                    none    unknown unknown unknown unknown unknown    unknown
            """;

    private static final String TLS_CHECK =
            "; check the server's certificate, sslmode, and the files that sslrootcert, sslcert and sslkey name.";
    private static final Map<String, String> SENTENCES = Map.of(
            "none", "no secure connection was made (the server offers no TLS)" + TLS_CHECK,
            "expired", "no secure connection was made (its certificate has expired)" + TLS_CHECK,
            "name", "no secure connection was made (its certificate is not for this host name)" + TLS_CHECK,
            "unknown",
                    "no secure connection was made (its certificate is not signed by an authority that the agent trusts)"
                            + TLS_CHECK,
            "no-tls",
                    "the login was refused (no pg_hba.conf entry for host \"127.0.0.1\", user \"ROLE\", database"
                            + " \"ROLE\", no encryption); check the user, the password and pg_hba.conf.",
            "mine",
                    "the login was refused (connection requires a valid client certificate); check the user, the"
                            + " password and pg_hba.conf.");

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static EmbeddedServer server;
    private static ImmichDatabase database;

    /** @param certificate its name; empty: no TLS */
    private record Server(String name, String certificate, String connection, String... options) {

        void become() throws IOException {
            server.configure("ssl", certificate.isEmpty() ? "off" : "on");
            if (!certificate.isEmpty()) {
                server.configure(
                        "ssl_cert_file", certificates.file(certificate + ".crt").toString());
                server.configure(
                        "ssl_key_file", certificates.file(certificate + ".key").toString());
                server.configure("ssl_ca_file", certificates.file("ca.crt").toString());
            }
            Files.writeString(
                    server.dataDirectory().resolve("pg_hba.conf"),
                    "host all postgres 127.0.0.1/32 trust\n" + connection + " all all 127.0.0.1/32 scram-sha-256 "
                            + String.join(" ", options) + "\n");
            server.reload();
        }
    }

    @BeforeAll
    static void open() throws Exception {
        certificates = new Certificates(directory);
        String here = "ip:127.0.0.1,dns:localhost";
        certificates.authority("ca");
        certificates.authority("nobody");
        certificates.signed("ca", "good", here, "-validity", "2");
        certificates.signed("ca", "expired", here, "-startdate", "-3d", "-validity", "2");
        certificates.signed("ca", "other-name", "dns:db.example", "-validity", "2");
        certificates.signed("nobody", "unknown", here, "-validity", "2");
        certificates.signed("ca", "client", "dns:client", "-validity", "2");
    }

    private static void start(int major) {
        server = EmbeddedServer.start(major, EmbeddedServer.Options::baseline);
        database = ImmichDatabase.on(server)
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** All bundles speak TLS; what the server says of a login without it is worded by its version. */
    static Stream<Integer> oldestAndNewest() {
        List<Integer> majors = EmbeddedServer.majors();
        return Stream.of(majors.get(0), majors.get(majors.size() - 1));
    }

    @ParameterizedTest
    @MethodSource("oldestAndNewest")
    void eachStrengthAgainstEachFault(int major) throws Exception {
        start(major);
        List<String[]> rows = EXPECTED.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .toList();
        Map<String, String> wrong = new LinkedHashMap<>();
        for (int column = 0; column < SERVERS.size(); column++) {
            Server like = SERVERS.get(column);
            like.become();
            for (String[] row : rows) {
                assertEquals(SERVERS.size() + 1, row.length, row[0]);
                String expected = row[column + 1];
                String outcome = outcome(target(row[0]));
                if (!outcome.equals(SENTENCES.getOrDefault(expected, expected).replace("ROLE", database.role()))) {
                    wrong.put(row[0] + " against " + like.name() + ", expected " + expected, outcome);
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    /** A certificate expires, and is renewed; the authority changes, and its file follows. */
    @Test
    void renewalsNeedNoRestart() throws Exception {
        start(17);
        Path trusted = Files.copy(certificates.file("ca.crt"), certificates.file("trusted.crt"));
        SERVERS.get(1).become();
        try (Program program = new Program(
                directory,
                Map.of(
                        "DB_URL",
                        database.url() + "?sslmode=verify-full&sslrootcert=" + trusted,
                        "IMMICH_PG_EVERY",
                        "1s",
                        "IMMICH_PG_TIMEOUT",
                        "4s"),
                List.of())) {
            program.awaitUp("immich", "1.0");
            SERVERS.get(4).become();
            program.awaitExaminations("immich", 2);
            assertEquals("1.0", program.value("immich_pg_up", "immich"), "a connection that stands is not asked again");
            server.restart();
            program.awaitUp("immich", "0.0");
            program.awaitSaid("Database immich: Could not read .*its certificate has expired.*\\.");
            assertEquals(200, program.status("/health/ready"));
            assertEquals(503, program.status("/health/well"));
            SERVERS.get(1).become();
            program.awaitUp("immich", "1.0");

            SERVERS.get(6).become();
            server.restart();
            program.awaitUp("immich", "0.0");
            program.awaitSaid("Database immich: Could not read .*not signed by an authority that .*\\.");
            Files.copy(certificates.file("nobody.crt"), trusted, StandardCopyOption.REPLACE_EXISTING);
            program.awaitUp("immich", "1.0");
            program.await("well", () -> program.status("/health/well") == 200);
        }
    }

    private static Target target(String strength) {
        String given = strength.replace("=CA", "=" + certificates.file("ca.crt").toString())
                .replace("=CERT", "=" + certificates.file("client.crt").toString())
                .replace("=KEY", "=" + certificates.file("client.key").toString());
        if (!given.startsWith("DB_SSL_MODE=")) {
            return ImmichUrl.parse(database.url() + (given.equals("-") ? "" : "?" + given));
        }
        Map<String, String> variables = Map.of(
                "DB_HOSTNAME", "127.0.0.1",
                "DB_PORT", Integer.toString(server.port()),
                "DB_USERNAME", database.role(),
                "DB_PASSWORD", database.password(),
                "DB_DATABASE_NAME", database.name(),
                "DB_SSL_MODE", given.substring("DB_SSL_MODE=".length()));
        return ImmichVariables.read(name -> Optional.ofNullable(variables.get(name)))
                .orElseThrow();
    }

    private static String outcome(Target target) {
        String tried = "Could not read 127.0.0.1:" + server.port() + "/" + database.name() + " as user "
                + database.role() + ": ";
        try (CatalogReader agent =
                new CatalogReader(target, Optional.empty(), false, Timeouts.within(Duration.ofSeconds(10)))) {
            agent.read();
            return database.value("SELECT CASE WHEN ssl THEN 'tls' ELSE 'plain' END FROM pg_stat_ssl JOIN"
                    + " pg_stat_activity USING (pid) WHERE usename = '" + database.role() + "'");
        } catch (UnreadableDatabase e) {
            assertTrue(e.getMessage().startsWith(tried), e::getMessage);
            return e.getMessage().substring(tried.length());
        }
    }
}
