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

                Made from the code. What each claims is true when all is well; its page says what happens otherwise, how it is
                seen, what to do, and where the rule comes from. critical: Immich does not start, now or at its next restart or
                upgrade, or data is at risk. warning: works now, will hurt. info: good to know. The severity can be
                [configured](configuration.md), and a check muted.

                | check | severity | claim |
                |---|---|---|
                """
                        + Arrays.stream(Check.values())
                                .map(check -> "| [" + check.id() + "](../checks/" + check.id() + ".md) | "
                                        + check.severity().label() + " | " + check.claim() + " |\n")
                                .collect(Collectors.joining()));
    }
}
