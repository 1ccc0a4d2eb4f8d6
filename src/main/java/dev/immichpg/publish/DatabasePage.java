package dev.immichpg.publish;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.MissingGrants;
import dev.immichpg.check.Platform;
import dev.immichpg.check.Remedy;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.RemedyStep;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Script;
import dev.immichpg.check.Status;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Release;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.LatestReports.Begun;
import dev.immichpg.publish.LatestReports.LatestOfDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the page of one database shows. Every text that can come from the database has been made visible: nothing in it breaks a line
 * or changes its direction.
 *
 * @param only whether this is the only database, so that there is no overview to go back to
 * @param asked what the form for another release contains
 * @param fault what is wrong with that; empty if nothing is
 * @param platforms for the form's list
 * @param platformFault what is wrong with the platform that is asked about; empty if nothing is
 * @param forecasts the steps of each forecast
 * @param problems worst first; at most {@value #MOST}
 * @param moreProblems how many more there are
 * @param plan everything that must be done, in order
 * @param besides additional problems after the upgrade; at most {@value #MOST}
 * @param moreBesides how many more there are
 * @param upgradePlan everything that must be done before the upgrade, in order; empty if it is the same as the plan
 * @param unknown by reason
 * @param quiet what is ok, muted, or not applicable
 * @param versions empty if nothing could be read
 * @param unasked nobody has asked about an upgrade: it is the one to the newest release that the agent knows (issue 17)
 * @param examined empty before the first examination has ended
 */
record DatabasePage(
        String name,
        boolean only,
        StatusSummary now,
        Optional<StatusSummary> upgrade,
        boolean unasked,
        String asked,
        String fault,
        List<String> releases,
        List<PlatformChoice> platforms,
        String platformFault,
        List<ForecastSteps> forecasts,
        List<Problem> problems,
        int moreProblems,
        Plan plan,
        List<Problem> besides,
        int moreBesides,
        Plan upgradePlan,
        Optional<Grants> grants,
        List<Unknown> unknown,
        List<Quiet> quiet,
        Optional<VersionsSection> versions,
        Optional<Timeline> timeline,
        Optional<Examined> examined) {

    /** @param chosen the reader has asked for it */
    record PlatformChoice(String id, String title, boolean chosen) {}

    private static final int MOST_RELEASES = 40;

    /** So many findings, and so many steps of a plan, are on a page: more would help nobody, and weigh. */
    static final int MOST = 500;

    /**
     * @param rules the releases that have the rules by which this was judged; empty where none are known
     * @param sources where those rules are read
     */
    record ForecastSteps(String title, List<ForecastRow> steps, String rules, List<RuleSource> sources) {}

    /** @param url upstream; empty where it is inferred */
    record RuleSource(String fact, String url) {}

    /**
     * @param effect {@code passes}, {@code warns}, {@code changes}, {@code blocks} or {@code unknown}
     * @param checks ids of those that tell of it
     */
    record ForecastRow(String effect, String rule, String text, List<String> checks) {}

    record Problem(
            String key,
            String severity,
            String check,
            String claim,
            String subject,
            String observed,
            String expected,
            List<PlanStep> remedy) {}

    /**
     * @param key unique on the page
     * @param mark Immich or Postgres stops or starts here; empty if neither does
     * @param who runs it; empty where the text says it
     * @param typed it can be pasted
     */
    record PlanStep(String key, String mark, String who, String text, boolean typed) {}

    /**
     * @param steps at most {@value #MOST}
     * @param more how many there are besides
     * @param script the same for psql, as {@code fix} prints it; empty where it is not whole
     */
    record Plan(List<PlanStep> steps, int more, String script) {
        static final Plan NOTHING = new Plan(List.of(), 0, "");

        static Plan of(String key, List<RemedyStep> steps, Supplier<String> script) {
            int more = Math.max(0, steps.size() - MOST);
            return new Plan(
                    DatabasePage.steps(key, steps.subList(0, steps.size() - more)),
                    more,
                    more > 0 ? "" : lines(script.get()));
        }
    }

    /** @param script for psql, once */
    record Grants(String title, String script) {}

    record Unknown(String note, List<String> checks) {}

    record Quiet(String title, String key, List<QuietCheck> checks) {}

    record QuietCheck(String id, String claim, String note) {}

    /**
     * @param source who says so of Immich; empty where nobody does
     * @param drawn the vector extensions whose range is known
     * @param others the other extensions
     */
    record VersionsSection(
            String postgres, String immich, String source, List<InDatabase> drawn, List<InDatabase> others) {}

    /** @param allowed what Immich insists on; empty if it takes any version */
    record InDatabase(
            String name,
            String installed,
            String available,
            String schema,
            String allowed,
            Optional<RangePicture> picture) {}

    /** @param lastRead when it was last read, where that was an earlier examination */
    record Examined(
            DisplayedTime at, String duration, DisplayedTime due, String every, Optional<DisplayedTime> lastRead) {}

    /**
     * @param asked the release that the reader asks about; empty: the one that the operator configured
     * @param where the id of the platform that the reader's server runs on; empty: as it is configured, or shows itself
     */
    static DatabasePage of(All all, String name, String asked, String where) {
        Begun begun = all.begun().orElseThrow();
        LatestOfDatabase database = all.databases().get(name);
        boolean only = all.databases().size() == 1;
        Releases table = begun.configuration().releases();
        Optional<Version> release = asked.isBlank() ? Optional.empty() : table.meant(asked);
        String fault = asked.isBlank() || release.isPresent()
                ? ""
                : ReportText.visible("“" + asked + "” is not a release. Write 2.7.5, v3, 3.3 or latest.");
        List<Platform> known = begun.configuration().platforms();
        Optional<Platform> platform =
                known.stream().filter(p -> p.id().equals(where)).findFirst();
        String platformFault = where.isBlank() || platform.isPresent()
                ? ""
                : ReportText.visible("“" + where + "” is not a platform. Choose one from the list.");
        Optional<Version> newest =
                database.report().filter(report -> asked.isBlank()).flatMap(report -> report.newest(table));
        Optional<Version> to = release.or(() -> newest);
        Optional<Report> judged = database.report()
                .map(report -> to.isEmpty() && platform.isEmpty()
                        ? report
                        : begun.configuration().about(to, platform, report).orElse(report))
                // What was not understood has no answer: that of another question must not stand for it.
                .map(report -> fault.isEmpty() ? report : report.withoutUpgrade());
        String shown = asked.isBlank()
                ? judged.flatMap(Report::upgrade)
                        .flatMap(upgrade -> upgrade.forecast().immich())
                        .map(Version::text)
                        .orElse("")
                : asked;
        return judged.map(report -> new DatabasePage(
                        ReportText.visible(name),
                        only,
                        StatusSummary.now(report),
                        StatusSummary.upgrade(report),
                        newest.isPresent(),
                        shown,
                        fault,
                        suggested(table),
                        choices(known, platform),
                        platformFault,
                        report.readable() ? forecasts(report, begun) : List.of(),
                        problems("now", report.now().problems()),
                        more(report.now().problems()),
                        Plan.of("plan", report.now().plan(), () -> Script.of(report)),
                        problems("then", report.problemsOfUpgradeAlone()),
                        more(report.problemsOfUpgradeAlone()),
                        planOfUpgrade(report),
                        MissingGrants.of(report).map(missing -> new Grants(missing.title(), lines(missing.script()))),
                        report.readable() ? unknown(report) : List.of(),
                        report.readable() ? quiet(report) : List.of(),
                        report.snapshot().map(is -> versions(is, report, begun)),
                        Optional.of(Timeline.of(database.memory(), all.at(), begun.lasting())),
                        Optional.of(examined(report, database, begun, all.at()))))
                .orElseGet(() -> new DatabasePage(
                        name,
                        only,
                        StatusSummary.WAITING,
                        Optional.empty(),
                        false,
                        shown,
                        fault,
                        suggested(table),
                        choices(known, platform),
                        platformFault,
                        List.of(),
                        List.of(),
                        0,
                        Plan.NOTHING,
                        List.of(),
                        0,
                        Plan.NOTHING,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** Nothing where it is the plan that is to be done anyway. */
    private static Plan planOfUpgrade(Report report) {
        return report.upgrade()
                .map(Judgement::plan)
                .filter(plan -> !plan.equals(report.now().plan()))
                .map(plan -> Plan.of("upgrade-plan", plan, () -> Script.beforeUpgrade(report)))
                .orElse(Plan.NOTHING);
    }

    private static List<PlatformChoice> choices(List<Platform> known, Optional<Platform> chosen) {
        return known.stream()
                .map(p -> new PlatformChoice(p.id(), p.title(), chosen.equals(Optional.of(p))))
                .toList();
    }

    /** The newest first. */
    private static List<String> suggested(Releases table) {
        List<String> named =
                new ArrayList<>(table.named().stream().map(Version::text).toList());
        Collections.reverse(named);
        return named.subList(0, Math.min(MOST_RELEASES, named.size()));
    }

    private static String lines(String script) {
        return script.lines().map(ReportText::visible).collect(joining("\n"));
    }

    private static List<ForecastSteps> forecasts(Report report, Begun begun) {
        return Stream.concat(Stream.of(report.now()), report.upgrade().stream())
                .map(Judgement::forecast)
                .map(forecast -> forecast(
                        forecast,
                        forecast.immich().flatMap(begun.configuration().releases()::forImmich)))
                .toList();
    }

    private static ForecastSteps forecast(Forecast forecast, Optional<Release> release) {
        return new ForecastSteps(
                "What Immich" + forecast.immich().map(v -> " " + v.text()).orElse("") + " would do at its start",
                forecast.steps().stream()
                        .map(s ->
                                new ForecastRow(label(s.effect()), s.rule(), ReportText.visible(s.text()), s.checks()))
                        .toList(),
                release.map(Release::title).map(ReportText::visible).orElse(""),
                release.stream()
                        .flatMap(row -> row.sources().stream())
                        .map(source -> new RuleSource(
                                ReportText.visible(source.fact()), source.url().orElse("")))
                        .toList());
    }

    private static List<Problem> problems(String key, List<Diagnosis> diagnoses) {
        List<Problem> problems = new ArrayList<>();
        for (Diagnosis d : diagnoses) {
            d.verdict().findings().stream().limit(MOST - problems.size()).forEach(f -> {
                // The first of a check that is wrong now is where links in alerts lead.
                boolean first = f == d.verdict().findings().get(0);
                String unique = key.equals("now") && first ? d.check().id() : key + "-" + (problems.size() + 1);
                problems.add(new Problem(
                        unique,
                        d.severity().label(),
                        d.check().id(),
                        d.check().claim(),
                        ReportText.visible(f.subject()),
                        ReportText.visible(f.observed()),
                        ReportText.visible(f.expected()),
                        steps(unique, f.remedy().steps())));
            });
        }
        return problems;
    }

    private static int more(List<Diagnosis> diagnoses) {
        return Math.max(
                0,
                diagnoses.stream().mapToInt(d -> d.verdict().findings().size()).sum() - MOST);
    }

    private static List<PlanStep> steps(String key, List<RemedyStep> steps) {
        List<PlanStep> shown = new ArrayList<>();
        for (RemedyStep step : steps) {
            shown.add(new PlanStep(
                    key + "-step-" + (shown.size() + 1),
                    mark(step.phase()),
                    step.by() == Remedy.By.PERSON ? "" : step.by().phrase(),
                    ReportText.visible(step.text()),
                    step.by() != Remedy.By.PERSON));
        }
        return shown;
    }

    private static String mark(Phase phase) {
        return switch (phase) {
            case STOP_IMMICH -> "Immich stops";
            case RESTART_POSTGRES, RESTART_POSTGRES_AGAIN -> "Postgres restarts";
            case START_IMMICH, RUN_OTHER_RELEASE -> "Immich starts";
            default -> "";
        };
    }

    private static List<Unknown> unknown(Report report) {
        return report.now().unknowns().stream()
                .collect(groupingBy(
                        d -> d.verdict().note(),
                        LinkedHashMap::new,
                        mapping(d -> d.check().id(), toList())))
                .entrySet()
                .stream()
                .map(e -> new Unknown(ReportText.visible(e.getKey()), e.getValue()))
                .toList();
    }

    private static List<Quiet> quiet(Report report) {
        return Stream.of(
                        quiet(
                                "Fine",
                                "fine",
                                report,
                                d -> !d.muted() && d.verdict().status() == Status.OK),
                        quiet("Muted", "muted", report, Diagnosis::muted),
                        quiet(
                                "Does not apply here",
                                "not-applicable",
                                report,
                                d -> !d.muted() && d.verdict().status() == Status.NOT_APPLICABLE))
                .filter(quiet -> !quiet.checks().isEmpty())
                .toList();
    }

    private static Quiet quiet(String title, String key, Report report, Predicate<Diagnosis> which) {
        return new Quiet(
                title,
                key,
                report.now().diagnoses().stream()
                        .filter(which)
                        .map(d -> new QuietCheck(
                                d.check().id(),
                                d.check().claim(),
                                ReportText.visible(
                                        d.verdict().status() == Status.PROBLEM
                                                ? d.verdict().findings().get(0).observed()
                                                : d.verdict().note())))
                        .toList());
    }

    private static VersionsSection versions(Snapshot is, Report report, Begun begun) {
        Optional<Release> release =
                report.immich().version().flatMap(begun.configuration().releases()::forImmich);
        List<InDatabase> extensions = Stream.concat(
                        is.installedExtensions().stream().map(Snapshot.InstalledExtension::name),
                        is.availableExtensions().stream().map(Snapshot.AvailableExtension::name))
                .distinct()
                .sorted()
                .map(name -> extension(is, name, release))
                .toList();
        return new VersionsSection(
                is.server().version(),
                report.immich()
                        .version()
                        .map(v -> (report.immich().lowerBound() ? "at least " : "") + v)
                        .orElse("unknown"),
                report.immich().version().isPresent() ? report.immich().source().phrase() : "",
                extensions.stream().filter(e -> e.picture().isPresent()).toList(),
                extensions.stream().filter(e -> e.picture().isEmpty()).toList());
    }

    private static InDatabase extension(Snapshot is, String name, Optional<Release> release) {
        Optional<String> installed = is.installed(name).map(Snapshot.InstalledExtension::version);
        Optional<String> available = is.available(name).map(Snapshot.AvailableExtension::version);
        Optional<VersionRange> allowed = release.flatMap(
                        row -> VectorExtension.named(name).map(row.vectorExtensions()::get))
                .flatMap(support -> support.enforced());
        return new InDatabase(
                ReportText.visible(name),
                ReportText.visible(installed.orElse("")),
                ReportText.visible(available.orElse("")),
                ReportText.visible(is.installed(name)
                        .map(Snapshot.InstalledExtension::schema)
                        .orElse("")),
                allowed.map(VersionRange::text).orElse(""),
                allowed.flatMap(range -> RangePicture.of(
                        name, range, installed.flatMap(Version::parse), available.flatMap(Version::parse))));
    }

    private static Examined examined(Report report, LatestOfDatabase database, Begun begun, Instant now) {
        Instant due = report.examinedAt()
                .minus(report.duration())
                .plus(begun.configuration().every());
        return new Examined(
                new DisplayedTime(report.examinedAt(), now),
                report.duration().toMillis() + " ms",
                new DisplayedTime(due.isBefore(now) ? now : due, now),
                words(begun.configuration().every().toSeconds()),
                report.readable() ? Optional.empty() : database.lastSuccess().map(at -> new DisplayedTime(at, now)));
    }

    private static String words(long seconds) {
        return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + " minutes" : seconds + " seconds";
    }

    private static String label(Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }
}
