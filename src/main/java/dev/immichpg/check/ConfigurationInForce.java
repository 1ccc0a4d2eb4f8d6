package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the agent examines, and how it judges. It is published before the first report, and again whenever the configuration has
 * changed. If a report is of a database that is not in it, its examination was running when the configuration changed.
 *
 * @param databases what is asked about each, by name
 * @param every time from one examination's start to the next one's
 * @param staleAfter age at which a report is no longer believed
 * @param releases the table of releases in force
 * @param doctor what judges
 * @param platforms that are known
 */
public record ConfigurationInForce(
        List<Question> databases,
        Duration every,
        Duration staleAfter,
        Releases releases,
        Doctor doctor,
        List<Platform> platforms) {

    public ConfigurationInForce {
        databases = databases.stream()
                .sorted(Comparator.comparing(Question::database))
                .toList();
        requireNonNull(every, "every");
        requireNonNull(staleAfter, "staleAfter");
        requireNonNull(releases, "releases");
        requireNonNull(doctor, "doctor");
        platforms = List.copyOf(platforms);
    }

    /**
     * The same examination, asked about another upgrade or another platform: what was read is judged anew, and nothing is read.
     *
     * @param upgradeTo empty: as it is configured
     * @param where likewise
     * @return empty where nothing could be read
     */
    public Optional<Report> about(Optional<Version> upgradeTo, Optional<Platform> where, Report report) {
        Optional<Question> asked = databases.stream()
                .filter(question -> question.database().equals(report.database()))
                .findFirst();
        return asked.flatMap(question -> report.snapshot()
                .map(is -> doctor.report(
                        new Question(
                                question.database(),
                                question.immichVersion(),
                                upgradeTo.or(question::upgradeTo),
                                question.vectorExtension()),
                        releases,
                        report.immich(),
                        is,
                        report.examinedAt(),
                        report.duration()))
                .map(judged -> PlatformRemedies.in(judged, platforms, where.or(question::platform))));
    }
}
