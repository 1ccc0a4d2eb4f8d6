package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ServerPaths;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Remedy.By;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ForecastStep;
import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The remedies of a report in the words of the platform that its server runs on. */
public final class PlatformRemedies {

    private static final Pattern ALTER_SYSTEM = Pattern.compile("ALTER SYSTEM SET (\\w+) = (.*);");
    private static final Pattern PRELOAD_LINE = Pattern.compile("shared_preload_libraries = '([^']*)'.*");
    private static final Pattern CLUSTER = Pattern.compile("/etc/postgresql/[^/]+/([A-Za-z0-9_-]+)/.*");
    private static final String PRELOAD = "shared_preload_libraries";

    /** What a provider can let others than a superuser do. */
    private static final Set<Check> OF_SUPERUSERS =
            Set.of(Check.EXTENSION_MISSING, Check.EXTENSION_UPDATE_BLOCKED, Check.RESTORE_IMPOSSIBLE);

    private final Snapshot is;
    private final Optional<Platform> platform;
    private final String evidence;

    private PlatformRemedies(Snapshot is, Optional<Platform> platform, String evidence) {
        this.is = is;
        this.platform = platform;
        this.evidence = evidence;
    }

    /**
     * Where more than one platform shows itself, or none, it is not known, and nothing is said of it.
     *
     * @param named what the operator says, whatever shows itself; empty: nothing
     */
    public static Report in(Report report, List<Platform> platforms, Optional<Platform> named) {
        if (report.snapshot().isEmpty()) {
            return report;
        }
        Snapshot is = report.snapshot().get();
        List<Platform> seen =
                platforms.stream().filter(p -> p.evidence(is).isPresent()).toList();
        Optional<Platform> only = named.or(() -> seen.size() == 1 ? Optional.of(seen.get(0)) : Optional.empty());
        String evidence = named.map(p -> "The setting platform says that the server runs on " + p.title() + ".")
                .or(() -> only.flatMap(p -> p.evidence(is)))
                .orElse("");
        PlatformRemedies remedies = new PlatformRemedies(is, only, evidence);
        return new Report(
                report.database(),
                report.examinedAt(),
                report.duration(),
                report.immich(),
                report.reading(),
                remedies.judgement(report.now()),
                report.upgrade().map(remedies::judgement));
    }

    private Judgement judgement(Judgement judgement) {
        return new Judgement(
                forecast(judgement.forecast()),
                judgement.diagnoses().stream().map(this::diagnosis).toList());
    }

    private boolean isManaged() {
        return platform.filter(Platform::managed).isPresent() && !is.role().superuser();
    }

    private Forecast forecast(Forecast forecast) {
        if (!isManaged()) {
            return forecast;
        }
        return new Forecast(
                forecast.immich(),
                forecast.steps().stream()
                        .map(step -> step.effect() == Effect.BLOCKS && isOfSuperusers(step)
                                ? new ForecastStep(
                                        step.rule(), Effect.UNKNOWN, step.text() + " " + provider(), step.checks())
                                : step)
                        .toList());
    }

    private static boolean isOfSuperusers(ForecastStep step) {
        return step.text().contains("superuser")
                || step.checks().stream()
                        .flatMap(id -> Check.withId(id).stream())
                        .anyMatch(check -> check == Check.EXTENSION_MISSING);
    }

    private String provider() {
        return "On " + platform.orElseThrow().title()
                + " an administrator can be allowed to do it without being one: the agent" + " cannot tell.";
    }

    private Diagnosis diagnosis(Diagnosis diagnosis) {
        Verdict verdict = diagnosis.verdict();
        if (verdict.findings().isEmpty()) {
            return diagnosis;
        }
        if (isManaged() && OF_SUPERUSERS.contains(diagnosis.check())) {
            String seen = verdict.findings().stream().map(Finding::observed).collect(Collectors.joining(" "));
            String statements = verdict.findings().stream()
                    .flatMap(f -> f.remedy().steps().stream())
                    .filter(step -> step.by() == By.SUPERUSER)
                    .map(RemedyStep::text)
                    .distinct()
                    .collect(Collectors.joining(" "));
            return with(
                    diagnosis,
                    Verdict.unknown(seen + " " + provider()
                            + (statements.isEmpty() ? "" : " Try it as the administrator: " + statements)
                            + platform.orElseThrow()
                                    .extensions()
                                    .map(text -> " " + text)
                                    .orElse("")));
        }
        return with(
                diagnosis,
                Verdict.of(verdict.findings().stream().map(this::finding).toList()));
    }

