package dev.immichpg.postgres;

import dev.immichpg.catalog.QuotedName;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Probe;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.catalog.Snapshot.VectorTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The functional probe (catalogs.md#asking-by-a-search): one search for the nearest neighbour of one row in each vector
 * table. A stale format on disk, a missing library and an index of a library that is not preloaded show in nothing
 * less.
 */
final class VectorProbe {

    private VectorProbe() {}

    /**
     * Of the tables that the login may search and that have rows. A search that fails is an answer; a lost connection is
     * not.
     *
     * @param password which the server may repeat in an error, and nobody is to read
     */
    static List<Probe> ask(Session session, Snapshot is, Password password) throws SQLException {
        List<Probe> answers = new ArrayList<>();
        for (VectorTable table : is.tablesToSearch()) {
            if (table.loginCanSearch()) {
                search(session, is, table)
                        .map(p -> new Probe(p.table(), p.state(), password.hiddenIn(p.error())))
                        .ifPresent(answers::add);
            }
        }
        return answers;
    }

    /**
     * Immich sets them for each search; VectorChord's own default is none, with which a search fails
     * (catalogs.md#what-is-seen).
     */
    private static boolean probesIn(Snapshot is, VectorTable table) {
        Optional<VectorIndex> index = is.vectorIndexes().stream()
                .filter(i -> i.schema().equals(table.schema()) && i.table().equals(table.name()))
                .findFirst();
        return index.filter(i -> i.accessMethod().equals("vchordrq")).isPresent();
    }

    private static Optional<Probe> search(Session session, Snapshot is, VectorTable table) throws SQLException {
        Guard guard = Guard.ofVectorTable(is.server().versionNum(), table.name());
        Map<String, String> settings = probesIn(is, table)
                ? Map.of("enable_seqscan", "off", "vchordrq.probes", "1")
                : Map.of("enable_seqscan", "off");
        String from = "from only public." + QuotedName.of(table.name());
        try {
            // The row itself is nearest to itself, so an index that finds nothing has lost it.
            List<String> found = session.row(
                    settings,
                    guard,
                    "select (select 1 " + from + " limit 1), (select 1 " + from + " order by embedding operator("
                            + QuotedName.of(table.typeSchema()) + ".<=>) (select embedding " + from
                            + " limit 1) limit 1)");
            boolean hasRows = found.get(0) != null;
            String error = found.get(1) != null ? "" : "the index finds nothing, though the table has rows";
            return hasRows ? Optional.of(new Probe(table.name(), "", error)) : Optional.empty();
        } catch (SQLException e) {
            if (CatalogReader.isLost(e)) {
                throw e;
            }
            String error = e instanceof PSQLException answer
                    ? Optional.ofNullable(answer.getServerErrorMessage())
                            .map(ServerErrorMessage::getMessage)
                            .orElse("no answer")
                    : "no answer";
            return Optional.of(
                    new Probe(table.name(), Optional.ofNullable(e.getSQLState()).orElse(""), error));
        }
    }
}
