package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;

/**
 * From what is and what should be to a verdict. Pure: no clock, no connection, no memory, no other rule.
 *
 * <p>A rule that meets a fact which is not known throws {@link dev.immichpg.need.Undecidable}, and its verdict is UNKNOWN.
 */
@FunctionalInterface
interface Rule {
    Verdict judge(Snapshot is, Expectation should);
}
