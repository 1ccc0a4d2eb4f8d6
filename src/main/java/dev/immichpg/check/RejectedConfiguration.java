package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * The configuration was edited while the agent was running, and cannot be used: the previous one stays in force.
 *
 * @param at when it was read
 * @param problems at least one sentence; without secrets
 */
public record RejectedConfiguration(Instant at, List<String> problems) {

    public RejectedConfiguration {
        requireNonNull(at, "at");
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal names its problems");
        }
    }
}
