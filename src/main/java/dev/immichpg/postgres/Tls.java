package dev.immichpg.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * How the connection is secured, in pgjdbc's terms; never weaker than what Immich asked for. Immich hands what
 * pg-connection-string made of the URL, or {@code DB_SSL_MODE} itself, to postgres.js, which knows no {@code sslmode}:
 * an object or {@code true} means TLS with a verified certificate and name, {@code rejectUnauthorized: false} means TLS
 * and nothing more, and only the word {@code prefer} falls back to plain text.
 *
 * @param rootCertificate PEM file of the only authorities to trust; empty: those of the Java runtime
 * @param clientCertificate PEM file; empty: none is presented, not even one in {@code ~/.postgresql}
 * @param clientKey present exactly when the certificate is
 */
public record Tls(
        Mode mode, Optional<Path> rootCertificate, Optional<Path> clientCertificate, Optional<ClientKey> clientKey) {

    /** All authorities of the world are a tenth of it. */
    private static final int MOST_BYTES = 4 << 20;

    /** Named as pgjdbc's and libpq's {@code sslmode}. Their {@code allow} has no counterpart in Immich. */
    public enum Mode {
        /** Plain text. */
        DISABLE("disable"),
        /** TLS if the server offers it, plain text otherwise: someone in between may choose. */
        PREFER("prefer"),
        /** TLS with whomever answers. */
        REQUIRE("require"),
        /** TLS with any server whose certificate one of the authorities signed. */
        VERIFY_CA("verify-ca"),
        /** TLS with the server that was named. */
        VERIFY_FULL("verify-full");

        private final String sslmode;

        Mode(String sslmode) {
            this.sslmode = sslmode;
        }

        boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }

        boolean insists() {
            return this != DISABLE && this != PREFER;
        }
    }

    public Tls {
        Objects.requireNonNull(mode);
        if (mode == Mode.VERIFY_CA && rootCertificate.isEmpty()) {
            throw new InvalidTarget("sslmode=verify-ca needs an sslrootcert: otherwise a certificate of any public"
                    + " authority would be accepted.");
        }
        if (clientCertificate.isPresent() != clientKey.isPresent()) {
            throw new InvalidTarget("sslcert and sslkey belong together: only one of them is given.");
        }
        if (clientCertificate.isPresent() && mode.verifies() && rootCertificate.isEmpty()) {
            // pgjdbc's factory that presents a client certificate cannot at the same time trust the runtime's
            // authorities.
            throw new InvalidTarget("sslcert also needs sslrootcert, the file of the authorities to trust, such as"
                    + " sslrootcert=/etc/ssl/certs/ca-certificates.crt for the public ones.");
        }
    }

    static Tls of(Mode mode) {
        return new Tls(mode, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What the parameters of a {@code DB_URL} ask for. Without any: plain text, as for Immich.
     *
     * <p>{@code sslmode}, {@code sslrootcert}, {@code sslcert} or {@code sslkey} outrank {@code ssl}. Without
     * {@code uselibpqcompat=true} every mode but {@code disable} and {@code no-verify} means verify-full; with it they mean
     * what libpq means, except that {@code no-verify} is then an unknown word and means verify-full too.
     * {@code ssl=require|allow|prefer} reach postgres.js as they are. {@code ssl=false} is a word that Immich refuses; it is plain
     * text here, since nobody can mean anything else by it. Newer pg-connection-string takes {@code sslnegotiation=direct}
     * for {@code ssl=true}, older ones ignore it: here it is verify-full, with the usual negotiation, as postgres.js does.
     * {@code sslrootcert=system}, libpq's word, would be a missing file to node; here it is verify-full, which libpq
     * demands with it.
     *
     * @param parameters decoded, by name; an empty value counts as absent, as in node
     * @throws InvalidTarget naming the parameter that cannot be obeyed
     */
    static Tls ofUrl(Map<String, String> parameters) {
        Optional<String> root = value(parameters, "sslrootcert");
        Optional<String> certificate = value(parameters, "sslcert");
        Optional<String> key = value(parameters, "sslkey");
        boolean files = root.isPresent() || certificate.isPresent() || key.isPresent();
        Optional<String> sslmode = value(parameters, "sslmode");

        Mode mode = files || sslmode.isPresent()
                ? ofSslMode(sslmode, root.isPresent(), "true".equals(parameters.get("uselibpqcompat")))
                : ofSsl(value(parameters, "ssl"), value(parameters, "sslnegotiation"));

        if (root.equals(Optional.of("system"))) {
            root = Optional.empty();
            mode = mode == Mode.DISABLE ? mode : Mode.VERIFY_FULL;
        }
        if (mode == Mode.DISABLE) {
            return of(mode);
        }
        return new Tls(
                mode,
                mode.verifies() ? root.map(file -> readable("sslrootcert", file)) : Optional.empty(),
                certificate.map(file -> readable("sslcert", file)),
                key.map(file -> ClientKey.in(readable("sslkey", file))));
    }

    /**
     * What {@code DB_SSL_MODE} asks for (parts only, since Immich 1.133, environment.md#variables). Immich hands it to
     * postgres.js, for which {@code allow} and {@code require} are the same: TLS or nothing, the certificate not looked
     * at.
     *
     * @throws InvalidTarget for a word that stops Immich as well
     */
    static Tls ofVariable(String sslMode) {
        return of(
                switch (sslMode) {
                    case "disable" -> Mode.DISABLE;
                    case "prefer" -> Mode.PREFER;
                    case "allow", "require" -> Mode.REQUIRE;
                    case "verify-full" -> Mode.VERIFY_FULL;
                    default ->
                        throw new InvalidTarget(
                                "DB_SSL_MODE must be one of disable, allow, prefer, require, verify-full.");
                });
    }

    private static Mode ofSslMode(Optional<String> sslmode, boolean rootGiven, boolean libpqCompatible) {
        return switch (sslmode.orElse("")) {
            case "disable" -> Mode.DISABLE;
            case "", "allow", "verify-full" -> Mode.VERIFY_FULL;
            case "prefer" -> libpqCompatible ? Mode.REQUIRE : Mode.VERIFY_FULL;
            case "require" -> !libpqCompatible ? Mode.VERIFY_FULL : rootGiven ? Mode.VERIFY_CA : Mode.REQUIRE;
            case "verify-ca" -> libpqCompatible ? Mode.VERIFY_CA : Mode.VERIFY_FULL;
            case "no-verify" -> libpqCompatible ? Mode.VERIFY_FULL : Mode.REQUIRE;
            default ->
                throw new InvalidTarget("The parameter sslmode of the database URL must be one of disable, prefer,"
                        + " require, verify-ca, verify-full, no-verify.");
        };
    }

    private static Mode ofSsl(Optional<String> ssl, Optional<String> negotiation) {
        if (ssl.isEmpty()) {
            return negotiation.equals(Optional.of("direct")) ? Mode.VERIFY_FULL : Mode.DISABLE;
        }
        return switch (ssl.get()) {
            case "true", "1", "verify-full" -> Mode.VERIFY_FULL;
            case "allow", "require" -> Mode.REQUIRE;
            case "prefer" -> Mode.PREFER;
            case "false", "0" -> Mode.DISABLE;
            default ->
                throw new InvalidTarget(
                        "The parameter ssl of the database URL must be true or false; sslmode says more.");
        };
    }

    private static Optional<String> value(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    private static Path readable(String parameter, String file) {
        try {
            Path path = Path.of(file);
            if (Files.isReadable(path) && Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES) {
                return path;
            }
        } catch (InvalidPathException noPath) {
            throw new InvalidTarget("The parameter " + parameter + " of the database URL is not the path of a file.");
        } catch (IOException unreadable) {
            throw new InvalidTarget("The file " + file + " that " + parameter + " names cannot be read.");
        }
        throw new InvalidTarget("The file " + file + " that " + parameter + " names cannot be read.");
    }

    /** Adds the properties that make pgjdbc obey; {@code sslmode} always, because its default falls back to plain text. */
    void addTo(Properties properties) {
        PGProperty.SSL_MODE.set(properties, mode.sslmode);
        if (mode == Mode.DISABLE) {
            return;
        }
        if (mode.verifies() && rootCertificate.isEmpty()) {
            PGProperty.SSL_FACTORY.set(properties, DefaultJavaSSLFactory.class.getName());
            GuardedTlsFactory.wrap(properties);
            return;
        }
        rootCertificate.ifPresent(file -> PGProperty.SSL_ROOT_CERT.set(properties, file.toString()));
        // Empty, not absent: otherwise pgjdbc goes looking in ~/.postgresql, which Immich's driver never does.
        PGProperty.SSL_CERT.set(
                properties, clientCertificate.map(Path::toString).orElse(""));
        PGProperty.SSL_KEY.set(
                properties, clientKey.map(key -> key.file().toString()).orElse(""));
        clientKey.ifPresent(key -> PGProperty.PEM_KEY_ALGORITHM.set(properties, key.algorithm()));
        GuardedTlsFactory.wrap(properties);
    }
}
