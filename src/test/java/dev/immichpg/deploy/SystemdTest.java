package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.deploy.Deployed.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdTest {

    private static final String UNIT =
            Deployed.file("systemd/immich-pg-monitor.service").toString();

    /** With the launcher of this clone in place of the one that is installed. */
    @Test
    void systemdFindsNothingWrong(@TempDir Path directory) throws IOException {
        String launcher = Path.of("src", "main", "launcher", "immich-pg-monitor")
                .toAbsolutePath()
                .toString();
        String unit = Files.readString(Path.of(UNIT));
        assertTrue(unit.contains("\nExecStart=immich-pg-monitor serve\n"), unit);
        Path here = Files.writeString(
                directory.resolve("immich-pg-monitor.service"),
                unit.replace("=immich-pg-monitor serve", "=" + launcher + " serve"));

        Run run = Deployed.run("systemd-analyze", "verify", here.toString());

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
