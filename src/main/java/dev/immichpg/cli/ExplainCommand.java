package dev.immichpg.cli;

import dev.immichpg.check.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Prints the page of a check: impact, how it is detected, what to do, sources.",
        footer = {
            "",
            "Example:",
            "  immich-pg-monitor explain extension-update-blocked",
        })
final class ExplainCommand implements Callable<Integer> {

    private final StandardStreams streams;

    @Parameters(
            paramLabel = "CHECK",
            converter = CheckName.class,
            completionCandidates = CheckName.class,
            description = "The id of the check, as in the output of check and in the metrics.")
    private Check check;

    ExplainCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        streams.print(TerminalMarkdown.asText(page(), streams.width(), streams.isColoured()));
        return 0;
    }

    private String page() throws IOException {
        try (InputStream page = Check.class.getResourceAsStream("/checks/" + check.id() + ".md")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