    private static Diagnosis with(Diagnosis diagnosis, Verdict verdict) {
        return new Diagnosis(diagnosis.check(), diagnosis.severity(), diagnosis.muted(), verdict);
    }

    private Finding finding(Finding finding) {
        List<RemedyStep> steps = new ArrayList<>();
        boolean superuser = false;
        boolean extension = false;
        for (RemedyStep step : finding.remedy().steps()) {
            RemedyStep here = step(step);
            superuser |= here.by() == By.SUPERUSER;
            extension |= here.text().matches("(CREATE|ALTER) EXTENSION .*");
            steps.add(here);
        }
        if (superuser && platform.isPresent()) {
            steps.add(RemedyStep.advice(evidence + " psql as a superuser there: "
                    + filled(platform.get().psql())));
        }
        if (extension) {
            platform.flatMap(Platform::extensions).map(RemedyStep::advice).ifPresent(steps::add);
        }
        return new Finding(finding.subject(), finding.observed(), finding.expected(), new Remedy(steps));
    }

    private RemedyStep step(RemedyStep step) {
        Matcher alter = ALTER_SYSTEM.matcher(step.text());
        if (alter.matches()) {
            return altered(step, alter.group(1), alter.group(2));
        }
        Matcher line = PRELOAD_LINE.matcher(step.text());
        if (step.by() == By.CONFIGURATION && line.matches() && platform.isPresent()) {
            return altersSystem()
                    ? step
                    : RemedyStep.configuration(
                            set(PRELOAD, line.group(1)) + "   # after what is there, comma-separated");
        }
        if (platform.isEmpty() || step.by() != By.PERSON) {
            return step;
        }
        if (step.phase() == Phase.RESTART_POSTGRES || step.phase() == Phase.RESTART_POSTGRES_AGAIN) {
            return with(
                    step,
                    step.text().replaceFirst("\\.$", "") + ": "
                            + filled(platform.get().restart()));
        }
        return step.phase() == Phase.INSTALL_PACKAGES && step.text().startsWith("Install")
                ? with(step, step.text() + " " + filled(platform.get().packages()))
                : step;
    }

    private static RemedyStep with(RemedyStep step, String text) {
        return new RemedyStep(step.phase(), step.by(), text, step.starts());
    }

    private boolean altersSystem() {
        boolean allowed =
                is.signs().map(Snapshot.ServerSigns::allowsAlterSystem).orElse(true);
        return allowed && platform.map(Platform::altersSystem).orElse(true);
    }

    private RemedyStep altered(RemedyStep step, String name, String value) {
        if (altersSystem()) {
            return step;
        }
        String bare = value.replace("', '", ",").replace("'", "");
        return RemedyStep.configuration(
                platform.isPresent() ? set(name, bare) : name + " = '" + bare + "'   # allow_alter_system is off");
    }

    private String set(String name, String value) {
        String way = name.equals(PRELOAD)
                ? platform.orElseThrow().preload()
                : platform.orElseThrow().setting();
        return filled(way).replace("{name}", name).replace("{value}", value);
    }

    /** These are commands: whoever names a database must not write them. */
    private static String forShell(String name) {
        return name.matches("[A-Za-z0-9_]+") ? name : "<database>";
    }

    private String filled(String text) {
        String cluster = is.signs()
                .flatMap(Snapshot.ServerSigns::paths)
                .map(ServerPaths::configFile)
                .map(CLUSTER::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .orElse("main");
        return text.replace("{major}", Integer.toString(is.server().major()))
                .replace("{cluster}", cluster)
                .replace("{database}", forShell(is.database().name()));
    }
}
