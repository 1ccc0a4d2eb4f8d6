package dev.immichpg.need;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One range of Immich releases, and what all of them need from Postgres and do to it at their start
 * (releases.md#ranges, start-up.md#steps).
 *
 * @param first the first release of the range
 * @param end the first release after the range; empty if the range is open
 * @param title the range for people, as in "2.5.0 – 2.7.x"
 * @param sources where the row's facts come from; at least one
 * @param postgres versions of the server
 * @param vectorExtensions the extensions that these releases can use, in Immich's order, with their versions
 * @param pgvectorForVectorChord versions of pgvector underneath VectorChord. Postgres, not Immich, enforces them:
 *     without halfvec, which pgvector has from 0.7.0, VectorChord cannot be created (extensions.md#pgvector,
 *     FailureMode.PGVECTOR_TOO_OLD). Nothing where VectorChord cannot be used
 * @param preference the extensions that are considered when DB_VECTOR_EXTENSION is not set, most wanted first
 * @param choice how one of them is chosen
 * @param available what the version that Postgres has available is held to
 * @param update what becomes of a failed update of the extension
 * @param updateReach how far ahead an available version is allowed to be for an update to be tried, for each extension; empty if
 *     these releases never update
 * @param refusesDowngrade whether an available version older than the installed one stops the start
 * @param reindex what makes the start rebuild the vector indexes
 * @param prewarms whether the start loads VectorChord's indexes with vchordrq_prewarm, which fails on an index of
 *     another format (start-up.md#steps)
 * @param requires the other extensions that the schema needs, sorted (database.md#required-extensions)
 * @param vectorIndexes the vector indexes and the table of each, sorted by index (database.md#vector-tables)
 * @param backup how they dump their database every night (privileges.md#without-a-superuser, database.md#backups);
 *     empty: they do not
 */
public record Release(
        Version first,
        Optional<Version> end,
        String title,
        List<Source> sources,
        SupportedVersions postgres,
        Map<VectorExtension, SupportedVersions> vectorExtensions,
        SupportedVersions pgvectorForVectorChord,
        List<VectorExtension> preference,
        Choice choice,
        AvailableRule available,
        UpdateRule update,
        Map<VectorExtension, UpdateReach> updateReach,
        boolean refusesDowngrade,
        ReindexRule reindex,
        boolean prewarms,
        List<String> requires,
        Map<String, String> vectorIndexes,
        Optional<Backup> backup) {

    /** How the vector extension is chosen when DB_VECTOR_EXTENSION is not set (start-up.md#steps). */
    public enum Choice {
        /** 1.91.0–1.132.x: always the same one, available or not. */
        DEFAULT,
        /** From 1.133.0: the first of the preference that Postgres has available, installed or not. */
        BY_AVAILABILITY
    }

    /** What the available version of the chosen extension is held to (start-up.md#eras, rule eras). */
    public enum AvailableRule {
        /** 1.91.0–1.94.x: nobody looks at it. */
        IGNORED,
        /** 1.95.0–1.111.x: it decides whether an update is tried, and nothing else. */
        DECIDES_UPDATE,
        /** From 1.112.0: missing, 0.0.0 or out of range stops the start, whatever is installed. */
        ENFORCED
    }

    /**
     * What the start does about an available version that is newer than the installed one (start-up.md#steps,
     * start-up.md#update).
     */
    public enum UpdateRule {
        /** 1.91.0–1.94.x: nothing. */
        NEVER,
        /** 1.95.0–1.111.x: ALTER EXTENSION … UPDATE; a failure is logged, and the start goes on with the old version. */
        TRIED,
        /** 1.112.0–1.135.0: ALTER EXTENSION … UPDATE; a failure stops the start, with the indexes intact. */
        REQUIRED,
        /** From 1.135.1: drops both vector indexes for good, then updates; a failure stops the start (#19283). */
        REQUIRED_AFTER_DROPPING_INDEXES;

        /** An update that is tried and fails stops the start. */
        public boolean isRequired() {
            return this == REQUIRED || this == REQUIRED_AFTER_DROPPING_INDEXES;
        }
    }

    /** How far ahead of the installed version an available one is allowed to be for an update to be tried (start-up.md#steps). */
    public enum UpdateReach {
        /** 1.95.0–1.105.x, pgvecto.rs: ahead by at most a minor version. */
        SAME_MAJOR,
        /** 1.95.0–1.105.x, pgvector: anything newer. */
        ANY,
        /** From 1.106.0: anything newer that is in the enforced range. */
        IN_RANGE
    }

    /** What makes the start rebuild the vector indexes (start-up.md#rebuild). */
    public enum ReindexRule {
        /** 1.91.0–1.94.x: nothing. */
        NEVER,
        /** 1.95.0–1.132.x: pgvecto.rs' view pg_vector_index_stat says UPGRADE, or that the index does not exist. */
        BY_INDEX_VIEW,
        /** From 1.133.0: an index is absent, or its definition has another access method or another number of lists. */
        BY_INDEX_DEFINITION
    }

    /** What Immich's own backup runs (privileges.md#without-a-superuser). */
    public enum BackupTool {
        /** 1.120.0–2.4.x: it reads the roles' passwords, which only a superuser is allowed to do. */
        PG_DUMPALL,
        /** From 2.5.0 (#23978): any role that is allowed to read the tables. */
        PG_DUMP
    }

    /** @param postgres versions of the server that it can dump; others it refuses */
    public record Backup(BackupTool tool, VersionRange postgres) {
        public Backup {
            Objects.requireNonNull(tool);
            Objects.requireNonNull(postgres);
        }

        /** 2.5.0 also brought a restore in Immich's web page (database.md#backups). */
        public boolean canBeRestoredByImmich() {
            return tool == BackupTool.PG_DUMP;
        }
    }

    /** Throws IllegalArgumentException, with one sentence, for facts that cannot all be true. */
    public Release {
        Stream.of(postgres, choice, available, reindex, backup).forEach(Objects::requireNonNull);
        require(end.map(first::isOlderThan).orElse(true), "end must be newer than first.");
        require(!title.isBlank(), "title must not be blank.");
        require(!sources.isEmpty(), "sources must not be empty.");
        require(!vectorExtensions.isEmpty(), "vectorExtensions must not be empty.");
        require(
                vectorExtensions.containsKey(VectorExtension.VECTORCHORD)
                        || pgvectorForVectorChord.equals(SupportedVersions.any()),
                "pgvectorForVectorChord must be empty where vectorExtensions has no vectorchord.");
        require(
                !preference.isEmpty()
                        && areDistinct(preference)
                        && vectorExtensions.keySet().containsAll(preference),
                "preference must name one or more of vectorExtensions, each once.");
        require(
                choice != Choice.DEFAULT || preference.size() == 1,
                "preference must name exactly one extension where choice is DEFAULT.");
        require(
                updateReach.keySet().equals(update == UpdateRule.NEVER ? Set.of() : vectorExtensions.keySet()),
                "updateReach must name exactly the vectorExtensions, or none where update is NEVER.");
        require(List.copyOf(new TreeSet<>(requires)).equals(requires), "requires must be sorted, each name once.");
        require(!vectorIndexes.isEmpty(), "vectorIndexes must not be empty.");
        sources = List.copyOf(sources);
        vectorExtensions = inOrder(vectorExtensions);
        preference = List.copyOf(preference);
        updateReach = inOrder(updateReach);
        requires = List.copyOf(requires);
        vectorIndexes = Collections.unmodifiableMap(new TreeMap<>(vectorIndexes));
    }

    /** The range of Immich releases. */
    public VersionRange immich() {
        return VersionRange.of(">=" + first + end.map(e -> " <" + e).orElse(""));
    }

    /** Whether the row speaks for this Immich. A pre-release has the rules of the release it comes before. */
    public boolean holds(Version immich) {
        Version release = immich.release();
        return !release.isOlderThan(first) && (end.isEmpty() || release.isOlderThan(end.get()));
    }

    /**
     * Whether the start tries to update an extension from the installed to the available version. False for an extension
     * that these releases do not use.
     */
    public boolean triesUpdate(VectorExtension extension, Version installed, Version available) {
        return available.isNewerThan(installed)
                && Optional.ofNullable(updateReach.get(extension))
                        .map(reach -> switch (reach) {
                            case SAME_MAJOR -> available.major() == installed.major();
                            case ANY -> true;
                            case IN_RANGE ->
                                vectorExtensions
                                        .get(extension)
                                        .enforced()
                                        .map(range -> range.contains(available))
                                        .orElse(true);
                        })
                        .orElse(false);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    private static boolean areDistinct(Collection<?> values) {
        return Set.copyOf(values).size() == values.size();
    }

    private static <T> Map<VectorExtension, T> inOrder(Map<VectorExtension, T> map) {
        Map<VectorExtension, T> ordered = new EnumMap<>(VectorExtension.class);
        ordered.putAll(map);
        return Collections.unmodifiableMap(ordered);
    }
}
