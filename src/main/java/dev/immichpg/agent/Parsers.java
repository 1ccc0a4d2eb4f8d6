package dev.immichpg.agent;

import dev.immichpg.check.Check;
import dev.immichpg.check.Severity;
import dev.immichpg.need.Version;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the text of a {@link Setting} is parsed. Each parser throws IllegalArgumentException for a text that does not fit. Its message
 * follows the name of the setting. It does not repeat the text if that could be a secret.
 */
final class Parsers {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern HOST_NAME = Pattern.compile("\\*|[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})|");
    private static final Pattern PORT =
            Pattern.compile("[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]");

    private Parsers() {}

    /** From the shortest to 30 days. */
    static Function<String, Duration> duration(Duration shortest) {
        return text -> {
            try {
                Duration duration = DurationConverter.parseDuration(text);
                if (duration.compareTo(shortest) >= 0 && duration.compareTo(LONGEST) <= 0) {
                    return duration;
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                // Said below.
            }
            throw refused(
                    text,
                    "not a duration of " + shortest.toSeconds() + " s to " + LONGEST.toDays()
                            + " d, such as 60s or 5m.");
        };
    }

    static Check check(String id) {
        return Check.withId(id)
                .orElseThrow(() -> refused(
                        id,
                        "not a check. There are: "
                                + Arrays.stream(Check.values()).map(Check::id).collect(Collectors.joining(", "))
                                + "."));
    }

    /** Ids, separated by commas; of those that are none, the first is told. */
    static Set<Check> checks(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .map(Parsers::check)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Check.class)));
    }

    static Severity severity(String text) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.label().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> refused(
                        text,
                        "not a severity. There are: "
                                + Arrays.stream(Severity.values())
                                        .map(Severity::label)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    static Path file(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("this is not the path of a file.");
        }
    }

    static Path directory(String text) {
        Path directory = file(text);
        if (!(Files.isDirectory(directory) && Files.isWritable(directory))) {
            throw refused(text, "not a directory that the agent is allowed to write to.");
        }
        return directory;
    }

    static Shard shard(String text) {
        return Shard.parse(text)
                .orElseThrow(() -> refused(text, "not one part of several, such as 0/3, 1/3 or 2/3 for three agents."));
    }

    static int count(String text) {
        if (!text.strip().matches("[1-9][0-9]?|100")) {
            throw refused(text, "not a number from 1 to 100.");
        }
        return Integer.parseInt(text.strip());
    }

    static LogSettings.Format logFormat(String text) {
        return Arrays.stream(LogSettings.Format.values())
                .filter(format -> format.label().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> refused(text, "not a format of the log. There are: text, json, ecs."));
    }

    static LogSettings.Level logLevel(String text) {
        return Arrays.stream(LogSettings.Level.values())
                .filter(level -> level.label().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> refused(text, "not a level of the log. There are: error, warn, info, debug."));
    }

    static int port(String text) {
        if (!PORT.matcher(text).matches()) {
            throw refused(text, "not a port, a number up to 65535.");
        }
        return Integer.parseInt(text);
    }

    static String host(String text) {
        try {
            if (!text.isBlank() && InetAddress.getByName(text) != null) {
                return text;
            }
        } catch (UnknownHostException e) {
            // Said below.
        }
        throw refused(text, "not the name or an address of this machine.");
    }

    static Version version(String text) {
        return ReleasesFile.builtIn()
                .meant(text)
                .orElseThrow(() -> refused(text, "not a release of Immich, such as 2.7.5, v3, 3.3 or latest."));
    }

    /** Names of hosts, separated by commas; {@code *}: any. */
    static List<String> hostNames(String text) {
        List<String> names = Stream.of(text.split(",")).map(String::strip).toList();
        names.stream()
                .filter(name -> !HOST_NAME.matcher(name).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw refused(
                            name,
                            "not the name of a host, such as pg.example.org, without a port; * allows every name.");
                });
        return names;
    }

    /** It may hold a user and a password. */
    static Function<String, URI> address(String example) {
        return text -> {
            try {
                URI uri = new URI(text.strip());
                if (uri.getHost() != null
                        && uri.getPort() <= 65535
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && SCHEMES.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Said below.
            }
            throw new IllegalArgumentException(
                    "this is not an address such as " + example + " (a host's name has no underscore).");
        };
    }

    static boolean yesOrNo(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(quoted(text) + " is neither true nor false.");
        };
    }

    private static IllegalArgumentException refused(String text, String what) {
        return new IllegalArgumentException(quoted(text) + " is " + what);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
