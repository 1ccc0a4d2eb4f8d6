package dev.immichpg.cli;

import dev.immichpg.agent.InvalidSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: everything except the agent itself. It does not start Quarkus or a scheduler, and opens no port. */
public final class Terminal {

    static final String OUT_OF_MEMORY = "There is not enough memory for this; java -Xmx… gives it more.";

    /** picocli takes no less. */
    private static final int NARROWEST_HELP = 55;

    /** By name, in the order of the help. */
    private static final Map<String, Function<StandardStreams, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        // Or picocli looks for Groovy in each jar.
        System.setProperty("picocli.disable.closures", "true");
        COMMANDS.put("serve", streams -> new ServeCommand());
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("fix", FixCommand::new);
        COMMANDS.put("prepare", PrepareCommand::new);
        COMMANDS.put("explain", ExplainCommand::new);
        COMMANDS.put("checks", ChecksCommand::new);
        COMMANDS.put("releases", ReleasesCommand::new);
        COMMANDS.put("snapshot", SnapshotCommand::new);
        COMMANDS.put("notify", NotifyCommand::new);
        COMMANDS.put("pause", PauseCommand::new);
        COMMANDS.put("schema", SchemaCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put("man", ManCommand::new);
    }

    /** They tell of the others. */
    private static final Set<String> OF_OTHERS = Set.of("completion", "man");

    private Terminal() {}

    /** Runs one command to its end. Returns the exit code: 0 if all went well. */
    public static int run(String... args) {
        StandardStreams streams = StandardStreams.ofProcess();
        return run(streams, commandLine(streams, args), args);
    }

    static int run(StandardStreams streams, CommandLine root, String... args) {
        int code = execute(streams, root, args);
        Optional<String> loss = streams.loss();
        if (loss.isEmpty()) {
            return code;
        }
        streams.complain("Not everything could be written to standard output (" + loss.get() + ").");
        // If a part of the result was lost, the result is unknown. A worse result, such as a critical database,
        // stays.
        return Math.max(code, 1) == 1 ? failure(root) : code;
    }

    private static int execute(StandardStreams streams, CommandLine root, String... args) {
        try {
            return root.execute(args);
        } catch (OutOfMemoryError e) {
            streams.complain(OUT_OF_MEMORY);
        } catch (LinkageError | StackOverflowError e) {
            streams.complain(fault(e));
        }
        return failure(root);
    }

    /** What the command that was asked for returns where it could not do its work. */
    private static int failure(CommandLine root) {
        CommandLine asked = root;
        ParseResult parsed = root.getParseResult();
        while (parsed != null && parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
            asked = parsed.commandSpec().commandLine();
        }
        return asked.getCommandSpec().exitCodeOnExecutionException();
    }

    /** With all commands. */
    static CommandLine commandLine(StandardStreams streams) {
        return commandLine(streams, COMMANDS.keySet());
    }

    /**
     * With the command that these arguments ask for, and with all of them where they ask for none, or for one that tells of the
     * others. To make all of them takes a check a twentieth of its time.
     */
    static CommandLine commandLine(StandardStreams streams, String... args) {
        boolean one = args.length > 0 && COMMANDS.containsKey(args[0]) && !OF_OTHERS.contains(args[0]);
        return commandLine(streams, one ? Set.of(args[0]) : COMMANDS.keySet());
    }

    private static CommandLine commandLine(StandardStreams streams, Set<String> commands) {
        CommandLine root = new CommandLine(new RootCommand());
        commands.forEach(name -> root.addSubcommand(COMMANDS.get(name).apply(streams)));
        streams.wrapAt().ifPresent(columns -> root.setUsageHelpWidth(Math.max(NARROWEST_HELP, columns)));
        return root.setOut(new java.io.PrintWriter(streams.out(), true))
                .setErr(new java.io.PrintWriter(streams.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(streams.isColoured() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> misused(streams, e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(streams, e, command));
    }

    private static int misused(StandardStreams streams, ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            Set<String> known = word.startsWith("-")
                    ? options(command)
                    : command.subcommands().keySet();
            String what = word.startsWith("-") ? "option" : known.isEmpty() ? "argument" : "command";
            streams.complain(word + " is not "
                    + (what.equals("command") ? "a command." : "an " + what + " of " + command.qualifiedName() + ".")
                    + SpellingSuggestion.question(word.replaceFirst("=.*", ""), known));
        } else {
            streams.complain(words(e.getMessage()));
        }
        streams.complain("See " + command.qualifiedName() + " --help.");
        return command.exitCodeOnInvalidInput();
    }

    /** picocli's, on one line, without what only says that it comes from picocli. */
    private static String words(String message) {
        return message.replaceAll("[\\r\\n]+", " ")
                .replaceAll("^Invalid value for option '([^']*)'( \\([^)]*\\))?: ", "$1: ")
                .replaceAll("^Invalid value for positional parameter at index \\S+ \\(([^)]*)\\): ", "$1: ")
                .replaceAll("^Missing required parameter for option '([^']*)' \\(([^)]*)\\)$", "Specify $1=$2.")
                .replaceAll("^Missing required (?:option|parameter): '([^']*)'$", "Specify $1.")
                .replaceAll(
                        "^Error: Missing required argument \\(specify one of these\\): \\((\\S+) \\| (\\S+)\\)$",
                        "Specify $1 or $2.")
                .replaceAll("^Error: (\\S+), (\\S+) are mutually exclusive .*$", "Specify $1 or $2, not both.")
                .replaceAll("([^.?!])$", "$1.");
    }

    private static Set<String> options(CommandSpec command) {
        return new TreeSet<>(command.optionsMap().keySet());
    }

    private static int failed(StandardStreams streams, Exception e, CommandLine command) {
        if (e instanceof CommandFailure refused) {
            refused.sentences().forEach(streams::complain);
        } else if (e instanceof InvalidSettings invalid) {
            invalid.problems().forEach(streams::complain);
            return command.getCommandSpec().exitCodeOnInvalidInput();
        } else {
            streams.complain(fault(e));
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String fault(Throwable e) {
        return "This failed (" + e.getClass().getSimpleName() + "). That is a fault of the program: please report it.";
    }
}
