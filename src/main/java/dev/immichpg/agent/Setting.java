package dev.immichpg.agent;

import java.util.List;

/**
 * A setting, and what docs/reference/configuration.md says of it.
 *
 * @param key after {@code immich-pg.}, or after a database's name
 * @param otherwise what holds where it is not set, in Markdown; empty: nothing does
 * @param meaning in Markdown, without an end
 */
record Setting(String key, String otherwise, String meaning) {

    /** Of the agent. Host and ports are Quarkus' business, and that of the doors. */
    static final List<Setting> OF_AGENT = List.of(
            new Setting("every", "`60s`", "from one examination's start to the next one's, 1 s to 30 d"),
            new Setting(
                    "timeout",
                    "`10s`",
                    "how long an examination may wait for the login and one answer, 2 s to 5 min; there are at most two"
                            + " answers, and after the time of both the examination is broken off (with `probe` after that of four)"),
            new Setting(
                    "keep-session",
                    "`false` from `every` = 30 s on, and with at most one database for each 3 s of it",
                    "`true`: the agent stays logged in between two examinations, which is cheaper; `false`: it logs in for each,"
                            + " and [is in nobody's way](../explanation/sessions.md) meanwhile"),
            new Setting(
                    "stale-after",
                    "three times `every`, and `timeout`",
                    "age at which a report is no longer believed, and everything turns unknown"),
            new Setting("mute", "", "ids of [checks](checks.md) that count nowhere, separated by commas"),
            new Setting(
                    "releases-file",
                    "the built-in one",
                    "a newer [table of Immich's releases](../../src/main/resources/dev/immichpg/need/releases.json)"),
            new Setting(
                    "state-directory",
                    "",
                    "a directory of this agent's own, in which it keeps what it has seen change; without it, that starts anew"
                            + " with the agent"),
            new Setting(
                    "shard",
                    "all databases",
                    "this agent's part of them, where several read the same configuration: `0/3`, `1/3` and `2/3` of three"),
            new Setting(
                    "host",
                    "`localhost`",
                    "where the agent listens: a name or an address of this machine; `localhost` is this machine alone, by"
                            + " 127.0.0.1 and ::1, and `0.0.0.0` is every address of it. Whoever reaches it can read it"),
            new Setting("port", "`9788`", "where the agent listens"),
            new Setting(
                    "management-port",
                    "",
                    "a second port: `/metrics` and `/health` are then there, and no longer on the first"),
            new Setting(
                    "external-url",
                    "",
                    "where people reach the pages, such as `https://pg.example.org`: that name is allowed in `Host`"),
            new Setting(
                    "allowed-hosts",
                    "",
                    "names by which the agent may be asked (`Host`), separated by commas: that of a proxy, or of a service"
                            + " that Prometheus scrapes. Addresses and `localhost` always are; `*` allows every name, and lets"
                            + " any web page read the agent through the browser of somebody who can reach it"));

    /** Of the agent, for one check: the id follows. */
    static final Setting SEVERITY =
            new Setting("severity.<check>", "the check's own", "`critical`, `warning` or `info`");

    /** Of a database. */
    static final List<Setting> OF_DATABASE = List.of(
            new Setting(
                    "url",
                    "Immich's variables",
                    "where the database is, in the dialect of `DB_URL`; without any database configured, Immich's"
                            + " variables make one, named `immich`"),
            new Setting("username", "the user of the URL", "the agent's own login"),
            new Setting("password", "that of the URL", "the agent's own password"),
            new Setting(
                    "password-file",
                    "",
                    "a file that holds it, read again at each login; only one of the two may be set"),
            new Setting("immich-role", "the user of the URL", "the role that Immich logs in as"),
            new Setting(
                    "immich-version",
                    "found out",
                    "the release that runs; else from `version_history`, else `kysely_migrations` (at least), else Immich's"
                            + " server"),
            new Setting("immich-url", "", "Immich's server, asked for its version where the database does not say"),
            new Setting("upgrade-to", "", "a release to forecast the start of as well"),
            new Setting(
                    "vector-extension",
                    "`DB_VECTOR_EXTENSION`, else as Immich chooses",
                    "`vectorchord`, `pgvector` or `pgvecto.rs`"),
            new Setting(
                    "probe",
                    "`false`",
                    "`true`: also search in both vector indexes at each examination, for which the agent's login needs `SELECT`"
                            + " on the tables that they are of"));
}
