package dev.immichpg.publish;

import dev.immichpg.agent.PlatformFiles;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Check;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reports without a server, a clock or an agent. */
final class Reports {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Releases RELEASES = ReleasesFile.builtIn();

    private Reports() {}

    static Report of(String database, Given given, Instant at, Check... muted) {
        return of(database, given.snapshot(), at, muted);
    }

    static Report of(String database, Snapshot is, Instant at, Check... muted) {
        return new Doctor(Set.of(muted), Map.of())
                .report(
                        question(database),
                        RELEASES,
                        ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty()),
                        is,
                        at,
                        Duration.ofMillis(12));
    }

    static Report unreadable(String database, Instant at) {
        return unreadable(database, at, "Could not read db:5432/immich as user immich: nothing answers there.");
    }

    static Report unreadable(String database, Instant at, String why) {
        return new Doctor(Set.of(), Map.of())
                .unreadable(
                        new Question(database, Optional.empty(), Optional.empty(), Optional.empty()),
                        why,
                        at,
                        Duration.ofSeconds(3));
    }

    static ConfigurationInForce configuration(Duration staleAfter, String... databases) {
        return new ConfigurationInForce(
                Stream.of(databases).map(Reports::question).toList(),
                Duration.ofSeconds(60),
                staleAfter,
                RELEASES,
                new Doctor(Set.of(), Map.of()),
                PlatformFiles.all());
    }

    /** Of healthy databases, family-0000 and so on; the first of them have a report, each one of its own. */
    static LatestReports fleet(int databases, int examined) {
        LatestReports reports =
                new LatestReports(new SetClock(() -> NOON.plusSeconds(1)), new StateDirectory(Optional.empty()));
        String[] names = IntStream.range(0, databases)
                .mapToObj(i -> String.format("family-%04d", i))
                .toArray(String[]::new);
        reports.begin(configuration(Duration.ofMinutes(3), names));
        for (String name : List.of(names).subList(0, examined)) {
            reports.take(of(name, Given.vchord(), NOON));
        }
        return reports;
    }

    /** The bytes of a small answer, made now or before. */
    static byte[] handedOut(ResponseQueue queue, String edition) {
        return queue.answer("", edition, () -> Rendered.of("", edition, "immich_pg_up 1\n".repeat(2_000)))
                .toCompletableFuture()
                .join()
                .compressed();
    }

    private static Question question(String database) {
        return new Question(database, Optional.empty(), Optional.of(Version.of("3.3.0")), Optional.empty());
    }
}
