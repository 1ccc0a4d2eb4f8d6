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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A report as people read it in a terminal or a log. */
public final class ReportText {

    /** Whoever can show colours; what it adds to a line is taken as it is. */
    public interface Painter {

        /** A line that says how something is. */
        String state(Overall state, String line);

        /** Something to type or to do. */
        String action(String line);
    }

    /** Adds nothing. */
    static final Painter PLAIN = new Painter() {
        @Override
        public String state(Overall state, String line) {
            return line;
        }

        @Override
        public String action(String line) {
            return line;
        }
    };

    /** Before an entry of a list. */
    private static final Pattern MARK = Pattern.compile(" *(?:\\d+\\. |- )");

    private final StringBuilder text = new StringBuilder();
    private final Painter painter;
    private final OptionalInt columns;

    private ReportText(Painter painter, OptionalInt columns) {
        this.painter = painter;
        this.columns = columns;
    }

    /** Several lines: the forecast, problems first and worst first, what is unknown, and the plan. */
    public static String of(Report report) {
        return of(report, Optional.empty());
    }

    /** Whether both have the same {@linkplain #of(Report) text}, which is made only where it is not plain that it is the same. */
    public static boolean isSame(Report one, Report other) {
        return one.immich().equals(other.immich())
                        && one.failure().equals(other.failure())
                        && one.now().equals(other.now())
                        && one.upgrade().equals(other.upgrade())
                        && MissingGrants.of(one).equals(MissingGrants.of(other))
                || of(one).equals(of(other));
    }

    public static String of(Report report, Optional<Judgement> newest) {
        return of(report, newest, PLAIN, OptionalInt.empty());
    }

    /**
     * @param newest judged for an upgrade that nobody has asked about, of which only the forecast is told; empty: none
     * @param columns at which lines are broken, between words; what is to be typed stays whole. Empty: nowhere
     */
    public static String of(Report report, Optional<Judgement> newest, Painter painter, OptionalInt columns) {
        return new ReportText(painter, columns).text(report, newest);
    }

    private String text(Report report, Optional<Judgement> newest) {
        state(
                report.readable() ? Overall.of(report.now().forecast()) : Overall.CRITICAL,
                "Database " + report.database() + ": " + report.sentence());
        report.upgrade()
                .ifPresent(upgrade -> state(
                        report.readable() ? Overall.of(upgrade.forecast()) : Overall.CRITICAL,
                        "After the upgrade to Immich " + release(upgrade.forecast()) + ": "
                                + upgrade.forecast().sentence()));
        newest.ifPresent(upgrade -> unasked(report, upgrade));
        if (!report.readable()) {
            return text.toString();
        }
        report.immich()
                .version()
                .ifPresent(version -> line("Immich's version: " + version.text() + " ("
                        + report.immich().source().phrase() + ")."));
        Optional<MissingGrants> grants = MissingGrants.of(report);
        grants.ifPresent(missing -> {
            line("");
            state(Overall.UNKNOWN, missing.title() + ", as a superuser:");
            action("  " + missing.command());
            if (report.immich().version().isEmpty()) {
                line("Or set immich-url, if only Immich's version is missing.");
            }
        });
        List<ForecastStep> warnings = report.now().forecast().steps(Effect.WARNS);
        if (grants.isPresent() && !warnings.isEmpty()) {
            line("");
        }
        for (ForecastStep warning : warnings) {
            state(Overall.WARNING, "It would start, but: " + warning.text());
        }
        problems(report.now().problems());
        steps("To do, in this order:", report.now().plan());
        advice(report.now().advice());
        report.upgrade().ifPresent(upgrade -> beforeUpgrade(report, upgrade));
        List<Diagnosis> unknowns = report.now().unknowns();
        if (!unknowns.isEmpty()) {
            line("");
            state(Overall.UNKNOWN, "Unknown:");
            byNote(unknowns)
                    .forEach((note, checks) -> state(Overall.UNKNOWN, "  " + String.join(", ", checks) + ": " + note));
        }
        long fine = report.now().diagnoses().stream()
                .filter(d -> !d.muted() && d.verdict().status() == Status.OK)
                .count();
        long notApplicable = report.now().diagnoses().stream()
                .filter(d -> !d.muted() && d.verdict().status() == Status.NOT_APPLICABLE)
                .count();
        long muted = report.now().diagnoses().stream().filter(Diagnosis::muted).count();
        line("");
        line(counted(fine, "check is", "checks are") + " fine, "
                + counted(notApplicable, "does", "do") + " not apply"
                + (muted == 0 ? "." : ", " + counted(muted, "is", "are") + " muted."));
        return text.toString();
    }

