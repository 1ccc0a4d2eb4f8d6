package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.fault.Certificates;
import dev.immichpg.publish.WebConfiguration.Tls;
import io.vertx.core.http.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link WebConfigurationFile}: what it takes of Prometheus' format, and with which words it refuses the rest. */
class WebConfigurationFileTest {

    private static final String HASH = "$2y$10$" + "a".repeat(53);

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.authority("ca");
        certificates.signed("ca", "agent", "dns:localhost");
        certificates.signed("ca", "other", "dns:localhost");
    }

    @Test
    void allThatIsSupported() throws IOException {
        WebConfiguration read = read("""
                tls_server_config:
                  cert_file: agent.crt
                  key_file: agent.key
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: %s
                  min_version: TLS12
                  max_version: TLS13
                  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
                  prefer_server_cipher_suites: true
                http_server_config:
                  http2: false
                  headers:
                    Strict-Transport-Security: max-age=31536000
                basic_auth_users:
                  alice: %s
                """.formatted(directory.resolve("ca.crt"), HASH));

        Tls tls = read.tls().orElseThrow();
        assertEquals(ClientAuth.REQUIRED, tls.clients());
        assertTrue(tls.authorities().isPresent());
        assertEquals(List.of("TLSv1.2", "TLSv1.3"), tls.protocols());
        assertTrue(tls.suites().contains("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
        assertTrue(tls.suites().contains("TLS_AES_128_GCM_SHA256"), "or TLS 1.3 would be none");
        assertEquals(Map.of("alice", HASH), read.users());
        assertEquals(Optional.of("max-age=31536000"), read.strictTransportSecurity());
        assertFalse((read + "" + tls).contains("$2y"), "a log shows no hash");
    }

    @Test
    void leastOfIt() throws IOException {
        assertEquals(WebConfiguration.OPEN, read(""));
        assertEquals(WebConfiguration.OPEN, read("# nothing yet\n"));
        assertEquals(WebConfiguration.OPEN, read("tls_server_config:\nbasic_auth_users:\n"));
        Tls tls = read("tls_server_config: {cert_file: agent.crt, key_file: agent.key}")
                .tls()
                .orElseThrow();
        assertEquals(ClientAuth.NONE, tls.clients());
        assertEquals(List.of(), tls.suites());
        assertEquals(
                List.of("TLSv1.3"),
                read("tls_server_config: {cert_file: agent.crt, key_file: agent.key, min_version: TLS13}")
                        .tls()
                        .orElseThrow()
                        .protocols());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tls_server_config: {cert_file: agent.crt} | key_file is missing
                    tls_server_config: {key_file: agent.key} | cert_file is missing
                    tls_server_config: {cert_file: agent.crt, key_file: other.key} | the key does not belong to the certificate
                    tls_server_config: {cert_file: agent.key, key_file: agent.crt} | cannot be used: both must be PEM
                    tls_server_config: {cert_file: none.crt, key_file: agent.key} | none.crt cannot be read: there is no such file
                    tls_server_config: {cert: x, cert_file: agent.crt, key_file: agent.key} | set only one of cert and cert_file
                    tls_server_config: {certfile: agent.crt, cert_file: agent.crt, key_file: agent.key} | tls_server_config.certfile: this key is not known
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, min_version: TLS10} | min_version: this must be TLS12 or TLS13
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, min_version: TLS13, max_version: TLS12} | above max_version
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, cipher_suites: [TLS_RSA_WITH_RC4]} | this Java has no TLS_RSA_WITH_RC4
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, curve_preferences: [X25519]} | curve_preferences: this is not supported
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, client_allowed_sans: [a]} | client_allowed_sans: this is not supported
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, client_auth_type: RequireAnyClientCert} | RequireAnyClientCert is not supported
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, client_auth_type: yes please} | this must be NoClientCert
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, client_auth_type: RequireAndVerifyClientCert} | set together
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, client_ca_file: ca.crt} | set together
                    tls_server_config: {cert_file: agent.crt, key_file: agent.key, client_ca_file: agent.key, client_auth_type: VerifyClientCertIfGiven} | not a certificate
                    tls_server_config: [] | this must be a mapping
                    tls_config: {} | tls_config: this key is not known
                    rate_limit: {} | rate_limit: this is not supported
                    http_server_config: {http2: true} | the agent speaks HTTP/1.1 only
                    http_server_config: {http2: maybe} | true or false
                    http_server_config: {headers: {X-Frame-Options: deny}} | X-Frame-Options: this is not supported
                    http_server_config: {headers: {Strict-Transport-Security: max-age=1}} | nothing without tls_server_config
                    basic_auth_users: {alice: secret} | basic_auth_users.alice: this must be the bcrypt hash
                    basic_auth_users: {alice: 7} | this must be a text
                    basic_auth_users: {alice: $2y$31$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa} | the cost of this hash is 31
                    basic_auth_users: {'a:b': $2y$10$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa} | contain a colon
                    basic_auth_users: {a: b, a: c} | a key stands there twice
                    {alice: 'hush | this is not YAML
                    """)
    void refused(String yaml, String why) {
        String said =
                assertThrows(UnusableWebConfiguration.class, () -> read(yaml)).getMessage();
        assertTrue(said.contains(why), said);
        assertTrue(said.startsWith(directory.toString()), said);
        assertFalse(said.contains("hush") || said.contains("secret") || said.contains("aaaa"), said);
    }

    private static WebConfiguration read(String yaml) throws IOException {
        return WebConfigurationFile.read(Files.writeString(directory.resolve("web.yml"), yaml));
    }
}
