package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.fault.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and passwords of the packaged agent, against curl and a real Prometheus. Nobody is at its database: that is all one here. */
class WebAccessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("Listening on https://127\\.0\\.0\\.1:(\\d+)");
    /** Of "sesame" and of "mustard". */
    private static final String SESAME = "$2b$04$GlXh7OP8TWTryjbFJoeCpOV/yQ8m979wtmOEDukNhnYGKyQ9NjG.u";

    private static final String MUSTARD = "$2b$04$0VL2NXMCxRNyopL4KhBCeO99uUhfA1eRGLcQizog05uC5GCoTGyCm";

    @TempDir
    Path directory;

    private Certificates certificates;
    private Path web;
    private Path log;
    private final List<Process> processes = new ArrayList<>();
    private OtherPrograms programs;

    @BeforeEach
    void makeCertificates() throws Exception {
        certificates = new Certificates(directory);
        certificates.authority("ca");
        certificates.signed("ca", "agent", "dns:localhost,ip:127.0.0.1");
        certificates.signed("ca", "later", "dns:localhost,ip:127.0.0.1");
        certificates.signed("ca", "alice", "dns:alice");
        programs = new OtherPrograms(directory);
        web = directory.resolve("web.yml");
        log = directory.resolve("log.txt");
    }

    @AfterEach
    void close() {
        programs.close();
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
    }

    @Test
    void passwordsAndCertificatesThatChange() throws Exception {
        configure("agent", "basic_auth_users: {alice: '" + SESAME + "'}");
        int port = start();
        String url = "https://127.0.0.1:" + port;

        assertEquals("401", status(url + "/metrics"));
        assertEquals("401", status(url + "/", "-u", "alice:mustard"));
        assertEquals("401", status(url + "/api/databases", "-u", "bob:sesame"));
        assertEquals("401", status(url + "/health/well"), "it tells of the databases");
        assertEquals("200", status(url + "/health/live"), "a probe has no password");
        for (String path : List.of("/", "/metrics", "/api/databases", "/checks")) {
            assertEquals("200", status(url + path, "-u", "alice:sesame"), path);
        }
        assertEquals("000", status("http://127.0.0.1:" + port + "/health/live"), "without TLS");
        assertEquals("000", status(url + "/health/live", "--tls-max", "1.1"));
        assertTrue(
                HealthProbe.answersOk(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "/health/live"));
        assertFalse(HealthProbe.answersOk(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "/metrics"));

        prometheusScrapes(port);

        configure("later", "basic_auth_users: {alice: '" + MUSTARD + "'}");
        await("another password", () -> {
            assertEquals("200", status(url + "/health/live"), "nobody is cut off by a change");
            return status(url + "/", "-u", "alice:mustard").equals("200");
        });
        assertEquals("401", status(url + "/", "-u", "alice:sesame"), "the old one");
        await("another certificate", () -> curl("-v", url + "/health/live").contains("CN=later"));

        Files.writeString(web, "basic_auth_users: {alice: mustard}");
        await(
                "a word about a file that cannot be used",
                () -> Files.readString(log).contains("must be the bcrypt hash"));
        assertEquals("200", status(url + "/", "-u", "alice:mustard"), "as before");
    }

    @Test
    void clientsWithACertificate() throws Exception {
        configure("agent", "", "client_auth_type: RequireAndVerifyClientCert", "client_ca_file: ca.crt");
        int port = start();
        String url = "https://127.0.0.1:" + port + "/metrics";

        assertEquals("000", status(url), "without one");
        assertEquals("200", status(url, with("alice")));
        certificates.authority("stranger");
        assertEquals("000", status(url, with("stranger")), "of another authority");
        // The agent hangs up while the probe may still write: it once took the broken pipe for an agent that is gone.
        for (int i = 0; i < 30; i++) {
            assertTrue(
                    HealthProbe.answersOk(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "/health/live"),
                    "the image's HEALTHCHECK has none");
        }
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStart() throws Exception {
        Files.writeString(web, "tls_server_config: {cert_file: agent.crt}");
        Process agent = launch();
        assertTrue(agent.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(2, agent.exitValue());
        String said = Files.readString(log);
        assertTrue(
                said.contains("immich-pg-monitor: immich-pg.web-config-file: " + web
                        + ": tls_server_config: key_file is missing: TLS needs cert_file and key_file.\n"),
                said);
        assertFalse(said.contains("Listening on http"), said);
    }

    private String[] with(String name) {
        return new String[] {
            "--cert", directory.resolve(name + ".crt") + "", "--key", directory.resolve(name + ".key") + ""
        };
    }

    private void configure(String certificate, String more, String... ofTls) throws IOException {
        String tls = "tls_server_config:\n  cert_file: " + certificate + ".crt\n  key_file: " + certificate + ".key\n";
        for (String line : ofTls) {
            tls += "  " + line + "\n";
        }
        Path unfinished = Files.writeString(directory.resolve("unfinished"), tls + more + "\n");
        Files.move(unfinished, web, StandardCopyOption.REPLACE_EXISTING);
    }

    private void prometheusScrapes(int port) throws Exception {
        String configuration = """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: agent
                    scheme: https
                    tls_config: {ca_file: ca.crt}
                    basic_auth: {username: alice, password: sesame}
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(port);
        String prometheus =
                programs.prometheus(configuration, "so no Prometheus has scraped an agent with TLS and a password");
        String api = "http://" + prometheus + "/api/v1/query?query=immich_pg_up";
        await("Prometheus has scraped", () -> curl(api).contains("\"__name__\":\"immich_pg_up\""));
        // What we take for a configuration of that format is one.
        assertEquals(0, run(directory.resolve("promtool.txt"), "promtool", "check", "web-config", web.toString()));
    }

    private int start() throws Exception {
        launch();
        await("it listens", () -> LISTENS.matcher(Files.readString(log)).find());
        return Integer.parseInt(found(LISTENS, log));
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Packaged.agent())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("DB_URL", "postgresql://nobody@127.0.0.1:1/none");
        builder.environment().put("IMMICH_PG_HOST", "127.0.0.1");
        builder.environment().put("IMMICH_PG_PORT", "0");
        builder.environment().put("IMMICH_PG_WEB_CONFIG_FILE", web.toString());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static String found(Pattern pattern, Path file) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(file));
        assertTrue(matcher.find());
        return matcher.group(1);
    }

    private String status(String url, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(Arrays.asList(more));
        arguments.addAll(List.of("-o", "/dev/null", "-w", "%{http_code}", url));
        String said = curl(arguments.toArray(String[]::new));
        return said.substring(Math.max(0, said.length() - 3));
    }

    private String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("curl", "-s", "--cacert", directory.resolve("ca.crt").toString()));
        command.addAll(Arrays.asList(arguments));
        Path said = directory.resolve("curl.txt");
        run(said, command.toArray(String[]::new));
        return Files.readString(said);
    }

    private int run(Path output, String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return Lacking.skip(
                    "immich-pg.tools.obligatory",
                    command[0] + " is not installed, so TLS and passwords of the agent have not been tried.");
        }
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            assertTrue(processes.get(0).isAlive(), Files.readString(log));
            assertTrue(Instant.now().isBefore(limit), "never: " + what + "; " + Files.readString(log));
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
