package dev.immichpg.agent;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Check;
import dev.immichpg.check.Severity;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.postgres.Password;
import dev.immichpg.postgres.Target;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator may write, what is made of it, and what is said where nothing can be made of it. */
class AgentSettingsTest {

    private static final String CANARY = "s3cr3t-canary";
    private static final String URL = "postgresql://immich:" + CANARY + "@db.example:5433/photos";
    private static final String NONE =
            "No database is configured. Set DB_URL (or Immich's DB_HOSTNAME, DB_USERNAME, DB_PASSWORD,"
                    + " DB_DATABASE_NAME), or immich-pg.databases.<name>.url.";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    /** Issue 12: the session is let go where a new login costs nothing that matters. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # every, databases, setting, kept
            60s,     1,  '',    false
            60s,    20,  '',    false
            60s,    21,  '',    true
            29s,     1,  '',    true
            30s,     1,  '',    false
            60s,     1,  true,  true
            1s,      1,  false, false
            """)
    void theSessionIsLetGoWhereThatIsCheap(String every, int databases, String setting, boolean kept) {
        given("IMMICH_PG_EVERY", every);
        given("IMMICH_PG_KEEP_SESSION", setting);
        for (int i = 0; i < databases; i++) {
            given("IMMICH_PG_DATABASES_D" + i + "_URL", URL);
        }
        assertEquals(kept, load().keepSession());
    }

    // Immich's own variables

    @Test
    void immichsUrlIsEnough() {
        given("DB_URL", URL);
        AgentSettings settings = load();
        WatchedDatabase database = only(settings);
        assertEquals("immich", database.name());
        assertEquals("db.example:5433/photos", database.target().describe());
        assertEquals("immich", database.immichRole());
        assertEquals("immich", database.target().user());
        assertEquals(Optional.of(CANARY), database.target().password().read());
        assertEquals(Optional.empty(), database.immichVersion());
        assertEquals(Optional.empty(), database.upgradeTo());
        assertEquals(Optional.empty(), database.vectorExtension());
        assertEquals(Optional.empty(), database.immichUrl());
        assertFalse(settings.toString().contains(CANARY), "the settings show the password");
    }

    @Test
    void immichsPartsAreEnough() {
        given("DB_HOSTNAME", "db.example");
        given("DB_PORT", "5433");
        given("DB_USERNAME", "ann");
        given("DB_PASSWORD", CANARY);
        given("DB_DATABASE_NAME", "photos");
        WatchedDatabase database = only(load());
        assertEquals("db.example:5433/photos", database.target().describe());
        assertEquals("ann", database.immichRole());
        assertEquals(Optional.of(CANARY), database.target().password().read());
    }

    @Test
    void onePartIsEnough() {
        given("DB_PASSWORD", CANARY);
        WatchedDatabase database = only(load());
        assertEquals("database:5432/immich", database.target().describe());
        assertEquals("postgres", database.immichRole());
    }

    @Test
    void immichsFilesAreEnough() throws IOException {
        given("DB_URL_FILE", file("url", URL + "\n"));
        assertEquals("db.example:5433/photos", only(load()).target().describe());

        environment.clear();
        given("DB_HOSTNAME", "db.example");
        given("DB_PASSWORD_FILE", file("password", CANARY + "\n"));
        Password password = only(load()).target().password();
        assertEquals(Optional.of(CANARY), password.read());
        file("password", "rotated");
        assertEquals(Optional.of("rotated"), password.read());
    }

    @Test
    void theAgentsOwnDefaults() {
        given("DB_URL", URL);
        AgentSettings settings = load();
        assertEquals(Duration.ofSeconds(60), settings.every());
        Duration answer = settings.timeouts().login().plus(settings.timeouts().answer());
        assertEquals(Duration.ofSeconds(10), answer);
        assertEquals(Duration.ofSeconds(3 * 60 + 10), settings.staleAfter());
        assertEquals(Set.of(), settings.muted());
        assertEquals(Map.of(), settings.severities());
        assertEquals(ReleasesFile.builtIn().toString(), settings.releases().toString());
    }

    /** What is special elsewhere, in properties and expressions, is a letter here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${x}",
                "${DB_USERNAME}",
                "a${b:c}d",
                "$",
                "$$",
                "\\",
                "a\\b",
                "\\${x}",
                "a,b",
                "a\\,b",
                "#",
                "${aes-gcm-nopadding::x}",
                " a b ",
                "\"a\"",
                "%2F@:/?",
                "ä€"
            })
    void aPasswordIsTakenAsItStands(String password) throws IOException {
        given("DB_HOSTNAME", "db.example");
        given("DB_PASSWORD", password);
        assertEquals(Optional.of(password), only(load()).target().password().read());

        given("IMMICH_PG_DATABASES_HOME_PASSWORD", password);
        assertEquals(Optional.of(password), only(load()).target().password().read());

        environment.remove("IMMICH_PG_DATABASES_HOME_PASSWORD");
        set("databases.home.password", password);
        assertEquals(Optional.of(password), only(load()).target().password().read());

        set("databases.home.password", "");
        given("DB_PASSWORD", "");
        given("DB_PASSWORD_FILE", file("password", password));
        assertEquals(Optional.of(password), only(load()).target().password().read());
    }

    @Test
    void aUrlIsTakenAsItStands() {
        given("DB_URL", "postgresql://u:${DB_PORT}$,@h/d");
        assertEquals(
                Optional.of("${DB_PORT}$,"), only(load()).target().password().read());
        set("databases.home.url", "postgresql://u:${DB_PORT}$,@h/d");
        assertEquals(
                Optional.of("${DB_PORT}$,"), only(load()).target().password().read());
    }

    @ParameterizedTest
    @CsvSource({"pgvector, PGVECTOR", "pgvecto.rs, PGVECTO_RS", "vectorchord, VECTORCHORD"})
    void immichsVectorExtension(String text, VectorExtension extension) {
        given("DB_URL", URL);
        given("DB_VECTOR_EXTENSION", text);
        assertEquals(Optional.of(extension), only(load()).vectorExtension());
        set("databases.home.immich-role", "immich");
        assertEquals(Optional.of(extension), only(load()).vectorExtension());
        // Immich's variables speak of one Immich, and this database is then not its.
        set("databases.home.url", URL);
        assertEquals(Optional.empty(), only(load()).vectorExtension());
        set("databases.home.vector-extension", text);
        assertEquals(Optional.of(extension), only(load()).vectorExtension());
    }

    @Test
    void theOperatorsVectorExtensionOutranksImmichs() {
        given("DB_URL", URL);
        given("DB_VECTOR_EXTENSION", "pgvector");
        set("databases.home.vector-extension", "vectorchord");
        assertEquals(Optional.of(VectorExtension.VECTORCHORD), only(load()).vectorExtension());
    }

    // Several databases

    @ParameterizedTest
    @CsvSource({
        "databases.home.url, home",
        "databases.my-photos.url, my-photos",
        "databases.my_photos.url, my_photos",
        "databases.my.photos.url, my.photos",
        "databases.\"my.photos\".url, my.photos",
        "databases.\"home\".url, home",
        "databases.Home2.url, Home2",
        "databases.url.url, url",
        "databases.password.url, password"
    })
    void aDatabaseIsNamedByAProperty(String key, String name) {
        set(key, URL);
        assertEquals(List.of(name), names(load()));
    }

    @ParameterizedTest
    @CsvSource({
        "IMMICH_PG_DATABASES_HOME_URL, home",
        "IMMICH_PG_DATABASES_MY_PHOTOS_URL, my_photos",
        "IMMICH_PG_DATABASES_IMMICH_URL, immich",
        "IMMICH_PG_DATABASES_URL_URL, url",
        "IMMICH_PG_DATABASES_2_URL, 2"
    })
    void aDatabaseIsNamedByAVariable(String key, String name) {
        given(key, URL);
        assertEquals(List.of(name), names(load()));
    }

    @Test
    void aVariableSpeaksOfTheDatabaseThatAPropertyNames() throws IOException {
        set("databases.my-photos.url", URL);
        set("databases.\"Other.photos\".url", URL);
        given("IMMICH_PG_DATABASES_MY_PHOTOS_PASSWORD_FILE", file("password", "of a file"));
        given("IMMICH_PG_DATABASES_OTHER_PHOTOS_PASSWORD", "of a variable");
        given("IMMICH_PG_DATABASES_OTHER_PHOTOS_IMMICH_URL", "http://immich");
        Map<String, WatchedDatabase> databases = byName(load());
        assertEquals(Set.of("my-photos", "Other.photos"), databases.keySet());
        assertEquals(
                Optional.of("of a file"),
                databases.get("my-photos").target().password().read());
        assertEquals(
                Optional.of("of a variable"),
                databases.get("Other.photos").target().password().read());
        assertEquals(
                Optional.of(URI.create("http://immich")),
                databases.get("Other.photos").immichUrl());
    }

    @Test
    void eachKeyOfADatabaseByVariable() throws IOException {
        given("IMMICH_PG_DATABASES_A_B_URL", URL);
        given("IMMICH_PG_DATABASES_A_B_USERNAME", "monitor");
        given("IMMICH_PG_DATABASES_A_B_PASSWORD_FILE", file("password", "own"));
        given("IMMICH_PG_DATABASES_A_B_IMMICH_ROLE", "other");
        given("IMMICH_PG_DATABASES_A_B_IMMICH_VERSION", "v2.7.5");
        given("IMMICH_PG_DATABASES_A_B_UPGRADE_TO", "3.0.0");
        given("IMMICH_PG_DATABASES_A_B_VECTOR_EXTENSION", "vectorchord");
        given("IMMICH_PG_DATABASES_A_B_IMMICH_URL", "https://immich:2283/");
        assertAllKeys(only(load()), "a_b");
    }

    @Test
    void eachKeyOfADatabaseByProperty() throws IOException {
        set("databases.a_b.url", URL);
        set("databases.a_b.username", "monitor");
        set("databases.a_b.password-file", file("password", "own"));
        set("databases.a_b.immich-role", "other");
        set("databases.a_b.immich-version", "v2.7.5");
        set("databases.a_b.upgrade-to", "3.0.0");
        set("databases.a_b.vector-extension", "vectorchord");
        set("databases.a_b.immich-url", "https://immich:2283/");
        assertAllKeys(only(load()), "a_b");
    }

    private static void assertAllKeys(WatchedDatabase database, String name) {
        assertEquals(name, database.name());
        assertEquals("monitor", database.target().user());
        assertEquals(Optional.of("own"), database.target().password().read());
        assertEquals("other", database.immichRole());
        assertEquals(Optional.of(Version.of("2.7.5")), database.immichVersion());
        assertEquals(Optional.of(Version.of("3.0.0")), database.upgradeTo());
        assertEquals(Optional.of(VectorExtension.VECTORCHORD), database.vectorExtension());
        assertEquals(Optional.of(URI.create("https://immich:2283/")), database.immichUrl());
    }

    @Test
    void oneDatabaseMayTakeImmichsVariables() {
        given("DB_URL", URL);
        set("databases.home.immich-version", "2.7.5");
        set("databases.other.url", "postgresql://u@other/d");
        Map<String, WatchedDatabase> databases = byName(load());
        assertEquals("db.example:5433/photos", databases.get("home").target().describe());
        assertEquals("other:5432/d", databases.get("other").target().describe());
    }

    @Test
    void twoDatabasesMayNot() {
        given("DB_URL", URL);
        set("databases.home.immich-version", "2.7.5");
        set("databases.work.immich-version", "2.7.5");
        set("databases.bad.url", "mysql://u:" + CANARY + "@h/d");
        assertProblems(
                "Of the databases home, work only one can be without url: Immich's own variables (DB_URL …) are for that one.",
                "immich-pg.databases.bad.url: The database URL must start with postgresql:// or postgres://.");
    }

    // The agent's own login

    @Test
    void anotherUserHasAnotherPassword() {
        given("DB_URL", URL);
        set("databases.home.username", "monitor");
        Target target = only(load()).target();
        assertEquals("monitor", target.user());
        assertEquals(Optional.empty(), target.password().read());
        assertEquals("immich", only(load()).immichRole());
        set("databases.home.password", "own");
        assertEquals(Optional.of("own"), only(load()).target().password().read());
        assertEquals("immich", only(load()).immichRole());
        set("databases.home.immich-role", "other");
        assertEquals("other", only(load()).immichRole());
    }

    @Test
    void theSameUserHasTheSamePassword() {
        given("DB_URL", URL);
        set("databases.home.username", "immich");
        assertEquals(Optional.of(CANARY), only(load()).target().password().read());
    }

    @Test
    void aPasswordAloneIsImmichsUsers() throws IOException {
        given("DB_URL", URL);
        set("databases.home.password-file", file("password", "own"));
        assertEquals("immich", only(load()).target().user());
        assertEquals(Optional.of("own"), only(load()).target().password().read());
    }

    @Test
    void twoPasswordsAreOneTooMany() {
        given("DB_URL", "no:" + CANARY);
        given("IMMICH_PG_DATABASES_HOME_PASSWORD", CANARY);
        given("IMMICH_PG_DATABASES_HOME_PASSWORD_FILE", "/nowhere");
        assertProblems(
                "Immich's variables: The database URL must start with postgresql:// or postgres://.",
                "immich-pg.databases.home.password and immich-pg.databases.home.password-file are both set; set only one of them.");
    }

    // Where settings come from

    @Test
    void theStrongerSourceWinsKeyByKey() {
        set("databases.home.url", URL);
        set("databases.home.immich-version", "2.7.4");
        set("every", "5m");
        set("timeout", "5s");
        set("mute", "server-read-only");
        given("IMMICH_PG_DATABASES_HOME_IMMICH_VERSION", "2.7.5");
        given("IMMICH_PG_EVERY", "2m");
        given("IMMICH_PG_MUTE", "");
        AgentSettings settings = load();
        assertEquals(Optional.of(Version.of("2.7.5")), only(settings).immichVersion());
        assertEquals("db.example:5433/photos", only(settings).target().describe());
        assertEquals(Duration.ofMinutes(2), settings.every());
        assertEquals(
                Duration.ofSeconds(5),
                settings.timeouts().login().plus(settings.timeouts().answer()));
        assertEquals(Set.of(), settings.muted());

        AgentSettings turned = AgentSettings.load(config(300, 400));
        assertEquals(Duration.ofMinutes(5), turned.every());
        assertEquals(Optional.of(Version.of("2.7.4")), only(turned).immichVersion());
        assertEquals(Set.of(Check.SERVER_READ_ONLY), turned.muted());
    }

    @Test
    void whatIsEmptyIsNotSet() {
        given("DB_URL", URL);
        given("DB_HOSTNAME", "");
        given("DB_VECTOR_EXTENSION", "");
        for (String key : List.of("EVERY", "TIMEOUT", "STRUCTURE_EVERY", "STALE_AFTER", "MUTE", "RELEASES_FILE")) {
            given("IMMICH_PG_" + key, "");
        }
        given("IMMICH_PG_SEVERITY_SERVER_READ_ONLY", "");
        for (String key : List.of(
                "URL",
                "USERNAME",
                "PASSWORD",
                "PASSWORD_FILE",
                "IMMICH_ROLE",
                "IMMICH_VERSION",
                "UPGRADE_TO",
                "VECTOR_EXTENSION",
                "IMMICH_URL")) {
            given("IMMICH_PG_DATABASES_HOME_" + key, "");
        }
        AgentSettings settings = load();
        assertEquals("db.example:5433/photos", only(settings).target().describe());
        assertEquals(Duration.ofSeconds(60), settings.every());
        assertEquals(Map.of(), settings.severities());
    }

    /** Kubernetes tells every container of every service in its namespace, of one called immich-pg-monitor as well. */
    @Test
    void whatKubernetesSaysOfServicesIsNoSetting() {
        given("DB_URL", URL);
        for (String service : List.of("IMMICH_PG", "IMMICH_PG_MONITOR", "IMMICH_PG_RW")) {
            given(service + "_SERVICE_HOST", "10.96.0.7");
            given(service + "_SERVICE_PORT", "9788");
            given(service + "_SERVICE_PORT_HTTP", "9788");
            given(service + "_PORT", "tcp://10.96.0.7:9788");
            given(service + "_PORT_9788_TCP", "tcp://10.96.0.7:9788");
            given(service + "_PORT_9788_TCP_PROTO", "tcp");
            given(service + "_PORT_9788_TCP_PORT", "9788");
            given(service + "_PORT_9788_TCP_ADDR", "10.96.0.7");
        }
        assertEquals(List.of("immich"), names(load()));
    }

