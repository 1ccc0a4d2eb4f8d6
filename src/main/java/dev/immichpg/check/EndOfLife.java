package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** The day from which on the community of Postgres fixes the server's major version no more. */
final class EndOfLife {

    private EndOfLife() {}

    /** Throws {@link Undecidable} for a newer version than the table has; of an older one the day has passed long ago. */
    static LocalDate of(Snapshot is, Expectation should) {
        Map<Integer, LocalDate> ends = should.releases().postgresEndOfLife();
        int major = is.server().major();
        LocalDate end = ends.get(major);
        if (end != null) {
            return end;
        }
        return ends.keySet().stream()
                .filter(known -> known > major)
                .map(ends::get)
                .min(LocalDate::compareTo)
                .orElseThrow(() -> new Undecidable("This agent does not know until when Postgres " + major
                        + " gets fixes: update the agent, or give it a newer releases-file."));
    }

    /** By the server's clock. */
    static LocalDate today(Snapshot is) {
        long now = is.moment()
                .map(Moment::now)
                .orElseThrow(() -> new Undecidable("An older agent, which did not ask the time, took this snapshot."));
        return Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    static Finding finding(Snapshot is, String observed) {
        return new Finding(
                "Postgres",
                observed,
                "Expected a version that gets fixes, also of security holes.",
                Remedy.of(RemedyStep.advice(
                        "Plan the upgrade to a newer major version of Postgres that Immich's documentation lists, by"
                                + " pg_upgrade or by dump and restore. First make sure that the vector extension has a package"
                                + " for it.")));
    }
}
