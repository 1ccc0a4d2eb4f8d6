package dev.immichpg.cli;

import dev.immichpg.check.ReleasesText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "releases",
        mixinStandardHelpOptions = true,
        description =
                "Prints what is known of Immich's releases: which versions each needs, and where that can be read.",
        footer = {
            "",
            "The table is the one in this program, or that of the setting releases-file.",
            "",
            "Example:",
            "  immich-pg-monitor releases | less",
        })
final class ReleasesCommand implements Callable<Integer> {

    private final StandardStreams streams;

    ReleasesCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        streams.print(ReleasesText.of(Configuration.settingsWithoutDatabases().releases()));
        return 0;
    }
}
