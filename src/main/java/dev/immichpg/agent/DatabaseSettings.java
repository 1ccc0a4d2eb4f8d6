package dev.immichpg.agent;

import dev.immichpg.check.Platform;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.postgres.ImmichVariables;
import dev.immichpg.postgres.Password;
import dev.immichpg.postgres.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Which databases are watched, and how: the settings that depend on each other. {@link Setting} reads a single one. */
final class DatabaseSettings {

    /** The name of the database that Immich's own variables describe. */
    private static final String IMMICHS = "immich";

    private static final Pattern QUOTED = Pattern.compile("(?s)([\"'])(.*)\\1(?:\\s+#.*)?");

    /** Names are labels and parts of paths. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Config config;
    private final Map<String, Map<String, String>> byName;
    private final ConfigurationProblems problems;

    /**
     * @param config holds Immich's own variables
     * @param byName the texts of each database, by key
     */
    DatabaseSettings(Config config, Map<String, Map<String, String>> byName, ConfigurationProblems problems) {
        this.config = config;
        this.byName = byName;
        this.problems = problems;
    }

    List<WatchedDatabase> databases() {
        List<WatchedDatabase> databases = new ArrayList<>();
        List<String> withoutUrl = byName.entrySet().stream()
                .filter(e -> RawSettings.text(Setting.URL, e.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (withoutUrl.size() > 1) {
            problems.add("Of the databases " + String.join(", ", withoutUrl)
                    + " only one can be without url: Immich's own variables (DB_URL …) are for that one.");
        }
        byName.forEach((name, texts) -> {
            if (withoutUrl.size() < 2 || !withoutUrl.contains(name)) {
                database(name, texts).ifPresent(databases::add);
            }
        });
        if (byName.isEmpty()) {
            database(IMMICHS, Map.of()).ifPresent(databases::add);
        }
        return databases;
    }

    private Optional<WatchedDatabase> database(String name, Map<String, String> texts) {
        if (!NAME.matcher(name).matches()) {
            problems.add(Setting.PREFIX + "databases: \"" + name
                    + "\" is not a name of up to 63 letters, digits, dots, dashes and"
                    + " underscores that starts with a letter or digit.");
            return Optional.empty();
        }
        return new One(name, texts).read();
    }

    /** The texts of one database. */
    private final class One {
        private final String name;
        private final String prefix;
        private final Map<String, String> texts;

        One(String name, Map<String, String> texts) {
            this.name = name;
            this.prefix = Setting.PREFIX + "databases." + name + ".";
            this.texts = texts;
        }

        Optional<WatchedDatabase> read() {
            int before = problems.count();
            Optional<Target> immichs = target();
            Optional<Version> immichVersion = read(Setting.IMMICH_VERSION);
            Optional<Version> upgradeTo = read(Setting.UPGRADE_TO).or(this::releaseOfImage);
            Optional<VectorExtension> extension = read(Setting.VECTOR_EXTENSION).or(this::immichsVectorExtension);
            Optional<URI> immichUrl = read(Setting.IMMICH_URL);
            Optional<Platform> platform = read(Setting.PLATFORM);
            Optional<Boolean> probe = read(Setting.PROBE);
            Optional<Password> own = password();
            if (immichs.isEmpty() || problems.count() > before) {
                return Optional.empty();
            }
            String role = read(Setting.IMMICH_ROLE).orElse(immichs.get().user());
            return login(own, immichs.get())
                    .map(login -> new WatchedDatabase(
                            name,
                            login,
                            role,
                            immichVersion,
                            upgradeTo,
                            extension,
                            immichUrl,
                            platform,
                            probe.orElseThrow()));
        }

        private <T> Optional<T> read(Setting<T> setting) {
            return problems.read(prefix, setting, texts);
        }

        private boolean has(Setting<?> setting) {
            return RawSettings.text(setting, texts).isPresent();
        }

        private Optional<Target> target() {
            if (has(Setting.URL)) {
                return read(Setting.URL);
            }
            Optional<Optional<Target>> immichs =
                    problems.read("Immich's variables", () -> ImmichVariables.read(DatabaseSettings.this::variable));
            if (immichs.filter(Optional::isEmpty).isPresent()) {
                problems.add(
                        texts.isEmpty()
                                ? "No database is configured. Set DB_URL (or Immich's DB_HOSTNAME, DB_USERNAME,"
                                        + " DB_PASSWORD, DB_DATABASE_NAME), or " + Setting.PREFIX
                                        + "databases.<name>.url."
                                : prefix + "url is not set, and none of Immich's own variables (DB_URL …) that could"
                                        + " replace it is set.");
            }
            return immichs.flatMap(target -> target);
        }

        /** What the next pull of Immich's image brings, where its tag says so: {@code IMMICH_VERSION=v3}, as Immich's own .env has it. */
        private Optional<Version> releaseOfImage() {
            return has(Setting.URL) || has(Setting.UPGRADE_TO)
                    ? Optional.empty()
                    : DatabaseSettings.this
                            .variable("IMMICH_VERSION")
                            .flatMap(tag -> ReleasesFile.builtIn().meant(tag));
        }

        private Optional<VectorExtension> immichsVectorExtension() {
            return has(Setting.URL) || has(Setting.VECTOR_EXTENSION)
                    ? Optional.empty()
                    : ImmichVariables.vectorExtension(DatabaseSettings.this::variable)
                            .flatMap(text ->
                                    problems.read("DB_VECTOR_EXTENSION", () -> VectorExtension.forSetting(text)));
        }

        /** The agent's own, where it has one. */
        private Optional<Password> password() {
            if (has(Setting.PASSWORD) && has(Setting.PASSWORD_FILE)) {
                problems.add(prefix + "password and " + prefix + "password-file are both set; set only one of them.");
                return Optional.empty();
            }
            return read(Setting.PASSWORD).or(() -> read(Setting.PASSWORD_FILE));
        }

        /** The agent's own login, where it has one; Immich's else. */
        private Optional<Target> login(Optional<Password> own, Target immichs) {
            String user = read(Setting.USERNAME).orElse(immichs.user());
            // Immich's password is not another user's.
            Password otherwise = user.equals(immichs.user()) ? immichs.password() : Password.none();
            return problems.read(prefix + "username", () -> immichs.as(user, own.orElse(otherwise)));
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
}
