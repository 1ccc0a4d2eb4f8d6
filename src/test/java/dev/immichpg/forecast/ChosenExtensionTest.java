package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChosenExtensionTest {

    private static final Releases RELEASES = ReleasesFile.builtIn();

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            chosen  | immich  | setting     | on disk
            vectors | 1.94.1  |             | vector, vectors
            vectors | 1.94.1  | pgvector    | vector, vectors
            vectors | 1.95.0  |             | vector
            vector  | 1.95.0  | pgvector    | vectors
            vectors | 1.132.3 |             | vchord, vector, vectors
                    | 1.132.3 | vectorchord | vchord, vector, vectors
            vchord  | 1.133.0 |             | vchord, vector, vectors
            vectors | 1.133.0 |             | vector, vectors
            vector  | 1.133.0 |             | vector
                    | 1.133.0 |             | cube
            vchord  | 1.133.0 | vectorchord | vector
            vector  | 2.7.5   | pgvector    | vchord, vector
            vectors | 2.7.5   | pgvecto.rs  | vchord, vector
            vchord  | 3.0.0   |             | vchord, vector, vectors
            vector  | 3.0.0   |             | vector, vectors
                    | 3.0.0   |             | vectors
                    | 3.0.0   | pgvecto.rs  | vchord, vector, vectors
            """)
    void choosesLikeItsEra(String chosen, String immich, String setting, String onDisk) {
        Given given = Given.vchord().notAvailable("vchord").notAvailable("vector");
        for (String name : onDisk.split(", ")) {
            given.available(name, "0.3.0");
        }

        assertEquals(
                Optional.ofNullable(chosen),
                chosen(given, immich, Optional.ofNullable(setting)).map(ChosenExtension::name));
    }

    @Test
    void aReleaseThatIsNotKnownChoosesNothing() {
        assertThrows(Undecidable.class, () -> chosen(Given.vchord(), "1.90.2", Optional.empty()));
    }

    @Test
    void comparesWhatIsInstalledWithWhatIsOnDisk() {
        assertFalse(of(Given.vchord()).isBehind());
        assertFalse(of(Given.vchord()).isAhead());
        assertTrue(of(Given.vchord().available("vchord", "1.1.1")).isBehind());
        assertTrue(of(Given.vchord().available("vchord", "0.4.2")).isAhead());
        assertFalse(of(Given.vchord().notInstalled("vchord")).isBehind());
    }

    @Test
    void aVersionOfTwoNumbersIsNeitherBehindNorAhead() {
        ChosenExtension chosen = of(Given.vchord().installed("vchord", "0.4"));

        assertEquals(Optional.empty(), chosen.installedVersion());
        assertFalse(chosen.isBehind());
        assertFalse(chosen.isAhead());
    }

    private static ChosenExtension of(Given given) {
        return chosen(given, "2.7.5", Optional.of("vectorchord")).orElseThrow();
    }

    private static Optional<ChosenExtension> chosen(Given given, String immich, Optional<String> setting) {
        ImmichVersion version = new ImmichVersion(Optional.of(Version.of(immich)), Source.CONFIGURED, false);
        return ChosenExtension.of(
                given.snapshot(), Expectation.of(RELEASES, version, setting.map(VectorExtension::forSetting)));
    }
}
