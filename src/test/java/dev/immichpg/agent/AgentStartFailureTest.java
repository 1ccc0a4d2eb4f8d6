package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.BindException;
import java.net.UnknownHostException;
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
        assertEquals(
                new AgentStartFailure(2, "immich-pg.host: this is not the name or an address of this machine."),
                AgentStartFailure.of(new RuntimeException(new UnknownHostException("nowhere"))));
    }

    /** It may be free in five seconds: a supervisor is to try again. */
    @Test
    void aPortThatIsTakenIsNoConfiguration() {
        AgentStartFailure taken = AgentStartFailure.of(new RuntimeException(
                new QuarkusBindException("0.0.0.0", 9788, new BindException("Address already in use"))));
        assertEquals(1, taken.code());
        assertEquals(
                "Port 9788 of 0.0.0.0 cannot be opened: another program has it, or the address is not this machine's."
                        + " immich-pg.port and immich-pg.host choose another.",
                taken.sentence());
    }

    @Test
    void anythingElseIsSaidShortly() {
        assertEquals(
                new AgentStartFailure(1, "The agent cannot start (IllegalStateException: no)."),
                AgentStartFailure.of(new RuntimeException(new IllegalStateException("no"))));
    }
}
