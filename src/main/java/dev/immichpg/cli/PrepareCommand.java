package dev.immichpg.cli;

import dev.immichpg.check.Preparation;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "prepare",
        mixinStandardHelpOptions = true,
        description =
                "Prints a script for psql that makes a new database ready for Immich, and a role for this agent that can"
                        + " do nothing but look. It runs nothing, and asks no database.",
        footer = {
            "",
            "Examples:",
            "  immich-pg-monitor prepare --era vchord --monitor-role immich_monitor > new.sql",
            "  immich-pg-monitor prepare --monitor-role immich_monitor   where Immich is already",
        })
final class PrepareCommand implements Callable<Integer> {

    private final StandardStreams streams;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--era",
            paramLabel = "EXTENSION",
            converter = VectorExtensionArgument.class,
            completionCandidates = VectorExtensionArgument.class,
            description = "Which extension holds Immich's vectors: ${COMPLETION-CANDIDATES}."
                    + " Without it, only the monitor's role is made.")
    private VectorExtension era;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "Immich's role, which will own the database. Default: ${DEFAULT-VALUE}.")
    private String role = "immich";

    @Option(names = "--database", paramLabel = "NAME", description = "Immich's database. Default: ${DEFAULT-VALUE}.")
    private String database = "immich";

    @Option(names = "--monitor-role", paramLabel = "ROLE", description = "The agent's own role. Default: none is made.")
    private String monitorRole;

    PrepareCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (era == null && monitorRole == null) {
            throw new ParameterException(spec.commandLine(), "Specify --era, --monitor-role, or both.");
        }
        try {
            streams.print(
                    era == null
                            ? Preparation.ofMonitor(monitorRole, database)
                            : Preparation.ofDatabase(
                                    era,
                                    role,
                                    database,
                                    Optional.ofNullable(monitorRole),
                                    Configuration.settingsWithoutDatabases().releases()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return 0;
    }
}
