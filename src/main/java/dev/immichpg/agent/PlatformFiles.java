package dev.immichpg.agent;

import dev.immichpg.check.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The platforms that this program knows, each a small file of its own beside {@code check}. */
public final class PlatformFiles {

    private static final List<String> IDS = List.of(
            "aurora-rds",
            "azure",
            "cloud-sql",
            "cloudnativepg",
            "debian",
            "docker",
            "immich-image",
            "neon",
            "nixos",
            "patroni",
            "supabase",
            "windows");

    private static final List<Platform> ALL =
            IDS.stream().map(PlatformFiles::read).toList();

    private PlatformFiles() {}

    public static List<Platform> all() {
        return ALL;
    }

    public static Optional<Platform> withId(String id) {
        return ALL.stream().filter(platform -> platform.id().equals(id)).findFirst();
    }

    /** Throws IllegalArgumentException, with one sentence, if there is none of that id. */
    static Platform named(String id) {
        return withId(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"%s\" is not a platform: it must be one of %s.".formatted(id, String.join(", ", IDS))));
    }

    private static Platform read(String id) {
        Properties file = new Properties();
        try (InputStream stream =
                        PlatformFiles.class.getResourceAsStream("/dev/immichpg/check/platforms/" + id + ".properties");
                InputStreamReader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Platform(
                id,
                required(file, id, "title"),
                List.of(required(file, id, "signs").split(" \\| ")),
                Boolean.parseBoolean(required(file, id, "managed")),
                Boolean.parseBoolean(required(file, id, "alters-system")),
                required(file, id, "preload"),
                required(file, id, "setting"),
                required(file, id, "restart"),
                required(file, id, "packages"),
                required(file, id, "psql"),
                Optional.ofNullable(file.getProperty("extensions")));
    }

    private static String required(Properties file, String id, String key) {
        String value = file.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(id + ".properties has no " + key);
        }
        return value;
    }
}
