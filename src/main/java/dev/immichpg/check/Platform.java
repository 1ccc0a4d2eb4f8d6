package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ServerPaths;
import dev.immichpg.catalog.Snapshot.ServerSigns;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A kind of place where Postgres runs, and how things are done there. In the texts stand {@code {major}}, {@code {cluster}},
 * {@code {database}}, {@code {name}} and {@code {value}} of a setting.
 *
 * @param id as in {@code cloudnativepg}
 * @param title for people
 * @param signs each of them is enough: {@code role:}, {@code setting:}, {@code config:}, {@code hba:}, {@code data:},
 *     {@code sockets:} or {@code build:} and a pattern; several with {@code &} between them only together
 * @param managed nobody but the provider is a superuser there
 * @param altersSystem ALTER SYSTEM works there and is what people use
 * @param preload how shared_preload_libraries is set, where ALTER SYSTEM is not the way
 * @param setting how any other setting is
 * @param restart how Postgres is restarted
 * @param packages where a package comes from
 * @param psql how one gets a psql as a superuser
 * @param extensions what else must be known of extensions; empty: nothing
 */
public record Platform(
        String id,
        String title,
        List<String> signs,
        boolean managed,
        boolean altersSystem,
        String preload,
        String setting,
        String restart,
        String packages,
        String psql,
        Optional<String> extensions) {

    public Platform {
        List.of(id, title, preload, setting, restart, packages, psql).forEach(text -> requireNonNull(text, "text"));
        signs = List.copyOf(signs);
        requireNonNull(extensions, "extensions");
    }

    /** What was seen that only this platform has: a sentence; empty: nothing. */
    public Optional<String> evidence(Snapshot is) {
        return is.signs()
                .flatMap(seen -> signs.stream()
                        .filter(sign -> List.of(sign.split(" & ")).stream().allMatch(part -> isThere(part, seen, is)))
                        .findFirst()
                        .map(sign -> "The server runs on " + title + ", as it seems: "
                                + sign.replace(":", " ").replace(" & ", " and ") + "."));
    }

    private static boolean isThere(String sign, ServerSigns seen, Snapshot is) {
        String kind = sign.substring(0, sign.indexOf(':'));
        String value = sign.substring(sign.indexOf(':') + 1);
        return switch (kind) {
            case "role" -> seen.roles().contains(value);
            case "setting" -> seen.settings().contains(value);
            case "build" ->
                Pattern.compile(value)
                        .matcher(is.server().platform().toLowerCase(Locale.ROOT))
                        .find();
            default ->
                seen.paths()
                        .map(paths -> path(kind, paths))
                        .filter(path -> path.matches(value))
                        .isPresent();
        };
    }

    private static String path(String kind, ServerPaths paths) {
        return switch (kind) {
            case "config" -> paths.configFile();
            case "hba" -> paths.hbaFile();
            case "data" -> paths.dataDirectory();
            case "sockets" -> paths.sockets();
            default -> throw new IllegalArgumentException("no such sign: " + kind);
        };
    }
}
