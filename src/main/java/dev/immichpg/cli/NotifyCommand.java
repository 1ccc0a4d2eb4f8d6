package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import dev.immichpg.notify.OneShot;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "notify",
        mixinStandardHelpOptions = true,
        description = "Sends a test notice to the configured notifiers, and says what each answered.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every notifier has taken it", "1:one has not", "2:wrong arguments or settings"},
        footer = {
            "",
            "Examples:",
            "  immich-pg-monitor notify --test          to every notifier",
            "  immich-pg-monitor notify --test phone    to one of them",
        })
final class NotifyCommand implements Callable<Integer> {

    private final StandardStreams streams;

    @Option(names = "--test", required = true, description = "Send a test notice now.")
    private boolean test;

    @Parameters(paramLabel = "NOTIFIER", arity = "0..*", description = "Names of notifiers. Default: all.")
    private List<String> names = List.of();

    NotifyCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        AgentSettings settings = Configuration.settingsWithoutDatabases();
        OneShot sender = new OneShot(Clock.systemUTC());
        boolean good = true;
        for (NotifierSettings notifier : chosen(settings.notices().notifiers())) {
            OneShot.Result result = sender.test(notifier, settings.notices());
            streams.line(result.sentence());
            good &= result.good();
        }
        return good ? 0 : 1;
    }

    private List<NotifierSettings> chosen(List<NotifierSettings> all) {
        if (all.isEmpty()) {
            throw new CommandFailure(
                    "No notifier is configured. Set immich-pg.notify.<name>.url; see docs/how-to/notices.md.");
        }
        List<String> known = all.stream().map(NotifierSettings::name).toList();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new CommandFailure("No notifier " + name + " is configured."
                    + SpellingSuggestion.question(name, known) + " There are: " + String.join(", ", known) + ".");
        });
        return all.stream()
                .filter(notifier -> names.isEmpty() || names.contains(notifier.name()))
                .toList();
    }
}
