package dev.immichpg.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that completes commands, options and checks in a shell.",
        footer = {
            "",
            "Examples:",
            "  source <(immich-pg-monitor completion bash)",
            "  source <(immich-pg-monitor completion zsh)",
            "  immich-pg-monitor completion fish | source",
        })
final class CompletionCommand implements Callable<Integer> {

    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    static final class Word extends EnumArgument<Shell> {
        Word() {
            super(Shell.values(), "a shell that is known here");
        }
    }

    private final StandardStreams streams;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SHELL",
            converter = Word.class,
            completionCandidates = Word.class,
            description = "${COMPLETION-CANDIDATES}.")
    private Shell shell;

    CompletionCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        streams.print(
                switch (shell) {
                    case FISH -> FishCompletion.of(root);
                    // The script for bash asks zsh for the bash that is in it.
                    case BASH, ZSH -> AutoComplete.bash(spec.root().name(), root);
                });
        return 0;
    }
}
