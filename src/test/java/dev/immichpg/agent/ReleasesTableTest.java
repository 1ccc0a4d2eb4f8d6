package dev.immichpg.agent;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.need.Release;
import dev.immichpg.need.Releases;
import dev.immichpg.need.SupportedVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table that ships with this program, held against releases.md#ranges to start-up.md#rebuild,
 * database.md#migrations, database.md#vector-tables and database.md#required-extensions.
 */
class ReleasesTableTest {

    private static final Releases RELEASES = ReleasesFile.builtIn();

    @Test
    void enforcedRanges() {
        assertEquals(
                """
                1.91.0: any, pgvecto.rs any
                1.91.3: any, pgvecto.rs any
                1.91.4: any, pgvecto.rs 0.1.1 || 0.1.11
                1.92.0: >=14.0.0, pgvecto.rs >=0.1.1 <=0.1.11
                1.94.1: >=14.0.0, pgvecto.rs >=0.1.1 <=0.1.11
                1.95.0: >=14.0.0, pgvecto.rs >=0.2.0 <1.0.0, pgvector >=0.5.0
                1.105.1: >=14.0.0, pgvecto.rs >=0.2.0 <1.0.0, pgvector >=0.5.0
                1.106.0: >=14.0.0, pgvecto.rs 0.2.x, pgvector >=0.5 <1
                1.111.0: >=14.0.0, pgvecto.rs 0.2.x, pgvector >=0.5 <1
                1.112.0: >=14.0.0, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                1.132.3: >=14.0.0, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                1.133.0: >=14.0.0, VectorChord >=0.3 <0.4, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                1.134.0: >=14.0.0, VectorChord >=0.3 <0.4, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                1.135.0: >=14.0.0, VectorChord >=0.3 <0.5, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                2.0.1: >=14.0.0, VectorChord >=0.3 <0.5, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                2.1.0: >=14.0.0, VectorChord >=0.3 <0.6, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                2.4.1: >=14.0.0, VectorChord >=0.3 <0.6, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                2.5.0: >=14.0.0, VectorChord >=0.3 <2, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                2.7.5: >=14.0.0, VectorChord >=0.3 <2, pgvecto.rs >=0.2 <0.4, pgvector >=0.5 <1
                3.0.0: >=14.0.0, VectorChord >=0.3 <2, pgvector >=0.5 <1
                3.3.0: >=14.0.0, VectorChord >=0.3 <2, pgvector >=0.5 <1
                """,
                table(
                        ("1.91.0 1.91.3 1.91.4 1.92.0 1.94.1 1.95.0 1.105.1 1.106.0 1.111.0 1.112.0 1.132.3 1.133.0 1.134.0"
                                + " 1.135.0 2.0.1 2.1.0 2.4.1 2.5.0 2.7.5 3.0.0 3.3.0"),
                        release -> supports(release, SupportedVersions::enforced)));
    }

    @Test
    void documentedRanges() {
        assertEquals(
                """
                1.91.0: any, pgvecto.rs any
                1.95.0: any, pgvecto.rs <0.3.0, pgvector any
                1.101.0: any, pgvecto.rs <0.3.0, pgvector any
                1.102.0: >=14 <17, pgvecto.rs <0.3.0, pgvector any
                1.106.0: >=14 <17, pgvecto.rs any, pgvector any
                1.117.0: >=14 <17, pgvecto.rs any, pgvector any
                1.118.0: >=14 <17, pgvecto.rs >=0.2 <0.4, pgvector any
                1.132.3: >=14 <17, pgvecto.rs >=0.2 <0.4, pgvector any
                1.133.0: >=14 <18, VectorChord <0.4, pgvecto.rs any, pgvector any, below VectorChord >=0.7 <1.0
                1.135.0: >=14 <18, VectorChord <0.5, pgvecto.rs any, pgvector any, below VectorChord >=0.7 <1.0
                1.135.1: >=14 <18, VectorChord <0.5, pgvecto.rs any, pgvector any, below VectorChord >=0.7 <1.0
                2.1.0: >=14 <18, VectorChord <0.5, pgvecto.rs any, pgvector any, below VectorChord >=0.7 <1.0
                2.2.3: >=14 <18, VectorChord <0.5, pgvecto.rs any, pgvector any, below VectorChord >=0.7 <1.0
                2.3.0: >=14 <19, VectorChord <0.6, pgvecto.rs any, pgvector any, below VectorChord >=0.7 <0.9
                2.7.5: >=14 <19, VectorChord >=0.3 <2.0, pgvecto.rs any, pgvector any, below VectorChord >=0.7 <0.9
                3.0.0: >=14 <20, VectorChord >=0.3 <2.0, pgvector any, below VectorChord >=0.7 <0.9
                """,
                table(
                        "1.91.0 1.95.0 1.101.0 1.102.0 1.106.0 1.117.0 1.118.0 1.132.3 1.133.0 1.135.0 1.135.1 2.1.0 2.2.3 2.3.0"
                                + " 2.7.5 3.0.0",
                        release -> supports(release, SupportedVersions::documented)
                                + release.pgvectorForVectorChord()
                                        .documented()
                                        .map(range -> ", below VectorChord " + range)
                                        .orElse("")));
    }

