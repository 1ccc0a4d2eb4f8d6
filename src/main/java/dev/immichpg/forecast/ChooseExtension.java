package dev.immichpg.forecast;

import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import java.util.stream.Collectors;

/** Immich decides which vector extension it uses (start-up.md#steps, step 3). */
final class ChooseExtension implements StartUpStep {

    private static final String RULE = "vector extension";

    @Override
    public StepOutcome take(StartProgress start) {
        Optional<VectorExtension> setting = start.should().vectorExtension();
        return start.tell(ChosenExtension.of(start.is(), start.should())
                .map(ChosenExtension::extension)
                .map(extension -> ForecastStep.passes(
                        RULE,
                        "Immich uses " + extension.title()
                                + (setting.equals(Optional.of(extension)) ? ", as DB_VECTOR_EXTENSION says." : ".")))
                .orElseGet(
                        () -> ForecastStep.blocks(RULE, noneToChoose(start, setting), "vector-extension-unavailable")));
    }

    private static String noneToChoose(StartProgress start, Optional<VectorExtension> setting) {
        return setting.map(extension ->
                        "DB_VECTOR_EXTENSION is " + extension.setting() + ", which this release does not accept.")
                .orElseGet(() -> "None of the extensions that this release can use is available on the server: "
                        + start.release().preference().stream()
                                .map(VectorExtension::extensionName)
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
