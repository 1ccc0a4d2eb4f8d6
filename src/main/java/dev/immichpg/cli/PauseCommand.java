package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.notify.Maintenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Sends no notices for a while, as during maintenance. It writes to the state directory, where the"
                + " agent sees it within some seconds.",
        footer = {
            "",
            "Examples:",
            "  immich-pg-monitor pause --for 2h         about no database",
            "  immich-pg-monitor pause --for 30m home   not about this one",
            "  immich-pg-monitor pause --end            from now on again",
        })
final class PauseCommand implements Callable<Integer> {

    private final StandardStreams streams;
    private final Clock clock = Clock.systemUTC();

    @ArgGroup(multiplicity = "1")
    private What what;

    static final class What {
        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = PauseLength.class,
                description = "How long: 30m, 2h, 1d; at most 30d.")
        private Duration length;

        @Option(names = "--end", description = "End the pause.")
        private boolean end;
    }

    @Parameters(paramLabel = "DATABASE", arity = "0..1", description = "A configured database. Default: all.")
    private String database;

    PauseCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        AgentSettings settings = database == null ? Configuration.settingsWithoutDatabases() : Configuration.settings();
        Optional<String> one = Optional.ofNullable(database)
                .map(name -> Configuration.one(settings, name).name());
        Path directory = settings.notices()
                .stateDirectory()
                .orElseThrow(() -> new CommandFailure(
                        "A pause needs a place where the agent finds it. Set immich-pg.state-directory, for the agent and"
                                + " for this command."));
        Instant now = clock.instant();
        String about = one.map(name -> "about " + name).orElse("about any database");
        try {
            if (what.end) {
                Maintenance.end(directory, one, now);
                streams.line("Notices " + about + " are sent again.");
            } else {
                Instant until = now.plus(what.length);
                Maintenance.pause(directory, one, now, until);
                streams.line("No notices " + about + " are sent until " + until.truncatedTo(ChronoUnit.SECONDS) + ".");
            }
            return 0;
        } catch (IOException e) {
            throw new CommandFailure(directory + ": this cannot be written to.");
        }
    }
}
