package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.postgres.UnreadableDatabase.Reason;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class UnreadableDatabaseTest {
    private static final Target PLAIN = ImmichUrl.parse("postgresql://immich:canary@pg/photos");
    private static final Target SECURE = ImmichUrl.parse("postgresql://immich:canary@pg/photos?sslmode=require");
    private static final Target NO_PASSWORD = ImmichUrl.parse("postgresql://immich@pg/photos?sslmode=no-verify");
    private static final Target SOCKET = ImmichUrl.parse("postgresql://immich@/photos?host=/run/pg&sslmode=require");

    /** What a real Postgres 15 (and PgBouncer 1.18, with state 08P01) says in each case. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            28P01, LOGIN,             password authentication failed for user "immich"
            28000, LOGIN,             role "immich" is not permitted to log in
            28000, LOGIN,             no pg_hba.conf entry for host "10.0.0.9"
            3D000, NO_SUCH_DATABASE,  database "photos" does not exist
            42501, PERMISSION,        permission denied for database "photos"
            53300, REFUSED,           sorry too many clients already
            55000, REFUSED,           database "photos" is not currently accepting connections
            57P01, REFUSED,           terminating connection due to administrator command
            57P03, REFUSED,           the database system is starting up
            57014, TIMEOUT,           canceling statement due to statement timeout
            25P04, TRANSACTION_TIMEOUT, terminating connection due to transaction timeout
            55P03, LOCKED,            canceling statement due to lock timeout
            42P01, UNEXPECTED_ANSWER, relation "x" does not exist
            25006, UNEXPECTED_ANSWER, cannot execute CREATE TABLE in a read-only transaction
            08P01, REFUSED,           unsupported startup parameter: options
            08P01, LOGIN,             SASL authentication failed
            08P01, LOGIN,             no such user: immich
            08P01, NO_SUCH_DATABASE,  no such database: photos
            XX000, UNEXPECTED_ANSWER, cache lookup failed
            """)
    void whatTheServerSaysIsClassifiedByItsStateAndQuoted(String state, Reason expected, String words) {
        UnreadableDatabase unreadable = UnreadableDatabase.of(
                PLAIN, new PSQLException(new ServerErrorMessage("SFATAL\0C" + state + "\0M" + words + "\0")));

        assertEquals(expected, unreadable.reason());
        assertTrue(unreadable.getMessage().contains(" (" + words + "); check "), unreadable.getMessage());
    }

    /** Issue 12: who answers in the server's place was told it, and an extension that reports a failed login knows it. */
    @ParameterizedTest
    @CsvSource({
        "your password is canary, your password is (password)",
        "'canary, CANARY\ncanary', '(password), CANARY (password)'",
    })
    void thePasswordIsNotRepeated(String words, String shown) {
        UnreadableDatabase unreadable = UnreadableDatabase.of(
                PLAIN, new PSQLException(new ServerErrorMessage("SFATAL\0C28P01\0M" + words + "\0")));

        assertTrue(unreadable.getMessage().contains(" (" + shown + "); check "), unreadable.getMessage());
    }

    @ParameterizedTest
    @MethodSource("ofTheDriver")
    void whatTheDriverSaysIsClassifiedByItsCauses(Target target, String state, Throwable cause, Reason expected) {
        SQLException failure = new SQLException("java.lang.Canary: canary", state, cause);

        UnreadableDatabase unreadable = UnreadableDatabase.of(target, failure);

        assertEquals(expected, unreadable.reason(), unreadable.getMessage());
        assertTrue(unreadable.getMessage().matches("Could not read \\S+/photos as user immich: [^.]+; check .*\\."));
        assertFalse(unreadable.getMessage().toLowerCase().contains("canary"), unreadable.getMessage());
        assertFalse(unreadable.getMessage().contains("java"), unreadable.getMessage());
    }

    private static Stream<Arguments> ofTheDriver() {
        return Stream.of(
                Arguments.of(SOCKET, "99999", new UnsatisfiedLinkError("canary"), Reason.SOCKET_LIBRARY),
                Arguments.of(PLAIN, "08001", new UnknownHostException("pg"), Reason.UNKNOWN_HOST),
                Arguments.of(PLAIN, "08001", new ConnectException("Connection refused"), Reason.UNREACHABLE),
                Arguments.of(PLAIN, "08001", new NoRouteToHostException("x"), Reason.UNREACHABLE),
                Arguments.of(SOCKET, "08001", new SocketException("No such file or directory"), Reason.UNREACHABLE),
                Arguments.of(PLAIN, "08006", new SocketTimeoutException("Read timed out"), Reason.TIMEOUT),
                Arguments.of(PLAIN, "08001", null, Reason.TIMEOUT),
                Arguments.of(PLAIN, "08006", new EOFException(), Reason.UNREACHABLE),
                Arguments.of(PLAIN, "08006", new SocketException("Connection reset"), Reason.UNREACHABLE),
                Arguments.of(
                        SECURE, "08006", new SSLException("x", new SocketException("Broken pipe")), Reason.UNREACHABLE),
                Arguments.of(SECURE, "08006", new SSLHandshakeException("unable to find valid path"), Reason.TLS),
                Arguments.of(SECURE, "08006", new CertificateException("no certificate in it"), Reason.TLS),
                Arguments.of(SECURE, "08006", null, Reason.TLS),
                Arguments.of(SECURE, "08004", null, Reason.TLS),
                Arguments.of(PLAIN, "08004", null, Reason.LOGIN),
                Arguments.of(NO_PASSWORD, "08004", null, Reason.LOGIN),
                Arguments.of(SOCKET, "08004", null, Reason.LOGIN),
                Arguments.of(PLAIN, "08003", null, Reason.UNREACHABLE),
                Arguments.of(PLAIN, "08P01", null, Reason.UNEXPECTED_ANSWER),
                Arguments.of(PLAIN, null, null, Reason.UNEXPECTED_ANSWER),
                Arguments.of(PLAIN, "", null, Reason.UNEXPECTED_ANSWER));
    }

    @Test
    void isOneSentenceThatSaysWhatWasTriedAndWhatToCheck() {
        assertEquals(
                "Could not read pg:5432/photos as user immich: nothing answers there, or the connection broke;"
                        + " check that Postgres runs and listens there.",
                message(PLAIN, new PSQLException("x", PSQLState.CONNECTION_UNABLE_TO_CONNECT, new ConnectException())));
        assertEquals(
                "Could not read /run/pg:5432/photos as user immich: the login was refused"
                        + " (it asks for a password, but no password is configured); check the user, the password and pg_hba.conf.",
                message(SOCKET, new PSQLException("x", PSQLState.CONNECTION_REJECTED)));
    }

    @Test
    void saysWhyTheConnectionIsNotSecure() {
        PSQLState failed = PSQLState.CONNECTION_FAILURE;
        Throwable untrusted = new SSLHandshakeException("x").initCause(new CertPathBuilderException());
        Throwable expired = new SSLHandshakeException("x").initCause(new CertificateExpiredException());

        assertTrue(message(SECURE, new PSQLException("x", PSQLState.CONNECTION_REJECTED))
                .contains("(the server offers no TLS)"));
        assertTrue(message(SECURE, new PSQLException("x", failed))
                .contains("(its certificate is not for this host name)"));
        assertTrue(message(SECURE, new PSQLException("x", failed, untrusted))
                .contains("(its certificate is not signed by an authority that the agent trusts)"));
        assertTrue(message(SECURE, new PSQLException("x", failed, expired)).contains("(its certificate has expired)"));
    }

    /** Issue 12: gss and sspi. The driver looks for a ticket by JAAS, and says that the way there failed. */
    @Test
    void aServerThatAsksForKerberosIsNotUnreachable() {
        SQLException failure = new SQLException(
                "GSS Authentication failed", "08006", new LoginException("No LoginModules configured for pgjdbc"));
        UnreadableDatabase unreadable = UnreadableDatabase.of(PLAIN, failure);
        assertEquals(Reason.LOGIN, unreadable.reason());
        assertTrue(
                unreadable
                        .getMessage()
                        .contains("(it asks for Kerberos, gss or sspi, which this agent does not speak)"),
                unreadable.getMessage());
    }

    @Test
    void anUnreadablePasswordFileIsNamed() {
        UnreadablePassword unreadable = new UnreadablePassword("The password file /run/pw is empty.");
        String expected = "Could not read pg:5432/photos as user immich: The password file /run/pw is empty.";

        assertEquals(expected, UnreadableDatabase.of(PLAIN, unreadable).getMessage());
        UnreadableDatabase wrapped = UnreadableDatabase.of(PLAIN, new SQLException("x", unreadable));
        assertEquals(expected, wrapped.getMessage());
        assertEquals(Reason.LOGIN, wrapped.reason());
    }

    @Test
    void namesFromOutsideCannotBreakTheLine() {
        Target odd = PLAIN.as("im\nmich", Password.inFile(Path.of("/run/pw")));
        String words = "a\nb\tc" + "x".repeat(300);

        String message = message(odd, new PSQLException(new ServerErrorMessage("C42501\0M" + words + "\0")));

        assertFalse(message.contains("\n"));
        assertTrue(message.contains("as user im?mich"));
        assertTrue(message.contains("(a b cxxx"));
        assertTrue(message.length() < 400);
    }

    private static String message(Target target, SQLException failure) {
        return UnreadableDatabase.of(target, failure).getMessage();
    }
}
