package dev.immichpg.check;

import java.time.Duration;
import java.util.List;

/**
 * What the agent has set out to examine; said once, before the first report.
 *
 * @param databases names, sorted
 * @param staleAfter age at which a report is no longer believed
 */
public record Roster(List<String> databases, Duration staleAfter) {
    public Roster {
        databases = databases.stream().sorted().toList();
    }
}
