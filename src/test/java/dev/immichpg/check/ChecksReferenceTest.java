package dev.immichpg.check;

import dev.immichpg.Golden;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/checks.md is made from the catalogue. */
class ChecksReferenceTest {

    @Test
    void thePageIsMadeFromTheCatalogue() {
        Golden.assertHolds(
                Path.of("docs", "reference", "checks.md"),
                """
                # Checks

                Made from the code. Each check is named with what is wrong when it fires. Its page says what the impact is, how
                it is detected, what to do, and where the rule comes from. critical: Immich does not start, now or at its next
                restart or upgrade, or data is at risk. warning: it works now and will cause trouble. info: good to know. The
                severity can be [configured](configuration.md), and a check can be muted.

                | check | severity | what is wrong |
                |---|---|---|
                """
                        + Arrays.stream(Check.values())
                                .map(check -> "| [" + check.id() + "](../checks/" + check.id() + ".md) | "
                                        + check.severity().label() + " | " + check.problem() + " |\n")
                                .collect(Collectors.joining()));
    }
}
