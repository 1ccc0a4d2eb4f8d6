package dev.immichpg.publish;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is let in: by the bcrypt hash of a password. A hash takes long to compare on purpose, and Prometheus comes with each scrape, so
 * the last header that was accepted of each user is remembered, hashed with a salt of this process.
 */
final class Passwords {

    private static final String SCHEME = "Basic ";

    private final Map<String, String> hashes;
    private final Map<String, byte[]> accepted = new ConcurrentHashMap<>();
    private final byte[] salt = new byte[32];

    /** @param hashes bcrypt, by the name of the user; empty: everybody is let in */
    Passwords(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
        if (!hashes.isEmpty()) {
            new SecureRandom().nextBytes(salt);
        }
    }

    boolean areNeeded() {
        return !hashes.isEmpty();
    }

    /** Without delay: whether this was accepted before. */
    boolean remember(String header) {
        return credentials(header)
                .map(who -> accepted.get(who.user()))
                .filter(known -> MessageDigest.isEqual(known, digest(header)))
                .isPresent();
    }

    /** It takes a tenth of a second, or longer: not for a thread that serves others. */
    boolean accept(String header) {
        Optional<Credentials> given = credentials(header);
        if (given.isEmpty()) {
            return false;
        }
        Credentials who = given.get();
        boolean right = BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y))
                .verify(
                        who.password().getBytes(StandardCharsets.UTF_8),
                        compared(who.user()).getBytes(StandardCharsets.US_ASCII))
                .verified;
        if (right && hashes.containsKey(who.user())) {
            accepted.put(who.user(), digest(header));
            return true;
        }
        return false;
    }

    /**
     * The hash that a password is compared with. For a name that is not known it is somebody's, of the greatest cost, so that the
     * time does not say which names are known.
     */
    String compared(String user) {
        String known = hashes.get(user);
        return known != null
                ? known
                : hashes.values().stream()
                        .max(Comparator.comparing(Passwords::cost))
                        .orElseThrow();
    }

    /** Two digits, in {@code $2y$10$…}. */
    private static String cost(String hash) {
        return hash.substring("$2y$".length(), "$2y$10".length());
    }

    private record Credentials(String user, String password) {

        @Override
        public String toString() {
            return "Credentials[" + user + "]";
        }
    }

    private static Optional<Credentials> credentials(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            String text = new String(
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] digest(String header) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(header.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
