package dev.immichpg.supply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The libraries of the packaged program, as Quarkus' build lists them. */
final class Shipped {

    private Shipped() {}

    /** By group:artifact. */
    static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("target", "quarkus-app", "quarkus-app-dependencies.txt"))) {
                String[] parts = line.split(":");
                versions.put(parts[0] + ":" + parts[1], parts[parts.length - 1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
