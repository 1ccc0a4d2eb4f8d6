package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Reading.Read;
import dev.immichpg.check.Reading.Unreadable;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of one examination of one database. Every publisher shows this value and nothing else.
 *
 * @param database the name under which the database is configured
 * @param examinedAt when the examination ended
 * @param duration how long it took
 * @param immich the version of Immich that it was judged for
 * @param reading what was read, or why nothing was
 * @param now judged for that version
 * @param upgrade judged for the release that the operator means to upgrade to; empty if none is configured
 */
public record Report(
        String database,
        Instant examinedAt,
        Duration duration,
        ImmichVersion immich,
        Reading reading,
        Judgement now,
        Optional<Judgement> upgrade) {

    public Report {
        requireNonNull(database, "database");
        requireNonNull(examinedAt, "examinedAt");
        requireNonNull(duration, "duration");
        requireNonNull(immich, "immich");
        requireNonNull(reading, "reading");
        requireNonNull(now, "now");
        requireNonNull(upgrade, "upgrade");
    }

    public boolean readable() {
        return reading instanceof Read;
    }

    /** What was read; empty if nothing was. */
    public Optional<Snapshot> snapshot() {
        return reading instanceof Read read ? Optional.of(read.snapshot()) : Optional.empty();
    }

    /** Why the database could not be read: a sentence without secrets; empty if it was read. */
    public Optional<String> failure() {
        return reading instanceof Unreadable unreadable ? Optional.of(unreadable.why()) : Optional.empty();
    }

    /** Those that only the upgrade brings, worst first; none if no upgrade is configured. */
    public List<Diagnosis> problemsOfUpgradeAlone() {
        return upgrade.map(then -> then.problemsBeyond(now)).orElse(List.of());
    }

    /** In one word, the upgrade left aside. A database that cannot be read is critical, whatever is unknown of it. */
    public Overall overall() {
        return readable() ? now.overall() : Overall.CRITICAL;
    }

    /** In one word, the forecast and the upgrade left aside. */
    public Overall overallOfChecks() {
        return readable() ? now.overallOfChecks() : Overall.CRITICAL;
    }

    /** Why it stands as it does now, in one sentence. */
    public String sentence() {
        return failure().orElseGet(() -> now.forecast().sentence());
    }

    /** As if there were no other checks. */
    public Report only(Set<Check> checks) {
        return new Report(
                database,
                examinedAt,
                duration,
                immich,
                reading,
                now.only(checks),
                upgrade.map(then -> then.only(checks)));
    }

    /** To which release an upgrade would lead that nobody has asked about; empty as in {@link Doctor#newest}. */
    public Optional<Version> newest(Releases releases) {
        return readable() && upgrade.isEmpty() ? releases.newerThan(immich.version()) : Optional.empty();
    }

    /** As if no upgrade had been asked about. */
    public Report withoutUpgrade() {
        return new Report(database, examinedAt, duration, immich, reading, now, Optional.empty());
    }

    /** Whether anything at all speaks against a restart of Immich: for uptime checkers. */
    public boolean isWell() {
        return readable() && !now.hasCritical() && !now.forecast().isBlocked();
    }

    /** This report once it is too old to be believed: everything in it is unknown. */
    public Report outdated(String why) {
        return new Report(
                database,
                examinedAt,
                duration,
                immich,
                new Unreadable(why),
                now.unknown(why),
                upgrade.map(then -> then.unknown(why)));
    }
}
