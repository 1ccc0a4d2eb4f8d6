package dev.immichpg.check;

import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** issue 15: a plan is sound whatever a database says. */
class HostilePlansTest {

    @Provide
    Arbitrary<Report> reports() {
        return HostileSnapshots.reports();
    }

    @Property(seed = HostileSnapshots.SEED)
    void isSound(@ForAll("reports") Report report) {
        PlanShape.assertSound(report.now());
        report.upgrade().ifPresent(PlanShape::assertSound);
        report.snapshot()
                .ifPresent(is -> PlanShape.assertStartsNothingThatIsStopped(
                        is, report.immich(), Optional.empty(), report.now()));
    }
}
