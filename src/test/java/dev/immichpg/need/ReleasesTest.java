package dev.immichpg.need;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.Release.UpdateReach;
import dev.immichpg.need.Release.UpdateRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleasesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);
    private static final Release ONE = row("1.0.0", "1.5.0");
    private static final Release THREE = row("3.0.0", "3.2.0");
    private static final Releases GAPPED = new Releases(List.of(ONE, THREE), List.of(), TODAY);

    @Test
    void rowsMustBeThereAndAscend() {
        assertEquals("rows must not be empty.", refusal(List.of(), List.of()));
        assertEquals(
                "rows must ascend without overlap, but the row from 1.0.0 follows that of >=3.0.0 <3.2.0.",
                refusal(List.of(THREE, ONE), List.of()));
        assertEquals(
                "rows must ascend without overlap, but the row from 1.4.0 follows that of >=1.0.0 <1.5.0.",
                refusal(List.of(ONE, row("1.4.0", "1.6.0")), List.of()));
        assertEquals(
                "rows must ascend without overlap, but the row from 3.0.0 follows that of >=1.0.0.",
                refusal(List.of(row("1.0.0", null), THREE), List.of()));
    }

    @Test
    void migrationsMustAscend() {
        MigrationMark older = new MigrationMark("10-A", Version.of("1.0.0"));
        assertEquals(
                "migrations must ascend by name and by first, but 10-A of 1.1.0 follows 10-A of 1.0.0.",
                refusal(List.of(ONE), List.of(older, new MigrationMark("10-A", Version.of("1.1.0")))));
        assertEquals(
                "migrations must ascend by name and by first, but 20-B of 0.9.0 follows 10-A of 1.0.0.",
                refusal(List.of(ONE), List.of(older, new MigrationMark("20-B", Version.of("0.9.0")))));
    }

    @Test
    void anOpenNewestRowKnowsTheFuture() {
        Releases open = new Releases(List.of(ONE, row("1.5.0", null)), List.of(), TODAY);

        assertFalse(open.isNewerThanKnown(Version.of("99.0.0")));
        assertEquals(Optional.of(open.rows().get(1)), open.forImmich(Version.of("99.0.0")));
    }

    /** issue 14: the headline, the metric and the command say how far the table goes. */
    @ParameterizedTest
    @CsvSource({"3.4.0, 3.3", "4.0.0, 3", "3.0.4, 3.0.3", ", 3.0.0"})
    void saysHowFarItGoes(String end, String newest) {
        assertEquals(newest, new Releases(List.of(row("3.0.0", end)), List.of(), TODAY).newestKnown());
    }

    /** issue 17: an upgrade that nobody has asked about leads to the newest release; nothing leads back to an older one. */
    @ParameterizedTest
    @CsvSource({", 3.3.0", "2.7.5, 3.3.0", "3.2.9, 3.3.0", "3.3.0,", "3.3.1,", "4.0.0,"})
    void namesTheNextUpgrade(String immich, String newest) {
        assertEquals(
                Optional.ofNullable(newest).map(Version::of),
                new Releases(List.of(row("3.0.0", "3.4.0")), List.of(), TODAY)
                        .newerThan(Optional.ofNullable(immich).map(Version::of)));
    }

    /** issue 17: as people say it, and as Immich's image is tagged. */
    @ParameterizedTest
    @CsvSource({
        "latest, 3.3.0", "RELEASE, 3.3.0", "' v3 ', 3.3.0", "3, 3.3.0", "V3.3, 3.3.0", "3.0, 3.0.0", "2, 2.5.2",
                "v2.7.5, 2.7.5",
        "2.6, 2.6.0", "4, 4.0.0", "v1, 1.0.0", "30, 30.0.0", "main,", "v3-rc,", "'',", "v,"
    })
    void understandsWhatPeopleCallARelease(String text, String meant) {
        Releases table = new Releases(List.of(row("2.5.2", "3.0.0"), row("3.0.0", "3.4.0")), List.of(), TODAY);

        assertEquals(Optional.ofNullable(meant).map(Version::of), table.meant(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.2, 2.6.0, SOME",
        "2.5.3, 2.6.0, SOME",
        "2.6.0, 2.9.0, NONE",
        "2.5.2, 2.5.3, NONE",
        "2.5.1, 2.5.1, UNKNOWN", // before the first migration that is known
        "2.6.0, 4.0.0, UNKNOWN", // beyond the table
        "2.5.2, 4.0.0, SOME"
    })
    void tellsWhetherAnUpgradeMigrates(String older, String newer, Releases.Brought brought) {
        Releases table = new Releases(
                List.of(row("2.5.2", "3.0.0"), row("3.0.0", "3.4.0")),
                List.of(
                        new MigrationMark("1-First", Version.of("2.5.2")),
                        new MigrationMark("2-Second", Version.of("2.6.0"))),
                TODAY);

        assertEquals(brought, table.migrationsBetween(Version.of(older), Version.of(newer)));
        assertEquals(
                Releases.Brought.UNKNOWN,
                new Releases(table.rows(), List.of(), TODAY).migrationsBetween(Version.of(older), Version.of(newer)));
    }

    @ParameterizedTest
    @CsvSource({
        "3.4.0, 4.0.0, true",
        "3.4.0, 3.5.0, false",
        "4.0.0, 4.0.0, true",
        "4.0.0, 5.1.0, true",
        ", 3.9.0, false"
    })
    void knowsAnotherMajor(String end, String immich, boolean other) {
        assertEquals(
                other, new Releases(List.of(row("3.0.0", end)), List.of(), TODAY).isOfAnotherMajor(Version.of(immich)));
    }

    @Test
    void expectsOfAKnownImmichItsRow() {
        Expectation expectation = expectation("1.2.3");

        assertEquals(ONE, expectation.release());
        assertFalse(expectation.newerThanKnown());
    }

    @Test
    void expectsOfANewerImmichTheNewestRow() {
        Expectation expectation = expectation("4.0.0");

        assertEquals(THREE, expectation.release());
        assertTrue(expectation.newerThanKnown());
    }

    @Test
    void cannotDecideWithoutARow() {
        assertEquals(
                "Immich 0.9.0 is older than 1.0.0, the first release that this agent knows.",
                undecidable(expectation("0.9.0")));
        assertEquals("Immich 2.0.0 is in no row of the releases file.", undecidable(expectation("2.0.0")));
        assertEquals(
                "Immich's version is not known: immich-version-unknown says why. Or set immich-version.",
                undecidable(Expectation.of(GAPPED, ImmichVersion.unknown(), Optional.empty())));
    }

    private static String undecidable(Expectation expectation) {
        return assertThrows(Undecidable.class, expectation::release).getMessage();
    }

    private static Expectation expectation(String immich) {
        Optional<Version> version = Optional.of(Version.of(immich));
        return Expectation.of(
                GAPPED, new ImmichVersion(version, ImmichVersion.Source.CONFIGURED, false), Optional.empty());
    }

    private static String refusal(List<Release> rows, List<MigrationMark> migrations) {
        return assertThrows(IllegalArgumentException.class, () -> new Releases(rows, migrations, TODAY))
                .getMessage();
    }

    private static Release row(String first, String end) {
        return new Release(
                Version.of(first),
                Optional.ofNullable(end).map(Version::of),
                "a title",
                List.of(new Source("test", Optional.empty())),
                SupportedVersions.any(),
                Map.of(VectorExtension.PGVECTOR, SupportedVersions.any()),
                SupportedVersions.any(),
                List.of(VectorExtension.PGVECTOR),
                Choice.DEFAULT,
                AvailableRule.ENFORCED,
                UpdateRule.REQUIRED,
                Map.of(VectorExtension.PGVECTOR, UpdateReach.ANY),
                true,
                ReindexRule.NEVER,
                false,
                List.of("cube"),
                Map.of("clip_index", "smart_search"),
                Optional.empty());
    }
}
