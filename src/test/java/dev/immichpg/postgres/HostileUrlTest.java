package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.HostileText;
import dev.immichpg.check.ReportText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.postgresql.Driver;

/** A URL is a target, or is refused with one sentence; the password shows in neither, however wrongly it is written. */
class HostileUrlTest {

    private static final String CANARY = "Canary";

    private static final List<String> PIECES = List.of(
            "postgres://",
            "postgresql:",
            "//",
            "socket:",
            "jdbc:",
            "/run/postgresql",
            " immich",
            "u",
            ":",
            "p",
            "@",
            "db",
            "[::1]",
            "fe80::1%25eth0",
            ":5432",
            ":99999",
            ",",
            "/",
            "immich",
            "?",
            "&",
            "=",
            "host=/run",
            "port=5433",
            "user=u",
            "password=p",
            "dbname=x",
            "sslmode=require",
            "sslmode=no-verify",
            "uselibpqcompat=true",
            "sslrootcert=/no/such\n",
            "ssl=true",
            "#",
            "%",
            "%2",
            "%zz",
            "%00",
            "%0a",
            "%c3",
            "+",
            "'",
            "\"",
            " ");

    @Provide
    Arbitrary<String> urls() {
        return Arbitraries.oneOf(
                HostileText.any(),
                Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join("", pieces)),
                Arbitraries.of(PIECES).list().ofMaxSize(10).map(pieces -> "postgres://u:p@" + String.join("", pieces)));
    }

    /** A URL that would be right if its password were escaped, or that is. */
    @Provide
    Arbitrary<String> urlsWithCanary() {
        return Arbitraries.randomValue(random -> {
            String password = HostileText.of(random) + CANARY + HostileText.of(random);
            String written = random.nextBoolean() ? password : URLEncoder.encode(password, StandardCharsets.UTF_8);
            return switch (random.nextInt(6)) {
                case 0 -> "postgresql://immich:" + written + "@db/immich";
                case 1 -> "postgres://immich:" + written + "@[::1]:5433,b/immich?sslmode=" + word(random);
                case 2 -> "postgres://immich@db/immich?password=" + written;
                case 3 -> "postgres://immich:" + CANARY + "/immich";
                case 4 -> "postgres://immich:p@db:" + CANARY + "/immich";
                default -> "socket://immich:" + written + "@/run/postgresql?db=immich";
            };
        });
    }

    private static String word(Random random) {
        return List.of("require", "no-verify", "", "\u202e").get(random.nextInt(4));
    }

    @Property
    void anyTextIsATargetOrRefused(@ForAll("urls") String url) {
        Target target;
        try {
            target = ImmichUrl.parse(url, "system");
        } catch (InvalidTarget refused) {
            assertSentence(refused.getMessage());
            return;
        }
        assertReadByTheDriver(target);
        assertEquals(ReportText.visible(target.describe()), target.describe());
    }

    @Property
    void thePasswordIsNeverShown(@ForAll("urlsWithCanary") String url) {
        Target target;
        try {
            target = ImmichUrl.parse(url, "system");
        } catch (InvalidTarget refused) {
            assertFalse(refused.getMessage().contains(CANARY), refused.getMessage());
            assertSentence(refused.getMessage());
            return;
        }
        assertTrue(target.password().read().isPresent(), target::toString);
        for (String shown : List.of(target.toString(), target.jdbcUrl(), target.describe())) {
            assertFalse(shown.contains(CANARY), shown);
        }
    }

    private static void assertSentence(String sentence) {
        assertEquals(ReportText.visible(sentence), sentence);
        assertTrue(sentence.endsWith("."), sentence);
    }

    /** What the driver makes of the URL that it is given: no host, database or parameter but those that were meant. */
    private static void assertReadByTheDriver(Target target) {
        Properties read = Driver.parseURL(target.jdbcUrl(), new Properties());

        assertEquals(target.database(), read.getProperty("PGDBNAME"));
        assertEquals(
                target.hosts().stream()
                        .map(host -> target.isSocket() ? "localhost" : withoutPort(host))
                        .collect(Collectors.joining(",")),
                read.getProperty("PGHOST"));
        assertEquals(
                target.hosts().stream()
                        .map(host -> Integer.toString(host.port()))
                        .collect(Collectors.joining(",")),
                read.getProperty("PGPORT"));
        assertEquals(3, read.size(), read::toString);
    }

    private static String withoutPort(Target.Host host) {
        return host.toString().substring(0, host.toString().lastIndexOf(':'));
    }
}