    // Checks

    @Test
    void mutedChecksAndOtherSeverities() {
        given("DB_URL", URL);
        given("IMMICH_PG_MUTE", " server-read-only, ,vector-index-stale,");
        given("IMMICH_PG_SEVERITY_INDEX_VIEW_UNREADABLE", "info");
        set("severity.postgres-version-untested", " critical ");
        AgentSettings settings = load();
        assertEquals(Set.of(Check.SERVER_READ_ONLY, Check.VECTOR_INDEX_STALE), settings.muted());
        assertEquals(
                Map.of(Check.INDEX_VIEW_UNREADABLE, Severity.INFO, Check.POSTGRES_VERSION_UNTESTED, Severity.CRITICAL),
                settings.severities());
    }

    @Test
    void unknownChecksAndSeverities() {
        given("DB_URL", URL);
        given("IMMICH_PG_MUTE", "server-read-only,server-raed-only");
        given("IMMICH_PG_SEVERITY_NO_SUCH_CHECK", "info");
        given("IMMICH_PG_SEVERITY_SERVER_READ_ONLY", "fatal");
        String checks =
                String.join(", ", Stream.of(Check.values()).map(Check::id).toList()) + ".";
        assertProblems(
                "immich-pg.mute: \"server-raed-only\" is not a check. There are: " + checks,
                "immich-pg.severity: \"no-such-check\" is not a check. There are: " + checks,
                "immich-pg.severity.server-read-only: \"fatal\" is not a severity. There are: critical, warning, info.");
    }

