package dev.immichpg.check;

import dev.immichpg.catalog.Memory;

/** Whoever keeps what the agent saw of its databases, also from one run of the agent to the next. */
@FunctionalInterface
public interface Recollection {

    /**
     * What was seen of this database before; {@link Memory#NONE} where nothing was.
     *
     * @param database the name under which it is configured
     */
    Memory of(String database);
}
