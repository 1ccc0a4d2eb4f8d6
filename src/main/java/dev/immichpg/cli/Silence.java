package dev.immichpg.cli;

import java.util.logging.LogManager;

/** Of what libraries log nothing is kept. Quarkus' log manager would be made for nobody, and ask for this machine's name. */
public final class Silence extends LogManager {

    /** Without a configuration there is no handler. */
    @Override
    public void readConfiguration() {}
}
