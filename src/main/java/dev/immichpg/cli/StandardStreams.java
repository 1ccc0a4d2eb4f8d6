package dev.immichpg.cli;

import dev.immichpg.check.Overall;
import dev.immichpg.check.ReportText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes: results to standard output, errors to standard error, both in UTF-8. If the reader of a pipe ends early, as
 * {@code head} does, this is not a failure. If a result cannot be written for another reason, it is one.
 */
final class StandardStreams implements ReportText.Painter {

    private static final int NARROWEST = 40;
    private static final int USUAL = 80;

    private final Output written;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private boolean colours;
    private final boolean pipe;

    /** @param pipe whether out is a pipe: then the only possible failure is that its reader ends */
    StandardStreams(OutputStream out, OutputStream err, boolean terminal, boolean colours, boolean pipe) {
        this.pipe = pipe;
        this.written = new Output(out);
        this.out = new PrintStream(written, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
        this.colours = colours;
    }

    static StandardStreams ofProcess() {
        return new StandardStreams(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                isTerminal(),
                // Only on a terminal that is not dumb, and not under NO_COLOR (https://no-color.org).
                Ansi.AUTO.enabled(),
                isPipe());
    }

    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().matches("(pipe|socket):.*");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Before Java 22 there is a console only if input and output are a terminal; since then it need not be one. */
    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    boolean isColoured() {
        return colours;
    }

    /** Whatever the terminal is. */
    void colour(boolean wanted) {
        colours = wanted;
    }

    /** At which column lines are to be broken at words; empty: nobody would see it, as in a file. */
    OptionalInt wrapAt() {
        return terminal || System.getenv().getOrDefault("COLUMNS", "").matches("[1-9][0-9]{0,3}")
                ? OptionalInt.of(columns())
                : OptionalInt.empty();
    }

    void print(String text) {
        out.print(text);
    }

    void line(String text) {
        out.print(text + "\n");
    }

    void complain(String sentence) {
        err.print("immich-pg-monitor: " + ReportText.visible(sentence) + "\n");
    }

    /** Clears a terminal, and does nothing to a file. */
    void clear() {
        if (terminal) {
            out.print("\033[H\033[2J");
        }
    }

    /** Whether everything could be written so far. */
    boolean flush() {
        return !out.checkError();
    }

    /** Why something could not be written: a part of a sentence. Empty if everything was written, or if a reader ended early. */
    Optional<String> loss() {
        out.flush();
        return written.failure()
                .filter(e -> !isOfPipe(e))
                .map(e -> e.getMessage() == null ? "no reason is given" : e.getMessage());
    }

    /** For other causes it is the operating system's message, which can be in the user's language. */
    private boolean isOfPipe(IOException failure) {
        return pipe || String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    @Override
    public String state(Overall state, String line) {
        return colour(
                switch (state) {
                    case OK -> "32";
                    case WARNING -> "33";
                    case UNKNOWN -> "35";
                    case CRITICAL -> "1;31";
                },
                line);
    }

    @Override
    public String action(String line) {
        return colour("1", line);
    }

    private String colour(String code, String line) {
        return colours && !line.isEmpty() ? "\033[" + code + "m" + line + "\033[0m" : line;
    }

    /** The number of columns of the terminal; for a file, the usual number. */
    int width() {
        return Math.max(NARROWEST, columns());
    }

    private int columns() {
        String told = System.getenv().getOrDefault("COLUMNS", "");
        if (told.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(told);
        }
        Path tty = Path.of("/dev/tty");
        if (!terminal || !Files.exists(tty)) {
            return USUAL;
        }
        try {
            Process size = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.from(tty.toFile()))
                    .redirectError(Redirect.DISCARD)
                    .start();
            String[] rowsAndColumns = new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            boolean answered = size.waitFor(1, TimeUnit.SECONDS) && size.exitValue() == 0 && rowsAndColumns.length == 2;
            int columns = answered ? Integer.parseInt(rowsAndColumns[1]) : 0;
            return columns > 0 ? columns : USUAL;
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}
