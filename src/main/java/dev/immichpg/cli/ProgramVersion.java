package dev.immichpg.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** From the manifest of the jar. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"immich-pg-monitor " + version};
    }
}
