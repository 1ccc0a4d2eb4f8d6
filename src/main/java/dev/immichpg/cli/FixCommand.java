package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.agent.Examiner;
import dev.immichpg.agent.WatchedDatabase;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.check.Script;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fix",
        mixinStandardHelpOptions = true,
        description =
                "Prints one script for psql that fixes everything that was found, in the right order. It runs nothing.",
        footer = {
            "",
            "What a person must do is a comment in the script. psql leaves out the SQL that",
            "has to wait for that, until you say that it is done.",
            "",
            "Examples:",
            "  immich-pg-monitor fix > fix.sql           to read it, and then psql -f fix.sql",
            "  immich-pg-monitor fix | psql              all that does not wait for a person",
            "  immich-pg-monitor fix | psql -v part2=go  once part 1 is done by hand",
            "  immich-pg-monitor fix --upgrade-to 3.0.0  what must be done before an upgrade",
            "  immich-pg-monitor fix --snapshot mailed.json  to answer whoever sent it",
        })
final class FixCommand implements Callable<Integer> {

    private final StandardStreams streams;

    @Parameters(paramLabel = "DATABASE", arity = "0..1", description = "Its configured name, if there are several.")
    private String database;

    @Mixin
    private JudgedFor judgedFor;

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            description = "The script for a database whose snapshot is in this file. -: standard input.")
    private String snapshot;

    FixCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (snapshot != null) {
            return ofSnapshot();
        }
        AgentSettings settings = Configuration.settings();
        WatchedDatabase one = judgedFor.about(Configuration.one(settings, database));
        try (Examiner examiner = new Examiner(
                one,
                settings.releases(),
                settings.doctor(),
                settings.timeouts(),
                false,
                settings.structureEvery(),
                Clock.systemUTC())) {
            Report report = examiner.examine();
            if (report.failure().isPresent()) {
                throw new CommandFailure(report.failure().get());
            }
            streams.print(script(report));
            return 0;
        }
    }

    private String script(Report report) {
        return judgedFor.anUpgrade() ? Script.beforeUpgrade(report) : Script.of(report);
    }

    private int ofSnapshot() {
        if (database != null) {
            throw new CommandFailure("--snapshot is of one database: do not name another.");
        }
        AgentSettings settings = Configuration.settingsWithoutDatabases();
        Snapshot is = SnapshotFile.read(snapshot);
        Question asked = judgedFor.about(is.database().name(), Optional.empty());
        streams.print(
                script(SnapshotFile.judged(is, asked, settings.doctor(), settings.releases(), Clock.systemUTC())));
        return 0;
    }
}
