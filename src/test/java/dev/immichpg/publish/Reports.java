package dev.immichpg.publish;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Check;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Report;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Running;
import dev.immichpg.forecast.StartUp;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reports without a server, a clock or an agent. */
final class Reports {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Releases RELEASES = ReleasesFile.builtIn();

    private Reports() {}

    static Report of(String database, Given given, Instant at, Check... muted) {
        Snapshot is = given.snapshot();
        ImmichVersion immich = Running.version(Optional.empty(), is, RELEASES, Optional.empty());
        Expectation should = Expectation.of(RELEASES, immich, Optional.empty());
        Expectation then = Expectation.of(
                RELEASES,
                new ImmichVersion(Optional.of(Version.of("3.3.0")), Source.CONFIGURED, false),
                Optional.empty());
        return new Report(
                database,
                at,
                Duration.ofMillis(12),
                immich,
                Optional.empty(),
                Optional.of(is),
                StartUp.replay(is, should, immich.version()),
                Optional.of(StartUp.replay(is, then, immich.version())),
                new Doctor(Set.of(muted), Map.of()).examine(is, should));
    }

    static Report unreadable(String database, Instant at) {
        String why = "Could not read db:5432/immich as user immich: nothing answers there.";
        return new Report(
                database,
                at,
                Duration.ofSeconds(3),
                ImmichVersion.unknown(),
                Optional.of(why),
                Optional.empty(),
                Forecast.unknown(Optional.empty(), why),
                Optional.empty(),
                new Doctor(Set.of(), Map.of()).unreadable(why));
    }
}
