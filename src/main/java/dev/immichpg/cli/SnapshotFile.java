package dev.immichpg.cli;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import dev.immichpg.postgres.SnapshotJson;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

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
}
