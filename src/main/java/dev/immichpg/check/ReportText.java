package dev.immichpg.check;

import dev.immichpg.check.Report.Diagnosis;
import dev.immichpg.forecast.Step;
import dev.immichpg.forecast.Step.Effect;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as people read it in a terminal or a log. */
public final class ReportText {

    private ReportText() {}

    /** Several lines: the forecast, problems first and worst first, what is unknown, and the plan. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Database " + report.database() + ": "
                        + report.failure().orElseGet(() -> report.now().sentence()));
        report.upgrade()
                .ifPresent(upgrade -> line(
                        text,
                        "After the upgrade to Immich "
                                + upgrade.immich().map(Version::text).orElse("?") + ": " + upgrade.sentence()));
        if (!report.readable()) {
            return text.toString();
        }
        report.immich()
                .version()
                .ifPresent(version -> line(
                        text,
                        "Immich's version: " + version.text() + " ("
                                + report.immich().source().phrase() + ")."));
        for (Step warning : report.now().steps(Effect.WARNS)) {
            line(text, "It would start all the same, but: " + warning.text());
        }
        for (Diagnosis problem : report.problems()) {
            for (Finding finding : problem.verdict().findings()) {
                line(text, "");
                line(text, problem.severity().name() + " " + problem.check().id() + ": " + finding.subject());
                line(text, "  " + finding.observed());
                line(text, "  " + finding.expected());
            }
        }
        steps(text, report.plan());
        List<Diagnosis> unknowns = report.unknowns();
        if (!unknowns.isEmpty()) {
            line(text, "");
            line(text, "Unknown:");
            byNote(unknowns).forEach((note, checks) -> line(text, "  " + String.join(", ", checks) + ": " + note));
        }
        long fine = report.diagnoses().stream()
                .filter(d -> !d.muted() && d.verdict().status() == Status.OK)
                .count();
        long notApplicable = report.diagnoses().stream()
                .filter(d -> !d.muted() && d.verdict().status() == Status.NOT_APPLICABLE)
                .count();
        long muted = report.diagnoses().stream().filter(Diagnosis::muted).count();
        line(text, "");
        line(
                text,
                fine + " checks are fine, " + notApplicable + " do not apply"
                        + (muted == 0 ? "." : ", " + muted + " are muted."));
        return text.toString();
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

    private static void steps(StringBuilder text, List<Remedy.Step> plan) {
        if (plan.isEmpty()) {
            return;
        }
        line(text, "");
        line(text, "To do, in this order:");
        for (int i = 0; i < plan.size(); i++) {
            Remedy.Step step = plan.get(i);
            line(
                    text,
                    "  " + (i + 1) + ". " + step.text()
                            + (step.by() == Remedy.By.PERSON
                                    ? ""
                                    : "   -- " + step.by().phrase()));
        }
    }

    /** Names from the database may hold anything: what would break the line, or turn it around, is made visible. */
    private static void line(StringBuilder text, String line) {
        line.codePoints().forEach(c -> {
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        text.append('\n');
    }
}
