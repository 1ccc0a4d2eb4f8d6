package dev.immichpg.check;

import dev.immichpg.catalog.InvisibleCharacters;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ForecastStep;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A report as people read it in a terminal or a log. */
public final class ReportText {

    /** What a line is about, for whoever can show colours. */
    public enum Tone {
        GOOD,
        CRITICAL,
        WARNING,
        INFO,
        UNKNOWN,
        /** Something to type or to do. */
        DEED,
        /** Nothing to look at first. */
        ASIDE
    }

    private final StringBuilder text = new StringBuilder();
    private final BiFunction<Tone, String, String> paint;

    private ReportText(BiFunction<Tone, String, String> paint) {
        this.paint = paint;
    }

    /** Several lines: the forecast, problems first and worst first, what is unknown, and the plan. */
    public static String of(Report report) {
        return of(report, (tone, line) -> line);
    }

    /** @param paint shows a line in its tone; what it adds to the line is taken as it is */
    public static String of(Report report, BiFunction<Tone, String, String> paint) {
        return new ReportText(paint).text(report);
    }

    private String text(Report report) {
        line(
                report.readable() ? tone(report.now().forecast()) : Tone.CRITICAL,
                "Database " + report.database() + ": " + report.sentence());
        report.upgrade()
                .ifPresent(upgrade -> line(
                        report.readable() ? tone(upgrade.forecast()) : Tone.CRITICAL,
                        "After the upgrade to Immich " + release(upgrade.forecast()) + ": "
                                + upgrade.forecast().sentence()));
        if (!report.readable()) {
            return text.toString();
        }
        report.immich()
                .version()
                .ifPresent(version -> line(
                        Tone.ASIDE,
                        "Immich's version: " + version.text() + " ("
                                + report.immich().source().phrase() + ")."));
        for (ForecastStep warning : report.now().forecast().steps(Effect.WARNS)) {
            line(Tone.WARNING, "It would start, but: " + warning.text());
        }
        problems(report.now().problems());
        steps("To do, in this order:", report.now().plan());
        report.upgrade().ifPresent(upgrade -> beforeUpgrade(report, upgrade));
        List<Diagnosis> unknowns = report.now().unknowns();
        if (!unknowns.isEmpty()) {
            line(Tone.UNKNOWN, "");
            line(Tone.UNKNOWN, "Unknown:");
            byNote(unknowns)
                    .forEach((note, checks) -> line(Tone.UNKNOWN, "  " + String.join(", ", checks) + ": " + note));
        }
        long fine = report.now().diagnoses().stream()
                .filter(d -> !d.muted() && d.verdict().status() == Status.OK)
                .count();
        long notApplicable = report.now().diagnoses().stream()
                .filter(d -> !d.muted() && d.verdict().status() == Status.NOT_APPLICABLE)
                .count();
        long muted = report.now().diagnoses().stream().filter(Diagnosis::muted).count();
        line(Tone.ASIDE, "");
        line(
                Tone.ASIDE,
                fine + " checks are fine, " + notApplicable + " do not apply"
                        + (muted == 0 ? "." : ", " + muted + " are muted."));
        return text.toString();
    }

    /** What the upgrade asks for beyond what is to be done anyway. */
    private void beforeUpgrade(Report report, Judgement upgrade) {
        List<Diagnosis> problems = report.problemsOfUpgradeAlone();
        if (problems.isEmpty()) {
            return;
        }
        line(Tone.ASIDE, "");
        line(Tone.ASIDE, "Additional problems after the upgrade to Immich " + release(upgrade.forecast()) + ":");
        problems(problems);
        steps("To do before the upgrade, in this order:", upgrade.plan());
    }

    private void problems(List<Diagnosis> problems) {
        for (Diagnosis problem : problems) {
            for (Finding finding : problem.verdict().findings()) {
                line(Tone.ASIDE, "");
                line(
                        tone(problem.severity()),
                        problem.severity().name() + " " + problem.check().id() + ": " + finding.subject());
                line(Tone.ASIDE, "  " + finding.observed());
                line(Tone.ASIDE, "  " + finding.expected());
            }
        }
    }

    private static String release(Forecast forecast) {
        return forecast.immich().map(Version::text).orElse("?");
    }

    private static Tone tone(Forecast forecast) {
        return switch (forecast.outcome()) {
            case STARTS -> Tone.GOOD;
            case MIGRATES -> Tone.INFO;
            case BLOCKED -> Tone.CRITICAL;
            case UNKNOWN -> Tone.UNKNOWN;
        };
    }

    private static Tone tone(Severity severity) {
        return switch (severity) {
            case CRITICAL -> Tone.CRITICAL;
            case WARNING -> Tone.WARNING;
            case INFO -> Tone.INFO;
        };
    }

    /** What is unknown for one reason is said once. */
    private static Map<String, List<String>> byNote(List<Diagnosis> unknowns) {
        Map<String, List<String>> byNote = new LinkedHashMap<>();
        for (Diagnosis d : unknowns) {
            byNote.computeIfAbsent(d.verdict().note(), note -> new ArrayList<>())
                    .add(d.check().id());
        }
        return byNote;
    }

    private void steps(String title, List<RemedyStep> plan) {
        if (plan.isEmpty()) {
            return;
        }
        line(Tone.ASIDE, "");
        line(Tone.ASIDE, title);
        for (int i = 0; i < plan.size(); i++) {
            RemedyStep step = plan.get(i);
            line(
                    Tone.DEED,
                    "  " + (i + 1) + ". " + step.text()
                            + (step.by() == Remedy.By.PERSON
                                    ? ""
                                    : "   -- " + step.by().phrase()));
        }
    }

    private void line(Tone tone, String line) {
        text.append(paint.apply(tone, visible(line))).append('\n');
    }

    /** Names from the database may hold anything: what would break a line, or turn it around, is made visible. */
    public static String visible(String line) {
        return InvisibleCharacters.replaced(line, c -> String.format("\\u%04x", c));
    }
}
