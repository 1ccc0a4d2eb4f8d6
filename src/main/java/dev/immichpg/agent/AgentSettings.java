package dev.immichpg.agent;

import dev.immichpg.check.Check;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Severity;
import dev.immichpg.ledger.SchemaLedger;
import dev.immichpg.need.Releases;
import dev.immichpg.notify.NotifySettings;
import dev.immichpg.postgres.Timeouts;
import io.smallrye.config.Expressions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * What the operator configured: {@code immich-pg.*}, as environment {@code IMMICH_PG_*}, and Immich's own variables.
 *
 * @param databases by name: this agent's part of those configured, which may be none; none where they were not asked for
 * @param every time from one examination's start to the next one's
 * @param timeouts of one examination
 * @param keepSession whether the agent stays logged in between two examinations
 * @param structureEvery the longest time from one reading of a database's structure to the next
 * @param staleAfter age at which a report is no longer believed
 * @param muted checks that count nowhere
 * @param severities where the operator's differ from the checks' own
 * @param releases the table of releases in force
 * @param notices whom to tell of what is found
 * @param files what else was read: when these change, so may the settings
 */
public record AgentSettings(
        List<WatchedDatabase> databases,
        Duration every,
        Timeouts timeouts,
        boolean keepSession,
        Duration structureEvery,
        Duration staleAfter,
        Set<Check> muted,
        Map<Check, Severity> severities,
        Releases releases,
        NotifySettings notices,
        List<Path> files) {

    /** Of the examinations of one database: below, a login for each would be most of what it costs. */
    private static final Duration OFTEN = Duration.ofSeconds(30);

    /** Between two logins, whatever the database: at 15 ms of processor time each, half a percent of a core. */
    private static final Duration BETWEEN_LOGINS = Duration.ofSeconds(3);

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
                () -> new Reading(RawSettings.read(config.getConfigSources())).settings(config, withDatabases));
    }

    /** See docs/explanation/sessions.md for the figures. */
    private static boolean loginsMatter(Duration every, int databases) {
        return every.compareTo(OFTEN) < 0 || every.compareTo(BETWEEN_LOGINS.multipliedBy(databases)) < 0;
    }

    /** Whether a database that is asked the same is examined and judged alike under the other settings. */
    boolean judgesAs(AgentSettings other) {
        return timeouts.equals(other.timeouts)
                && keepSession == other.keepSession
                && structureEvery.equals(other.structureEvery)
                && muted.equals(other.muted)
                && severities.equals(other.severities)
                && releases.equals(other.releases);
    }

    /** Who judges by these settings. */
    public Doctor doctor() {
        return new Doctor(muted, severities);
    }

    /** What depends on each other; a single setting is read by {@link Setting}. */
    private static final class Reading {
        private final RawSettings raw;
        private final ConfigurationProblems problems;

        Reading(RawSettings raw) {
            this.raw = raw;
            this.problems = new ConfigurationProblems(raw.problems());
        }

        AgentSettings settings(Config config, boolean withDatabases) {
            Optional<Duration> every = read(Setting.EVERY);
            Optional<Timeouts> timeouts = read(Setting.TIMEOUT);
            Optional<Duration> staleAfter = read(Setting.STALE_AFTER);
            if (every.isPresent() && staleAfter.isPresent()) {
                requireTimely(staleAfter.get(), every.get());
            }
            Set<Check> muted = read(Setting.MUTE).orElse(Set.of());
            Map<Check, Severity> severities = severities();
            Optional<Path> releasesFile = read(Setting.RELEASES_FILE);
            Optional<Releases> releases = problems.read(
                    Setting.RELEASES_FILE.property(),
                    () -> releasesFile.map(ReleasesFile::read).orElseGet(ReleasesFile::builtIn));
            Optional<Path> ledgerFile = read(Setting.LEDGER_FILE);
            Optional<SchemaLedger> ledger = problems.read(
                    Setting.LEDGER_FILE.property(),
                    () -> ledgerFile.map(LedgerFile::read).orElseGet(LedgerFile::builtIn));
            // Who uses these asks for them himself.
            read(Setting.ALLOWED_HOSTS);
            NotifyConfiguration notify = new NotifyConfiguration(problems);
            NotifySettings notices = new NotifySettings(
                    List.of(),
                    notify.notifiers(raw.notifiers()),
                    notify.heartbeats(raw.heartbeats()),
                    read(Setting.MAINTENANCE).orElse(List.of()),
                    read(Setting.EXTERNAL_URL),
                    read(Setting.STATE_DIRECTORY));
            Optional<Shard> shard = read(Setting.SHARD);
            List<WatchedDatabase> databases = (withDatabases
                            ? new DatabaseSettings(config, raw.databases(), problems).databases()
                            : List.<WatchedDatabase>of())
                    .stream()
                            .filter(database ->
                                    shard.map(s -> s.has(database.name())).orElse(true))
                            .toList();
            Optional<Boolean> keepSession = read(Setting.KEEP_SESSION);
            Optional<Duration> structureEvery = read(Setting.STRUCTURE_EVERY);
            problems.throwIfAny();
            return new AgentSettings(
                    databases,
                    every.orElseThrow(),
                    timeouts.orElseThrow(),
                    keepSession.orElseGet(() -> loginsMatter(every.orElseThrow(), databases.size())),
                    structureEvery.orElseThrow(),
                    staleAfter.orElseGet(() -> usualStaleAfter(every.orElseThrow(), timeouts.orElseThrow())),
                    muted,
                    severities,
                    releases.orElseThrow().with(ledger.orElseThrow()),
                    notices.of(databases.stream().map(WatchedDatabase::name).toList()),
                    Stream.of(releasesFile, ledgerFile)
                            .flatMap(Optional::stream)
                            .toList());
        }

        /** Two examinations may fail to come before the third is missed. */
        private static Duration usualStaleAfter(Duration every, Timeouts timeouts) {
            return every.multipliedBy(3).plus(timeouts.login()).plus(timeouts.answer());
        }

        private void requireTimely(Duration staleAfter, Duration every) {
            if (staleAfter.compareTo(every) < 0) {
                problems.add(
                        Setting.STALE_AFTER.property() + ": \"" + raw.agent().get(Setting.STALE_AFTER.key())
                                + "\" is shorter than " + Setting.EVERY.property()
                                + ", so every report would be out of date before the next one.");
            }
        }

        private Map<Check, Severity> severities() {
            Map<Check, Severity> severities = new EnumMap<>(Check.class);
            raw.severities()
                    .forEach((id, text) -> problems.read(Setting.PREFIX + "severity", () -> Parsers.check(id))
                            .filter(check -> !text.isBlank())
                            .ifPresent(check -> problems.read(
                                            Setting.PREFIX + "severity." + id,
                                            () -> Setting.SEVERITY.parser().apply(text))
                                    .ifPresent(severity -> severities.put(check, severity))));
            return severities;
        }

        private <T> Optional<T> read(Setting<T> setting) {
            return problems.read(Setting.PREFIX, setting, raw.agent());
        }
    }
}
