package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Issue 12, D2: what a command returns when the machine gives out under it. */
class TerminalTest {

    private static final OutputStream FULL = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    };

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Says something, and returns its argument. */
    @Command(name = "saying")
    private static final class Saying implements Callable<Integer> {

        private final StandardStreams streams;

        @Parameters
        private int code;

        Saying(StandardStreams streams) {
            this.streams = streams;
        }

        @Override
        public Integer call() {
            streams.line("answer");
            return code;
        }
    }

    /** As {@link Saying}, and 3 is what it returns where it does not know. */
    @Command(name = "judging", exitCodeOnExecutionException = PluginLine.UNKNOWN)
    private static final class Judging implements Callable<Integer> {

        private final Saying saying;

        @Parameters
        private int code;

        Judging(Saying saying) {
            this.saying = saying;
        }

        @Override
        public Integer call() {
            saying.code = code;
            return saying.call();
        }
    }

    @Command(name = "hungry", exitCodeOnExecutionException = PluginLine.UNKNOWN)
    private static final class Hungry implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    /** Issue 19: picocli takes long to make all of them. */
    @Test
    void theCommandThatIsAskedForIsMadeAloneAndIsTheSame() {
        StandardStreams streams = new StandardStreams(out, err, false, false, false);
        Map<String, CommandLine> all = Terminal.commandLine(streams).getSubcommands();
        assertEquals(13, all.size());
        all.forEach((name, command) -> {
            Map<String, CommandLine> made =
                    Terminal.commandLine(streams, name, "--help").getSubcommands();
            boolean tellsOfOthers = name.equals("completion") || name.equals("man");
            assertEquals(tellsOfOthers ? all.keySet() : Set.of(name), made.keySet());
            assertEquals(command.getUsageMessage(), made.get(name).getUsageMessage());
        });
        for (String none : List.of("--help", "chekc", "")) {
            assertEquals(
                    all.keySet(),
                    Terminal.commandLine(streams, none).getSubcommands().keySet());
        }
        assertEquals(
                all.keySet(),
                Terminal.commandLine(streams, new String[0]).getSubcommands().keySet());
    }

    private int run(OutputStream to, boolean pipe, String... args) {
        StandardStreams streams = new StandardStreams(to, err, false, false, pipe);
        CommandLine root = Terminal.commandLine(streams)
                .addSubcommand(new Saying(streams))
                .addSubcommand(new Judging(new Saying(streams)))
                .addSubcommand(new Hungry());
        return Terminal.run(streams, root, args);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void outOfMemoryIsUnknownAndOneLine() {
        assertEquals(3, run(out, false, "hungry"));
        assertEquals("immich-pg-monitor: " + Terminal.OUT_OF_MEMORY + "\n", errors());
    }

    @Test
    void theRealCheckReturnsThatToo() {
        StandardStreams streams = new StandardStreams(out, err, false, false, false);
        CommandLine root = Terminal.commandLine(streams);
        assertEquals(
                PluginLine.UNKNOWN,
                root.getSubcommands().get("check").getCommandSpec().exitCodeOnExecutionException());
    }

    /** A result of which a part is lost is none; that a database is critical stays true. */
    @ParameterizedTest
    @CsvSource({"saying, 0, 1", "saying, 1, 1", "saying, 2, 2", "judging, 0, 3", "judging, 1, 3", "judging, 2, 2"})
    void whatCouldNotBeWrittenIsAnError(String command, String code, int expected) {
        assertEquals(expected, run(FULL, false, command, code));
        assertEquals(
                "immich-pg-monitor: Not everything could be written to standard output (No space left on device).\n",
                errors());
    }

    /** {@code fix | head -1}: whoever reads a pipe decides how much of it; psql says itself why it has gone. */
    @Test
    void aReaderWhoHasHadEnoughIsNoError() {
        assertEquals(0, run(FULL, true, "saying", "0"));
        assertEquals("", errors());
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertEquals(1, run(broken, false, "judging", "1"));
        assertEquals("", errors());
    }

    @Test
    void helpThatCouldNotBeWrittenIsAnErrorToo() {
        assertEquals(3, run(FULL, false, "check", "--help"));
        assertTrue(errors().contains("No space left"), errors());
    }
}
