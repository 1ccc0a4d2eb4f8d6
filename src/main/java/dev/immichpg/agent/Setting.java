package dev.immichpg.agent;

import dev.immichpg.check.Check;
import dev.immichpg.check.Platform;
import dev.immichpg.check.Severity;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.notify.Heartbeat;
import dev.immichpg.notify.MaintenanceWindow;
import dev.immichpg.notify.Recipient;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.Password;
import dev.immichpg.postgres.Target;
import dev.immichpg.postgres.Timeouts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All of one setting: docs/reference/configuration.md is made of these, and the configuration is read by them.
 *
 * @param key after {@code immich-pg.}, or after a database's name
 * @param byDefault the text that is read where it is not set; empty: none
 * @param otherwise what holds where it is not set, in Markdown; empty: nothing does
 * @param meaning in Markdown, without an end
 * @param parser throws IllegalArgumentException for a text that does not fit, with one sentence that follows the name
 */
record Setting<T>(
        String key, Optional<String> byDefault, String otherwise, String meaning, Function<String, T> parser) {

    static final String PREFIX = "immich-pg.";
    static final String VARIABLE_PREFIX = "IMMICH_PG_";

    static final Setting<Duration> EVERY = byDefault(
            "every",
            "60s",
            "time from the start of one examination to the start of the next, 1 s to 30 d",
            Parsers.duration(Duration.ofSeconds(1)));
    static final Setting<Timeouts> TIMEOUT = byDefault(
            "timeout",
            "10s",
            "the longest wait for the login and one answer together, 2 s to 5 min. An examination has at most two answers"
                    + " (four with `probe`), and is cancelled when the time for all of them is over",
            Setting::timeouts);
    static final Setting<Boolean> KEEP_SESSION = otherwise(
            "keep-session",
            "`false` if `every` is at least 30 s, and at least 3 s for each database",
            "`true`: the agent stays logged in between two examinations, which is cheaper; `false`: it logs in for"
                    + " each one, and [blocks nobody](../explanation/sessions.md) in between",
            Parsers::yesOrNo);
    static final Setting<Duration> STRUCTURE_EVERY = byDefault(
            "structure-every",
            "1h",
            "the longest time from one reading of the structure of schema public to the next, 1 s to 30 d. It is read sooner"
                    + " if the catalogs or Immich's migrations have changed, and always by `check`",
            Parsers.duration(Duration.ofSeconds(1)));
    static final Setting<Duration> STALE_AFTER = otherwise(
            "stale-after",
            "three times `every`, plus `timeout`",
            "age at which a report is out of date, and everything becomes unknown",
            Parsers.duration(Duration.ofSeconds(1)));
    static final Setting<Set<Check>> MUTE =
            otherwise("mute", "", "ids of [checks](checks.md) to ignore, separated by commas", Parsers::checks);
    static final Setting<Path> RELEASES_FILE = otherwise(
            "releases-file",
            "the built-in one",
            "a newer [table of Immich's releases](../../src/main/resources/dev/immichpg/need/releases.json)",
            Parsers::file);
    static final Setting<Path> LEDGER_FILE = otherwise(
            "ledger-file",
            "the built-in one",
            "a newer [ledger of Immich's schema](../../src/main/resources/dev/immichpg/ledger/schema.tsv): what the database"
                    + " of each release holds",
            Parsers::file);
    static final Setting<Path> STATE_DIRECTORY = otherwise(
            "state-directory",
            "",
            "a directory for this agent alone, in which it keeps the changes that it has seen; without it, they are"
                    + " lost when the agent restarts",
            Parsers::directory);
    static final Setting<Shard> SHARD = otherwise(
            "shard",
            "all databases",
            "this agent's part of them, where several agents read the same configuration: `0/3`, `1/3` and `2/3` for three",
            Parsers::shard);
    static final Setting<String> HOST = byDefault(
            "host",
            "localhost",
            "where the agent listens: a name or an address of this machine; `localhost` is for this machine only"
                    + " (127.0.0.1 and ::1), `0.0.0.0` is every address of it. Everybody who can reach it can read it",
            Parsers::host);
    static final Setting<Integer> PORT = byDefault("port", "9788", "where the agent listens", Parsers::port);
    static final Setting<Integer> MANAGEMENT_PORT = otherwise(
            "management-port",
            "",
            "a second port for `/metrics` and `/health`, which are then no longer on the first",
            Parsers::port);

    static final Setting<Path> WEB_CONFIG_FILE = otherwise(
            "web-config-file",
            "no TLS, and no passwords",
            "TLS and passwords of both ports, in the [format of Prometheus' exporters](../how-to/tls.md); it is read again when it"
                    + " changes",
            Parsers::file);

    static final Setting<URI> EXTERNAL_URL = otherwise(
            "external-url",
            "",
            "where people reach the pages, such as `https://pg.example.org`: that name is allowed in `Host`",
            Parsers.address("https://pg.example.org"));
    static final Setting<List<String>> ALLOWED_HOSTS = otherwise(
            "allowed-hosts",
            "",
            "host names that the agent answers to (`Host`), separated by commas: that of a proxy, or of a service"
                    + " that Prometheus scrapes. It always answers to addresses and `localhost`. `*` allows every"
                    + " name: any web page can then read the agent through the browser of somebody who can reach it",
            Parsers::hostNames);

    static final Setting<LogSettings.Format> LOG_FORMAT = otherwise(
            "log-format",
            "`text`; to systemd's journal, one line for each event, with its priority",
            "`text`, `json` (one object for each event) or `ecs` (the same, with the names of the Elastic Common Schema)",
            Parsers::logFormat);
    static final Setting<LogSettings.Level> LOG_LEVEL =
            byDefault("log-level", "info", "what is logged: `error`, `warn`, `info` or `debug`", Parsers::logLevel);

    /** For one check: its id follows. */
    static final Setting<Severity> SEVERITY =
            otherwise("severity.<check>", "the check's own", "`critical`, `warning` or `info`", Parsers::severity);

    // Of a database.
    static final Setting<Target> URL = otherwise(
            "url",
            "Immich's variables",
            "where the database is, written as in Immich's `DB_URL`. If no database is configured, Immich's variables"
                    + " are used, and it is named `immich`",
            ImmichUrl::parse);
    static final Setting<String> USERNAME =
            otherwise("username", "the user of the URL", "the agent's own login", Function.identity());
    static final Setting<Password> PASSWORD =
            otherwise("password", "that of the URL", "the agent's own password", Password::of);
    static final Setting<Password> PASSWORD_FILE = otherwise(
            "password-file",
            "",
            "a file that holds the password, read again at each login; set only one of the two",
            text -> Password.inFile(Parsers.file(text)));
    static final Setting<String> IMMICH_ROLE =
            otherwise("immich-role", "the user of the URL", "the role that Immich logs in as", Function.identity());
    static final Setting<Version> IMMICH_VERSION = otherwise(
            "immich-version",
            "found out",
            "the release of Immich that runs. If it is not set, it is taken from `version_history`, else from"
                    + " `kysely_migrations` (at least that release), else from Immich's server",
            Parsers::version);
    static final Setting<URI> IMMICH_URL = otherwise(
            "immich-url",
            "",
            "Immich's server, which is asked for its version if the database does not say it",
            Parsers.address("http://immich-server:2283"));
    static final Setting<Version> UPGRADE_TO = otherwise(
            "upgrade-to",
            "`IMMICH_VERSION` of Immich's `.env`, if it names a release (`main` names none). Else pages and `check` forecast"
                    + " the newest release known",
            "another release, whose start is forecast too",
            Parsers::version);
    static final Setting<VectorExtension> VECTOR_EXTENSION = otherwise(
            "vector-extension",
            "`DB_VECTOR_EXTENSION`, else as Immich chooses",
            "`vectorchord`, `pgvector` or `pgvecto.rs`",
            VectorExtension::forSetting);
    static final Setting<Platform> PLATFORM = otherwise(
            "platform",
            "found out, if it can be seen",
            "where the Postgres server runs, so that remedies say how it is done there: "
                    + PlatformFiles.all().stream()
                            .map(platform -> "`" + platform.id() + "`")
                            .collect(Collectors.joining(", ")),
            PlatformFiles::named);
    static final Setting<Boolean> PROBE = byDefault(
            "probe",
            "false",
            "`true`: also search in both vector indexes at each examination; for that the agent's login needs"
                    + " `SELECT` on their tables",
            Parsers::yesOrNo);

    static final Setting<List<MaintenanceWindow>> MAINTENANCE = otherwise(
            "maintenance",
            "",
            "times in which no notices are sent, separated by semicolons: `Sun 03:00-05:00 Europe/Berlin; 22:00-22:30`;"
                    + " without a day every day, without a zone in UTC",
            MaintenanceWindow::parseAll);

    // Of a notifier.
    static final Setting<Recipient> NOTIFY_URL = otherwise(
            "url",
            "",
            "whom to tell: the address of a [service](../how-to/notices.md). It is a secret",
            Recipient::parse);
    static final Setting<Path> URL_FILE = otherwise(
            "url-file",
            "",
            "a file that holds the address, read again at each use; set only one of the two",
            Parsers::file);
    static final Setting<Severity> MIN_SEVERITY = byDefault(
            "min-severity",
            "warning",
            "problems that are less severe are not told: `critical`, `warning` or `info`",
            Parsers::severity);
    static final Setting<Integer> HOLDS = byDefault(
            "for", "2", "examinations in a row that must see a change before it is told, 1 to 100", Parsers::count);
    static final Setting<Duration> COLLECT = byDefault(
            "collect",
            "30s",
            "time in which further changes are waited for, to go into the same message, 0 s to 30 d",
            Parsers.duration(Duration.ZERO));
    static final Setting<Duration> REPEAT = byDefault(
            "repeat",
            "24h",
            "time after which what is still critical is told again, 0 s to 30 d; `0s`: never",
            Parsers.duration(Duration.ZERO));

    // Of a heartbeat.
    static final Setting<Heartbeat> HEARTBEAT_URL = otherwise(
            "url",
            "",
            "an address that is asked after each round of examinations, and [raises the alarm](../how-to/notices.md) when"
                    + " it is not",
            Heartbeat::parse);
    static final Setting<Boolean> TELLS_OF_CRITICAL = byDefault(
            "critical-is-failure",
            "false",
            "`true`: a critical state is told as a failure; `false`: the heartbeat only says that the agent works",
            Parsers::yesOrNo);

    /** The settings of the agent. Quarkus and the listeners read host and ports, and Main how to log. */
    static final List<Setting<?>> OF_AGENT = List.of(
            EVERY,
            TIMEOUT,
            KEEP_SESSION,
            STRUCTURE_EVERY,
            STALE_AFTER,
            MUTE,
            RELEASES_FILE,
            LEDGER_FILE,
            STATE_DIRECTORY,
            SHARD,
            HOST,
            PORT,
            MANAGEMENT_PORT,
            WEB_CONFIG_FILE,
            EXTERNAL_URL,
            ALLOWED_HOSTS,
            LOG_FORMAT,
            LOG_LEVEL,
            MAINTENANCE);

    /** Of each database. */
    static final List<Setting<?>> OF_DATABASE = List.of(
            URL,
            USERNAME,
            PASSWORD,
            PASSWORD_FILE,
            IMMICH_ROLE,
            IMMICH_VERSION,
            IMMICH_URL,
            UPGRADE_TO,
            VECTOR_EXTENSION,
            PLATFORM,
            PROBE);

    /** Of each notifier. */
    static final List<Setting<?>> OF_NOTIFIER = List.of(NOTIFY_URL, URL_FILE, MIN_SEVERITY, HOLDS, COLLECT, REPEAT);

    /** Of each heartbeat. */
    static final List<Setting<?>> OF_HEARTBEAT = List.of(HEARTBEAT_URL, URL_FILE, TELLS_OF_CRITICAL);

    private static <T> Setting<T> byDefault(String key, String text, String meaning, Function<String, T> parser) {
        return new Setting<>(key, Optional.of(text), "`" + text + "`", meaning, parser);
    }

    private static <T> Setting<T> otherwise(String key, String otherwise, String meaning, Function<String, T> parser) {
        return new Setting<>(key, Optional.empty(), otherwise, meaning, parser);
    }

    /** The agent's, as a property. */
    String property() {
        return PREFIX + key;
    }

    /** The agent's, as a variable of the environment. */
    String variable() {
        return VARIABLE_PREFIX + underscored(key);
    }

    static String underscored(String key) {
        return key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Timeouts timeouts(String text) {
        Duration whole = Parsers.duration(Duration.ofSeconds(2)).apply(text);
        try {
            return Timeouts.within(whole);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ".");
        }
    }
}
