package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.ReleasesFile;
import org.junit.jupiter.api.Test;

class ReleasesTextTest {

    /** issue 14, row 11: somebody must be able to see how far the agent's knowledge goes. */
    @Test
    void saysHowFarItGoesAndWhereItComesFrom() {
        String text = ReleasesText.of(ReleasesFile.builtIn());

        assertTrue(text.startsWith("Immich 1.91.0 to 3.3, as of 2026-"), text);
        assertTrue(
                text.contains("\n\n3.0.0 – 3.3.x\n"
                        + "  Postgres: Immich accepts >=14.0.0; its documentation lists >=14 <20\n"
                        + "  VectorChord: Immich accepts >=0.3 <2; its documentation lists >=0.3 <2.0\n"
                        + "  pgvector: Immich accepts >=0.5 <1\n"
                        + "  Source: pgvecto.rs is gone <https://github.com/immich-app/immich/pull/28159>\n"
                        + "  Source: the ranges of 3.2 and 3.3 are those of 3.1 (inferred)\n"),
                text);
    }
}