    @Test
    void startUpRules() {
        assertEquals(
                """
                1.91.0: DEFAULT IGNORED NEVER {} NEVER
                1.94.1: DEFAULT IGNORED NEVER {} NEVER
                1.95.0: DEFAULT DECIDES_UPDATE TRIED {PGVECTO_RS=SAME_MAJOR, PGVECTOR=ANY} BY_INDEX_VIEW
                1.105.1: DEFAULT DECIDES_UPDATE TRIED {PGVECTO_RS=SAME_MAJOR, PGVECTOR=ANY} BY_INDEX_VIEW
                1.106.0: DEFAULT DECIDES_UPDATE TRIED {PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_VIEW
                1.111.0: DEFAULT DECIDES_UPDATE TRIED {PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_VIEW
                1.112.0: DEFAULT ENFORCED REQUIRED {PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_VIEW, no downgrade
                1.132.3: DEFAULT ENFORCED REQUIRED {PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_VIEW, no downgrade
                1.133.0: BY_AVAILABILITY ENFORCED REQUIRED {VECTORCHORD=IN_RANGE, PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_DEFINITION, no downgrade, prewarms
                1.135.0: BY_AVAILABILITY ENFORCED REQUIRED {VECTORCHORD=IN_RANGE, PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_DEFINITION, no downgrade, prewarms
                1.135.1: BY_AVAILABILITY ENFORCED REQUIRED_AFTER_DROPPING_INDEXES {VECTORCHORD=IN_RANGE, PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_DEFINITION, no downgrade, prewarms
                2.7.5: BY_AVAILABILITY ENFORCED REQUIRED_AFTER_DROPPING_INDEXES {VECTORCHORD=IN_RANGE, PGVECTO_RS=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_DEFINITION, no downgrade, prewarms
                3.0.0: BY_AVAILABILITY ENFORCED REQUIRED_AFTER_DROPPING_INDEXES {VECTORCHORD=IN_RANGE, PGVECTOR=IN_RANGE} BY_INDEX_DEFINITION, no downgrade, prewarms
                """,
                table(
                        "1.91.0 1.94.1 1.95.0 1.105.1 1.106.0 1.111.0 1.112.0 1.132.3 1.133.0 1.135.0 1.135.1 2.7.5 3.0.0",
                        release -> "%s %s %s %s %s%s%s"
                                .formatted(
                                        release.choice(),
                                        release.available(),
                                        release.update(),
                                        release.updateReach(),
                                        release.reindex(),
                                        release.refusesDowngrade() ? ", no downgrade" : "",
                                        release.prewarms() ? ", prewarms" : "")));
    }

    @Test
    void preference() {
        assertEquals(
                """
                1.91.0: [PGVECTO_RS]
                1.132.3: [PGVECTO_RS]
                1.133.0: [VECTORCHORD, PGVECTO_RS, PGVECTOR]
                2.7.5: [VECTORCHORD, PGVECTO_RS, PGVECTOR]
                3.0.0: [VECTORCHORD, PGVECTOR]
                """,
                table(
                        "1.91.0 1.132.3 1.133.0 2.7.5 3.0.0",
                        release -> release.preference().toString()));
    }

