package dev.immichpg.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** From what Maven left in the jar. */
final class ProgramVersion implements IVersionProvider {

    private static final String LEFT_BY_MAVEN = "/META-INF/maven/dev.immichpg/immich-pg-monitor/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties left = new Properties();
        try (InputStream file = ProgramVersion.class.getResourceAsStream(LEFT_BY_MAVEN)) {
            if (file != null) {
                left.load(file);
            }
        }
        return new String[] {"immich-pg-monitor " + left.getProperty("version", "(not packaged)")};
    }
}
