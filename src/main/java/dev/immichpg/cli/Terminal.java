package dev.immichpg.cli;

import dev.immichpg.agent.InvalidSettings;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: everything but the agent itself. It starts neither Quarkus, nor a scheduler, nor opens a door. */
public final class Terminal {

    static final String OUT_OF_MEMORY = "There is not enough memory for this; java -Xmx… gives it more.";

    private Terminal() {}

    /** Runs one command to its end. Returns the exit code: 0 if all went well. */
    public static int run(String... args) {
        Screen screen = Screen.ofProcess();
        return run(screen, commandLine(screen), args);
    }

    static int run(Screen screen, CommandLine root, String... args) {
        int code = execute(screen, root, args);
        Optional<String> loss = screen.loss();
        if (loss.isEmpty()) {
            return code;
        }
        screen.complain("Not everything could be written to standard output (" + loss.get() + ").");
        // An answer of which a part is lost is not known. What is worse than that, as a database that is critical,
        // stays.
        return Math.max(code, 1) == 1 ? failure(root) : code;
    }

    private static int execute(Screen screen, CommandLine root, String... args) {
        try {
            return root.execute(args);
        } catch (OutOfMemoryError e) {
            screen.complain(OUT_OF_MEMORY);
        } catch (LinkageError | StackOverflowError e) {
            screen.complain(fault(e));
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

    static CommandLine commandLine(Screen screen) {
        CommandLine root = new CommandLine(new RootCommand());
        root.addSubcommand(new ServeCommand())
                .addSubcommand(new CheckCommand(screen))
                .addSubcommand(new FixCommand(screen))
                .addSubcommand(new PrepareCommand(screen))
                .addSubcommand(new ExplainCommand(screen))
                .addSubcommand(new ChecksCommand(screen))
                .addSubcommand(new SnapshotCommand(screen))
                .addSubcommand(new CompletionCommand(screen));
        return root.setOut(new java.io.PrintWriter(screen.out(), true))
                .setErr(new java.io.PrintWriter(screen.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(screen.isColoured() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> misused(screen, e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(screen, e, command));
    }

    private static int misused(Screen screen, ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            Set<String> known = word.startsWith("-")
                    ? options(command)
                    : command.subcommands().keySet();
            String what = word.startsWith("-") ? "option" : known.isEmpty() ? "argument" : "command";
            screen.complain(word + " is not "
                    + (what.equals("command") ? "a command." : "an " + what + " of " + command.qualifiedName() + ".")
                    + Nearest.question(word.replaceFirst("=.*", ""), known));
        } else {
            screen.complain(words(e.getMessage()));
        }
        screen.complain("See " + command.qualifiedName() + " --help.");
        return command.exitCodeOnInvalidInput();
    }

    /** picocli's, on one line, without what only says that it comes from picocli. */
    private static String words(String message) {
        return message.replaceAll("[\\r\\n]+", " ")
                .replaceAll("^Invalid value for option '([^']*)'( \\([^)]*\\))?: ", "$1: ")
                .replaceAll("^Invalid value for positional parameter at index \\S+ \\(([^)]*)\\): ", "$1: ")
                .replaceAll("([^.?!])$", "$1.");
    }

    private static Set<String> options(CommandSpec command) {
        return new TreeSet<>(command.optionsMap().keySet());
    }

    private static int failed(Screen screen, Exception e, CommandLine command) {
        if (e instanceof Refused refused) {
            refused.sentences().forEach(screen::complain);
        } else if (e instanceof InvalidSettings invalid) {
            invalid.problems().forEach(screen::complain);
            return command.getCommandSpec().exitCodeOnInvalidInput();
        } else {
            screen.complain(fault(e));
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String fault(Throwable e) {
        return "This failed (" + e.getClass().getSimpleName() + "). That is a fault of the program: please report it.";
    }
}
