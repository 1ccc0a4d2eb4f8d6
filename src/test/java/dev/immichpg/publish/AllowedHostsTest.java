package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** issue 12, C3: who may be asked for by what name. */
class AllowedHostsTest {

    private final AllowedHosts hosts =
            AllowedHosts.of("https://PG.example.org:8443/below", "immich-pg-monitor, nas.example.");

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LocalHost:9788, true",
        "127.0.0.1, true",
        "192.168.7.255:9788, true",
        "[::1]:9788, true",
        "[fd00::1:2], true",
        "[fe80::1%eth0]:9788, true",
        "pg.example.org, true",
        "pg.example.org:443, true",
        "immich-pg-monitor:9788, true",
        "NAS.example, true",
        "nas.example.:9788, true",
        "evil.example, false",
        "evil.pg.example.org, false",
        "pg.example.org.evil.example, false",
        "localhost.evil.example, false",
        "127.0.0.1.evil.example, false",
        "1.2.3, false",
        "1.2.3.4.5, false",
        "256.1.1.1, false",
        "0x7f.1, false",
        "user@localhost, false",
        "localhost:9788:1, false",
        "localhost/evil.example, false",
        "[evil.example], false",
        "::1, false",
        "'', false",
        "' ', false",
        "*, false"
    })
    void aNameIsAllowedOrNot(String header, boolean allowed) {
        assertEquals(allowed, hosts.allows(header));
    }

    @ParameterizedTest
    @CsvSource({"evil.example, true", "evil.example:1, true", "'', false"})
    void everyNameIsAllowedToWhoWantsThat(String header, boolean allowed) {
        assertEquals(allowed, AllowedHosts.of("", "*").allows(header));
    }

    @ParameterizedTest
    @CsvSource({"''", "http://", "no url", "//"})
    void anAddressThatIsNoneAllowsNothing(String url) {
        assertEquals(false, AllowedHosts.of(url, "").allows("evil.example"));
    }
}
