package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Lacking;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManPageTest {

    private static final CommandLine ROOT = Terminal.commandLine(
            new StandardStreams(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false, false, false));

    @Test
    void everyCommandAndOptionHasItsPlace() {
        String page = ManPage.of(ROOT).replace("\\-", "-");

        ROOT.getSubcommands().forEach((name, command) -> {
            boolean hidden = command.getCommandSpec().usageMessage().hidden();
            assertEquals(!hidden, page.contains(".SS \"" + name + " [OPTION]..."), name);
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!hidden && !option.usageHelp() && !option.versionHelp()) {
                    assertTrue(page.contains(option.longestName()), () -> name + " " + option.longestName());
                }
            }
        });
        assertTrue(page.contains("text, json, nagios"), "words that an option takes");
        assertFalse(page.contains("${"), page);
    }

    @Test
    void groffFindsNothingWrong() throws IOException, InterruptedException {
        Process groff;
        try {
            groff = new ProcessBuilder("groff", "-man", "-Tutf8", "-ww", "-z")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Lacking.skip(Lacking.NEVER_OBLIGATORY, "groff is not installed, so nobody has read the manual page.");
            return;
        }
        groff.getOutputStream().write(ManPage.of(ROOT).getBytes(StandardCharsets.UTF_8));
        groff.getOutputStream().close();
        assertEquals("", new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, groff.waitFor());
    }
}
