package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Reading.Read;
import dev.immichpg.check.Reading.Unreadable;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.forecast.StartUp;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** From a snapshot to a report: forecasts the start of Immich, and runs every check of the catalogue. Pure. */
public final class Doctor {

    private final Set<Check> muted;
    private final Map<Check, Severity> severities;

    /**
     * @param muted checks that the operator does not want to hear of
     * @param severities severities that the operator prefers to the checks' own
     */
    public Doctor(Set<Check> muted, Map<Check, Severity> severities) {
        this.muted = Set.copyOf(muted);
        this.severities = Map.copyOf(severities);
    }

    /**
     * The one place where a database is judged, whoever read it.
     *
     * @param immich which Immich it is judged for
     * @param examinedAt when it was read
     * @param duration how long that took
     */
    public Report report(
            Question asked,
            Releases releases,
            ImmichVersion immich,
            Snapshot is,
            Instant examinedAt,
            Duration duration) {
        SchemaState schema = SchemaState.of(is, releases.ledger());
        return new Report(
                asked.database(),
                examinedAt,
                duration,
                immich,
                new Read(is),
                judge(asked, releases, immich, schema, is, immich),
                asked.upgradeTo().map(to -> judge(asked, releases, configured(to), schema, is, immich)));
    }

    /**
     * What was read, judged for an upgrade to the newest release that the table names (issue 17).
     *
     * @return empty where the report is about another upgrade, nothing was read, or Immich is as new
     */
    public Optional<Judgement> newest(Report report, Question asked, Releases releases) {
        return report.snapshot()
                .flatMap(is -> report.newest(releases)
                        .map(newest -> judge(
                                asked,
                                releases,
                                configured(newest),
                                SchemaState.of(is, releases.ledger()),
                                is,
                                report.immich())));
    }

    private static ImmichVersion configured(Version release) {
        return new ImmichVersion(Optional.of(release), Source.CONFIGURED, false);
    }

    private Judgement judge(
            Question asked,
            Releases releases,
            ImmichVersion judgedFor,
            SchemaState schema,
            Snapshot is,
            ImmichVersion running) {
        Expectation should =
                Expectation.of(releases, judgedFor, asked.vectorExtension()).with(schema);
        // A migration tells of a release that ran here as surely as a row of version_history does.
        Optional<Version> last = ReleaseDetection.lastStarted(is).or(running::version);
        return new Judgement(StartUp.replay(is, should, last), Cures.together(is, should, this::examine, last));
    }

    /**
     * What can be said of a database that could not be read.
     *
     * @param why a sentence without secrets
     */
    public Report unreadable(Question asked, String why, Instant examinedAt, Duration duration) {
        ImmichVersion immich = ReleaseDetection.configured(asked.immichVersion());
        return new Report(
                asked.database(),
                examinedAt,
                duration,
                immich,
                new Unreadable(why),
                unreadable(immich.version(), why),
                asked.upgradeTo().map(to -> unreadable(Optional.of(to), why)));
    }

    private Judgement unreadable(Optional<Version> immich, String why) {
        Verdict unknown = Verdict.unknown(why);
        return new Judgement(Forecast.unknown(immich, why), diagnoses(check -> unknown));
    }

    /** One diagnosis of each check, in the order of the catalogue, each check for itself. */
    public List<Diagnosis> examine(Snapshot is, Expectation should) {
        Expectation compared = should.schema().isPresent()
                ? should
                : should.with(SchemaState.of(is, should.releases().ledger()));
        return diagnoses(check -> verdict(check, is, compared));
    }

    private List<Diagnosis> diagnoses(Function<Check, Verdict> verdict) {
        return Arrays.stream(Check.values())
                .map(check -> new Diagnosis(
                        check,
                        severities.getOrDefault(check, check.severity()),
                        muted.contains(check),
                        verdict.apply(check)))
                .toList();
    }

    /** What {@link #examine} says of one check. */
    static Verdict verdict(Check check, Snapshot is, Expectation should) {
        try {
            return check.judge(is, should);
        } catch (Undecidable e) {
            return Verdict.unknown(e.getMessage());
        } catch (RuntimeException e) {
            // A rule that fails is a fault of ours, and must neither hide the other checks nor pass for fine.
            return Verdict.unknown(
                    "This check failed on what it saw (" + e + "). Please report it with the JSON of this database.");
        }
    }
}
