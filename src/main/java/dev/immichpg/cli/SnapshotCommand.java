package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.agent.WatchedDatabase;
import dev.immichpg.document.Json;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.SnapshotJson;
import dev.immichpg.postgres.UnreadableDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description =
                "Prints what the catalogs say, as JSON: everything that the checks look at. It is safe to send: it"
                        + " holds names of roles and schemas, but no password, no photo and nothing about one.",
        footer = {
            "",
            "Examples:",
            "  immich-pg-monitor snapshot > mine.json    to attach it to a bug report",
            "  immich-pg-monitor snapshot | immich-pg-monitor check --snapshot -",
        })
final class SnapshotCommand implements Callable<Integer> {

    private final StandardStreams streams;

    @Parameters(paramLabel = "DATABASE", arity = "0..1", description = "Its configured name, if there are several.")
    private String database;

    SnapshotCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        AgentSettings settings = Configuration.settings();
        WatchedDatabase one = Configuration.one(settings, database);
        try (CatalogReader reader = one.reader(settings.timeouts())) {
            streams.line(Json.visible(SnapshotJson.write(reader.read())));
            return 0;
        } catch (UnreadableDatabase e) {
            throw new CommandFailure(e.getMessage());
        }
    }
}
