package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.deploy.Deployed.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SystemdTest {

    private static final String UNIT =
            Deployed.file("systemd/immich-pg-monitor.service").toString();

    @Test
    void systemdFindsNothingWrong() {
        Run run = Deployed.run("systemd-analyze", "verify", UNIT);

        assertEquals("", run.output());
        assertEquals(0, run.exit());
    }

    /** The figure that docs/how-to/systemd.md quotes. */
    @Test
    void theUnitIsAsHardenedAsTheDocsSay() throws Exception {
        Run run = Deployed.run("systemd-analyze", "security", "--offline=yes", "--no-pager", UNIT);
        Matcher figure =
                Pattern.compile("Overall exposure level for .*: ([0-9.]+)").matcher(run.output());
        assertTrue(figure.find(), run::output);

        assertTrue(
                Files.readString(Path.of("docs", "how-to", "systemd.md"))
                        .contains("exposure level of " + figure.group(1) + " "),
                figure::group);
    }
}
