package dev.immichpg.cli;

import dev.immichpg.agent.AgentSettings;
import dev.immichpg.agent.Examiner;
import dev.immichpg.agent.InvalidSettings;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Check;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Judgement;
import dev.immichpg.check.Overall;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.document.ReportJson;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.notify.NotifySettings;
import dev.immichpg.notify.OneShot;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Examines the databases once: would Immich start, what is wrong, and what to do.",
        exitCodeOnInvalidInput = PluginLine.UNKNOWN,
        exitCodeOnExecutionException = PluginLine.UNKNOWN,
        exitCodeListHeading = "%nExit codes, of the worst database (with --upgrade-to, also after the upgrade):%n",
        exitCodeList = {
            "0:OK",
            "1:WARNING",
            "2:CRITICAL, also if a database cannot be read",
            "3:UNKNOWN, which outranks a warning; also on wrong arguments or settings",
        },
        footer = {
            "",
            "Examples:",
            "  immich-pg-monitor check                          every configured database",
            "  immich-pg-monitor check home --upgrade-to 3.0.0  also after the upgrade?",
            "  immich-pg-monitor check --snapshot mailed.json   no database is needed",
            "  immich-pg-monitor check --format nagios          for Nagios, Icinga, Checkmk",
            "  immich-pg-monitor check --only server-read-only && echo it is the primary",
        })
final class CheckCommand implements Callable<Integer> {

    private static final int AT_ONCE = 8;

    enum Format {
        TEXT,
        JSON,
        NAGIOS
    }

    static final class FormatWord extends EnumArgument<Format> {
        FormatWord() {
            super(Format.values(), "a format");
        }
    }

    private final StandardStreams streams;
    private final Clock clock = Clock.systemUTC();

