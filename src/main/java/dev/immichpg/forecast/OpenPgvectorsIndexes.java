package dev.immichpg.forecast;

import dev.immichpg.need.Release;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.VectorExtension;
import java.util.List;

/**
 * From 1.95.0 on Immich looks at pgvecto.rs' indexes, which can fail where the extension was updated and
 * {@code pgvectors_upgrade()} was not run, or Postgres not restarted (start-up.md#pgvecto-rs,
 * FailureMode.PGVECTO_RS_INDEX_OUTDATED).
 */
final class OpenPgvectorsIndexes implements StartUpStep {

    @Override
    public boolean isTakenBy(Release release) {
        return release.reindex() != ReindexRule.NEVER
                && release.vectorExtensions().containsKey(VectorExtension.PGVECTO_RS);
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        // What this start has updated itself, it has told of.
        boolean before = chosen.installed().equals(start.found().installed(chosen.name()));
        List<String> older = start.release().vectorIndexes().keySet().stream()
                .filter(index -> chosen.extension() == VectorExtension.PGVECTO_RS && before)
                .filter(index -> VectorIndexes.mayBeStale(
                        start.is(), start.should().releases().vectorChord(), chosen, index))
                .toList();
        return older.isEmpty()
                ? start.tell()
                : start.tell(ForecastStep.unknown(
                        "index",
                        "pgvecto.rs was updated after " + String.join(" and ", older) + " was last built. If"
                                + " pgvectors_upgrade() was not run, or Postgres not restarted, its indexes can fail, and"
                                + " Immich stops.",
                        "vector-index-stale"));
    }
}
