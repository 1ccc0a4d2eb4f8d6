package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;

/**
 * What is asked about one database.
 *
 * @param database the name under which the report shows it
 * @param immichVersion of which Immich; empty: of the one that the database itself names
 * @param upgradeTo whether this release would start as well; empty: not asked
 * @param vectorExtension Immich's DB_VECTOR_EXTENSION; empty: Immich chooses
 * @param platform where its server runs; empty: as far as it shows itself
 */
public record Question(
        String database,
        Optional<Version> immichVersion,
        Optional<Version> upgradeTo,
        Optional<VectorExtension> vectorExtension,
        Optional<Platform> platform) {

    public Question {
        requireNonNull(database, "database");
        requireNonNull(immichVersion, "immichVersion");
        requireNonNull(upgradeTo, "upgradeTo");
        requireNonNull(vectorExtension, "vectorExtension");
        requireNonNull(platform, "platform");
    }

    public Question(
            String database,
            Optional<Version> immichVersion,
            Optional<Version> upgradeTo,
            Optional<VectorExtension> vectorExtension) {
        this(database, immichVersion, upgradeTo, vectorExtension, Optional.empty());
    }
}
