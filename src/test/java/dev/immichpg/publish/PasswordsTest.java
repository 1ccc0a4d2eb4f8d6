package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    /** Of "sesame", by libxcrypt. */
    private static final String SESAME = "$2b$04$GlXh7OP8TWTryjbFJoeCpOV/yQ8m979wtmOEDukNhnYGKyQ9NjG.u";

    private final Passwords passwords = new Passwords(Map.of("alice", SESAME));

    @Test
    void theRightOneIsAcceptedAndThenRemembered() {
        String right = basic("alice:sesame");
        assertFalse(passwords.remember(right), "before it was compared");
        assertTrue(passwords.accept(right));
        assertTrue(passwords.remember(right));
        assertFalse(passwords.remember(basic("alice:sesam")));
        assertFalse(new Passwords(Map.of("alice", SESAME)).remember(right), "new passwords know nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2a", "2b", "2y"})
    void everyKindOfHash(String kind) {
        assertTrue(
                new Passwords(Map.of("alice", SESAME.replace("$2b$", "$" + kind + "$"))).accept(basic("alice:sesame")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice:Sesame", "alice:", "alice", "bob:sesame", ":sesame", "", "alice:sesame:"})
    void anythingElseIsNot(String credentials) {
        assertFalse(passwords.accept(basic(credentials)));
        assertFalse(passwords.remember(basic(credentials)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Bearer YWxpY2U6c2VzYW1l", "YWxpY2U6c2VzYW1l"})
    void whatIsNoHeaderOfThisKindIsNot(String header) {
        assertFalse(passwords.accept(header));
    }

    @Test
    void aPasswordThatIsLongerThanBcryptLooksAt() {
        assertFalse(passwords.accept(basic("alice:" + "x".repeat(5_000))));
    }

    /** issue 17: it was no hash at all, was refused at once, and so told which names are known. */
    @Test
    void aNameThatIsNotKnownTakesAsLongAsOneThatIs() {
        String costly = SESAME.replace("$04$", "$06$");
        Passwords two = new Passwords(Map.of("alice", SESAME, "carol", costly));
        assertEquals(SESAME, two.compared("alice"));
        assertEquals(costly, two.compared("bob"));
        // Also with the password of the one whose hash it is.
        assertFalse(passwords.accept(basic("bob:sesame")));
        assertEquals(SESAME, passwords.compared("bob"));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
