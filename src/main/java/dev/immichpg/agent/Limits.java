package dev.immichpg.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The limits that this machine sets for the agent, and whether they are high enough. If they cannot be seen, as on systems other than
 * Linux, nothing is reported.
 *
 * @param files how many can be open at the same time; a connection counts as one
 * @param threads of all processes of this user; empty: no limit
 */
record Limits(OptionalLong files, OptionalLong threads) {

    /** For the jars, and what Java and the listeners have open (200 were counted), and for the most connections of clients. */
    private static final int FILES_BESIDE = 330;

    /** A connection, and two logins that hang. */
    private static final int FILES_OF_DATABASE = 3;

    private static final int THREADS_BESIDE = 40;

    /** Where; the end of a sentence. */
    static final String RAISE_FILES = "ulimit -n, LimitNOFILE= (systemd), ulimits: nofile (compose).";

    private static final Path NOTHING = Path.of("/dev/null");

    /** Whether one more could not be opened just now. */
    static boolean areFilesUsedUp() {
        try {
            Files.newInputStream(NOTHING).close();
            return false;
        } catch (NoSuchFileException | AccessDeniedException e) {
            return false; // Not Linux.
        } catch (IOException e) {
            return true;
        }
    }

    static Limits ofThisProcess() {
        try {
            return read(Files.readString(Path.of("/proc/self/limits"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Limits(OptionalLong.empty(), OptionalLong.empty());
        }
    }

    /** @param table as Linux has it in /proc/self/limits: name, soft limit, hard limit, unit */
    static Limits read(String table) {
        return new Limits(soft(table, "Max open files"), soft(table, "Max processes"));
    }

    private static OptionalLong soft(String table, String name) {
        return table.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
                .filter(limit -> limit.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** One sentence for each that is too low for so many databases. */
    List<String> tooLowFor(int databases) {
        List<String> sentences = new ArrayList<>();
        long wantedFiles = FILES_BESIDE + (long) FILES_OF_DATABASE * databases;
        if (files.isPresent() && files.getAsLong() < wantedFiles) {
            sentences.add("This machine allows the agent " + files.getAsLong() + " open files; for " + databases
                    + (databases == 1 ? " database" : " databases") + " it needs up to " + wantedFiles
                    + ". Raise the limit: " + RAISE_FILES);
        }
        long wantedThreads = THREADS_BESIDE + Math.min(databases, ExaminationSchedule.MOST_AT_ONCE);
        if (threads.isPresent() && threads.getAsLong() < wantedThreads) {
            sentences.add("This machine allows the agent's user " + threads.getAsLong() + " threads; for " + databases
                    + (databases == 1 ? " database" : " databases") + " the agent needs up to " + wantedThreads
                    + ". Raise the limit: ulimit -u, LimitNPROC= or TasksMax= (systemd), pids_limit (compose).");
        }
        return sentences;
    }
}