    @Test
    void otherExtensionsAndIndexes() {
        assertEquals(
                """
                1.95.1: [cube, earthdistance, uuid-ossp] {clip_index=smart_search, face_index=asset_faces}
                1.96.0: [cube, earthdistance, pg_trgm, unaccent, uuid-ossp] {clip_index=smart_search, face_index=asset_faces}
                1.106.4: [cube, earthdistance, pg_trgm, unaccent, uuid-ossp] {clip_index=smart_search, face_index=asset_faces}
                1.107.0: [cube, earthdistance, pg_trgm, unaccent, uuid-ossp] {clip_index=smart_search, face_index=face_search}
                3.0.0: [cube, earthdistance, pg_trgm, unaccent, uuid-ossp] {clip_index=smart_search, face_index=face_search}
                """,
                table(
                        "1.95.1 1.96.0 1.106.4 1.107.0 3.0.0",
                        release -> release.requires() + " " + release.vectorIndexes()));
    }

    @Test
    void backups() {
        assertEquals(
                """
                1.91.0: none
                1.119.1: none
                1.120.0: PG_DUMPALL of >=14 <18
                2.1.0: PG_DUMPALL of >=14 <18
                2.2.0: PG_DUMPALL of >=14 <19
                2.2.3: PG_DUMPALL of >=14 <19
                2.3.0: PG_DUMPALL of >=14 <19
                2.4.1: PG_DUMPALL of >=14 <19
                2.5.0: PG_DUMP of >=14 <19
                3.3.0: PG_DUMP of >=14 <19
                """,
                table(
                        "1.91.0 1.119.1 1.120.0 2.1.0 2.2.0 2.2.3 2.3.0 2.4.1 2.5.0 3.3.0",
                        release -> release.backup()
                                .map(backup -> backup.tool() + " of " + backup.postgres())
                                .orElse("none")));
    }

    @Test
    void pgvectorUnderVectorChordNeedsHalfvec() {
        for (Release release : RELEASES.rows()) {
            boolean knowsVectorChord = release.vectorExtensions().containsKey(VectorExtension.VECTORCHORD);
            assertEquals(
                    knowsVectorChord ? Optional.of(VersionRange.of(">=0.7.0")) : Optional.empty(),
                    release.pgvectorForVectorChord().enforced(),
                    release.title());
        }
    }

    @Test
    void updatesThatAreTried() {
        assertEquals(
                """
                1.94.1 pgvecto.rs 0.1.1 -> 0.1.11: no
                1.95.0 pgvecto.rs 0.2.0 -> 0.3.0: yes
                1.95.0 pgvecto.rs 0.3.0 -> 0.2.0: no
                1.95.0 pgvecto.rs 0.2.0 -> 1.0.0: no
                1.95.0 pgvector 0.5.0 -> 1.0.0: yes
                1.95.0 vectorchord 0.3.0 -> 0.4.0: no
                1.106.0 pgvecto.rs 0.2.0 -> 0.2.1: yes
                1.106.0 pgvecto.rs 0.2.0 -> 0.3.0: no
                2.7.5 vectorchord 0.4.3 -> 1.1.1: yes
                2.7.5 vectorchord 1.1.1 -> 1.1.1: no
                2.7.5 vectorchord 1.1.1 -> 2.0.0: no
                """,
                Stream.of("""
                        1.94.1 pgvecto.rs 0.1.1 0.1.11
                        1.95.0 pgvecto.rs 0.2.0 0.3.0
                        1.95.0 pgvecto.rs 0.3.0 0.2.0
                        1.95.0 pgvecto.rs 0.2.0 1.0.0
                        1.95.0 pgvector 0.5.0 1.0.0
                        1.95.0 vectorchord 0.3.0 0.4.0
                        1.106.0 pgvecto.rs 0.2.0 0.2.1
                        1.106.0 pgvecto.rs 0.2.0 0.3.0
                        2.7.5 vectorchord 0.4.3 1.1.1
                        2.7.5 vectorchord 1.1.1 1.1.1
                        2.7.5 vectorchord 1.1.1 2.0.0
                        """.split("\n"))
                        .map(line -> line.split(" "))
                        .map(words -> "%s %s %s -> %s: %s\n"
                                .formatted(
                                        words[0],
                                        words[1],
                                        words[2],
                                        words[3],
                                        release(words[0])
                                                        .triesUpdate(
                                                                VectorExtension.forSetting(words[1]),
                                                                Version.of(words[2]),
                                                                Version.of(words[3]))
                                                ? "yes"
                                                : "no"))
                        .collect(joining()));
    }

