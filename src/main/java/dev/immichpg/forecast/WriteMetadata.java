package dev.immichpg.forecast;

import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Version;
import java.util.Optional;

/**
 * Immich keeps in system_metadata where its files are, and which places it has imported. It writes what it finds new there, with
 * an INSERT … ON CONFLICT; 1.137 wrote at each start (immich-app/immich#20538).
 */
final class WriteMetadata implements StartUpStep {

    private static final String RULE = "system metadata";
    private static final String TABLE = "system_metadata";

    @Override
    public StepOutcome take(StartProgress start) {
        if (start.is().relation("public", TABLE).isEmpty() || !start.migrates() && !writesEachTime(start)) {
            return start.tell();
        }
        String more = "Immich writes there what it finds new when it starts.";
        boolean denied = start.is()
                .unwritableTables()
                .filter(tables -> tables.contains(TABLE))
                .isPresent();
        return start.tell(
                denied
                        ? Optional.of(ForecastStep.unknown(
                                RULE,
                                "Role " + start.role() + " is not allowed to write to table " + TABLE + ". " + more,
                                "object-owned-by-other"))
                        : TableObstacle.ofInserting(start.is(), TABLE)
                                .map(obstacle -> obstacle.doubt(RULE, more))
                                .or(() -> withoutKey(start, more)));
    }

    private static Optional<ForecastStep> withoutKey(StartProgress start, String more) {
        return start.schema().differences().stream()
                .filter(d -> d.kind() == ObjectKind.KEY && d.table().equals(TABLE))
                .filter(d -> d.what() == What.MISSING || d.what() == What.INVALID)
                .findFirst()
                .map(d -> ForecastStep.unknown(
                        RULE,
                        "Key " + d.name() + " of " + TABLE + " is missing, and ON CONFLICT needs it. " + more,
                        "schema-key-missing"));
    }

    private static boolean writesEachTime(StartProgress start) {
        Version release = start.immich().release();
        return !release.isOlderThan(Version.of("1.137.0")) && release.isOlderThan(Version.of("1.138.0"));
    }
}
