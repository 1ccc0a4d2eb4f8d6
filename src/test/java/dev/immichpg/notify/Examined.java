package dev.immichpg.notify;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Releases;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reports of databases that are well, and of such that are not. */
final class Examined {

    private static final Releases RELEASES = ReleasesFile.builtIn();

    private static final Map<Map.Entry<String, Given>, Report> MADE = new ConcurrentHashMap<>();

    private Examined() {}

    /** A report of each is made once: tests look at thousands. */
    static Report of(String database, Given given, Instant at) {
        Report made = MADE.computeIfAbsent(Map.entry(database, given), key -> of(database, given));
        return new Report(database, at, made.duration(), made.immich(), made.reading(), made.now(), made.upgrade());
    }

    private static Report of(String database, Given given) {
        var is = given.snapshot();
        return new Doctor(Set.of(), Map.of())
                .report(
                        question(database),
                        RELEASES,
                        ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty()),
                        is,
                        Instant.EPOCH,
                        Duration.ofMillis(12));
    }

    static Report unreadable(String database, Instant at) {
        return new Doctor(Set.of(), Map.of())
                .unreadable(
                        question(database),
                        "Could not read db:5432/immich as user immich: nothing answers there.",
                        at,
                        Duration.ofSeconds(3));
    }

    private static Question question(String database) {
        return new Question(database, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
