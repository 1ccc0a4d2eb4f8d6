package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * A check's answer.
 *
 * @param note why the answer is unknown or does not apply; empty for the others
 * @param findings by subject; there are some exactly if the status is PROBLEM
 */
public record Verdict(Status status, String note, List<Finding> findings) {

    private static final Verdict OK = new Verdict(Status.OK, "", List.of());

    public Verdict {
        requireNonNull(status, "status");
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::subject).thenComparing(Finding::observed))
                .toList();
        if ((status == Status.PROBLEM) == findings.isEmpty()) {
            throw new IllegalArgumentException("a problem has findings, and nothing else has");
        }
        if ((status == Status.UNKNOWN || status == Status.NOT_APPLICABLE) == note.isBlank()) {
            throw new IllegalArgumentException("unknown and not applicable have a note, and nothing else has");
        }
    }

    public static Verdict ok() {
        return OK;
    }

    public static Verdict notApplicable(String note) {
        return new Verdict(Status.NOT_APPLICABLE, note, List.of());
    }

    static Verdict noVectorExtensionInstalled() {
        return notApplicable("No vector extension that Immich uses is installed.");
    }

    static Verdict noVectorExtensionAvailable() {
        return notApplicable("No vector extension that Immich could use is available.");
    }

    public static Verdict unknown(String note) {
        return new Verdict(Status.UNKNOWN, note, List.of());
    }

    public static Verdict problem(Finding... findings) {
        return new Verdict(Status.PROBLEM, "", List.of(findings));
    }

    /** OK if there is no finding. */
    public static Verdict of(List<Finding> findings) {
        return findings.isEmpty() ? OK : new Verdict(Status.PROBLEM, "", findings);
    }
}
