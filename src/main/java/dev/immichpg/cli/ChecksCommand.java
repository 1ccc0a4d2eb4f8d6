package dev.immichpg.cli;

import dev.immichpg.check.Check;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "checks",
        mixinStandardHelpOptions = true,
        description = "Lists the checks: the id of each, how bad a problem is, and what is wrong then.",
        footer = {
            "",
            "Example:",
            "  immich-pg-monitor checks | grep preload",
        })
final class ChecksCommand implements Callable<Integer> {

    private final StandardStreams streams;

    ChecksCommand(StandardStreams streams) {
        this.streams = streams;
    }

    /** One line for each, whatever the width of the terminal, so that grep finds it. */
    @Override
    public Integer call() {
        int longest = Arrays.stream(Check.values())
                .mapToInt(c -> c.id().length())
                .max()
                .orElse(0);
        for (Check check : Check.values()) {
            streams.line(("%-" + longest + "s  %-8s  %s")
                    .formatted(check.id(), check.severity().label(), check.problem()));
        }
        return 0;
    }
}