    // Durations

    @ParameterizedTest
    @CsvSource({"60s, 60", "5m, 300", "PT1M, 60", "90, 90", "' 2m ', 120", "1h, 3600", "1, 1", "30d, 2592000"})
    void durations(String text, long seconds) {
        given("DB_URL", URL);
        given("IMMICH_PG_EVERY", text);
        AgentSettings settings = load();
        assertEquals(Duration.ofSeconds(seconds), settings.every());
        assertEquals(Duration.ofSeconds(3 * seconds + 10), settings.staleAfter());
        given("IMMICH_PG_STALE_AFTER", text);
        assertEquals(Duration.ofSeconds(seconds), load().staleAfter());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0s",
                "-1",
                "-5m",
                "PT-5M",
                "abc",
                "5 minutes",
                "999ms",
                "PT0.5S",
                "31d",
                "99999999999999999d",
                "99999999999999999999999s",
                "PT9223372036854775807H"
            })
    void noDurations(String text) {
        given("DB_URL", URL);
        for (String key : List.of("EVERY", "TIMEOUT", "STALE_AFTER")) {
            given("IMMICH_PG_" + key, text);
        }
        assertProblems(
                "immich-pg.every: \"" + text + "\" is not a duration of 1 s to 30 d, such as 60s or 5m.",
                "immich-pg.timeout: \"" + text + "\" is not a duration of 2 s to 30 d, such as 60s or 5m.",
                "immich-pg.stale-after: \"" + text + "\" is not a duration of 1 s to 30 d, such as 60s or 5m.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2s", "30s", "5m"})
    void timeouts(String text) {
        given("DB_URL", URL);
        given("IMMICH_PG_TIMEOUT", text);
        Duration timeout = load().timeouts().login().plus(load().timeouts().answer());
        assertEquals(text.equals("5m") ? 300 : Integer.parseInt(text.replace("s", "")), timeout.toSeconds());
    }

    @Test
    void noTimeouts() {
        given("DB_URL", URL);
        given("IMMICH_PG_TIMEOUT", "1s");
        assertProblems("immich-pg.timeout: \"1s\" is not a duration of 2 s to 30 d, such as 60s or 5m.");
        given("IMMICH_PG_TIMEOUT", "301s");
        assertProblems("immich-pg.timeout: the timeout must be between 2 seconds and 5 minutes.");
    }

    @Test
    void aReportMustLiveUntilTheNext() {
        given("DB_URL", URL);
        given("IMMICH_PG_STALE_AFTER", "59s");
        assertProblems(
                "immich-pg.stale-after: \"59s\" is shorter than immich-pg.every, so every report would be out of date before the next one.");
    }

    // What is wrong

    @Test
    void nothingAtAll() {
        assertProblems(NONE);
    }

    @Test
    void aDatabaseWithoutUrlAndNoVariablesOfImmich() {
        given("IMMICH_PG_DATABASES_HOME_URL", "");
        given("IMMICH_PG_DATABASES_HOME_PASSWORD", CANARY);
        assertProblems(
                "immich-pg.databases.home.url is not set, and none of Immich's own variables (DB_URL …) that could"
                        + " replace it is set.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMMICH_PG_EVRY",
                "IMMICH_PG_",
                "IMMICH_PG_DATABASES_URL",
                "IMMICH_PG_DATABASES__URL",
                "IMMICH_PG_DATABASES_HOME",
                "IMMICH_PG_DATABASES_HOME_ULR",
                "IMMICH_PG_DATABASES_HOMEURL",
                "IMMICH_PG_every",
                "immich_pg_every",
                "Immich_Pg_Databases_Home_Url"
            })
    void unknownVariables(String name) {
        given("DB_URL", URL);
        given(name, CANARY);
        assertUnknown(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "immich-pg.evry",
                "immich-pg.",
                "immich-pg.Every",
                "immich-pg.every ",
                "immich-pg. every",
                "immich-pg.staleAfter",
                "immich-pg.databases",
                "immich-pg.databases.url",
                "immich-pg.databases..url",
                "immich-pg.databases.home",
                "immich-pg.databases.home.ulr",
                "immich-pg.databases.home.url.x",
                "immich-pg.severity",
                "immich_pg_every"
            })
    void unknownProperties(String name) {
        given("DB_URL", URL);
        properties.put(name, CANARY);
        assertUnknown(name);
    }

    @Test
    void platform() {
        set("databases.home.url", URL);
        assertEquals(Optional.empty(), only(load()).platform());
        set("databases.home.platform", "cloudnativepg");
        assertEquals("CloudNativePG", only(load()).platform().orElseThrow().title());
        set("databases.home.platform", "CNPG");
        assertProblems(
                "immich-pg.databases.home.platform: \"CNPG\" is not a platform: it must be one of aurora-rds, azure,"
                        + " cloud-sql, cloudnativepg, debian, docker, immich-image, neon, nixos, patroni, supabase, windows.");
    }

    private void assertUnknown(String name) {
        assertProblems(name
                + " is not a setting. Known settings, after immich-pg.: allowed-hosts, every, external-url, host, keep-session, ledger-file,"
                + " log-format, log-level, maintenance, management-port, mute, port, releases-file, shard,"
                + " stale-after, state-directory, structure-every, timeout, web-config-file, severity.<check>, databases.<name>.immich-role, databases.<name>.immich-url,"
                + " databases.<name>.immich-version, databases.<name>.password, databases.<name>.password-file,"
                + " databases.<name>.platform, databases.<name>.probe, databases.<name>.upgrade-to, databases.<name>.url, databases.<name>.username,"
                + " databases.<name>.vector-extension, notify.<name>.collect, notify.<name>.for,"
                + " notify.<name>.min-severity, notify.<name>.repeat, notify.<name>.url, notify.<name>.url-file,"
                + " heartbeat.<name>.critical-is-failure, heartbeat.<name>.url, heartbeat.<name>.url-file.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-home", ".home", "_home", "my photos", "a/b", "ä", "a\"b", "\"a"})
    void unusableNames(String name) {
        set("databases." + name + ".url", URL);
        assertProblems(
                "immich-pg.databases: \"" + name + "\" is not a name of up to 63 letters, digits, dots, dashes and"
                        + " underscores that starts with a letter or digit.");
    }

    @Test
    void aNameOf63LettersIsTheLongest() {
        set("databases." + "a".repeat(63) + ".url", URL);
        load();
        set("databases." + "a".repeat(64) + ".url", URL);
        assertEquals(1, problems().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "immich:2283",
                "ftp://u:" + CANARY + "@immich",
                "http://u:" + CANARY + "@immich_server:2283",
                "http://u:" + CANARY + "^@immich",
                "http://immich:99999",
                "http://immich/?key=" + CANARY,
                "http://immich/#" + CANARY,
                "http://",
                "http:immich",
                CANARY
            })
    void noAddressesOfImmich(String text) {
        set("databases.home.url", URL);
        set("databases.home.immich-url", text);
        assertProblems("immich-pg.databases.home.immich-url: this is not an address such as http://immich-server:2283"
                + " (a host's name has no underscore).");
    }

    @Test
    void filesThatAreNotThere() {
        given("DB_URL_FILE", directory.resolve("none").toString());
        given("IMMICH_PG_RELEASES_FILE", directory.resolve("gone").toString());
        assertProblems(
                "immich-pg.releases-file: " + directory.resolve("gone") + ": there is no such file.",
                "Immich's variables: The file " + directory.resolve("none")
                        + " that should hold DB_URL cannot be read: there is no such file.");
    }

    @Test
    void aReleasesFileOfTheOperatorsOwn() throws IOException {
        given("DB_URL", URL);
        try (var builtIn = ReleasesFile.class.getResourceAsStream("/dev/immichpg/need/releases.json")) {
            Path own = directory.resolve("releases.json");
            Files.write(own, builtIn.readAllBytes());
            given("IMMICH_PG_RELEASES_FILE", own.toString());
        }
        assertEquals(ReleasesFile.builtIn().toString(), load().releases().toString());
        given("IMMICH_PG_RELEASES_FILE", file("broken.json", "{\n\"format\": }"));
        assertProblems("immich-pg.releases-file: " + directory.resolve("broken.json")
                + ": line 2, column 11: this is not JSON.");
    }

    @Test
    void aLedgerFileOfTheOperatorsOwn() throws IOException {
        given("DB_URL", URL);
        given("IMMICH_PG_LEDGER_FILE", file("own.tsv", "format\t1\nmigration\t1-First\ntable\t0-\tasset\n"));
        assertEquals(
                Set.of("asset", "kysely_migrations", "kysely_migrations_lock"),
                load().releases().ledger().tableNames());
        given("IMMICH_PG_LEDGER_FILE", file("broken.tsv", "format\t1\ntable\tnow\tasset\n"));
        assertProblems("immich-pg.ledger-file: " + directory.resolve("broken.tsv")
                + ": line 2: field 2 must be two numbers of migrations, as 27-39 or 27-.");
        given("IMMICH_PG_LEDGER_FILE", directory.resolve("gone").toString());
        assertProblems("immich-pg.ledger-file: " + directory.resolve("gone") + ": there is no such file.");
    }

    @Test
    void theStateIsKeptWhereTheAgentMayWrite() throws IOException {
        given("DB_URL", URL);
        set("state-directory", directory.toString());
        load();
        set("state-directory", directory.resolve("none").toString());
        assertProblems("immich-pg.state-directory: \"" + directory.resolve("none")
                + "\" is not a directory that the agent is allowed to write to.");
        set("state-directory", file("state", ""));
        assertProblems("immich-pg.state-directory: \"" + directory.resolve("state")
                + "\" is not a directory that the agent is allowed to write to.");
        set("state-directory", "a\0b");
        assertProblems("immich-pg.state-directory: this is not the path of a file.");
    }

    @Test
    void aShardIsThisAgentsPart() {
        for (String name : List.of("home", "cabin", "immich", "attic")) {
            set("databases." + name + ".url", URL);
        }
        assertEquals(List.of("attic", "cabin", "home", "immich"), names(load()));
        given("IMMICH_PG_SHARD", "1/3");
        assertEquals(List.of("attic", "immich"), names(load()));
        given("IMMICH_PG_SHARD", "2/3");
        assertEquals(List.of("cabin", "home"), names(load()));
        given("IMMICH_PG_SHARD", "0/3");
        assertEquals(List.of(), names(load()));
        given("IMMICH_PG_SHARD", "3/3");
        assertProblems(
                "immich-pg.shard: \"3/3\" is not one part of several, such as 0/3, 1/3 or 2/3 for three agents.");
    }

    @Test
    void pathsThatAreNone() {
        given("DB_URL", URL);
        set("releases-file", "a\0b");
        set("databases.home.password-file", "a\0b");
        assertProblems(
                "immich-pg.releases-file: this is not the path of a file.",
                "immich-pg.databases.home.password-file: this is not the path of a file.");
    }

    @Test
    void allProblemsAreSaidAtOnceAndEachOnOneLine() {
        given("DB_HOSTNAME", "db.example");
        given("DB_PASSWORD", CANARY);
        given("DB_PORT", "99x");
        given("DB_VECTOR_EXTENSION", "pg\nvector");
        given("IMMICH_PG_EVRY", "1");
        set("every", "5\nm");
        set("timeout", "1h");
        set("mute", "a\nb");
        set("severity.server-read-only", "\r\nbad");
        set("releases-file", "/no\nwhere");
        set("databases.home.immich-version", "2.x");
        set("databases.home.upgrade-to", "newest");
        set("databases.home.username", "monitor");
        set("databases.home.password", CANARY);
        set("databases.home.password-file", "x");
        set("databases.home.immich-url", CANARY);
        set("databases.work.url", "postgresql://u:" + CANARY + "@h:" + CANARY + "/d");
        set("databases.work.vector-extension", "vchord");
        set("databases.a b.url", URL);
        List<String> problems = problems();
        assertEquals(
                List.of(
                        "IMMICH_PG_EVRY is not a setting.",
                        "immich-pg.every: \"5\\u000am\"",
                        "immich-pg.timeout: the timeout must be between 2 seconds and 5 minutes.",
                        "immich-pg.mute: \"a\\u000ab\" is not a check.",
                        "immich-pg.severity.server-read-only: \"\\u000d\\u000abad\" is not a severity.",
                        "immich-pg.releases-file: /no\\u000awhere: there is no such file.",
                        "immich-pg.databases: \"a b\" is not a name",
                        "Immich's variables: DB_PORT must be a number between 1 and 65535.",
                        "immich-pg.databases.home.immich-version: \"2.x\" is not a release of Immich",
                        "immich-pg.databases.home.upgrade-to: \"newest\" is not a release of Immich",
                        "DB_VECTOR_EXTENSION: \"pg\\u000avector\" is not a vector extension: it must be one of vectorchord,"
                                + " pgvecto.rs, pgvector.",
                        "immich-pg.databases.home.immich-url: this is not an address",
                        "immich-pg.databases.home.password and immich-pg.databases.home.password-file are both set",
                        "immich-pg.databases.work.url: The port in the database URL is not a number",
                        "immich-pg.databases.work.vector-extension: \"vchord\" is not a vector extension"),
                problems.stream().map(this::expectedStart).toList(),
                () -> String.join("\n", problems));
    }

    /** Of a problem, as much as the test above says of it. */
    private String expectedStart(String problem) {
        return Stream.of(
                        "is not a setting.",
                        "5\\u000am\"",
                        "5 minutes.",
                        "is not a check.",
                        "is not a severity.",
                        "is not a name",
                        "is not a release of Immich",
                        "is not an address",
                        "both set",
                        "URL is not a number",
                        "\"vchord\" is not a vector extension")
                .filter(problem::contains)
                .findFirst()
                .map(end -> problem.substring(0, problem.indexOf(end) + end.length()))
                .orElse(problem);
    }

    private void assertProblems(String... problems) {
        assertEquals(List.of(problems), problems());
    }

    private List<String> problems() {
        InvalidSettings invalid = assertThrows(InvalidSettings.class, this::load);
        for (String problem : invalid.problems()) {
            assertFalse(problem.contains(CANARY), () -> "shows a secret: " + problem);
            assertTrue(problem.lines().count() == 1 && problem.endsWith("."), () -> "not a sentence: " + problem);
        }
        assertEquals(String.join("\n", invalid.problems()), invalid.getMessage());
        return invalid.problems();
    }

    private AgentSettings load() {
        return AgentSettings.load(config(400, 300));
    }

    /** As Quarkus makes it: with expressions, which this must withstand. */
    private SmallRyeConfig config(int ofEnvironment, int ofProperties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(Map.copyOf(environment), ofEnvironment),
                        new PropertiesConfigSource(Map.copyOf(properties), "properties", ofProperties))
                .build();
    }

    private void given(String variable, String value) {
        environment.put(variable, value);
    }

    private void set(String key, String value) {
        properties.put("immich-pg." + key, value);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private static WatchedDatabase only(AgentSettings settings) {
        assertEquals(1, settings.databases().size());
        return settings.databases().get(0);
    }

    private static List<String> names(AgentSettings settings) {
        return settings.databases().stream().map(WatchedDatabase::name).toList();
    }

    private static Map<String, WatchedDatabase> byName(AgentSettings settings) {
        return settings.databases().stream().collect(toMap(WatchedDatabase::name, database -> database));
    }

    /** issue 17: Immich's own .env says which image is pulled next. */
    @Test
    void theReleaseOfTheNextImageIsForecastUnlessAnotherIsAskedFor() {
        given("DB_URL", URL);
        given("IMMICH_VERSION", "v2.7.5");
        assertEquals(Optional.of(Version.of("2.7.5")), only(load()).upgradeTo());
        given("IMMICH_VERSION", "pr-1234");
        assertEquals(Optional.empty(), only(load()).upgradeTo());
        given("IMMICH_VERSION", "v2.7.5");
        set("databases.immich.upgrade-to", "v3");
        assertTrue(only(load()).upgradeTo().orElseThrow().text().startsWith("3."));
    }
}
