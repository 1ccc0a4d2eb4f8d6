package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.VectorData;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/**
 * The vector extension that holds the vectors, where Immich would leave it for one that is no better: only because of which
 * packages the server has ({@link FailureMode#EXTENSION_SWITCHES}), or before 1.133.0 because DB_VECTOR_EXTENSION does not name
 * it; or where the other one is installed in a version that this release refuses, and from which nothing leads back. Whatever
 * the other one lacks is then no matter: what keeps this one mends that as well.
 *
 * @param lost it is installed, and its package is gone from the server
 * @param check whose finding says how it is kept
 */
record KeptExtension(VectorExtension extension, boolean lost, Check check) {

    /** Empty: Immich stays with it, or moves to a better one. */
    static Optional<KeptExtension> of(Snapshot is, Expectation should) {
        Optional<ChosenExtension> chosen = chosen(is, should);
        Optional<VectorExtension> held = VectorData.heldBy(is).stream().findFirst();
        if (chosen.isEmpty()
                || held.isEmpty()
                || VectorData.heldBy(is).contains(chosen.get().extension())) {
            return Optional.empty();
        }
        return of(is, should, chosen.get(), held.get());
    }

    private static Optional<KeptExtension> of(
            Snapshot is, Expectation should, ChosenExtension chosen, VectorExtension held) {
        boolean known = should.release().vectorExtensions().containsKey(held);
        boolean available = is.available(held.extensionName()).isPresent();
        if (should.release().choice() == Choice.DEFAULT) {
            boolean installed = is.installed(held.extensionName()).isPresent();
            return Optional.of(new KeptExtension(held, !available, Check.VECTOR_COLUMN_LEFT_OVER))
                    .filter(kept -> known
                            && (available || installed)
                            && should.release().reindex() != ReindexRule.BY_INDEX_DEFINITION);
        }
        if (!known || !VectorData.moves(is, should, chosen)) {
            return Optional.empty();
        }
        if (available && chosen.support().areExceededBy(chosen.installedVersion())) {
            return Optional.of(new KeptExtension(held, false, Check.VECTOR_EXTENSION_OUT_OF_RANGE));
        }
        KeptExtension kept = new KeptExtension(held, !available, Check.VECTOR_EXTENSION_ABOUT_TO_SWITCH);
        return Optional.of(kept)
                .filter(k -> available
                        ? chosen.extension() == VectorExtension.PGVECTO_RS
                        : is.installed(held.extensionName()).isPresent() && k.isChosenAgain(is, should));
    }

    /** With its package back. */
    private boolean isChosenAgain(Snapshot is, Expectation should) {
        return chosen(snapshot(is), should)
                .filter(c -> c.extension() == extension)
                .isPresent();
    }

    private static Optional<ChosenExtension> chosen(Snapshot is, Expectation should) {
        try {
            return ChosenExtension.of(is, should);
        } catch (Undecidable e) {
            return Optional.empty();
        }
    }

    /** The database as it is once it is kept. */
    Snapshot snapshot(Snapshot is) {
        Optional<InstalledExtension> installed = is.installed(extension.extensionName());
        return lost
                ? is.withAvailable(new AvailableExtension(
                        extension.extensionName(), installed.orElseThrow().version(), true, false))
                : is;
    }

    Expectation expectation(Expectation should) {
        if (lost && should.release().choice() != Choice.DEFAULT) {
            return should; // its package is enough for Immich to choose it again
        }
        Expectation kept = Expectation.of(should.releases(), should.immich(), Optional.of(extension));
        return should.schema().map(kept::with).orElse(kept);
    }
}