    @Parameters(paramLabel = "DATABASE", arity = "0..*", description = "Names of configured databases. Default: all.")
    private List<String> databases = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatWord.class,
            completionCandidates = FormatWord.class,
            description = "${COMPLETION-CANDIDATES}. json is a list of reports, as at /api/databases;"
                    + " nagios starts with a monitoring plugin's line. Default: text.")
    private Format format = Format.TEXT;

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            split = ",",
            converter = CheckName.class,
            completionCandidates = CheckName.class,
            description = "Run only these checks. The forecast then does not affect the exit code.")
    private List<Check> only = List.of();

    @Option(
            names = "--mute",
            paramLabel = "CHECK",
            split = ",",
            converter = CheckName.class,
            completionCandidates = CheckName.class,
            description = "Ignore these checks, in addition to those that the settings mute.")
    private List<Check> mute = List.of();

    @Mixin
    private JudgedFor judgedFor;

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            description = "Judge a file that the command snapshot wrote, instead of a database. -: standard input.")
    private String snapshot;

    @Option(
            names = "--vector-extension",
            paramLabel = "EXTENSION",
            converter = VectorExtensionArgument.class,
            completionCandidates = VectorExtensionArgument.class,
            description =
                    "With --snapshot: the value of DB_VECTOR_EXTENSION where the file was written. Default: not set.")
    private VectorExtension vectorExtension;

    @Option(
            names = "--notify",
            description = "Also tell the configured notifiers what is news. For cron, where no agent runs.")
    private boolean notify;

    @Option(names = "--watch", description = "Look again at each interval, until Ctrl-C.")
    private boolean watch;

    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    static final class ColourWord extends EnumArgument<Colour> {
        ColourWord() {
            super(Colour.values(), "a word for this");
        }
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = ColourWord.class,
            completionCandidates = ColourWord.class,
            description =
                    "${COMPLETION-CANDIDATES}. Default: auto, which is on a terminal, and not if NO_COLOR is set.")
    private Colour colour = Colour.AUTO;

    CheckCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return examineAndShow();
        } catch (CommandFailure | InvalidSettings e) {
            if (format != Format.NAGIOS) {
                throw e;
            }
            // A monitoring system reads only the standard output of a plugin.
            streams.line(PluginLine.ofFailure(e.getMessage()));
            return PluginLine.UNKNOWN;
        } catch (OutOfMemoryError e) {
            if (format != Format.NAGIOS) {
                throw e;
            }
            streams.line(PluginLine.ofFailure(Terminal.OUT_OF_MEMORY));
            return PluginLine.UNKNOWN;
        }
    }

    private int examineAndShow() throws InterruptedException {
        refuseWhatDoesNotFit();
        if (colour != Colour.AUTO) {
            streams.colour(colour == Colour.ALWAYS);
        }
        if (snapshot != null) {
            return show(List.of(ofSnapshot()));
        }
        AgentSettings settings = Configuration.settings();
        if (notify && settings.notices().notifiers().isEmpty()) {
            throw new CommandFailure("--notify needs a notifier: set immich-pg.notify.<name>.url.");
        }
        Doctor doctor = doctor(settings);
        List<Examiner> examiners = Configuration.chosen(settings, databases).stream()
                .map(judgedFor::about)
                .map(d -> new Examiner(
                        d, settings.releases(), doctor, settings.timeouts(), watch, settings.structureEvery(), clock))
                .toList();
        if (watch) {
            return watch(examiners, settings.every());
        }
        List<Answer> answers = examine(examiners);
        int code = show(answers);
        examiners.forEach(Examiner::close);
        if (notify) {
            tell(answers.stream().map(Answer::report).toList(), settings.notices());
        }
        return code;
    }

    /** What could not be delivered is said, and does not change the answer. */
    private void tell(List<Report> reports, NotifySettings notices) throws InterruptedException {
        for (OneShot.Result result : new OneShot(clock).tell(reports, notices)) {
            if (!result.good()) {
                streams.complain(result.sentence());
            }
        }
    }

    private void refuseWhatDoesNotFit() {
        if (notify && (watch || snapshot != null)) {
            throw new CommandFailure(
                    "--notify tells of databases, once: do not combine it with --snapshot or --watch.");
        }
        if (snapshot != null && (watch || !databases.isEmpty())) {
            throw new CommandFailure("--snapshot judges one file, once: do not combine it with a database or --watch.");
        }
        if (snapshot == null && vectorExtension != null) {
            throw new CommandFailure("--vector-extension needs --snapshot: for a database, the settings say it.");
        }
        if (watch && format != Format.TEXT) {
            throw new CommandFailure("--watch is for people: its format is text.");
        }
    }

    private Doctor doctor(AgentSettings settings) {
        Set<Check> muted = EnumSet.noneOf(Check.class);
        muted.addAll(settings.muted());
        muted.addAll(mute);
        return new Doctor(muted, settings.severities());
    }

    /** @param newest judged only where it is shown: it does not count, and costs time */
    private record Answer(Report report, Supplier<Optional<Judgement>> newest) {}

    private Answer ofSnapshot() {
        AgentSettings settings = Configuration.settingsWithoutDatabases();
        Snapshot is = SnapshotFile.read(snapshot);
        if (is.format() < Snapshot.FORMAT) {
            streams.complain(snapshot + " was written by an older agent: what only newer agents look at is unknown.");
        }
        Question asked = judgedFor.about(is.database().name(), Optional.ofNullable(vectorExtension));
        Doctor doctor = doctor(settings);
        Releases releases = settings.releases();
        Report report = SnapshotFile.judged(is, asked, doctor, releases, clock);
        return new Answer(report, () -> doctor.newest(report, asked, releases));
    }

    private int watch(List<Examiner> examiners, Duration every) throws InterruptedException {
        while (true) {
            List<Answer> answers = examine(examiners);
            streams.clear();
            int code = show(answers);
            streams.line("");
            streams.line(clock.instant().truncatedTo(ChronoUnit.SECONDS) + ", again every " + every.toSeconds()
                    + " s. Ctrl-C ends it.");
            if (!streams.flush()) {
                return code;
            }
            Thread.sleep(every.toMillis());
        }
    }

    /** All at the same time, because one that hangs must not delay the others; in the order of the settings. */
    private static List<Answer> examine(List<Examiner> examiners) throws InterruptedException {
        if (examiners.size() == 1) {
            return List.of(answer(examiners.get(0)));
        }
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(AT_ONCE, examiners.size()));
        try {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : workers.invokeAll(examiners.stream()
                    .map(e -> (Callable<Answer>) () -> answer(e))
                    .toList())) {
                answers.add(answer.get());
            }
            return answers;
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause()); // An examination never fails.
        } finally {
            workers.shutdownNow();
        }
    }

    private static Answer answer(Examiner examiner) {
        Report report = examiner.examine();
        return new Answer(report, () -> examiner.newest(report));
    }

    private int show(List<Answer> all) {
        boolean forecastCounts = only.isEmpty();
        List<Answer> answers = forecastCounts
                ? all
                : all.stream()
                        .map(answer -> new Answer(answer.report().only(EnumSet.copyOf(only)), Optional::empty))
                        .toList();
        List<Report> reports = answers.stream().map(Answer::report).toList();
        Overall overall = Overall.worst(
                reports.stream().map(r -> overall(r, forecastCounts)).toList());
        switch (format) {
            case JSON -> streams.line(ReportJson.text(reports));
            case TEXT -> streams.print(text(answers));
            case NAGIOS -> {
                streams.line(PluginLine.of(overall, reports, forecastCounts));
                streams.print(PluginLine.withoutSeparators(text(answers)));
            }
        }
        return PluginLine.code(overall);
    }

    /** The upgrade counts only if it is asked about on the command line; a configured one has its own alerts. */
    private Overall overall(Report report, boolean forecastCounts) {
        Overall now = forecastCounts ? report.overall() : report.overallOfChecks();
        if (!judgedFor.anUpgrade() || !forecastCounts) {
            return now;
        }
        return Overall.worst(Stream.concat(Stream.of(now), report.upgrade().map(Judgement::overallOfUpgrade).stream())
                .toList());
    }

    private String text(List<Answer> answers) {
        return answers.stream()
                .map(answer -> {
                    Optional<Judgement> newest = answer.newest().get();
                    return format == Format.TEXT
                            ? ReportText.of(answer.report(), newest, streams, streams.wrapAt())
                            : ReportText.of(answer.report(), newest);
                })
                .collect(Collectors.joining("\n" + "-".repeat(80) + "\n\n"));
    }
}
