package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One check's verdict on a snapshot, through the doctor, as the product comes to it. */
final class Judged {

    static final Releases RELEASES = ReleasesFile.builtIn();

    private Judged() {}

    /** For the release of Immich that the snapshot itself names. */
    static Verdict judge(Check check, Given given) {
        Snapshot is = given.snapshot();
        return judge(
                check,
                is,
                ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty()),
                Optional.empty());
    }

    /** For the given release of Immich. */
    static Verdict judge(Check check, Given given, String immich) {
        return judge(check, given.snapshot(), configured(immich), Optional.empty());
    }

    /** For the given release of Immich with DB_VECTOR_EXTENSION set. */
    static Verdict judge(Check check, Given given, String immich, VectorExtension setting) {
        return judge(check, given.snapshot(), configured(immich), Optional.of(setting));
    }

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final Duration A_MOMENT = Duration.ofMillis(12);

    static Question question(Optional<String> upgradeTo) {
        return new Question("home", Optional.empty(), upgradeTo.map(Version::of), Optional.empty());
    }

    /** The whole report, for the release that the snapshot names. */
    static Report report(Given given) {
        return report(given, new Doctor(Set.of(), Map.of()), Optional.empty());
    }

    static Report report(Given given, Doctor doctor, Optional<String> upgradeTo) {
        Snapshot is = given.snapshot();
        ImmichVersion immich = ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty());
        return doctor.report(question(upgradeTo), RELEASES, immich, is, NOON, A_MOMENT);
    }

    /** The one finding of a verdict that must have exactly one. */
    static Finding onlyFinding(Verdict verdict) {
        assertEquals(Status.PROBLEM, verdict.status(), verdict::toString);
        assertEquals(1, verdict.findings().size(), verdict::toString);
        return verdict.findings().get(0);
    }

    /** The remedy as the lines that people read: phase, who, text. */
    static List<String> remedy(Finding finding) {
        return finding.remedy().steps().stream()
                .map(s -> s.phase() + " " + s.by() + ": " + s.text())
                .toList();
    }

    /** Every check with its status, for the release that the snapshot names. */
    static Map<Check, Status> all(Given given) {
        Snapshot is = given.snapshot();
        ImmichVersion immich = ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty());
        return new Doctor(Set.of(), Map.of())
                .examine(is, Expectation.of(RELEASES, immich, Optional.empty())).stream()
                        .collect(Collectors.toMap(
                                Diagnosis::check, d -> d.verdict().status()));
    }

    /** All of a snapshot at once, for the given release of Immich, or the one that the snapshot names. */
    static List<Diagnosis> diagnoses(Given given, Optional<String> immich) {
        Snapshot is = given.snapshot();
        ImmichVersion version = immich.map(Judged::configured)
                .orElseGet(() -> ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty()));
        return new Doctor(Set.of(), Map.of()).examine(is, Expectation.of(RELEASES, version, Optional.empty()));
    }

    private static Verdict judge(Check check, Snapshot is, ImmichVersion immich, Optional<VectorExtension> setting) {
        return Doctor.verdict(
                check, is, Expectation.of(RELEASES, immich, setting).with(SchemaState.of(is, RELEASES.ledger())));
    }

    private static ImmichVersion configured(String immich) {
        return new ImmichVersion(Optional.of(Version.of(immich)), Source.CONFIGURED, false);
    }
}
