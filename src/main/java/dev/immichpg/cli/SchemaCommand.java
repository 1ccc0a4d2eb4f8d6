package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.agent.WatchedDatabase;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.SchemaText;
import dev.immichpg.document.Json;
import dev.immichpg.input.StrictJson;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.UnreadableDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description =
                "Compares schema public with what Immich's migrations make, and prints every difference, also what is your own.",
        footer = {
            "",
            "The checks whose names begin with schema- say which of them matter, and what to do.",
            "",
            "Examples:",
            "  immich-pg-monitor schema",
            "  immich-pg-monitor schema --format json home",
        })
final class SchemaCommand implements Callable<Integer> {

    /** How it is printed. */
    enum Format {
        TEXT,
        JSON
    }

    /** Its names, in lower case. */
    static final class FormatWord extends EnumArgument<Format> {
        FormatWord() {
            super(Format.values(), "a format");
        }
    }

    private final StandardStreams streams;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatWord.class,
            completionCandidates = FormatWord.class,
            description = "${COMPLETION-CANDIDATES}; text unless said otherwise.")
    private Format format = Format.TEXT;

    @Parameters(paramLabel = "DATABASE", arity = "0..1", description = "Its configured name, if there are several.")
    private String database;

    SchemaCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        AgentSettings settings = Configuration.settings();
        WatchedDatabase one = Configuration.one(settings, database);
        try (CatalogReader reader = one.reader(settings.timeouts())) {
            Snapshot is = reader.read();
            if (format == Format.JSON) {
                streams.line(Json.visible(StrictJson.STRICT.write(SchemaText.comparison(is, settings.releases()))));
            } else {
                streams.print(SchemaText.of(is, settings.releases()));
            }
            return 0;
        } catch (UnreadableDatabase e) {
            throw new CommandFailure(e.getMessage());
        }
    }
}
