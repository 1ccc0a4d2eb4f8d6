package dev.immichpg.publish;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Finding;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Report;
import dev.immichpg.check.Severity;
import dev.immichpg.check.Status;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.LatestReports.LatestOfDatabase;
import dev.immichpg.publish.MetricFamily.Label;
import dev.immichpg.publish.MetricFamily.Value;
import io.prometheus.client.Collector.Type;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All metric families of the agent, in the order of a scrape. */
final class MetricFamilies {

    private static final String SAMPLED =
            " As of the agent's last examination; see immich_pg_examination_timestamp_seconds.";

    /** The database can say anything about Immich's version, and each new text would make new series. */
    private static final Pattern RELEASE = Pattern.compile("\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}(?:-rc\\.\\d{1,3})?");

    private static final Label CHECK = Label.of("check");
    private static final Label SEVERITY =
            Label.of("severity", Stream.of(Severity.values()).map(Severity::label));
    private static final Label EXTENSION = Label.of("extension");

    /**
     * @param version of the agent
     * @param externalUrl where people reach its pages, without a slash at its end; empty: not known
     */
    record Agent(All all, String version, String externalUrl) {}

    private static final int MOST_SUBJECTS = 3;
    private static final int LONGEST_SUBJECT = 63;

    /** Of each database; the first label is its name. */
    static final List<MetricFamily<LatestOfDatabase>> OF_DATABASES = List.of(
            gauge(
                    "up",
                    "Whether the last examination could read the database and is not out of date." + SAMPLED,
                    d -> d.report().stream().map(r -> Value.of(r.readable()))),
            gauge(
                    "check_problem",
                    "Whether the check found a problem. Absent while the check could not look or does not apply."
                            + SAMPLED,
                    d -> diagnoses(d)
                            .filter(v -> v.verdict().status() == Status.OK
                                    || v.verdict().status() == Status.PROBLEM)
                            .map(v -> Value.of(
                                    v.isProblem(), v.check().id(), v.severity().label())),
                    CHECK,
                    SEVERITY),
            gauge(
                    "check_unknown",
                    "Whether the check could not look." + SAMPLED,
                    d -> diagnoses(d)
                            .map(v -> Value.of(
                                    v.isUnknown(), v.check().id(), v.severity().label())),
                    CHECK,
                    SEVERITY),
            gauge(
                    "check_findings",
                    "In how many objects the check found a problem." + SAMPLED,
                    d -> diagnoses(d)
                            .filter(Diagnosis::isProblem)
                            .map(v -> Value.of(
                                    v.verdict().findings().size(), v.check().id())),
                    CHECK),
            gauge(
                    "check_problem_info",
                    "What is wrong and in which objects, of a check that found a problem: at most three; the value is 1."
                            + SAMPLED,
                    d -> diagnoses(d)
                            .filter(Diagnosis::isProblem)
                            .map(v -> Value.of(1, v.check().id(), v.check().problem(), subjects(v))),
                    CHECK,
                    Label.of("problem"),
                    Label.of("subjects")),
            gauge(
                    "start_forecast",
                    "How a start of Immich would end: 1 for one of the outcomes, 0 for the others." + SAMPLED,
                    d -> d.report().stream()
                            .flatMap(r -> Stream.concat(
                                    outcomes(r.now().forecast(), "now"),
                                    r.upgrade().stream().flatMap(u -> outcomes(u.forecast(), "upgrade")))),
                    Label.of("immich_version"),
                    Label.of("when", Stream.of("now", "upgrade")),
                    Label.of("outcome", Stream.of(Outcome.values()).map(Outcome::label))),
            gauge(
                    "extension_info",
                    "Versions of an extension that Immich uses; the value is 1." + SAMPLED,
                    d -> snapshot(d)
                            .flatMap(is -> d.memory().extensions().keySet().stream()
                                    .filter(name -> is.installed(name).isPresent()
                                            || is.available(name).isPresent())
                                    .sorted()
                                    .map(name -> versions(name, is))),
                    EXTENSION,
                    Label.of("installed"),
                    Label.of("available"),
                    Label.of("schema")),
            gauge(
                    "extension_update_available",
                    "Whether ALTER EXTENSION UPDATE would change the installed version." + SAMPLED,
                    d -> snapshot(d)
                            .flatMap(is -> is.installedExtensions().stream()
                                    .flatMap(e -> is.available(e.name()).stream()
                                            .map(a -> Value.of(!a.version().equals(e.version()), e.name())))),
                    EXTENSION),
            gauge(
                    "extension_changed_timestamp_seconds",
                    "When the agent last saw the installed or available version change. Absent if it has seen no"
                            + " change since it started, or since its state directory was empty.",
                    d -> d.memory().extensions().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .flatMap(e ->
                                    e.getValue().changedAt().stream().map(at -> Value.of(seconds(at), e.getKey()))),
                    EXTENSION),
            gauge(
                    "examination_timestamp_seconds",
                    "When the last examination ended.",
                    d -> d.report().stream().map(r -> Value.of(seconds(r.examinedAt())))),
            gauge(
                    "examination_success_timestamp_seconds",
                    "When the last examination that could read the database ended.",
                    d -> d.lastSuccess().stream().map(at -> Value.of(seconds(at)))),
            gauge(
                    "examination_duration_seconds",
                    "How long the last examination took.",
                    d -> d.report().stream().map(r -> Value.of(r.duration().toNanos() / 1e9))),
            family(
                    "examinations",
                    Type.COUNTER,
                    "Examinations by outcome since the agent started.",
                    d -> Stream.of(Value.of(d.successes(), "success"), Value.of(d.failures(), "failure")),
                    Label.of("database"),
                    Label.of("outcome", Stream.of("success", "failure"))));

