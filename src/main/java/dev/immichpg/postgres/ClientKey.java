package dev.immichpg.postgres;

import dev.immichpg.input.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private key of a client certificate, in a form that pgjdbc can use: PKCS-8 without a passphrase, as PEM in a
 * file named {@code *.key} or {@code *.pem}, or as DER in any other. Node takes more forms (PKCS-1, SEC-1), so a key that
 * serves Immich may have to be converted.
 *
 * @param algorithm as {@link KeyFactory} names it; pgjdbc takes RSA for granted unless told
 */
record ClientKey(Path file, String algorithm) {
    private static final int MOST_BYTES = 64 << 10;
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    ClientKey {
        if (!ALGORITHMS.contains(algorithm)) {
            throw new IllegalArgumentException("no such kind of key: " + algorithm);
        }
    }

    /** @throws InvalidTarget when the file cannot be read, or pgjdbc could not use it: with the command that converts it */
    static ClientKey in(Path file) {
        byte[] content;
        try {
            content = SmallFile.bytes(file, MOST_BYTES);
        } catch (IOException unreadable) {
            throw new InvalidTarget(
                    "The file " + file + " that sslkey names cannot be read: " + SecretFile.why(unreadable) + ".");
        }
        Matcher pem = PEM.matcher(new String(content, StandardCharsets.ISO_8859_1));
        boolean isPem = pem.find();
        boolean readAsPem = file.toString().endsWith(".key") || file.toString().endsWith(".pem");
        boolean readAsStore =
                file.toString().endsWith(".p12") || file.toString().endsWith(".pfx");
        if (readAsStore || isPem != readAsPem || (isPem && !pem.group(1).equals("PRIVATE KEY"))) {
            throw unusable(file);
        }
        byte[] pkcs8 = content;
        if (isPem) {
            try {
                pkcs8 = Base64.getMimeDecoder().decode(pem.group(2));
            } catch (IllegalArgumentException garbled) {
                throw unusable(file);
            }
        }
        for (String algorithm : ALGORITHMS) {
            try {
                KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                return new ClientKey(file, algorithm);
            } catch (GeneralSecurityException another) {
                // A PKCS-8 key does not say its kind in a way the JDK can ask for: only trying tells.
            }
        }
        throw unusable(file);
    }

    private static InvalidTarget unusable(Path file) {
        return new InvalidTarget(
                "The key in " + file + " that sslkey names is in a form this agent cannot use; convert it:"
                        + " openssl pkcs8 -topk8 -nocrypt -in " + file + " -outform DER -out client.pk8"
                        + " && chmod 600 client.pk8, and name that file as sslkey.");
    }
}
