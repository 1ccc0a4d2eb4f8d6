package dev.immichpg.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement;
import dev.immichpg.check.RemedyStep;
import dev.immichpg.check.Report;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.need.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A report for programs, as in {@code docs/report.schema.json}. Texts can contain names from the database: treat them as data
 * wherever they are shown.
 *
 * <p>It is in a package of its own, because the HTTP server and the command line write the same document but are not allowed to
 * depend on each other, and the core does not use Jackson.
 *
 * @param format version of this document
 * @param agent version of the program that made it; absent: a build that is not packaged
 * @param well nothing critical, and a start of Immich is not blocked
 * @param failure why the database could not be read; absent if it was
 * @param plan everything that must be done, in order, each step once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportJson(
        int format,
        String agent,
        String database,
        String examinedAt,
        double durationSeconds,
        boolean well,
        String failure,
        Immich immich,
        Start now,
        Upgrade upgrade,
        InstalledVersions versions,
        List<Diagnosis> checks,
        List<RemedyStepJson> plan) {

    static final int FORMAT = 1;

    /** On the class path: what this document looks like. */
    public static final String SCHEMA = "/report.schema.json";

    private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

    /** @param source where the version was learned */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Immich(String version, String source) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Start(String immich, String outcome, String sentence, List<ForecastStepJson> steps) {}

    /**
     * @param problems those that only the upgrade brings
     * @param plan everything that must be done before it, in order
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Upgrade(
            String immich,
            String outcome,
            String sentence,
            List<ForecastStepJson> steps,
            List<Diagnosis> problems,
            List<RemedyStepJson> plan) {}

    /** @param checks ids of those that tell of it, and of what to do; absent: none does */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ForecastStepJson(String rule, String effect, String text, List<String> checks) {}

    record InstalledVersions(String postgres, List<Extension> extensions) {}

    /** @param available absent: no control file on the server */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Extension(String name, String installed, String available, String schema) {}

    /** @param note why unknown or not applicable; absent for the others */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Diagnosis(
            String check,
            String severity,
            String claim,
            String status,
            Boolean muted,
            String note,
            List<Finding> findings) {}

    record Finding(String subject, String observed, String expected, List<RemedyStepJson> remedy) {}

    /** @param by {@code superuser}, {@code immich_role}, {@code configuration} or {@code person} */
    record RemedyStepJson(String phase, String by, String text) {}

    /** Several reports as one text: a list, also of one. */
    public static String text(List<Report> reports) {
        return Json.text(reports.stream().map(ReportJson::of).toList(), WRITER);
    }

    /** Several reports as a list in one line, of which never more than one is in memory as a text. */
    public static void write(List<Report> reports, OutputStream out) throws IOException {
        out.write('[');
        for (int i = 0; i < reports.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            write(reports.get(i), out);
        }
        out.write(']');
    }

    /** In one line. */
    public static void write(Report report, OutputStream out) throws IOException {
        out.write(Json.text(of(report)).getBytes(StandardCharsets.UTF_8));
    }

    public static ReportJson of(Report report) {
        return new ReportJson(
                FORMAT,
                ReportJson.class.getPackage().getImplementationVersion(),
                report.database(),
                report.examinedAt().toString(),
                report.duration().toMillis() / 1e3,
                report.isWell(),
                report.failure().orElse(null),
                new Immich(
                        report.immich().version().map(Version::text).orElse(null),
                        report.immich().source().phrase()),
                start(report.now().forecast()),
                report.upgrade()
                        .map(upgrade -> upgrade(upgrade, report.problemsOfUpgradeAlone()))
                        .orElse(null),
                report.snapshot().map(ReportJson::versions).orElse(null),
                report.now().diagnoses().stream().map(ReportJson::diagnosis).toList(),
                steps(report.now().plan()));
    }

    private static Start start(Forecast forecast) {
        return new Start(
                forecast.immich().map(Version::text).orElse(null),
                forecast.outcome().label(),
                forecast.sentence(),
                forecastSteps(forecast));
    }

    private static Upgrade upgrade(Judgement upgrade, List<Judgement.Diagnosis> problems) {
        Forecast forecast = upgrade.forecast();
        return new Upgrade(
                forecast.immich().map(Version::text).orElse(null),
                forecast.outcome().label(),
                forecast.sentence(),
                forecastSteps(forecast),
                problems.stream().map(ReportJson::diagnosis).toList(),
                steps(upgrade.plan()));
    }

    private static List<ForecastStepJson> forecastSteps(Forecast forecast) {
        return forecast.steps().stream()
                .map(s -> new ForecastStepJson(s.rule(), label(s.effect()), s.text(), s.checks()))
                .toList();
    }

    private static InstalledVersions versions(Snapshot is) {
        List<Extension> available = is.availableExtensions().stream()
                .map(a -> new Extension(
                        a.name(),
                        is.installed(a.name())
                                .map(Snapshot.InstalledExtension::version)
                                .orElse(null),
                        a.version(),
                        is.installed(a.name())
                                .map(Snapshot.InstalledExtension::schema)
                                .orElse(null)))
                .toList();
        List<Extension> gone = is.installedExtensions().stream()
                .filter(e -> is.available(e.name()).isEmpty())
                .map(e -> new Extension(e.name(), e.version(), null, e.schema()))
                .toList();
        return new InstalledVersions(
                is.server().version(),
                Stream.concat(available.stream(), gone.stream())
                        .sorted(Comparator.comparing(Extension::name))
                        .toList());
    }

    private static Diagnosis diagnosis(Judgement.Diagnosis diagnosis) {
        return new Diagnosis(
                diagnosis.check().id(),
                diagnosis.severity().label(),
                diagnosis.check().claim(),
                label(diagnosis.verdict().status()),
                diagnosis.muted() ? true : null,
                Optional.of(diagnosis.verdict().note())
                        .filter(n -> !n.isEmpty())
                        .orElse(null),
                diagnosis.verdict().findings().isEmpty()
                        ? null
                        : diagnosis.verdict().findings().stream()
                                .map(f -> new Finding(
                                        f.subject(),
                                        f.observed(),
                                        f.expected(),
                                        steps(f.remedy().steps())))
                                .toList());
    }

    private static List<RemedyStepJson> steps(List<RemedyStep> steps) {
        return steps.stream()
                .map(s -> new RemedyStepJson(label(s.phase()), label(s.by()), s.text()))
                .toList();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
