package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Expectation;
import java.util.Optional;

/**
 * What the agent's login needs once, so that the checks which cannot look can: one script for all of them. It is the script that
 * {@code prepare --monitor-role} prints.
 *
 * @param checks how many cannot look for want of a grant, at least one
 * @param login the agent's login
 * @param database the database's own name
 */
public record MissingGrants(int checks, String login, String database) {

    /** Empty where nothing is unknown that a grant would show. */
    public static Optional<MissingGrants> of(Report report) {
        return report.snapshot().flatMap(is -> {
            int checks = (int) report.now().unknowns().stream()
                    .filter(unknown -> isLiftedByGrants(unknown.verdict().note(), is))
                    .count();
            return checks == 0
                    ? Optional.empty()
                    : Optional.of(
                            new MissingGrants(checks, is.login(), is.database().name()));
        });
    }

    private static boolean isLiftedByGrants(String note, Snapshot is) {
        if (note.startsWith(Expectation.VERSION_UNKNOWN)) {
            return isHidden(is.relation("version_history")) || isHidden(is.relation("kysely_migrations"));
        }
        return note.contains("GRANT ") && note.contains(" TO " + Sql.name(is.login()) + ";");
    }

    private static boolean isHidden(Optional<Relation> table) {
        return table.filter(t -> !t.loginCanSelect()).isPresent();
    }

    /** One sentence, without its end, that a script or a command follows. */
    public String title() {
        return (checks == 1 ? "1 check cannot look yet" : checks + " checks cannot look yet") + ": run this once";
    }

    /** For psql, as a superuser, as often as one likes. Only comments where the names cannot be written into a script. */
    public String script() {
        try {
            return Preparation.ofMonitor(login, database);
        } catch (IllegalArgumentException e) {
            return "-- " + ReportText.visible(e.getMessage()) + "\n";
        }
    }

    /** What prints that script. */
    public String command() {
        return "immich-pg-monitor prepare --monitor-role " + word(login) + " --database " + word(database)
                + " | psql -U postgres";
    }

    private static String word(String text) {
        return text.matches("[A-Za-z0-9_.-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