    @Test
    void everyRowBeginsAtItsFirstAndStopsBeforeItsEnd() {
        for (int i = 0; i < RELEASES.rows().size(); i++) {
            Release row = RELEASES.rows().get(i);
            Version end = row.end().orElseThrow();
            assertEquals(Optional.of(row), RELEASES.forImmich(row.first()));
            assertEquals(Optional.of(row), RELEASES.forImmich(lastBefore(end)));
            assertTrue(row.immich().contains(row.first()) && row.immich().contains(lastBefore(end)));
            assertFalse(row.holds(end) || row.immich().contains(end));
            if (i > 0) {
                assertEquals(RELEASES.rows().get(i - 1).end(), Optional.of(row.first()), "no gap");
            }
        }
    }

    /** What is not inferred, everybody can read upstream. */
    @Test
    void everyRowSaysWhereItIsRead() {
        for (Release row : RELEASES.rows()) {
            assertTrue(row.sources().stream().anyMatch(source -> source.url().isPresent()), row.title());
            row.sources().stream()
                    .flatMap(source -> source.url().stream())
                    .forEach(url -> assertTrue(
                            url.matches(
                                    "https://github\\.com/immich-app/immich/"
                                            + "(pull/\\d+|issues/\\d+|commit/[0-9a-f]{9}|(blob|tree)/v\\d+\\.\\d+\\.\\d+/[\\w./-]+)"),
                            url));
        }
    }

    @Test
    void whatIsInferred() {
        assertEquals(
                """
                1.118.0 – 1.119.x: ranges and start-up are those of 1.112.0 and 1.132.3, which are the same
                1.120.0 – 1.132.x: the backup takes every Postgres that was out then
                3.0.0 – 3.3.x: the ranges of 3.2 and 3.3 are those of 3.1
                3.0.0 – 3.3.x: start-up is otherwise that of 2.7.5, as in a fork of 3.1
                3.0.0 – 3.3.x: the backup takes what it took in 2.7.5
                """,
                RELEASES.rows().stream()
                        .flatMap(row -> row.sources().stream()
                                .filter(source -> source.url().isEmpty())
                                .map(source -> row.title() + ": " + source.fact() + "\n"))
                        .collect(joining()));
    }

    @Test
    void titles() {
        assertEquals(
                "1.91.0 – 1.91.3, 1.91.4, 1.92.0 – 1.94.x, 1.95.x, 1.96.0 – 1.101.x, 1.102.0 – 1.105.x, 1.106.x,"
                        + " 1.107.0 – 1.111.x, 1.112.0 – 1.117.x, 1.118.0 – 1.119.x, 1.120.0 – 1.132.x, 1.133.0 – 1.134.x, 1.135.0,"
                        + " 1.135.1 – 2.0.x, 2.1.x, 2.2.x, 2.3.0 – 2.4.x, 2.5.0 – 2.7.x, 3.0.0 – 3.3.x",
                RELEASES.rows().stream().map(Release::title).collect(joining(", ")));
    }

    @Test
    void beyondTheTable() {
        assertEquals(Optional.empty(), RELEASES.forImmich(Version.of("1.90.2")));
        assertFalse(RELEASES.isNewerThanKnown(Version.of("3.3.9")));
        assertTrue(RELEASES.isNewerThanKnown(Version.of("3.4.0")));
        assertTrue(RELEASES.isNewerThanKnown(Version.of("3.4.0-rc.1")));
        assertEquals("3.0.0 – 3.3.x", release("3.4.0").title());
        assertEquals("3.0.0 – 3.3.x", release("4.0.0").title());
        assertEquals("3.0.0 – 3.3.x", release("3.0.0-rc.1").title(), "a pre-release has the rules of its release");
    }

