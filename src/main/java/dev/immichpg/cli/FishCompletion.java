package dev.immichpg.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What fish wants to know of a command line, which picocli does not write. */
final class FishCompletion {

    private final StringBuilder text = new StringBuilder();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(CommandLine root) {
        FishCompletion completion = new FishCompletion(root.getCommandName());
        completion.write(root);
        return completion.text.toString();
    }

    private void write(CommandLine root) {
        line("complete -c " + program + " -f");
        arguments("__fish_use_subcommand", root.getCommandSpec());
        Map<String, CommandLine> commands = root.getSubcommands();
        commands.forEach((name, command) -> {
            line("complete -c " + program + " -n __fish_use_subcommand -a " + name + " -d "
                    + quoted(description(command.getCommandSpec().usageMessage().description())));
            arguments("__fish_seen_subcommand_from " + name, command.getCommandSpec());
        });
    }

    private void arguments(String condition, CommandSpec command) {
        String start = "complete -c " + program + " -n " + quoted(condition);
        for (OptionSpec option : command.options()) {
            StringBuilder line = new StringBuilder(start);
            for (String name : option.names()) {
                line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
            }
            boolean takesValue = option.arity().max() > 0;
            String candidates = candidates(option);
            if (takesValue) {
                // -F: a file, where nothing else is known.
                line.append(candidates.isEmpty() ? " -r -F" : " -x -a " + quoted(candidates));
            }
            line(line + " -d " + quoted(description(option.description())));
        }
        command.positionalParameters().stream()
                .map(FishCompletion::candidates)
                .filter(candidates -> !candidates.isEmpty())
                .forEach(candidates -> line(start + " -a " + quoted(candidates)));
    }

    private static String candidates(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null
                ? ""
                : StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(" "));
    }

    /** The first sentence. */
    private static String description(String... description) {
        return List.of(description).stream()
                .findFirst()
                .map(d -> d.replaceAll("\\$\\{[^}]*\\}\\.? ?", "").replaceAll("(?s)[.:] .*|\\.$", ""))
                .orElse("");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
