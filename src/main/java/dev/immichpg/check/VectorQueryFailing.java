package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Probe;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.SearchFailure;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#INDEX_FORMAT_STALE} and {@link FailureMode#LIBRARY_FILES_GONE}, found by a search: the catalogs do not
 * show a stale format on disk or a missing library, or only hint at it.
 */
final class VectorQueryFailing {

    private static final Pattern LIBRARY = Pattern.compile("\\b(vchord|vectors|vector)(?=\\b[^/]*$)");
    private static final int LONGEST = 300;

    private VectorQueryFailing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.probes().isEmpty()) {
            return Verdict.notApplicable("The agent does not search in this database: its setting probe is off.");
        }
        if (is.tablesToSearch().isEmpty()) {
            return Verdict.notApplicable("There is no table with vectors.");
        }
        List<Finding> findings = new ArrayList<>();
        List<String> unanswered = new ArrayList<>();
        for (Probe probe : is.probes().get()) {
            SearchFailure.of(probe).ifPresent(failure -> {
                if (failure == SearchFailure.NO_ANSWER) {
                    unanswered.add(probe.table());
                } else {
                    findings.add(finding(is, probe, failure));
                }
            });
        }
        if (findings.isEmpty()) {
            mustHaveSearched(is, unanswered);
        }
        return Verdict.of(findings);
    }

    private static void mustHaveSearched(Snapshot is, List<String> unanswered) {
        List<VectorTable> closed = is.tablesToSearch().stream()
                .filter(table -> !table.loginCanSearch())
                .toList();
        if (!closed.isEmpty()) {
            throw new Undecidable(closed(is, closed));
        }
        if (!unanswered.isEmpty()) {
            throw new Undecidable("A search in " + String.join(" and ", unanswered)
                    + " did not end in time: the table is locked, or the server is busy.");
        }
    }

    private static String closed(Snapshot is, List<VectorTable> closed) {
        String to = " TO " + Sql.name(is.login()) + ";";
        String tables = closed.stream()
                .map(table -> Sql.name(table.schema(), table.name()))
                .collect(Collectors.joining(", "));
        String schemas = closed.stream()
                .map(VectorTable::typeSchema)
                .filter(schema -> !schema.equals("public"))
                .distinct()
                .map(schema -> " GRANT USAGE ON SCHEMA " + Sql.name(schema) + to)
                .collect(Collectors.joining());
        return "Role " + is.login() + " is not allowed to search in " + tables + ". Run: GRANT SELECT ON " + tables + to
                + schemas
                + " If it can read them already, they are not plain tables, and reading them could run their owner's code.";
    }

    private static Finding finding(Snapshot is, Probe probe, SearchFailure failure) {
        return new Finding(
                probe.table(),
                "A search for the nearest neighbour in table " + probe.table() + " fails: " + quoted(probe.error())
                        + ".",
                "Expected it to find one, as Immich's smart search and face recognition must.",
                remedy(is, probe, failure));
    }

    /** Whatever it says, on one line and not without end. */
    private static String quoted(String error) {
        String line = error.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line).replaceFirst("\\.$", "");
    }

    private static Remedy remedy(Snapshot is, Probe probe, SearchFailure failure) {
        List<VectorIndex> indexes = is.vectorIndexes().stream()
                .filter(index ->
                        index.schema().equals("public") && index.table().equals(probe.table()))
                .toList();
        List<RemedyStep> steps = new ArrayList<>();
        switch (failure) {
            case FORMAT_STALE -> indexes.forEach(index -> steps.addAll(RemedySteps.rebuild(is, index)));
            case LIBRARY_GONE -> steps.add(reinstall(is, probe));
            case NOT_PRELOADED -> {
                steps.add(RemedySteps.preload(
                        is,
                        probe.error().contains("vchord") ? VectorExtension.VECTORCHORD : VectorExtension.PGVECTO_RS));
                steps.add(RemedyStep.RESTART_POSTGRES);
            }
            case NO_ANSWER, OTHER ->
                steps.add(RemedyStep.person(
                        Phase.CONFIGURE,
                        "Look for that message in Postgres' log and in the documentation of the vector extension. If"
                                + " only the index is at fault, REINDEX fixes it."));
        }
        steps.add(RemedyStep.RESTART_IMMICH);
        return new Remedy(steps);
    }

    private static RemedyStep reinstall(Snapshot is, Probe probe) {
        Matcher library = LIBRARY.matcher(probe.error());
        String packaged = library.find() ? title(is, library.group(1)) : "that library";
        return RemedyStep.person(
                Phase.INSTALL_PACKAGES,
                "Install the package of " + packaged + " for Postgres "
                        + is.server().major()
                        + " again. The control file can be there without the library.");
    }

    private static String title(Snapshot is, String extension) {
        Optional<String> version = is.installed(extension).map(InstalledExtension::version);
        return VectorExtension.named(extension).orElseThrow().title()
                + version.map(v -> " " + v).orElse("");
    }
}
