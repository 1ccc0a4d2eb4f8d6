package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is installed: image, archive and package have this layout, and src/test/dist installs them. */
class LauncherIT {

    private static final Path PROGRAM = Path.of(System.getProperty("program.jar", "target/quarkus-app/quarkus-run.jar"))
            .toAbsolutePath()
            .getParent();
    private static final Path LAUNCHER = Path.of("src", "main", "launcher");

    @TempDir
    private Path directory;

    private Path command;

    @BeforeEach
    void install() throws IOException {
        Path home = Files.createDirectories(directory.resolve("a home"));
        command = Files.createDirectories(home.resolve("bin")).resolve("immich-pg-monitor");
        Files.copy(LAUNCHER.resolve("immich-pg-monitor"), command);
        assertTrue(command.toFile().setExecutable(true));
        Path lib = Files.createDirectories(home.resolve("lib"));
        try (Stream<Path> parts = Files.list(PROGRAM)) {
            for (Path part : parts.toList()) {
                Files.createSymbolicLink(lib.resolve(part.getFileName()), part);
            }
        }
        Files.copy(LAUNCHER.resolve("java.options"), lib.resolve("java.options"));
    }

    private Run run(Map<String, String> environment, String... words) {
        return Run.with(
                directory,
                environment,
                "",
                Stream.concat(Stream.of(command.toString()), Stream.of(words)).toList());
    }

    private static Map<String, String> thisJava() {
        return Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", System.getProperty("java.home"));
    }

    @Test
    void runsFromAnywhereThroughLinks() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a home/bin/immich-pg-monitor"));

        Run run = Run.with(directory, thisJava(), "", List.of(link.toString(), "--version"));

        assertEquals(0, run.exit(), run::err);
        assertTrue(run.out().startsWith("immich-pg-monitor "), run::out);
        assertEquals("", run.err());
    }

    @Test
    void showsNoSecretToWhoListsProcesses() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            ProcessBuilder builder = new ProcessBuilder(command.toString(), "check")
                    .directory(directory.toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(thisJava());
            builder.environment()
                    .put(
                            "DB_URL",
                            "postgresql://immich:" + Run.CANARY + "@127.0.0.1:" + silent.getLocalPort() + "/immich");
            Process process = builder.start();
            silent.accept(); // it has begun to log in

            String seen = process.info().commandLine().orElse("")
                    + Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            process.destroyForcibly();

            assertTrue(seen.contains("quarkus-run.jar"), seen);
            assertFalse(seen.contains(Run.CANARY), seen);
        }
    }

    @Test
    void saysWhatIsMissingWithoutAJava() throws IOException {
        Path old = Files.createDirectories(directory.resolve("jdk-11/bin"));
        Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 1\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(directory.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : List.of("sh", "sed", "dirname", "readlink", "grep", "env")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin/" + tool));
        }
        // As on a machine whose Javas are where no distribution has them.
        String launcher = Files.readString(command);
        Files.writeString(
                command, launcher.replaceAll(" \\\\?\\n? *\"\\$on_path\" /opt/java[^;]*;", " \"\\$on_path\";"));

        Run run = run(
                Map.of("PATH", tools.toString(), "JAVA_HOME", old.getParent().toString()), "check");

        // As a monitoring plugin's "unknown": nothing was seen of a database.
        assertEquals(3, run.exit(), run::out);
        assertEquals(
                "immich-pg-monitor: Java 17 or newer is needed. What is here is too old: " + java + " (version 11).\n",
                run.err());
    }

    /** Installed as a package, it has the settings of the service. */
    @Test
    void aCommandAsksTheDatabaseOfTheServiceUnlessItIsToldOfAnother() throws IOException {
        Path settings = Files.createDirectories(command.resolveSibling("../etc/config"));
        Files.writeString(
                settings.resolve("application.properties"), "DB_URL=postgresql://nobody@127.0.0.1:1/service\n");

        Run service = run(thisJava(), "check");
        Run other = run(
                Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "DB_URL",
                        "postgresql://nobody@127.0.0.1:1/other"),
                "check");
        Files.writeString(directory.resolve(".env"), "DB_URL=postgresql://nobody@127.0.0.1:1/here\n");
        Run here = run(thisJava(), "check");

        assertEquals(2, service.exit(), service::err);
        assertTrue(service.out().contains("127.0.0.1:1/service"), service::out);
        assertTrue(other.out().contains("127.0.0.1:1/other"), other::out);
        assertTrue(here.out().contains("127.0.0.1:1/here"), here::out);
    }
}
