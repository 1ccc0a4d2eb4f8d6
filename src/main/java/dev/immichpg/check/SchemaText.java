package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.SchemaLedger;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Releases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The whole comparison of a database with the ledger, for people: a line for each difference. */
public final class SchemaText {

    private SchemaText() {}

    /**
     * The same for programs.
     *
     * @param migration after which the database is; empty where that is not known, or Immich has not run since 1.132.0
     * @param unknown why nobody can tell; empty where it is told
     */
    public record Comparison(String migration, String unknown, List<Difference> differences) {
        public Comparison {
            differences = List.copyOf(differences);
        }
    }

    public static Comparison comparison(Snapshot is, Releases releases) {
        SchemaState state = SchemaState.of(is, releases.ledger());
        return new Comparison(
                state.migration().isEmpty()
                        ? ""
                        : releases.ledger().migrations().get(state.migration().getAsInt()),
                state.unknown(),
                state.differences());
    }

    public static String of(Snapshot is, Releases releases) {
        SchemaLedger ledger = releases.ledger();
        SchemaState state = SchemaState.of(is, ledger);
        List<String> lines = new ArrayList<>();
        if (!state.unknown().isEmpty()) {
            lines.add("Cannot tell: " + state.unknown());
        } else if (state.migration().isEmpty()) {
            lines.add("What schema public holds is known from Immich 1.132.0 on, once it has run.");
        } else {
            lines.add("Compared with what Immich's migrations make up to "
                    + ledger.migrations().get(state.migration().getAsInt()) + ": "
                    + count(state.differences().size()) + ".");
            state.differences().forEach(d -> lines.add(line(d)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String count(int differences) {
        return switch (differences) {
            case 0 -> "no difference";
            case 1 -> "1 difference";
            default -> differences + " differences";
        };
    }

    private static String line(Difference d) {
        String object =
                d.kind() == Difference.ObjectKind.TABLE || d.table().isEmpty() ? d.name() : d.table() + "." + d.name();
        return ReportText.visible("%-10s %-10s %s%s%s"
                .formatted(
                        d.what().name().toLowerCase(Locale.ROOT),
                        d.kind().kind(),
                        object,
                        d.seen().isEmpty() ? "" : "; seen: " + d.seen(),
                        d.expected().isEmpty() ? "" : "; expected: " + d.expected()));
    }
}
