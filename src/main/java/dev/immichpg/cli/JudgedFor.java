package dev.immichpg.cli;

import dev.immichpg.agent.WatchedDatabase;
import dev.immichpg.check.Platform;
import dev.immichpg.check.Question;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a command that judges databases can be told to judge them for, in place of what the settings say. */
final class JudgedFor {

    @Option(
            names = "--immich-version",
            paramLabel = "RELEASE",
            converter = ReleaseNumber.class,
            description = "Judge for this release of Immich, whatever the database says.")
    private Version immichVersion;

    @Option(
            names = "--upgrade-to",
            paramLabel = "RELEASE",
            converter = ReleaseNumber.class,
            description = "Also for an upgrade to this release: would it start, and what must be done before?")
    private Version upgradeTo;

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            converter = PlatformArgument.class,
            completionCandidates = PlatformArgument.class,
            description = "Say how things are done there, whatever the server looks like: ${COMPLETION-CANDIDATES}.")
    private Platform platform;

    boolean anUpgrade() {
        return upgradeTo != null;
    }

    WatchedDatabase about(WatchedDatabase database) {
        return database.about(
                Optional.ofNullable(immichVersion), Optional.ofNullable(upgradeTo), Optional.ofNullable(platform));
    }

    /** @param extension what DB_VECTOR_EXTENSION says there; empty: it is not set */
    Question about(String database, Optional<VectorExtension> extension) {
        return new Question(
                database,
                Optional.ofNullable(immichVersion),
                Optional.ofNullable(upgradeTo),
                extension,
                Optional.ofNullable(platform));
    }
}
