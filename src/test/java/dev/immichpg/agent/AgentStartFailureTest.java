package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

/** Issue 12, D3: one line and 2 where the settings are wrong, also where Quarkus reads them. */
class AgentStartFailureTest {

    @Test
    void aValueThatDoesNotFitIsNamedAndNotShown() {
        Throwable failure = new RuntimeException(
                "Failed to start quarkus",
                new IllegalArgumentException(
                        "SRCFG00039: The config property quarkus.http.idle-timeout with the config value \"s3cr3t\" threw an"
                                + " Exception whilst being converted",
                        new IllegalArgumentException("SRCFG00029: Expected an integer value, got \"s3cr3t\"")));
        assertEquals(
                new AgentStartFailure(2, "quarkus.http.idle-timeout: the value of this setting cannot be used."),
                AgentStartFailure.of(failure));
    }

    @Test
    void whatQuarkusRefusesIsConfiguration() {
        assertEquals(
                new AgentStartFailure(2, "A setting of Quarkus cannot be used: No certificate."),
                AgentStartFailure.of(new RuntimeException(new ConfigurationException("No certificate."))));
        assertEquals(
                new AgentStartFailure(2, "A setting of Quarkus cannot be used: port out of range:70000"),
                AgentStartFailure.of(new RuntimeException(new IllegalArgumentException("port out of range:70000"))));
    }

    @Test
    void anythingElseIsSaidShortly() {
        assertEquals(
                new AgentStartFailure(1, "The agent cannot start (IllegalStateException: no)."),
                AgentStartFailure.of(new RuntimeException(new IllegalStateException("no"))));
    }
}
