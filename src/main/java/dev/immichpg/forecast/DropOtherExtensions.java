package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Since 1.133.0 Immich drops the vector extensions that it does not use, and keeps what the one in use is built on
 * (start-up.md#steps, step 13).
 */
final class DropOtherExtensions implements StartUpStep {

    private static final String RULE = "other extensions";

    @Override
    public boolean isTakenBy(Release release) {
        return release.choice() == Choice.BY_AVAILABILITY;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        List<ForecastStep> told = new ArrayList<>();
        Snapshot after = start.is();
        for (VectorExtension other : start.release().vectorExtensions().keySet()) {
            // Immich knows of installed extensions from the list of available ones.
            Optional<InstalledExtension> installed = start.is()
                    .available(other.extensionName())
                    .flatMap(e -> start.is().installed(e.name()));
            if (chosen.needs(other) || installed.isEmpty()) {
                continue;
            }
            if (start.is().roleMayDrop(installed.get())
                    && ReadOnlySessions.obstacle(start.is()).isEmpty()) {
                told.add(ForecastStep.changes(RULE, "It drops extension " + other.extensionName() + "."));
                after = Changes.dropped(after, other.extensionName());
            } else {
                told.add(ForecastStep.warns(
                        RULE,
                        "Extension " + other.extensionName() + " is no longer needed, but role " + start.role()
                                + " is not allowed to drop it.",
                        "vector-extension-left-over"));
            }
        }
        return new StepOutcome(told, after);
    }
}
