package dev.immichpg.cli;

import dev.immichpg.agent.PlatformFiles;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.PlatformRemedies;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import dev.immichpg.need.Releases;
import dev.immichpg.postgres.SnapshotJson;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** A file that the command snapshot wrote, as an argument. */
final class SnapshotFile {

    /** More than ten times the snapshot of the largest catalogs that were tried. */
    private static final int MOST_BYTES = 32 << 20;

    private SnapshotFile() {}

    /**
     * @param name its path; -: standard input
     * @throws CommandFailure saying what is wrong with it
     */
    static Snapshot read(String name) {
        try {
            return SnapshotJson.readFile(
                    name.equals("-")
                            ? SmallFile.text(System.in, MOST_BYTES)
                            : SmallFile.text(Path.of(name), MOST_BYTES));
        } catch (InvalidPathException e) {
            throw new CommandFailure(name + ": there is no such file.");
        } catch (UnusableFile e) {
            throw new CommandFailure(name + ": " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new CommandFailure(name + ": this cannot be read as text.");
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(name + ": " + e.getMessage());
        }
    }

    /** As an examination judges what it has read. */
    static Report judged(Snapshot is, Question asked, Doctor doctor, Releases releases, Clock clock) {
        return PlatformRemedies.in(
                doctor.report(
                        asked,
                        releases,
                        ReleaseDetection.version(asked.immichVersion(), is, releases, Optional.empty()),
                        is,
                        clock.instant(),
                        Duration.ZERO),
                PlatformFiles.all(),
                asked.platform());
    }
}
