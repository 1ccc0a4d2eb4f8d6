package dev.immichpg.agent;

import dev.immichpg.check.Check;
import dev.immichpg.check.Severity;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
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
            "from one examination's start to the next one's, 1 s to 30 d",
            Parsers.duration(Duration.ofSeconds(1)));
    static final Setting<Timeouts> TIMEOUT = byDefault(
            "timeout",
            "10s",
            "how long an examination may wait for the login and one answer, 2 s to 5 min; there are at most two"
                    + " answers, and after the time of both the examination is broken off (with `probe` after that of four)",
            Setting::timeouts);
    static final Setting<Boolean> KEEP_SESSION = otherwise(
            "keep-session",
            "`false` from `every` = 30 s on, and with at most one database for each 3 s of it",
            "`true`: the agent stays logged in between two examinations, which is cheaper; `false`: it logs in for each,"
                    + " and [is in nobody's way](../explanation/sessions.md) meanwhile",
            Parsers::yesOrNo);
    static final Setting<Duration> STALE_AFTER = otherwise(
            "stale-after",
            "three times `every`, and `timeout`",
            "age at which a report is no longer believed, and everything turns unknown",
            Parsers.duration(Duration.ofSeconds(1)));
    static final Setting<Set<Check>> MUTE = otherwise(
            "mute", "", "ids of [checks](checks.md) that count nowhere, separated by commas", Parsers::checks);
    static final Setting<Path> RELEASES_FILE = otherwise(
            "releases-file",
            "the built-in one",
            "a newer [table of Immich's releases](../../src/main/resources/dev/immichpg/need/releases.json)",
            Parsers::file);
    static final Setting<Path> STATE_DIRECTORY = otherwise(
            "state-directory",
            "",
            "a directory of this agent's own, in which it keeps what it has seen change; without it, that starts anew"
                    + " with the agent",
            Parsers::directory);
    static final Setting<Shard> SHARD = otherwise(
            "shard",
            "all databases",
            "this agent's part of them, where several read the same configuration: `0/3`, `1/3` and `2/3` of three",
            Parsers::shard);
    static final Setting<String> HOST = byDefault(
            "host",
            "localhost",
            "where the agent listens: a name or an address of this machine; `localhost` is this machine alone, by"
                    + " 127.0.0.1 and ::1, and `0.0.0.0` is every address of it. Whoever reaches it can read it",
            Parsers::host);
    static final Setting<Integer> PORT = byDefault("port", "9788", "where the agent listens", Parsers::port);
    static final Setting<Integer> MANAGEMENT_PORT = otherwise(
            "management-port",
            "",
            "a second port: `/metrics` and `/health` are then there, and no longer on the first",
            Parsers::port);

    static final Setting<URI> EXTERNAL_URL = otherwise(
            "external-url",
            "",
            "where people reach the pages, such as `https://pg.example.org`: that name is allowed in `Host`",
            Parsers.address("https://pg.example.org"));
    static final Setting<List<String>> ALLOWED_HOSTS = otherwise(
            "allowed-hosts",
            "",
            "names by which the agent may be asked (`Host`), separated by commas: that of a proxy, or of a service"
                    + " that Prometheus scrapes. Addresses and `localhost` always are; `*` allows every name, and lets"
                    + " any web page read the agent through the browser of somebody who can reach it",
            Parsers::hostNames);

    /** For one check: its id follows. */
    static final Setting<Severity> SEVERITY =
            otherwise("severity.<check>", "the check's own", "`critical`, `warning` or `info`", Parsers::severity);

    // Of a database.
    static final Setting<Target> URL = otherwise(
            "url",
            "Immich's variables",
            "where the database is, in the dialect of `DB_URL`; without any database configured, Immich's"
                    + " variables make one, named `immich`",
            ImmichUrl::parse);
    static final Setting<String> USERNAME =
            otherwise("username", "the user of the URL", "the agent's own login", Function.identity());
    static final Setting<Password> PASSWORD =
            otherwise("password", "that of the URL", "the agent's own password", Password::of);
    static final Setting<Password> PASSWORD_FILE = otherwise(
            "password-file",
            "",
            "a file that holds it, read again at each login; only one of the two may be set",
            text -> Password.inFile(Parsers.file(text)));
    static final Setting<String> IMMICH_ROLE =
            otherwise("immich-role", "the user of the URL", "the role that Immich logs in as", Function.identity());
    static final Setting<Version> IMMICH_VERSION = otherwise(
            "immich-version",
            "found out",
            "the release that runs; else from `version_history`, else `kysely_migrations` (at least), else Immich's"
                    + " server",
            Parsers::version);
    static final Setting<URI> IMMICH_URL = otherwise(
            "immich-url",
            "",
            "Immich's server, asked for its version where the database does not say",
            Parsers.address("http://immich-server:2283"));
    static final Setting<Version> UPGRADE_TO =
            otherwise("upgrade-to", "", "a release to forecast the start of as well", Parsers::version);
    static final Setting<VectorExtension> VECTOR_EXTENSION = otherwise(
            "vector-extension",
            "`DB_VECTOR_EXTENSION`, else as Immich chooses",
            "`vectorchord`, `pgvector` or `pgvecto.rs`",
            VectorExtension::forSetting);
    static final Setting<Boolean> PROBE = byDefault(
            "probe",
            "false",
            "`true`: also search in both vector indexes at each examination, for which the agent's login needs `SELECT`"
                    + " on the tables that they are of",
            Parsers::yesOrNo);

    /** Of the agent. Host and ports are Quarkus' business, and that of the doors. */
    static final List<Setting<?>> OF_AGENT = List.of(
            EVERY,
            TIMEOUT,
            KEEP_SESSION,
            STALE_AFTER,
            MUTE,
            RELEASES_FILE,
            STATE_DIRECTORY,
            SHARD,
            HOST,
            PORT,
            MANAGEMENT_PORT,
            EXTERNAL_URL,
            ALLOWED_HOSTS);

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
            PROBE);

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
