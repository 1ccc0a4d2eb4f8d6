package dev.immichpg.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Issue 12: nothing with a known vulnerability is shipped, nor what the program never uses. */
class AdvisoriesIT {

    private static final int DAYS_UNTIL_OLD = 90;

    /** What the extensions would bring, and pom.xml keeps out. */
    private static final Pattern KEPT_OUT = Pattern.compile(
            ".*(narayana|agroal|transaction-spi|datasource|devservices|brotli|opentelemetry|tracer_otel|haproxy|codec-socks"
                    + "|handler-proxy|expressly).*");

    @Test
    void nothingShippedHasAKnownVulnerability() {
        if (Advisory.day().plusDays(DAYS_UNTIL_OLD).isBefore(LocalDate.now(ZoneOffset.UTC))) {
            System.err.println("src/test/supply/advisories.tsv is of " + Advisory.day()
                    + ": somebody has to look again what is known.");
        }
        Map<String, String> shipped = Shipped.versions();
        assertTrue(
                Advisory.all().stream()
                                .filter(a -> shipped.containsKey(a.library()))
                                .count()
                        > 10,
                "the list names what is shipped");
        assertEquals(List.of(), Advisory.about(shipped));
    }

    @Test
    void whatIsNeverUsedIsNotShipped() {
        assertEquals(
                List.of(),
                Shipped.versions().keySet().stream()
                        .filter(library -> KEPT_OUT.matcher(library).matches())
                        .toList());
    }
}
