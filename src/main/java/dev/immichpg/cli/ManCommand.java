package dev.immichpg.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "man",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Prints the manual page, in the language of man.",
        footer = {
            "",
            "Example:",
            "  immich-pg-monitor man > immich-pg-monitor.1 && man ./immich-pg-monitor.1",
        })
final class ManCommand implements Callable<Integer> {

    private final StandardStreams streams;

    @Spec
    private CommandSpec spec;

    ManCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        streams.print(ManPage.of(spec.root().commandLine()));
        return 0;
    }
}