    private void unasked(Report report, Judgement newest) {
        state(
                Overall.of(newest.forecast()),
                "Upgrade to Immich " + release(newest.forecast()) + ", the newest release known: "
                        + newest.forecast().summary());
        int more = newest.problemsBeyond(report.now()).size();
        if (more > 0) {
            line("The upgrade brings " + counted(more, "more problem", "more problems") + ". To see what to do:");
            // Without the database's name, which a snapshot brings along from anywhere: this is to be pasted.
            action("  immich-pg-monitor check --upgrade-to " + release(newest.forecast()));
        }
    }

    /** What the upgrade asks for beyond what is to be done anyway. */
    private void beforeUpgrade(Report report, Judgement upgrade) {
        List<Diagnosis> problems = report.problemsOfUpgradeAlone();
        if (problems.isEmpty()) {
            return;
        }
        line("");
        line("Additional problems after the upgrade to Immich " + release(upgrade.forecast()) + ":");
        problems(problems);
        steps("To do before the upgrade, in this order:", upgrade.plan());
        advice(upgrade.advice());
    }

    private void problems(List<Diagnosis> problems) {
        for (Diagnosis problem : problems) {
            for (Finding finding : problem.verdict().findings()) {
                line("");
                state(
                        Overall.of(problem.severity()),
                        problem.severity().name() + " " + problem.check().id() + ": " + finding.subject());
                line("  " + finding.observed());
                line("  " + finding.expected());
            }
        }
    }

    private static String release(Forecast forecast) {
        return forecast.immich().map(Version::text).orElse("?");
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
        line("");
        line(title);
        for (int i = 0; i < plan.size(); i++) {
            step("  " + (i + 1) + ". ", plan.get(i));
        }
    }

    /** What is pasted stays on one line. Who runs it is a comment: on a line of its own where the first one has no room. */
    private void step(String mark, RemedyStep step) {
        if (step.by() == Remedy.By.PERSON) {
            broken(mark + step.text()).forEach(this::action);
            return;
        }
        String statement = mark + step.text();
        String who = "   -- " + step.by().phrase();
        if (columns.isEmpty() || (statement + who).length() <= columns.getAsInt()) {
            action(statement + who);
        } else {
            action(statement);
            action(" ".repeat(mark.length()) + who.strip());
        }
    }

    private static String counted(long number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    private void state(Overall state, String line) {
        broken(line).forEach(part -> text.append(painter.state(state, part)).append('\n'));
    }

    private void action(String line) {
        text.append(painter.action(visible(line))).append('\n');
    }

    private void advice(List<RemedyStep> advice) {
        if (!advice.isEmpty()) {
            line("");
            line("Good to know:");
            advice.forEach(step -> broken("  - " + step.text()).forEach(this::action));
        }
    }

    private void line(String line) {
        broken(line).forEach(part -> text.append(part).append('\n'));
    }

    private List<String> broken(String line) {
        String shown = visible(line);
        return columns.isPresent() ? wrapped(shown, columns.getAsInt()) : List.of(shown);
    }

    /** A word that is longer than a line stays whole; lines after the first begin below the first one's text. */
    static List<String> wrapped(String line, int columns) {
        Matcher mark = MARK.matcher(line);
        if (mark.lookingAt() && mark.end() < line.length()) {
            String hanging = " ".repeat(mark.end());
            List<String> lines = wrapped(hanging + line.substring(mark.end()), columns);
            lines.set(0, mark.group() + lines.get(0).substring(mark.end()));
            return lines;
        }
        String indent = " ".repeat(line.length() - line.stripLeading().length());
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : line.strip().split(" +")) {
            if (current.length() > 0 && indent.length() + current.length() + 1 + word.length() > columns) {
                lines.add(indent + current);
                current.setLength(0);
            }
            current.append(current.length() == 0 ? "" : " ").append(word);
        }
        lines.add(current.length() == 0 ? "" : indent + current);
        return lines;
    }

    /** Names from the database may hold anything: what would break a line, or turn it around, is made visible. */
    public static String visible(String line) {
        return InvisibleCharacters.replaced(line, c -> String.format("\\u%04x", c));
    }
}
