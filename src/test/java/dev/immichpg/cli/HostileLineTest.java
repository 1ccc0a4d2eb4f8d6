package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.check.HostileSnapshots;
import dev.immichpg.check.Overall;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a database says, a plugin's first line is one line, and what follows its one bar are figures. */
class HostileLineTest {

    @Provide
    Arbitrary<Report> reports() {
        return HostileSnapshots.reports();
    }

    @Property
    void aPluginsLineIsOneLine(@ForAll("reports") Report report) {
        String line = PluginLine.of(Overall.WARNING, List.of(report), true);

        assertEquals(ReportText.visible(line), line);
        assertEquals(1, line.chars().filter(c -> c == '|').count(), line);
    }
}
