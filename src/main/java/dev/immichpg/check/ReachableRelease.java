package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.forecast.StartUp;
import dev.immichpg.forecast.UpgradePath;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Release;
import dev.immichpg.need.Version;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A release of Immich that a remedy may name: one of the table, newer than the one that is judged for, on which something is
 * accepted that this one refuses.
 *
 * @param version the first release of its row
 * @param starts it would start on the database as it is
 */
record ReachableRelease(Version version, boolean starts) {

    /**
     * The first that would start; if there is none, the first at all.
     *
     * @return empty: the table has none
     */
    static Optional<ReachableRelease> first(Snapshot is, Expectation should, Predicate<Release> accepts) {
        Optional<ReachableRelease> stopped = Optional.empty();
        for (Release row : should.releases().rows()) {
            if (row.first().isNewerThan(should.version()) && accepts.test(row)) {
                boolean starts = starts(is, should, row.first());
                if (starts) {
                    return Optional.of(new ReachableRelease(row.first(), true));
                }
                stopped = stopped.or(() -> Optional.of(new ReachableRelease(row.first(), false)));
            }
        }
        return stopped;
    }

    static Expectation expectation(Expectation should, Version release) {
        Expectation there = Expectation.of(
                should.releases(),
                new ImmichVersion(Optional.of(release), Source.CONFIGURED, false),
                should.vectorExtension()
                        .filter(extension -> should.releases()
                                .forImmich(release)
                                .filter(row -> row.vectorExtensions().containsKey(extension))
                                .isPresent()));
        return should.schema().map(there::with).orElse(there);
    }

    /** Nothing that is known stops it on the database as it is. */
    static boolean starts(Snapshot is, Expectation should, Version release) {
        return !StartUp.replay(is, expectation(should, release), lastStarted(is, should))
                .isBlocked();
    }

    /** Immich upgrades this database to it without a third release between. */
    boolean isNext(Snapshot is, Expectation should) {
        return UpgradePath.obstacle(is, lastStarted(is, should), version).isEmpty();
    }

    private static Optional<Version> lastStarted(Snapshot is, Expectation should) {
        return ReleaseDetection.lastStarted(is).or(() -> should.immich().version());
    }

    /** How to get there without harm: what that release needs may be more than what was found now. */
    String howToUpgrade() {
        return "Before that upgrade, ask this agent what it needs: set upgrade-to = " + version.text() + ".";
    }
}
