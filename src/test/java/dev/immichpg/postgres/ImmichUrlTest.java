package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImmichUrlTest {
    private static final Timeouts TIMEOUTS = Timeouts.within(Duration.ofSeconds(10));

    /** url => jdbc url | user | password, or - for none | sslmode and, in brackets, whom it trusts; or the socket. */
    private static final String UNDERSTOOD = """
            the guide's three forms
            postgresql://immichdbusername:immichdbpassword@postgreshost:5432/immichdatabasename => jdbc:postgresql://postgreshost:5432/immichdatabasename | immichdbusername | immichdbpassword | disable
            postgresql://u:p@h:5432/db?sslmode=require => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h:5432/db?sslmode=require&sslmode=no-verify => jdbc:postgresql://h:5432/db | u | p | require

            defaults, schemes, quotes
            postgres://u:p@h/db => jdbc:postgresql://h:5432/db | u | p | disable
            POSTGRESQL://u:p@h/db => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h:/db => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h => jdbc:postgresql://h:5432/u | u | p | disable
            postgresql://u:p@h/ => jdbc:postgresql://h:5432/u | u | p | disable
            postgresql://h/db => jdbc:postgresql://h:5432/db | me | - | disable
            postgresql://u@h/db => jdbc:postgresql://h:5432/db | u | - | disable
            postgresql://u:@h/db => jdbc:postgresql://h:5432/db | u | - | disable
            'postgresql://u:p@h/db' => jdbc:postgresql://h:5432/db | u | p | disable
            "postgresql://u:p@h/db" => jdbc:postgresql://h:5432/db | u | p | disable

            percent-encoding
            postgresql://u%40corp:p%40%3A%2F%3F%23%5B%5D%25@h/db => jdbc:postgresql://h:5432/db | u@corp | p@:/?#[]% | disable
            postgresql://u:p@ss:word@h/db => jdbc:postgresql://h:5432/db | u | p@ss:word | disable
            postgresql://u:p+q@h/db => jdbc:postgresql://h:5432/db | u | p+q | disable
            postgresql://j%C3%BCrgen:gr%C3%BC%C3%9Fe@h/foto%20%C3%A4lbum => jdbc:postgresql://h:5432/foto%20%C3%A4lbum | jürgen | grüße | disable
            postgresql://jürgen:grüße@h/älbum => jdbc:postgresql://h:5432/%C3%A4lbum | jürgen | grüße | disable
            postgresql://u:50%off@h/db => jdbc:postgresql://h:5432/db | u | 50%off | disable
            postgresql://u:50%off%40x@h/db => jdbc:postgresql://h:5432/db | u | 50%off@x | disable
            postgresql://u:100%@h/db => jdbc:postgresql://h:5432/db | u | 100% | disable
            postgresql://u:p@h/my%20db => jdbc:postgresql://h:5432/my%20db | u | p | disable
            postgresql://u:p@h/a%2Fb => jdbc:postgresql://h:5432/a%252Fb | u | p | disable

            IPv6 and several hosts
            postgresql://u:p@[::1]/db => jdbc:postgresql://[::1]:5432/db | u | p | disable
            postgresql://u:p@[2001:db8::7]:5433/db => jdbc:postgresql://[2001:db8::7]:5433/db | u | p | disable
            postgresql://u:p@/db?host=::1 => jdbc:postgresql://[::1]:5432/db | u | p | disable
            postgresql://u:p@h1,h2/db => jdbc:postgresql://h1:5432,h2:5432/db | u | p | disable
            postgresql://u:p@h1:5432,h2:5433/db => jdbc:postgresql://h1:5432,h2:5433/db | u | p | disable
            postgresql://u:p@h1,h2:5433/db => jdbc:postgresql://h1:5433,h2:5433/db | u | p | disable
            postgresql://u:p@/db?host=h1:5433,h2 => jdbc:postgresql://h1:5433,h2:5432/db | u | p | disable
            postgresql://u:p@[::1]:5433,[::2]/db => jdbc:postgresql://[::1]:5433,[::2]:5432/db | u | p | disable

            parameters that outrank the rest
            postgresql://u:p@h/db?host=other&port=6000&user=w&password=q => jdbc:postgresql://other:6000/db | w | q | disable
            postgresql://h/db?password=a%2Bb+c => jdbc:postgresql://h:5432/db | me | a+b c | disable
            postgresql://u:p@h/db?host=&port=&user=&sslmode= => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?application_name=x&connect_timeout=3&options=-c%20search_path%3Dx&schema=public&channel_binding=require => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?dbname=db => jdbc:postgresql://h:5432/db | u | p | disable

            sockets
            postgresql:///immich?host=/run/postgresql => jdbc:postgresql://localhost:5432/immich | me | - | disable /run/postgresql/.s.PGSQL.5432
            postgresql://u@/immich?host=/run/postgresql&port=5433 => jdbc:postgresql://localhost:5433/immich | u | - | disable /run/postgresql/.s.PGSQL.5433
            postgresql://u:p@%2Frun%2Fpostgresql/immich => jdbc:postgresql://localhost:5432/immich | u | p | disable /run/postgresql/.s.PGSQL.5432
            postgresql://u@%2Frun%2Fpostgresql:5433/immich => jdbc:postgresql://localhost:5433/immich | u | - | disable /run/postgresql/.s.PGSQL.5433
            postgresql:///immich?host=/run/postgresql&sslmode=require => jdbc:postgresql://localhost:5432/immich | me | - | disable /run/postgresql/.s.PGSQL.5432
            socket:/run/postgresql?db=immich => jdbc:postgresql://localhost:5432/immich | me | - | disable /run/postgresql/.s.PGSQL.5432
            socket://u:p@/run/postgresql/?db=immich&encoding=utf8 => jdbc:postgresql://localhost:5432/immich | u | p | disable /run/postgresql/.s.PGSQL.5432
            /run/postgresql immich => jdbc:postgresql://localhost:5432/immich | me | - | disable /run/postgresql/.s.PGSQL.5432

            TLS as node means it
            postgresql://u:p@h/db?sslmode=disable => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?sslmode=allow => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?sslmode=prefer => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?sslmode=verify-ca => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?sslmode=verify-full => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?sslmode=no-verify => jdbc:postgresql://h:5432/db | u | p | require
            postgresql://u:p@h/db?sslmode=no-verify&sslmode=require => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?sslmode=require&sslrootcert=ROOT => jdbc:postgresql://h:5432/db | u | p | verify-full [ROOT]
            postgresql://u:p@h/db?sslrootcert=ROOT => jdbc:postgresql://h:5432/db | u | p | verify-full [ROOT]
            postgresql://u:p@h/db?sslmode=no-verify&sslrootcert=ROOT => jdbc:postgresql://h:5432/db | u | p | require
            postgresql://u:p@h/db?sslmode=disable&sslrootcert=ROOT => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?sslrootcert=system => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?sslmode=no-verify&sslrootcert=system => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?ssl=true => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?ssl=1 => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?ssl=0 => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?ssl=false => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?ssl=require => jdbc:postgresql://h:5432/db | u | p | require
            postgresql://u:p@h/db?ssl=allow => jdbc:postgresql://h:5432/db | u | p | require
            postgresql://u:p@h/db?ssl=prefer => jdbc:postgresql://h:5432/db | u | p | prefer
            postgresql://u:p@h/db?ssl=verify-full => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?ssl=0&sslmode=require => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?ssl=true&sslmode=disable => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?sslnegotiation=direct => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?sslnegotiation=postgres => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?sslnegotiation=direct&sslmode=no-verify => jdbc:postgresql://h:5432/db | u | p | require

            TLS as libpq means it
            postgresql://u:p@h/db?uselibpqcompat=true => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?uselibpqcompat=true&sslmode=disable => jdbc:postgresql://h:5432/db | u | p | disable
            postgresql://u:p@h/db?uselibpqcompat=true&sslmode=prefer => jdbc:postgresql://h:5432/db | u | p | require
            postgresql://u:p@h/db?uselibpqcompat=true&sslmode=require => jdbc:postgresql://h:5432/db | u | p | require
            postgresql://u:p@h/db?uselibpqcompat=true&sslmode=require&sslrootcert=ROOT => jdbc:postgresql://h:5432/db | u | p | verify-ca [ROOT]
            postgresql://u:p@h/db?uselibpqcompat=true&sslmode=verify-ca&sslrootcert=ROOT => jdbc:postgresql://h:5432/db | u | p | verify-ca [ROOT]
            postgresql://u:p@h/db?uselibpqcompat=true&sslmode=verify-full => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?uselibpqcompat=true&sslmode=no-verify => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?uselibpqcompat=false&sslmode=require => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            postgresql://u:p@h/db?uselibpqcompat=1&sslmode=require => jdbc:postgresql://h:5432/db | u | p | verify-full [java]
            """;

    /** url => the words of the message that name the part. */
    private static final String REFUSED = """
            '' => is empty
            "" => is empty
            u:canary@h/db => must start with postgresql://
            canary => must start with postgresql://
            jdbc:postgresql://u:canary@h/db => is a JDBC URL
            mysql://u:canary@h/db => must start with postgresql://
            'postgresql://u:canary@h/db => must start with postgresql://
            postgresql:u:canary@h/db => two slashes
            postgresql://u:canary@h:0/db => The port
            postgresql://u:canary@h:65536/db => The port
            postgresql://u:canary@h:abc/db => The port
            postgresql://u:canary@h:99999999999/db => The port
            postgresql://u:canary@h/db?port=x => The port
            postgresql://u:canary@h1,h2/db?port=5432,5433 => The port
            postgresql://u:canary@postgreshost:postgresport/db => The port
            postgresql://u:canary => The port
            postgresql://u:canary/x@h/db => %2F
            postgresql://u:canary/x => The port
            postgresql://u:1/canary@h/db => %2F
            postgresql://u:x@y/canary@h/db => %2F
            postgresql://u:1?canary@h/db => %3F
            postgresql://u:x@y?can=ary&canary@h/db => %3F
            postgresql://u:canary#x@h/db => %23
            postgresql://u:x#canary@h/db => %23
            postgresql://u:canary%ff@h/db => The password
            postgresql://u%C3:canary@h/db => The user
            postgresql://u:canary@h%ff/db => The host
            postgresql://u:canary@h/db%ff => The database name
            postgresql://u:canary@h/db% => The database name
            postgresql://u:canary@/db => names no host
            postgresql:///db => names no host
            postgresql://u:canary@ => names no host
            postgresql://u:canary@h1,,h2/db => The host
            postgresql://u:canary@h h/db => The host
            postgresql://u:canary@[::1/db => in brackets
            postgresql://u:canary@[]/db => in brackets
            postgresql://u:canary@[::1]x/db => in brackets
            postgresql://u:canary@%2Frun/db?host=/tmp => two socket directories
            postgresql://u:canary@/db?host=/run,/tmp => socket directory
            postgresql://u:canary@/db?host=run/pg => The host
            postgresql://u:canary@h/db?sslmode=strict => parameter sslmode
            postgresql://u:canary@h/db?ssl=maybe => parameter ssl
            postgresql://u:canary@h/db?uselibpqcompat=true&sslmode=verify-ca => needs an sslrootcert
            postgresql://u:canary@h/db?sslrootcert=/nowhere/ca.crt => sslrootcert names cannot be read
            postgresql://u:canary@h/db?sslmode=no-verify&sslcert=ROOT => sslcert and sslkey belong together
            postgresql://u:canary@h/db?sslrootcert=%00canary => sslrootcert
            postgresql://u:canary@h/db?sslmode=no-verify&sslkey=/nowhere/key => sslkey names cannot be read
            postgresql://u:canary@h/db?hostaddr=10.0.0.1 => parameter hostaddr
            postgresql://u:canary@h/db?service=canary => parameter service
            postgresql://u:canary@h/db?sslcrl=x => parameter sslcrl
            postgresql://u:canary@h/db?sslpassword=canary => parameter sslpassword
            postgresql://u:canary@h/db?ssl_min_protocol_version=TLSv1 => parameter ssl_min_protocol_version
            postgresql://u:canary@h/db?sslmod=require => parameter sslmod
            postgresql://u:canary@h/db?dbname=other => parameter dbname
            postgresql://u:canary@h/db?database=other => parameter database
            socket:run?db=x => whole path
            socket:/?db=x => whole path
            socket://u:canary@h/run?db=x => whole path
            """;

    @TempDir
    static Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("understood")
    void isUnderstoodAsImmichWould(String url, String expected) throws IOException {
        String root = Files.writeString(directory.resolve("root.crt"), "").toString();

        Target target = ImmichUrl.parse(url.replace("ROOT", root), "me");

        assertEquals(expected.replace("ROOT", root), shown(target));
        assertFalse(target.toString()
                .contains("password=" + target.password().read().orElse("-")));
        assertFalse(target.jdbcProperties(TIMEOUTS).containsKey("password"));
        assertTrue(target.jdbcProperties(TIMEOUTS).containsKey("sslmode"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedWithoutSpillingThePassword(String url, String words) throws IOException {
        String root = Files.writeString(directory.resolve("root.crt"), "").toString();

        InvalidTarget refusal =
                assertThrows(InvalidTarget.class, () -> ImmichUrl.parse(url.replace("ROOT", root), "me"));

        String message = refusal.getMessage();
        assertTrue(message.contains(words), message);
        assertTrue(message.endsWith("."), message);
        assertFalse(message.contains("canary"), message);
        assertFalse(message.contains("ary@"), message);
        assertFalse(url.length() > 2 && message.contains(url), message);
    }

    @Test
    void blankIsRefused() {
        assertEquals(
                "The database URL is empty.",
                assertThrows(InvalidTarget.class, () -> ImmichUrl.parse(" \n", "me"))
                        .getMessage());
    }

    @Test
    void aSystemUserWithoutANameIsNoUser() {
        assertThrows(InvalidTarget.class, () -> ImmichUrl.parse("postgresql://h/db", "?"));
    }

    /** What follows an & that should have been %26 looks like a parameter, and is not shown. */
    @Test
    void theRestOfAPasswordIsNotNamed() {
        String refusal = assertThrows(
                        InvalidTarget.class, () -> ImmichUrl.parse("postgresql://u@h/db?password=a&canary", "me"))
                .getMessage();

        assertFalse(refusal.contains("canary"), refusal);
        assertTrue(refusal.endsWith("write the & in the password as %26."), refusal);
    }

    @Test
    void aRefusalIsOneLineWhateverTheUrlHolds() {
        String refusal = assertThrows(
                        InvalidTarget.class, () -> ImmichUrl.parse("postgresql://u@h/db?%E2%80%AE%0A=x", "me"))
                .getMessage();

        assertTrue(refusal.startsWith("The parameter ?? of the database URL"), refusal);
    }

    @Test
    void describesWhatItMeansWithoutSecrets() {
        Target target = ImmichUrl.parse("postgresql://u:canary@[::1],h:5433/a%0Ab", "me");

        assertEquals("[::1]:5433,h:5433/a?b", target.describe());
        assertFalse(target.toString().contains("canary"));
    }

    @Test
    void tellsPgjdbcEverythingInTheLogin() {
        Properties properties =
                ImmichUrl.parse("postgresql://u:p@h1,h2/db", "me").jdbcProperties(TIMEOUTS);

        assertEquals("immich-pg-monitor", properties.getProperty("ApplicationName"));
        assertEquals("14", properties.getProperty("assumeMinServerVersion"));
        assertEquals("2", properties.getProperty("connectTimeout"));
        assertEquals("0", properties.getProperty("loginTimeout")); // the sockets' matter
        assertEquals("6", properties.getProperty("socketTimeout"));
        assertEquals("disable", properties.getProperty("gssEncMode"));
        assertEquals("true", properties.getProperty("tcpKeepAlive"));
        // Nor anything for the session: a pooler would refuse it, or keep it for others.
        assertEquals(
                Set.of(),
                properties.stringPropertyNames().stream()
                        .filter(Set.of("options", "readOnly", "readOnlyMode")::contains)
                        .collect(Collectors.toSet()));
        // Else the driver would give names to statements, which a pooler may lose.
        assertEquals("0", properties.getProperty("preparedStatementCacheQueries"));
        assertEquals("0", properties.getProperty("prepareThreshold"));
    }

    @Test
    void aClientKeyIsTakenOnlyInAFormThatPgjdbcReads() throws Exception {
        byte[] pkcs8 = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";

        assertEquals(
                "EC", ClientKey.in(Files.write(directory.resolve("der"), pkcs8)).algorithm());
        assertEquals(
                "EC",
                ClientKey.in(Files.writeString(directory.resolve("pem.key"), pem))
                        .algorithm());
        for (Path unusable : new Path[] {
            Files.writeString(directory.resolve("pem"), pem),
            Files.write(directory.resolve("der.key"), pkcs8),
            Files.writeString(directory.resolve("pkcs1.key"), pem.replace("PRIVATE", "RSA PRIVATE")),
            Files.writeString(directory.resolve("locked.pem"), pem.replace("PRIVATE", "ENCRYPTED PRIVATE")),
            Files.writeString(directory.resolve("empty"), ""),
            Files.write(directory.resolve("store.p12"), pkcs8)
        }) {
            String message = assertThrows(InvalidTarget.class, () -> ClientKey.in(unusable))
                    .getMessage();
            assertTrue(message.contains("openssl pkcs8 -topk8 -nocrypt -in " + unusable), message);
        }
    }

    @Test
    void aClientCertificateIsPresentedWithItsKey() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024); // for a test as good as one that takes seconds to find
        byte[] pkcs8 = rsa.generateKeyPair().getPrivate().getEncoded();
        Path key = Files.write(directory.resolve("client.pk8"), pkcs8);
        Path certificate = Files.writeString(directory.resolve("client.crt"), "");
        String url = "postgresql://u@h/db?sslcert=" + certificate + "&sslkey=" + key;

        Properties properties =
                ImmichUrl.parse(url + "&sslmode=no-verify", "me").jdbcProperties(TIMEOUTS);

        assertEquals("require", properties.getProperty("sslmode"));
        assertEquals(certificate.toString(), properties.getProperty("sslcert"));
        assertEquals(key.toString(), properties.getProperty("sslkey"));
        assertTrue(assertThrows(InvalidTarget.class, () -> ImmichUrl.parse(url, "me"))
                .getMessage()
                .contains("sslcert also needs sslrootcert"));
    }

    private static String shown(Target target) {
        Properties properties = target.jdbcProperties(TIMEOUTS);
        String tls = properties.getProperty("sslmode");
        if (properties.containsKey("sslfactory")) {
            assertEquals(GuardedTlsFactory.class.getName(), properties.getProperty("sslfactory"));
            tls += properties.getProperty("sslfactoryarg").equals("org.postgresql.ssl.DefaultJavaSSLFactory")
                    ? " [java]"
                    : "";
        }
        assertEquals(ImpatientSocketFactory.class.getName(), properties.getProperty("socketFactory"));
        if (properties.containsKey("sslrootcert")) {
            tls += " [" + properties.getProperty("sslrootcert") + "]";
        }
        if (properties.containsKey("socketFactoryArg")) {
            tls += " " + properties.getProperty("socketFactoryArg");
        }
        String password = target.password().read().orElse("-");
        return String.join(" | ", target.jdbcUrl(), target.user(), password, tls);
    }

    private static Stream<Arguments> understood() {
        return rows(UNDERSTOOD);
    }

    private static Stream<Arguments> refused() {
        return rows(REFUSED);
    }

    /** Lines without an arrow are headings. */
    private static Stream<Arguments> rows(String table) {
        return table.lines().filter(line -> line.contains(" => ")).map(line -> {
            String[] sides = line.split(" => ", 2);
            return Arguments.of(sides[0], sides[1]);
        });
    }
}