    /** Of the agent itself. */
    static final List<MetricFamily<Agent>> OF_AGENT = List.of(
            family(
                    "config_last_reload_successful",
                    Type.GAUGE,
                    "Whether the configuration that was read last is in use. If not, the agent keeps the previous one.",
                    agent -> agent.all().started()
                            ? Stream.of(Value.of(agent.all().refusal().isEmpty()))
                            : Stream.empty()),
            family(
                    "releases_timestamp_seconds",
                    Type.GAUGE,
                    "The date of the table of Immich's releases; of a release after newest it knows nothing.",
                    agent -> releases(agent)
                            .map(table -> Value.of(
                                    seconds(table.date()
                                            .atStartOfDay(ZoneOffset.UTC)
                                            .toInstant()),
                                    table.newestKnown())),
                    Label.of("newest")),
            family(
                    "maintenance",
                    Type.GAUGE,
                    "Whether nothing is told of the database now, because of a pause or a maintenance window.",
                    agent -> agent.all().databases().keySet().stream()
                            .map(name -> Value.of(agent.all().notices().paused().containsKey(name), name)),
                    Label.of("database")),
            family(
                    "notices",
                    Type.COUNTER,
                    "Messages of a notifier since the agent started: those that its service took, tries that failed, and"
                            + " messages that were given up.",
                    agent -> agent.all().notices().notifiers().stream()
                            .flatMap(n -> Stream.of(
                                    Value.of(n.dropped(), n.name(), "dropped"),
                                    Value.of(n.failed(), n.name(), "failed"),
                                    Value.of(n.sent(), n.name(), "sent"))),
                    Label.of("notifier"),
                    Label.of("outcome", Stream.of("dropped", "failed", "sent"))),
            family(
                    "notices_waiting",
                    Type.GAUGE,
                    "Messages of a notifier that its service has not taken yet.",
                    agent -> agent.all().notices().notifiers().stream().map(n -> Value.of(n.waiting(), n.name())),
                    Label.of("notifier")),
            family(
                    "notice_success_timestamp_seconds",
                    Type.GAUGE,
                    "When the service of a notifier last took a message. Absent if it never did.",
                    agent -> agent.all().notices().notifiers().stream()
                            .flatMap(n -> n.lastSuccess().stream().map(at -> Value.of(seconds(at), n.name()))),
                    Label.of("notifier")),
            family(
                    "heartbeat_success_timestamp_seconds",
                    Type.GAUGE,
                    "When a heartbeat was last taken. Absent if it never was.",
                    agent -> agent.all().notices().heartbeats().stream()
                            .flatMap(n -> n.lastSuccess().stream().map(at -> Value.of(seconds(at), n.name()))),
                    Label.of("heartbeat")),
            family(
                    "external_url_info",
                    Type.GAUGE,
                    "Where people reach the pages, as external-url says; the value is 1. Absent where it is not set.",
                    agent -> agent.externalUrl().isEmpty()
                            ? Stream.empty()
                            : Stream.of(Value.of(1, agent.externalUrl())),
                    Label.of("url")),
            family(
                    "build_info",
                    Type.GAUGE,
                    "The agent; the value is 1.",
                    agent -> Stream.of(
                            Value.of(1, agent.version(), Runtime.version().toString())),
                    Label.of("version"),
                    Label.of("java")));

    private MetricFamilies() {}

    private static MetricFamily<LatestOfDatabase> gauge(
            String name, String help, Function<LatestOfDatabase, Stream<Value>> values, Label... labels) {
        Label[] all = Stream.concat(Stream.of(Label.of("database")), Stream.of(labels))
                .toArray(Label[]::new);
        return family(name, Type.GAUGE, help, values, all);
    }

    private static <T> MetricFamily<T> family(
            String name, Type type, String help, Function<T, Stream<Value>> values, Label... labels) {
        return new MetricFamily<>("immich_pg_" + name, type, List.of(labels), help, values);
    }

    private static Stream<Releases> releases(Agent agent) {
        return agent.all().begun().map(begun -> begun.configuration().releases()).stream();
    }

    private static Stream<Diagnosis> diagnoses(LatestOfDatabase database) {
        return database.report().stream()
                .flatMap(r -> r.now().diagnoses().stream())
                .filter(d -> !d.muted());
    }

    /** Names of objects, which do not change from one examination to the next: each new text would be new series. */
    private static String subjects(Diagnosis problem) {
        List<String> subjects = problem.verdict().findings().stream()
                .map(Finding::subject)
                .map(s -> s.length() <= LONGEST_SUBJECT ? s : s.substring(0, LONGEST_SUBJECT) + "…")
                .distinct()
                .toList();
        String first = subjects.stream().limit(MOST_SUBJECTS).collect(Collectors.joining(", "));
        return subjects.size() <= MOST_SUBJECTS ? first : first + " and " + (subjects.size() - MOST_SUBJECTS) + " more";
    }

    private static Stream<Snapshot> snapshot(LatestOfDatabase database) {
        return database.report().flatMap(Report::snapshot).stream();
    }

    private static Stream<Value> outcomes(Forecast forecast, String when) {
        String immich = forecast.immich()
                .map(Version::text)
                .filter(text -> RELEASE.matcher(text).matches())
                .orElse("unknown");
        return Stream.of(Outcome.values())
                .map(each -> Value.of(each == forecast.outcome(), immich, when, each.label()));
    }

    private static Value versions(String extension, Snapshot is) {
        return Value.of(
                1,
                extension,
                is.installed(extension).map(InstalledExtension::version).orElse(""),
                is.available(extension).map(AvailableExtension::version).orElse(""),
                is.installed(extension).map(InstalledExtension::schema).orElse(""));
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1e3;
    }
}
