package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Judgement.Diagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Doctor DOCTOR = new Doctor(Set.of(), Map.of());

    /** Immich would start, and something else is critical; and the other way round. */
    @Test
    void isWellWhereNothingSpeaksAgainstARestart() {
        Report critical =
                Judged.report(Given.vchord().withoutRelation("version_history").withoutVectorTable("face_search"));
        Report blocked = Judged.report(Given.vchord().available("vchord", "1.1.1"));

        assertTrue(Judged.report(Given.vchord()).isWell());
        assertTrue(critical.now().hasCritical(), () -> critical.now().problems().toString());
        assertFalse(critical.isWell());
        assertTrue(blocked.now().forecast().isBlocked());
        assertFalse(blocked.isWell());
        assertFalse(new Report(
                        "home",
                        Instant.EPOCH,
                        Duration.ZERO,
                        blocked.immich(),
                        blocked.reading(),
                        new Judgement(blocked.now().forecast(), List.of()),
                        Optional.empty())
                .isWell());
        assertFalse(
                DOCTOR.unreadable(Judged.question(Optional.empty()), "Nobody answers.", Instant.EPOCH, Duration.ZERO)
                        .isWell());
    }

    @Test
    void onlySomeChecksAreLookedAt() {
        Report whole = Judged.report(Given.pgvectors(), DOCTOR, Optional.of("3.3.0"));
        Report some = whole.only(Set.of(Check.UPGRADE_PATH_UNSUPPORTED));

        assertEquals(
                List.of(Check.UPGRADE_PATH_UNSUPPORTED),
                some.now().diagnoses().stream().map(Diagnosis::check).toList());
        assertEquals(
                List.of(Check.UPGRADE_PATH_UNSUPPORTED),
                some.problemsOfUpgradeAlone().stream().map(Diagnosis::check).toList());
        assertEquals(whole.database(), some.database());
        assertEquals(List.of(), whole.withoutUpgrade().problemsOfUpgradeAlone());
        assertEquals(whole.now(), whole.withoutUpgrade().now());
    }
}
