package dev.immichpg.notify;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One message to a person. Names from a database may be in it, so each service escapes what it would take for markup.
 *
 * @param id another one for each notice of a notifier; a notice that is sent again keeps its own
 * @param at when what it tells was seen
 * @param title a line that fits on a lock screen: which database, and what would happen
 * @param lines what was seen and what to do first; each is one line
 * @param link to the page; empty where nobody said where people reach it
 * @param alerts the same for a machine: what is wrong, and what was wrong and is no more
 */
public record Notice(
        String id, Instant at, Level level, String title, List<String> lines, Optional<URI> link, List<Alert> alerts) {

    public Notice {
        requireNonNull(id, "id");
        requireNonNull(at, "at");
        requireNonNull(level, "level");
        requireNonNull(link, "link");
        title = Texts.line(title);
        lines = lines.stream().map(Texts::line).toList();
        alerts = List.copyOf(alerts);
    }

    /**
     * As the rules of deploy/prometheus/alerts.yml would raise it.
     *
     * @param name {@code ImmichPgStartBlocked}
     * @param check empty where no check found it
     * @param summary what was seen
     * @param since when it was first told
     * @param active whether it is wrong still
     */
    public record Alert(
            String name,
            String database,
            Optional<String> check,
            Level severity,
            String summary,
            Instant since,
            boolean active) {

        public Alert {
            requireNonNull(name, "name");
            requireNonNull(database, "database");
            requireNonNull(check, "check");
            requireNonNull(severity, "severity");
            requireNonNull(since, "since");
            summary = Texts.line(summary);
        }
    }

    /** The lines as one text, with the link at its end. */
    String text() {
        return text(link);
    }

    /** The lines as one text, for a service that shows the link itself. */
    String textWithoutLink() {
        return text(Optional.empty());
    }

    private String text(Optional<URI> last) {
        String text = String.join("\n", lines);
        return last.map(uri -> text + (text.isEmpty() ? "" : "\n") + uri).orElse(text);
    }

    /** What tells of one database is that database's; empty where it tells of several. */
    Optional<String> database() {
        List<String> names = alerts.stream().map(Alert::database).distinct().toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }
}
