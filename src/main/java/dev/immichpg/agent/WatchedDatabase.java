package dev.immichpg.agent;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Platform;
import dev.immichpg.check.Question;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.Target;
import dev.immichpg.postgres.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A database to examine, as the operator configured it.
 *
 * @param name of the operator's choice: label, path, key of settings
 * @param target where it is and how the agent logs in
 * @param immichRole the role that Immich logs in as
 * @param immichVersion empty: to be found out
 * @param upgradeTo the release that the operator means to upgrade to; empty: none
 * @param vectorExtension Immich's DB_VECTOR_EXTENSION; empty: Immich chooses
 * @param immichUrl of Immich's server, which is asked for its version if the database does not say it; empty: not asked
 * @param platform where its server runs; empty: as far as it shows itself
 * @param probe whether to search in the vector indexes, which takes a grant on tables with data of people
 */
public record WatchedDatabase(
        String name,
        Target target,
        String immichRole,
        Optional<Version> immichVersion,
        Optional<Version> upgradeTo,
        Optional<VectorExtension> vectorExtension,
        Optional<URI> immichUrl,
        Optional<Platform> platform,
        boolean probe) {

    public WatchedDatabase {
        requireNonNull(name, "name");
        requireNonNull(target, "target");
        requireNonNull(immichRole, "immichRole");
        requireNonNull(immichVersion, "immichVersion");
        requireNonNull(upgradeTo, "upgradeTo");
        requireNonNull(vectorExtension, "vectorExtension");
        requireNonNull(immichUrl, "immichUrl");
        requireNonNull(platform, "platform");
    }

    /** What is asked about it at each examination. */
    Question question() {
        return new Question(name, immichVersion, upgradeTo, vectorExtension, platform);
    }

    /** Who reads it once. */
    public CatalogReader reader(Timeouts timeouts) {
        return reader(timeouts, false, CatalogReader.STRUCTURE_EVERY);
    }

    /** @param keepSession whether to stay logged in between two readings */
    CatalogReader reader(Timeouts timeouts, boolean keepSession, Duration structureEvery) {
        return new CatalogReader(target, Optional.of(immichRole), probe, timeouts, keepSession, structureEvery);
    }

    /** The same database, asked about other releases and taken to be on another platform, where any are given. */
    public WatchedDatabase about(Optional<Version> immich, Optional<Version> upgrade, Optional<Platform> where) {
        return new WatchedDatabase(
                name,
                target,
                immichRole,
                immich.or(() -> immichVersion),
                upgrade.or(() -> upgradeTo),
                vectorExtension,
                immichUrl,
                where.or(() -> platform),
                probe);
    }
}
