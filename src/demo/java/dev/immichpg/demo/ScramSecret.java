package dev.immichpg.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A password as Postgres stores it (scram-sha-256), but after one round instead of 4,096. The client repeats each round at
 * each login, and without the second compiler that takes it 30 ms: most of what hundreds of short tests did.
 */
final class ScramSecret {

    private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private ScramSecret() {}

    /** For {@code CREATE ROLE … PASSWORD}. Whose characters must be prepared first is left to the server. */
    static String of(String password) {
        if (!password.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return password;
        }
        try {
            byte[] salted = hmac(password.getBytes(StandardCharsets.US_ASCII), SALT, FIRST_BLOCK);
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(hmac(salted, ascii("Client Key")));
            return "SCRAM-SHA-256$1:" + base64(SALT) + "$" + base64(storedKey) + ":"
                    + base64(hmac(salted, ascii("Server Key")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, byte[]... texts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] text : texts) {
            mac.update(text);
        }
        return mac.doFinal();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
