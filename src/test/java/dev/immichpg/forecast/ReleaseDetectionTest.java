package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseDetectionTest {

    private static final Releases RELEASES = ReleasesFile.builtIn();
    private static final String MIGRATION_OF_2_6 = "1773242919341-EncodedVideoAssetFiles";

    private final Given silent = Given.vchord().historyHidden();

    @Test
    void theOperatorsWordComesFirst() {
        assertEquals(said("3.0.0", Source.CONFIGURED), running("3.0.0", full(), "2.7.4"));
    }

    @Test
    void thenTheLastReleaseThatStarted() {
        assertEquals(said("2.7.5", Source.VERSION_HISTORY), running(null, full(), "2.7.4"));
    }

    @Test
    void thenALowerBoundFromMigrations() {
        assertEquals(
                new ImmichVersion(Optional.of(Version.of("2.6.0")), Source.MIGRATIONS, true),
                running(null, silent.newestMigration(MIGRATION_OF_2_6), "2.7.4"));
    }

    @Test
    void thenTheServersAnswer() {
        assertEquals(said("2.7.4", Source.SERVER), running(null, silent, "2.7.4"));
    }

    @Test
    void elseNobodyKnows() {
        assertEquals(ImmichVersion.unknown(), running(null, silent, null));
        assertEquals(ImmichVersion.unknown(), ReleaseDetection.configured(Optional.empty()));
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        assertEquals(
                said("2.7.4", Source.SERVER),
                running(null, silent.versionHistory("garbage").newestMigration("CreateUserTable"), "2.7.4"));
    }

    @Test
    void aMigrationThatNobodyKnowsSaysNothing() {
        assertEquals(ImmichVersion.unknown(), running(null, silent.newestMigration("1700000000000-Old"), null));
        assertEquals(ImmichVersion.unknown(), running(null, silent.newestMigration("2100000000001-OfAFork"), null));
        assertEquals(
                new ImmichVersion(Optional.of(Version.of("2.6.0")), Source.MIGRATIONS, true),
                running(null, silent.migrations("2100000000001-OfAFork", MIGRATION_OF_2_6), null));
    }

    @Test
    void versionHistoryIsReadWithOrWithoutV() {
        assertEquals(
                Optional.of(Version.of("2.7.5")),
                ReleaseDetection.lastStarted(silent.versionHistory("v2.7.5").snapshot()));
        assertEquals(
                Optional.empty(),
                ReleaseDetection.lastStarted(Given.vchord().historyHidden().snapshot()));
    }

    private static Given full() {
        return Given.vchord().newestMigration(MIGRATION_OF_2_6);
    }

    private static ImmichVersion said(String version, Source source) {
        return new ImmichVersion(Optional.of(Version.of(version)), source, false);
    }

    private static ImmichVersion running(String configured, Given given, String served) {
        return ReleaseDetection.version(
                Optional.ofNullable(configured).map(Version::of),
                given.snapshot(),
                RELEASES,
                Optional.ofNullable(served).map(Version::of));
    }
}
