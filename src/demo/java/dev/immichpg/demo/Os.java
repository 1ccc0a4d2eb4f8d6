package dev.immichpg.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Java leaves to the operating system: signals, and Postgres' refusal to run as root. */
final class Os {
    private static final boolean ROOT = uid(Path.of("/proc/self"), Path.of(System.getProperty("user.home"))) == 0;

    private Os() {}

    static String user() {
        return System.getProperty("user.name").replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    static boolean isMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    static boolean isOwnedByUs(Path path) {
        try {
            return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Postgres will not run as root; in a user namespace of its own root is nobody. */
    static List<String> asOrdinaryUser(List<String> command) {
        return ROOT
                ? Stream.concat(Stream.of("unshare", "-U"), command.stream()).toList()
                : command;
    }

    static void run(List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ":\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Java's own {@link Process#destroy()} knows SIGTERM and SIGKILL only. */
    static void signal(String signal, List<ProcessHandle> processes) {
        String pids = processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(" "));
        if (pids.isEmpty()) {
            return;
        }
        try {
            // a process that ended meanwhile is no error
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids + " 2>/dev/null || true")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static List<ProcessHandle> withDescendants(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>(List.of(process));
        process.descendants().forEach(all::add);
        return all;
    }

    private static int uid(Path... candidates) {
        for (Path candidate : candidates) {
            try {
                return (Integer) Files.getAttribute(candidate, "unix:uid");
            } catch (IOException | UnsupportedOperationException e) {
                // the next one
            }
        }
        return -1;
    }
}
