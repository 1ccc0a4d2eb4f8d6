package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Connections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many connections are left for a start of Immich's two processes, where they are too few or nearly so
 * (FailureMode.CONNECTION_LIMIT_TOO_LOW; environment.md#connections).
 *
 * @param limit whose it is
 * @param value of the limit
 * @param left to Immich; its own sessions of now are gone by then
 */
public record StartConnections(Limit limit, int value, int left) {

    /** Below it no start of two processes has succeeded. */
    private static final int FEWEST = 3;

    /** From it on each has. */
    private static final int ENOUGH = 6;

    public enum Limit {
        ROLE,
        DATABASE,
        SERVER
    }

    /** Each limit that leaves too few, or perhaps too few; the lowest first. */
    public static List<StartConnections> tooFew(Snapshot is) {
        Connections now = is.connections();
        int max = now.max() - (is.role().superuser() ? 0 : now.reserved());
        int ofOthersHere = Math.max(0, now.usedInDatabase() - now.usedByRole());
        return Stream.of(
                        is.roleConnectionLimit().map(limit -> new StartConnections(Limit.ROLE, limit, limit)).stream(),
                        is
                                .databaseConnectionLimit()
                                .map(limit -> new StartConnections(Limit.DATABASE, limit, limit - ofOthersHere))
                                .stream(),
                        Stream.of(new StartConnections(
                                Limit.SERVER, now.max(), max - Math.max(0, now.used() - now.usedByRole()))))
                .flatMap(s -> s)
                .filter(s -> s.left < ENOUGH)
                .sorted(Comparator.comparing(StartConnections::left))
                .toList();
    }

    /** No start gets through. */
    public boolean stopsStart() {
        return left < FEWEST;
    }

    /** What was seen; how many others have just now is not in it. */
    public String sentence(Snapshot is) {
        return switch (limit) {
                    case ROLE -> "Role " + is.role().name() + " has CONNECTION LIMIT " + value;
                    case DATABASE -> "Database " + is.database().name() + " has CONNECTION LIMIT " + value;
                    case SERVER -> "max_connections is " + value;
                }
                + ". Immich's two processes get fewer than "
                + (stopsStart()
                        ? "the " + FEWEST + " connections that a start needs."
                        : ENOUGH + " connections, with which a start can fail.");
    }
}
