package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerSettingsTest {

    private static Optional<String> fault(Map<String, String> settings) {
        return ListenerSettings.fault(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build());
    }

    @Test
    void nothingIsWrongWithADoorThatIsUsualOrFits() {
        assertEquals(Optional.empty(), fault(Map.of()));
        assertEquals(
                Optional.empty(),
                fault(Map.of(
                        "immich-pg.host", "127.0.0.1", "immich-pg.port", "65535", "immich-pg.management-port", "0")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "immich-pg.port            | 65536 | immich-pg.port: \"65536\" is not a port, a number up to 65535.",
                "immich-pg.port            | ''    | immich-pg.port: \"\" is not a port, a number up to 65535.",
                "immich-pg.management-port | x     | immich-pg.management-port: \"x\" is not a port, a number up to 65535.",
                "quarkus.http.port         | x     | quarkus.http.port: \"x\" is not a port, a number up to 65535.",
                "immich-pg.host            | ' '   | immich-pg.host: \" \" is not the name or an address of this machine.",
                "quarkus.http.host         | ' '   | quarkus.http.host: \" \" is not the name or an address of this machine.",
                "immich-pg.management-port | tcp://10.96.0.7:5432 | immich-pg.management-port: \"tcp://10.96.0.7:5432\" is not"
                        + " a port, a number up to 65535. Kubernetes sets IMMICH_PG_MANAGEMENT_PORT for a service of that"
                        + " name: set it in the container, or enableServiceLinks: false."
            })
    void whatDoesNotFitIsNamed(String property, String text, String sentence) {
        assertEquals(Optional.of(sentence), fault(Map.of(property, text)));
    }
}
