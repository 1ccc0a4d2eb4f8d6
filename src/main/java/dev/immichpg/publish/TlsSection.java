package dev.immichpg.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import dev.immichpg.publish.WebConfiguration.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;

/** {@code tls_server_config} of a web configuration file. */
final class TlsSection {

    private static final int MOST_BYTES = 1 << 20;

    /** From the weakest on. */
    private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    private static final Map<String, String> VERSIONS =
            new TreeMap<>(Map.of("TLS12", PROTOCOLS.get(0), "TLS13", PROTOCOLS.get(1)));

    /** Of TLS 1.3: Prometheus' format has no names for them, and they are always there. */
    private static final List<String> ALWAYS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Of keys. */
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA", "Ed25519", "Ed448");

    private final Path file;
    private final YamlSection section;

    TlsSection(Path file, YamlSection section) {
        this.file = file;
        this.section = section;
    }

    /** @throws UnusableWebConfiguration where not all of it can be done */
    Tls read() {
        Buffer certificate = pem("cert");
        Buffer key = pem("key");
        ClientAuth clients = clients();
        Optional<Buffer> authorities = optionalPem("client_ca");
        List<String> protocols = protocols();
        List<String> suites = suites();
        section.yesOrNo("prefer_server_cipher_suites"); // Prometheus ignores it as well.
        section.refuse(
                "client_allowed_sans", "any certificate that client_ca_file has signed is accepted; leave it out");
        section.refuse("curve_preferences", "Java's own order is used; leave it out");
        section.end();
        if (authorities.isPresent() == (clients == ClientAuth.NONE)) {
            throw section.fault("client_ca_file and client_auth_type are set together, or neither of them");
        }
        fit(certificate, key);
        authorities.ifPresent(this::trust);
        return new Tls(certificate, key, authorities, clients, protocols, suites);
    }

    private Buffer pem(String key) {
        return optionalPem(key)
                .orElseThrow(() -> section.fault(key + "_file is missing: TLS needs cert_file and key_file"));
    }

    /** From a file, whose path is relative to that of the web configuration, or as it stands there. */
    private Optional<Buffer> optionalPem(String key) {
        Optional<String> named = section.text(key + "_file");
        Optional<String> here = section.text(key);
        if (named.isPresent() && here.isPresent()) {
            throw section.fault("set only one of " + key + " and " + key + "_file");
        }
        return named.map(path -> content(key + "_file", path)).or(() -> here.map(Buffer::buffer));
    }

    private Buffer content(String key, String path) {
        Path named = file.toAbsolutePath().resolveSibling(path);
        try {
            return Buffer.buffer(SmallFile.bytes(named, MOST_BYTES));
        } catch (UnusableFile e) {
            throw section.fault(key, named + " cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw section.fault(key, named + " cannot be read");
        }
    }

    private ClientAuth clients() {
        String type = section.text("client_auth_type").orElse("NoClientCert");
        return switch (type) {
            case "NoClientCert" -> ClientAuth.NONE;
            case "VerifyClientCertIfGiven" -> ClientAuth.REQUEST;
            case "RequireAndVerifyClientCert" -> ClientAuth.REQUIRED;
            case "RequestClientCert", "RequireAnyClientCert" ->
                throw section.fault(
                        "client_auth_type",
                        type + " is not supported, for it verifies nothing; choose VerifyClientCertIfGiven or"
                                + " RequireAndVerifyClientCert");
            default ->
                throw section.fault(
                        "client_auth_type",
                        "this must be NoClientCert, VerifyClientCertIfGiven or RequireAndVerifyClientCert");
        };
    }

    private List<String> protocols() {
        int least = PROTOCOLS.indexOf(version("min_version").orElse(PROTOCOLS.get(0)));
        int most = PROTOCOLS.indexOf(version("max_version").orElse(PROTOCOLS.get(1)));
        if (least > most) {
            throw section.fault("min_version is above max_version");
        }
        return PROTOCOLS.subList(least, most + 1);
    }

    private Optional<String> version(String key) {
        return section.text(key).map(text -> {
            String version = VERSIONS.get(text);
            if (version == null) {
                throw section.fault(key, "this must be " + String.join(" or ", VERSIONS.keySet()));
            }
            return version;
        });
    }

    private List<String> suites() {
        Optional<JsonNode> named = section.list("cipher_suites");
        if (named.isEmpty() || named.get().isEmpty()) {
            return List.of();
        }
        try {
            Set<String> known =
                    Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
            List<String> suites = new ArrayList<>(ALWAYS);
            for (JsonNode suite : named.get()) {
                String name = suite.asText();
                if (!known.contains(name)) {
                    throw section.fault("cipher_suites", "this Java has no " + name);
                }
                suites.add(name);
            }
            return suites;
        } catch (GeneralSecurityException e) {
            throw section.fault("cipher_suites", "this Java has no TLS");
        }
    }

    /** Otherwise nobody could connect, and only clients would be told. */
    private void fit(Buffer certificate, Buffer key) {
        try {
            X509KeyManager manager = CurrentKeys.manager(certificate, key);
            String alias = KINDS.stream()
                    .map(kind -> manager.chooseServerAlias(kind, null, null))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
            if (!belongTogether(manager.getPrivateKey(alias), manager.getCertificateChain(alias)[0])) {
                throw section.fault("the key does not belong to the certificate");
            }
        } catch (UnusableWebConfiguration e) {
            throw e;
        } catch (Exception e) { // Whatever parsers of strangers' files throw.
            throw section.fault(
                    "the certificate or its key cannot be used: both must be PEM, and the key not encrypted");
        }
    }

    private static boolean belongTogether(PrivateKey secret, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm = switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> secret.getAlgorithm();
        };
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(secret);
        signer.update((byte) 1);
        byte[] signature = signer.sign();
        if (!certificate.getPublicKey().getAlgorithm().equals(secret.getAlgorithm())) {
            return false;
        }
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update((byte) 1);
        return verifier.verify(signature);
    }

    private void trust(Buffer authorities) {
        try {
            CurrentAuthorities.manager(authorities);
        } catch (GeneralSecurityException e) {
            throw section.fault("client_ca_file", "this is not a certificate in PEM");
        }
    }
}
