package dev.immichpg.agent;

import dev.immichpg.check.Check;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Severity;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.ImmichVariables;
import dev.immichpg.postgres.InvalidTarget;
import dev.immichpg.postgres.Password;
import dev.immichpg.postgres.Target;
import dev.immichpg.postgres.Timeouts;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.Expressions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * What the operator configured: {@code immich-pg.*}, as environment {@code IMMICH_PG_*}, and Immich's own variables.
 *
 * @param databases by name: this agent's part of those configured, which may be none; none where they were not asked for
 * @param every time from one examination's start to the next one's
 * @param timeouts of one examination
 * @param keepSession whether the agent stays logged in between two examinations
 * @param staleAfter age at which a report is no longer believed
 * @param muted checks that count nowhere
 * @param severities where the operator's differ from the checks' own
 * @param releases the table of releases in force
 * @param files what else was read: when these change, so may the settings
 */
public record AgentSettings(
        List<WatchedDatabase> databases,
        Duration every,
        Timeouts timeouts,
        boolean keepSession,
        Duration staleAfter,
        Set<Check> muted,
        Map<Check, Severity> severities,
        Releases releases,
        List<Path> files) {

    private static final String PREFIX = RawSettings.PREFIX;
    /** The name of the database that Immich's own variables describe. */
    private static final String IMMICHS = "immich";

    private static final Pattern QUOTED = Pattern.compile("(?s)([\"'])(.*)\\1(?:\\s+#.*)?");

    /** Names are labels and parts of paths. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final Pattern HOST = Pattern.compile("\\*|[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})|");

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Of the examinations of one database: below, a login for each would be most of what it costs. */
    private static final Duration OFTEN = Duration.ofSeconds(30);

    /** Between two logins, whatever the database: at 15 ms of processor time each, half a percent of a core. */
    private static final Duration BETWEEN_LOGINS = Duration.ofSeconds(3);

    private static final Duration LONGEST = Duration.ofDays(30);

    public AgentSettings {
        databases = List.copyOf(databases);
        muted = Set.copyOf(muted);
        severities = Map.copyOf(severities);
        files = List.copyOf(files);
    }

    /** @throws InvalidSettings with every problem found, one sentence each */
    public static AgentSettings load(Config config) {
        return load(config, true);
    }

    /**
     * Of one who brings what is to be judged along: whatever is said of databases is not even looked at.
     *
     * @throws InvalidSettings with every problem found, one sentence each
     */
    public static AgentSettings withoutDatabases(Config config) {
        return load(config, false);
    }

    private static AgentSettings load(Config config, boolean withDatabases) {
        // A password may hold "${": nothing here is an expression.
        return Expressions.withoutExpansion(
                () -> new Reading(config, RawSettings.read(config.getConfigSources()), withDatabases).settings());
    }

    /** See docs/explanation/sessions.md for the figures. */
    private static boolean loginsMatter(Duration every, int databases) {
        return every.compareTo(OFTEN) < 0 || every.compareTo(BETWEEN_LOGINS.multipliedBy(databases)) < 0;
    }

    /** Whether a database that is asked the same is examined and judged alike under the other settings. */
    boolean judgesAs(AgentSettings other) {
        return timeouts.equals(other.timeouts)
                && keepSession == other.keepSession
                && muted.equals(other.muted)
                && severities.equals(other.severities)
                && releases.equals(other.releases);
    }

    /** Who judges by these settings. */
    public Doctor doctor() {
        return new Doctor(muted, severities);
    }

    private static final class Reading {
        private final Config config;
        private final RawSettings raw;
        private final boolean withDatabases;
        private final List<String> problems;

        Reading(Config config, RawSettings raw, boolean withDatabases) {
            this.config = config;
            this.raw = raw;
            this.withDatabases = withDatabases;
            this.problems = new ArrayList<>(raw.problems());
        }

        AgentSettings settings() {
            Duration every = duration("every", raw.agent("every").orElse("60s"), Duration.ofSeconds(1));
            Timeouts timeouts = timeouts(raw.agent("timeout").orElse("10s"));
            // Two examinations may fail to come before the third is missed.
            Duration staleAfter = raw.agent("stale-after")
                    .map(text -> staleAfter(text, every))
                    .orElseGet(
                            () -> every.multipliedBy(3).plus(timeouts.login()).plus(timeouts.answer()));
            Set<Check> muted =
                    muted(raw.agent("mute").map(text -> text.split(",")).orElse(new String[0]));
            Map<Check, Severity> severities = severities(raw.severities());
            Optional<Path> releasesFile = raw.agent("releases-file").flatMap(text -> path("releases-file", text));
            Optional<Releases> releases = releases(releasesFile);
            raw.agent("state-directory").ifPresent(this::directory);
            raw.agent("external-url").ifPresent(text -> uri(PREFIX + "external-url", text, "https://pg.example.org"));
            raw.agent("allowed-hosts").ifPresent(this::hosts);
            Optional<Shard> shard = raw.agent("shard").flatMap(this::shard);
            List<WatchedDatabase> databases = (withDatabases ? databases(raw.databases()) : List.<WatchedDatabase>of())
                    .stream()
                            .filter(database ->
                                    shard.map(s -> s.has(database.name())).orElse(true))
                            .toList();
            boolean keepSession = raw.agent("keep-session")
                    .flatMap(this::keepSession)
                    .orElseGet(() -> loginsMatter(every, databases.size()));
            if (!problems.isEmpty()) {
                throw new InvalidSettings(problems);
            }
            return new AgentSettings(
                    databases,
                    every,
                    timeouts,
                    keepSession,
                    staleAfter,
                    muted,
                    severities,
                    releases.orElseThrow(),
                    releasesFile.stream().toList());
        }

        private Optional<Boolean> keepSession(String text) {
            if (text.equals("true") || text.equals("false")) {
                return Optional.of(text.equals("true"));
            }
            problems.add(PREFIX + "keep-session: \"" + text + "\" is neither true nor false.");
            return Optional.empty();
        }

        private Duration duration(String key, String text, Duration shortest) {
            try {
                Duration duration = DurationConverter.parseDuration(text);
                if (duration.compareTo(shortest) >= 0 && duration.compareTo(LONGEST) <= 0) {
                    return duration;
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                // Said below.
            }
            problems.add(PREFIX + key + ": \"" + text + "\" is not a duration of " + shortest.toSeconds() + " s to "
                    + LONGEST.toDays() + " d, such as 60s or 5m.");
            return shortest;
        }

        private Duration staleAfter(String text, Duration every) {
            int before = problems.size();
            Duration staleAfter = duration("stale-after", text, Duration.ofSeconds(1));
            if (problems.size() == before && staleAfter.compareTo(every) < 0) {
                problems.add(PREFIX + "stale-after: \"" + text + "\" is shorter than " + PREFIX
                        + "every, so that no report would be believed until the next.");
            }
            return staleAfter;
        }

        private Timeouts timeouts(String text) {
            try {
                return Timeouts.within(duration("timeout", text, Duration.ofSeconds(2)));
            } catch (IllegalArgumentException e) {
                problems.add(PREFIX + "timeout: " + e.getMessage() + ".");
                return Timeouts.within(Duration.ofSeconds(10));
            }
        }

        private Set<Check> muted(String[] ids) {
            Set<Check> muted = EnumSet.noneOf(Check.class);
            Arrays.stream(ids)
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .forEach(id -> check("mute", id).ifPresent(muted::add));
            return muted;
        }

        private Map<Check, Severity> severities(Map<String, String> byId) {
            Map<Check, Severity> severities = new EnumMap<>(Check.class);
            byId.forEach((id, text) -> check("severity", id)
                    .filter(check -> !text.isBlank())
                    .ifPresent(check -> {
                        Optional<Severity> severity = Arrays.stream(Severity.values())
                                .filter(s -> s.label().equals(text.strip()))
                                .findFirst();
                        severity.ifPresentOrElse(
                                s -> severities.put(check, s),
                                () -> problems.add(
                                        PREFIX + "severity." + id + ": \"" + text + "\" is not a severity. There are: "
                                                + Arrays.stream(Severity.values())
                                                        .map(Severity::label)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
                    }));
            return severities;
        }

        private Optional<Check> check(String key, String id) {
            Optional<Check> check = Check.withId(id);
            if (check.isEmpty()) {
                problems.add(PREFIX + key + ": \"" + id + "\" is not a check. There are: "
                        + Arrays.stream(Check.values()).map(Check::id).collect(Collectors.joining(", ")) + ".");
            }
            return check;
        }

        private Optional<Releases> releases(Optional<Path> file) {
            try {
                return Optional.of(file.map(ReleasesFile::read).orElseGet(ReleasesFile::builtIn));
            } catch (InvalidReleases e) {
                problems.add(PREFIX + "releases-file: " + e.getMessage());
            }
            return Optional.empty();
        }

        private Optional<Path> path(String key, String text) {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                problems.add(PREFIX + key + ": this is not the path of a file.");
                return Optional.empty();
            }
        }

        /** Who keeps something there asks for it himself. */
        private void directory(String text) {
            Optional<Path> directory = path("state-directory", text);
            if (directory.isPresent() && !(Files.isDirectory(directory.get()) && Files.isWritable(directory.get()))) {
                problems.add(
                        PREFIX + "state-directory: \"" + text + "\" is not a directory in which the agent may write.");
            }
        }

        private Optional<Shard> shard(String text) {
            Optional<Shard> shard = Shard.parse(text);
            if (shard.isEmpty()) {
                problems.add(PREFIX + "shard: \"" + text + "\" is not a part of a whole, such as 0/3, 1/3 and 2/3 of"
                        + " three agents.");
            }
            return shard;
        }

        private List<WatchedDatabase> databases(Map<String, Map<String, String>> byName) {
            List<WatchedDatabase> databases = new ArrayList<>();
            List<String> withoutUrl = byName.entrySet().stream()
                    .filter(e -> RawSettings.of(e.getValue(), "url").isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            if (withoutUrl.size() > 1) {
                problems.add("Of the databases " + String.join(", ", withoutUrl)
                        + " only one may be without url: Immich's own variables (DB_URL …) stand for that one.");
            }
            byName.forEach((name, keys) -> {
                if (withoutUrl.size() < 2 || !withoutUrl.contains(name)) {
                    database(name, keys).ifPresent(databases::add);
                }
            });
            if (byName.isEmpty()) {
                database(IMMICHS, Map.of()).ifPresent(databases::add);
            }
            return databases;
        }

        private Optional<WatchedDatabase> database(String name, Map<String, String> keys) {
            String key = PREFIX + "databases." + name + ".";
            int before = problems.size();
            if (!NAME.matcher(name).matches()) {
                problems.add(PREFIX + "databases: \"" + name
                        + "\" is not a name of up to 63 letters, digits, dots, dashes and"
                        + " underscores that starts with a letter or digit.");
                return Optional.empty();
            }
            Optional<Target> immichs = target(key, keys);
            Optional<Version> immichVersion =
                    RawSettings.of(keys, "immich-version").flatMap(text -> version(key + "immich-version", text));
            Optional<Version> upgradeTo =
                    RawSettings.of(keys, "upgrade-to").flatMap(text -> version(key + "upgrade-to", text));
            Optional<VectorExtension> extension = RawSettings.of(keys, "vector-extension")
                    .flatMap(text -> extension(key + "vector-extension", text))
                    .or(() -> RawSettings.of(keys, "url").isPresent()
                            ? Optional.empty()
                            : ImmichVariables.vectorExtension(this::variable)
                                    .flatMap(text -> extension("DB_VECTOR_EXTENSION", text)));
            Optional<URI> immichUrl = RawSettings.of(keys, "immich-url")
                    .flatMap(text -> uri(key + "immich-url", text, "http://immich-server:2283"));
            boolean probe = RawSettings.of(keys, "probe")
                    .flatMap(text -> yesOrNo(key + "probe", text))
                    .orElse(false);
            Optional<Password> own = password(key, keys);
            if (immichs.isEmpty() || problems.size() > before) {
                return Optional.empty();
            }
            String role =
                    RawSettings.of(keys, "immich-role").orElse(immichs.get().user());
            return login(key, RawSettings.of(keys, "username"), own, immichs.get())
                    .map(login -> new WatchedDatabase(
                            name, login, role, immichVersion, upgradeTo, extension, immichUrl, probe));
        }

        private Optional<Target> target(String key, Map<String, String> keys) {
            Optional<String> url = RawSettings.of(keys, "url");
            try {
                if (url.isPresent()) {
                    return Optional.of(ImmichUrl.parse(url.get()));
                }
                Optional<Target> immichs = ImmichVariables.read(this::variable);
                if (immichs.isEmpty()) {
                    problems.add(
                            keys.isEmpty()
                                    ? "No database is configured. Set DB_URL (or Immich's DB_HOSTNAME, DB_USERNAME,"
                                            + " DB_PASSWORD, DB_DATABASE_NAME), or " + PREFIX + "databases.<name>.url."
                                    : key + "url is not set, and neither is any of Immich's own variables (DB_URL …)"
                                            + " that could stand for it.");
                }
                return immichs;
            } catch (InvalidTarget e) {
                problems.add((url.isPresent() ? key + "url: " : "Immich's variables: ") + e.getMessage());
                return Optional.empty();
            }
        }

        /** The agent's own, where it has one. */
        private Optional<Password> password(String key, Map<String, String> keys) {
            Optional<String> password = RawSettings.of(keys, "password");
            Optional<String> file = RawSettings.of(keys, "password-file");
            if (password.isPresent() && file.isPresent()) {
                problems.add(key + "password and " + key + "password-file are both set; only one may be.");
                return Optional.empty();
            }
            try {
                return password.map(Password::of).or(() -> file.map(f -> Password.inFile(Path.of(f))));
            } catch (InvalidPathException e) {
                problems.add(key + "password-file: this is not the path of a file.");
                return Optional.empty();
            }
        }

        /** The agent's own login, where it has one; Immich's else. */
        private Optional<Target> login(String key, Optional<String> user, Optional<Password> own, Target immichs) {
            // Immich's password is not another user's.
            Password otherwise =
                    user.filter(u -> !u.equals(immichs.user())).isPresent() ? Password.none() : immichs.password();
            try {
                return Optional.of(immichs.as(user.orElse(immichs.user()), own.orElse(otherwise)));
            } catch (InvalidTarget e) {
                problems.add(key + "username: " + e.getMessage());
                return Optional.empty();
            }
        }

        private Optional<String> variable(String name) {
            ConfigValue value = config.getConfigValue(name);
            return Optional.ofNullable(value.getRawValue())
                    .map(text -> isOfDotEnv(value) ? withoutQuotes(text) : text)
                    .filter(text -> !text.isEmpty());
        }

        /** Immich's {@code .env} is written for compose, which strips quotes, and a comment after them. */
        private static boolean isOfDotEnv(ConfigValue value) {
            return String.valueOf(value.getSourceName()).matches(".*\\.env]?");
        }

        private static String withoutQuotes(String text) {
            Matcher quoted = QUOTED.matcher(text.strip());
            return quoted.matches() ? quoted.group(2) : text;
        }

        private Optional<Version> version(String key, String text) {
            Optional<Version> version = Version.parse(text);
            if (version.isEmpty()) {
                problems.add(key + ": \"" + text + "\" is not a version of three numbers, such as 2.7.5.");
            }
            return version;
        }

        private Optional<VectorExtension> extension(String key, String text) {
            return read(key, text, VectorExtension::forSetting);
        }

        private Optional<Boolean> yesOrNo(String key, String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> {
                    problems.add(key + ": \"" + text + "\" is neither true nor false.");
                    yield Optional.empty();
                }
            };
        }

        /** Says nothing of what it holds: that may be a user and a password. */
        private void hosts(String text) {
            for (String name : text.split(",")) {
                if (!HOST.matcher(name.strip()).matches()) {
                    problems.add(PREFIX + "allowed-hosts: \"" + name.strip() + "\" is not the name of a host, such as"
                            + " pg.example.org, without a port; * allows every name.");
                }
            }
        }

        private Optional<URI> uri(String key, String text, String example) {
            try {
                URI uri = new URI(text.strip());
                if (uri.getHost() != null
                        && uri.getPort() <= 65535
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && SCHEMES.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
                    return Optional.of(uri);
                }
            } catch (URISyntaxException e) {
                // Said below.
            }
            problems.add(key + ": this is not an address such as " + example + " (a host's name has no underscore).");
            return Optional.empty();
        }

        private <T> Optional<T> read(String key, String text, Function<String, T> reading) {
            try {
                return Optional.of(reading.apply(text));
            } catch (IllegalArgumentException e) {
                problems.add(key + ": " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
