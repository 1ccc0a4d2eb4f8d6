package dev.immichpg.cli;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Overall;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The first line of a monitoring plugin and its exit code (the plugin API of Nagios and its successors). */
final class PluginLine {

    static final int UNKNOWN = 3;

    private PluginLine() {}

    static int code(Overall overall) {
        return switch (overall) {
            case OK -> 0;
            case WARNING -> 1;
            case CRITICAL -> 2;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** {@code IMMICH_PG WARNING - home: … | 'home_critical'=0;;;0 …}. */
    static String of(Overall overall, List<Report> reports, boolean forecastCounts) {
        String words = reports.stream()
                .map(report -> report.database() + ": " + words(report, forecastCounts))
                .collect(Collectors.joining("; "));
        String data = reports.stream().map(PluginLine::data).collect(Collectors.joining(" "));
        return "IMMICH_PG " + overall + " - " + withoutSeparators(ReportText.visible(words)) + " | " + data;
    }

    /** The line if nothing was examined; the text says why. */
    static String ofFailure(String why) {
        return "IMMICH_PG " + Overall.UNKNOWN + " - " + withoutSeparators(ReportText.visible(why.replace('\n', ' ')));
    }

    /** Replaces the bar, which would begin the performance data. */
    static String withoutSeparators(String text) {
        return text.replace('|', '¦');
    }

    private static String words(Report report, boolean forecastCounts) {
        if (report.failure().isPresent()) {
            return report.failure().get();
        }
        List<String> words = new ArrayList<>();
        if (forecastCounts) {
            words.add(report.now().forecast().sentence());
            report.upgrade()
                    .ifPresent(upgrade ->
                            words.add("After the upgrade: " + upgrade.forecast().sentence()));
        }
        for (Severity severity : Severity.values()) {
            list(
                    words,
                    severity.label(),
                    report.now().problems().stream()
                            .filter(d -> d.severity() == severity)
                            .toList());
        }
        list(words, "unknown", report.now().unknowns());
        return words.isEmpty() ? "nothing found" : String.join(" ", words);
    }

    private static void list(List<String> words, String what, List<Diagnosis> diagnoses) {
        if (!diagnoses.isEmpty()) {
            words.add(
                    what + ": " + diagnoses.stream().map(d -> d.check().id()).collect(Collectors.joining(", ")) + ".");
        }
    }

    private static String data(Report report) {
        List<String> data = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            data.add(figure(
                    report,
                    severity.label(),
                    Long.toString(report.now().problems().stream()
                            .filter(d -> d.severity() == severity)
                            .count())));
        }
        data.add(figure(
                report, "unknown", Integer.toString(report.now().unknowns().size())));
        data.add(figure(
                report,
                "duration",
                String.format(Locale.ROOT, "%.3fs", report.duration().toMillis() / 1e3)));
        return String.join(" ", data);
    }

    /** The name of a database that comes from a snapshot, and not from the configuration, can contain anything. */
    private static String figure(Report report, String what, String value) {
        return "'" + report.database().replaceAll("[^A-Za-z0-9._-]", "_") + "_" + what + "'=" + value + ";;;0";
    }
}