    @Test
    void migrationsTellTheReleaseThatRanThem() {
        Map<String, String> expected = Map.ofEntries(
                Map.entry("1744910873969-InitialMigration", "1.132.0"),
                Map.entry("1747664684909-AddAlbumAuditTables", "1.133.0"),
                Map.entry("1750107668827-PartnerCreateId", "1.135.0"),
                Map.entry("1750323941566-UnsetPrewarmDimParameter", "1.135.1"),
                Map.entry("1753104909784-AssetFaceUpdateIdAndAuditTable", "1.136.0"),
                Map.entry("1753800911775-ProfileImageCheckpointRemoval", "1.137.0"),
                Map.entry("1754389095885-ResetAlbumAssetSync", "1.138.0"),
                Map.entry("1756318797207-AssetMetadataTables", "1.140.0"),
                Map.entry("1761078763279-AddAppVersionColumnToSession", "2.2.0"),
                Map.entry("1762297277677-AddPluginAndWorkflowTables", "2.3.0"),
                Map.entry("1764957138636-AddLockedPropertiesToAssetExif", "2.4.0"),
                Map.entry("1769441657564-AddIsProgressiveColumn", "2.5.0"),
                Map.entry("1769635093204-DropThumbnailJobStatusColumns", "2.5.2"),
                Map.entry("1773242919341-EncodedVideoAssetFiles", "2.6.0"),
                Map.entry("1773956345315-DuplicateSharedLinkAssets", "2.6.2"),
                Map.entry("1774393726320-AssetFaceSyncReset", "2.6.3"),
                Map.entry("1775165531374-AddPersonNameTrigramIndex", "2.7.0"),
                Map.entry("1776217577402-DropAuditTable", "3.0.0"),
                Map.entry("1782414436633-AddPluginMethodAllowedHosts", "3.0.0"),
                Map.entry("1782500000000-RestoreLivePhotoStillVisibility", "3.0.3"),
                Map.entry("1784647658615-AddOAuthBearerTokenToSession", "3.1.0"),
                Map.entry("1784836013770-MinFacePreferenceMigration", "3.1.0"),
                Map.entry("1784986754473-ConvertUserPasswordEmptyStringToNull", "3.2.0"),
                Map.entry("1787148183730-DeleteMismatchedMemoryAssets", "3.2.0"),
                Map.entry("1789419229196-ConvertUserOAuthIdEmptyStringToNull", "3.3.0"),
                // The first one of a release: its start may have stopped before the last.
                Map.entry("1744991379464-AddNotificationsTable", "1.133.0"),
                Map.entry("1768336661963-AddAssetWidthHeight", "2.5.0"));

        expected.forEach(
                (name, first) -> assertEquals(Optional.of(Version.of(first)), RELEASES.firstReleaseWith(name), name));
        assertEquals(100, RELEASES.migrations().size());
    }

    /** One that stands between them belongs to no release: a fork's, or nobody's. */
    @Test
    void aMigrationThatIsNotInTheListTellsNothing() {
        for (String name : List.of(
                "1744910873969",
                "1744910873969-Initial",
                "1744910873968-TooOld",
                "1784836013771-MinFacePreferenceMigration",
                "2100000000001-OfAFork",
                "AddMissingIndex1744910873956",
                "")) {
            assertEquals(Optional.empty(), RELEASES.firstReleaseWith(name), name);
        }
    }

    private static String table(String immichVersions, Function<Release, String> facts) {
        return Stream.of(immichVersions.split(" "))
                .map(immich -> immich + ": " + facts.apply(release(immich)) + "\n")
                .collect(joining());
    }

    private static String supports(Release release, Function<SupportedVersions, Optional<VersionRange>> kind) {
        Stream<String> extensions = release.vectorExtensions().entrySet().stream()
                .map(entry -> entry.getKey().title() + " " + range(entry.getValue(), kind));
        return Stream.concat(Stream.of(range(release.postgres(), kind)), extensions)
                .collect(joining(", "));
    }

    private static String range(SupportedVersions supported, Function<SupportedVersions, Optional<VersionRange>> kind) {
        return kind.apply(supported).map(VersionRange::text).orElse("any");
    }

    private static Release release(String immich) {
        return RELEASES.forImmich(Version.of(immich)).orElseThrow();
    }

    /** No release that exists stands between this one and the end. */
    private static Version lastBefore(Version end) {
        if (end.patch() > 0) {
            return Version.of("%d.%d.%d".formatted(end.major(), end.minor(), end.patch() - 1));
        }
        return end.minor() > 0
                ? Version.of("%d.%d.999".formatted(end.major(), end.minor() - 1))
                : Version.of("%d.999.999".formatted(end.major() - 1));
    }
}
