package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImmichVariablesTest {
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void nothingSetIsNoDatabase() {
        environment.put("DB_URL", "");
        environment.put("DB_VECTOR_EXTENSION", "pgvector");
        environment.put("CREDENTIALS_DIRECTORY", directory.toString());

        assertEquals(Optional.empty(), ImmichVariables.read(this::variable));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            DB_PASSWORD,      secret, database:5432/immich, postgres, secret
            DB_HOSTNAME,      pg,     pg:5432/immich,       postgres, postgres
            DB_PORT,          5433,   database:5433/immich, postgres, postgres
            DB_USERNAME,      immich, database:5432/immich, immich,   postgres
            DB_DATABASE_NAME, photos, database:5432/photos, postgres, postgres
            DB_SSL_MODE,      require, database:5432/immich, postgres, postgres
            DB_HOSTNAME,      /run/postgresql, /run/postgresql:5432/immich, postgres, postgres
            """)
    void oneOfThePartsBringsImmichsDefaultsForTheRest(
            String name, String value, String described, String user, String password) {
        environment.put(name, value);

        Target target = read();

        assertEquals(described, target.describe());
        assertEquals(user, target.user());
        assertEquals(Optional.of(password), target.password().read());
    }

    @Test
    void theUrlOutranksAllParts() {
        environment.put("DB_URL", "postgresql://u@h/db");
        environment.put("DB_HOSTNAME", "other");
        environment.put("DB_PASSWORD", "secret");
        environment.put("DB_SSL_MODE", "verify-full");

        assertEquals("h:5432/db", read().describe());
        assertEquals(Optional.empty(), read().password().read());
        assertEquals(Tls.Mode.DISABLE, read().tls().mode());
    }

    @Test
    void anEmptyUrlLeavesThePartsInForce() {
        environment.put("DB_URL", "");
        environment.put("DB_HOSTNAME", "pg");

        assertEquals("pg:5432/immich", read().describe());
    }

    @Test
    void aFileOutranksItsVariableAndAnyCredential() throws IOException {
        file("DB_DATABASE_NAME", "from-credential");
        environment.put("CREDENTIALS_DIRECTORY", directory.toString());
        environment.put("DB_DATABASE_NAME", "plain");
        assertEquals("database:5432/from-credential", read().describe());

        environment.put("DB_DATABASE_NAME_FILE", file("elsewhere", "from-file\n\n"));
        assertEquals("database:5432/from-file", read().describe());
    }

    @Test
    void aUrlInAFileOutranksPlainUrlAndParts() throws IOException {
        environment.put("DB_URL", "postgresql://plain/db");
        environment.put("DB_HOSTNAME", "part");
        environment.put("DB_URL_FILE", file("url", "postgresql://in-file/db\n"));

        assertEquals("in-file:5432/db", read().describe());
    }

    @Test
    void aPasswordInAFileIsReadAgainEachTime() throws IOException {
        environment.put("DB_PASSWORD", "plain");
        environment.put("DB_PASSWORD_FILE", file("password", "first\n"));
        Password password = read().password();

        assertEquals(Optional.of("first"), password.read());
        file("password", "second\n");
        assertEquals(Optional.of("second"), password.read());
        assertFalse(password.toString().contains("second"));
        Files.delete(directory.resolve("password"));
        assertEquals(
                "The password file " + directory.resolve("password")
                        + " cannot be read: there is no such file; check that it exists and that the agent is allowed"
                        + " to read it.",
                assertThrows(UnreadablePassword.class, password::read).getMessage());
    }

    /** Issue 12: a secret's file is read at each login, and must not keep the agent waiting, nor be more than it can hold. */
    @Test
    void whatCannotBeASecretIsNotRead() throws Exception {
        Path pipe = directory.resolve("password");
        environment.put("DB_HOSTNAME", "pg");
        environment.put("DB_PASSWORD_FILE", file("password", "first"));
        Password password = read().password();
        Files.delete(pipe);
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertTrue(refusal(password).contains("it is not a regular file")));
        Files.delete(pipe);
        file("password", "x".repeat(64 * 1024 + 1));
        assertTrue(refusal(password).contains("it is larger than 64 KB"));
    }

    private static String refusal(Password password) {
        return assertThrows(UnreadablePassword.class, password::read).getMessage();
    }

    @Test
    void aPasswordAmongTheCredentialsIsEnoughToMeanADatabase() throws IOException {
        environment.put("CREDENTIALS_DIRECTORY", directory.toString());
        file("DB_PASSWORD", "secret");

        assertEquals(Optional.of("secret"), read().password().read());
    }

    @Test
    void portAndSslModeHaveNoFiles() throws IOException {
        environment.put("DB_HOSTNAME", "pg");
        environment.put("DB_PORT_FILE", file("port", "1"));
        environment.put("DB_SSL_MODE_FILE", file("mode", "require"));

        assertEquals("pg:5432/immich", read().describe());
        assertEquals(Tls.Mode.DISABLE, read().tls().mode());
    }

    @ParameterizedTest
    @CsvSource({"disable, DISABLE", "allow, REQUIRE", "prefer, PREFER", "require, REQUIRE", "verify-full, VERIFY_FULL"})
    void sslModeMeansWhatPostgresJsMakesOfIt(String value, Tls.Mode expected) {
        environment.put("DB_SSL_MODE", value);

        assertEquals(expected, read().tls().mode());
    }

    @ParameterizedTest
    @CsvSource({
        "DB_PORT, 5432canary, DB_PORT must be a number between 1 and 65535.",
        "DB_PORT, 65536, The port of the database must be a number between 1 and 65535.",
        "DB_SSL_MODE, canary, 'DB_SSL_MODE must be one of disable, allow, prefer, require, verify-full.'",
        "DB_URL_FILE, /dev/zero, The file /dev/zero that should hold DB_URL cannot be read: it is not a regular file.",
        "DB_URL_FILE, /nowhere, The file /nowhere that should hold DB_URL cannot be read: there is no such file.",
        "DB_USERNAME_FILE, /nowhere, The file /nowhere that should hold DB_USERNAME cannot be read: there is no such file.",
        "DB_URL, mysql://u:canary@h/db, The database URL must start with postgresql:// or postgres://."
    })
    void whatCannotBeReadIsRefusedAndNamed(String name, String value, String message) {
        environment.put("DB_PASSWORD", "canary");
        environment.put(name, value);

        assertEquals(message, assertThrows(InvalidTarget.class, this::read).getMessage());
    }

    @Test
    void theVectorExtensionIsPassedOnAsWritten() {
        assertEquals(Optional.empty(), ImmichVariables.vectorExtension(this::variable));
        environment.put("DB_VECTOR_EXTENSION", "pgvecto.rs");
        assertEquals(Optional.of("pgvecto.rs"), ImmichVariables.vectorExtension(this::variable));
    }

    private Target read() {
        return ImmichVariables.read(this::variable).orElseThrow();
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
