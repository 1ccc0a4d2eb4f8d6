package dev.immichpg.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.check.HostileSnapshots;
import dev.immichpg.check.Report;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a database says, the document is as its schema says. */
class HostileReportJsonTest {

    @Provide
    Arbitrary<Report> reports() {
        return HostileSnapshots.reports();
    }

    @Property(seed = HostileSnapshots.SEED)
    void theDocumentIsAsTheSchemaSays(@ForAll("reports") Report report) {
        assertEquals(Set.of(), ReportSchemaTest.faults(ReportJson.text(List.of(report))));
    }
}
