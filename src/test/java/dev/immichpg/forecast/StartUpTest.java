package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Golden;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Release;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link StartUpRows}, and what a row cannot say. */
class StartUpTest {

    private static final Releases RELEASES = ReleasesFile.builtIn();

    static List<StartUpRow> rows() {
        return StartUpRows.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endsAsExpected(StartUpRow row) {
        Forecast forecast = row.replay();

        assertEquals(
                row.expected() + " by " + Optional.ofNullable(row.rule()).orElse("-"),
                forecast.outcome().label() + " by " + StartUpRow.decidingRule(forecast),
                () -> row.why() + "\n"
                        + forecast.steps().stream().map(ForecastStep::toString).collect(Collectors.joining("\n")));
    }

    /** Not only the step that decides. */
    @Test
    void takesTheseSteps() {
        String steps = rows().stream()
                .map(row -> row + "\n"
                        + row.replay().steps().stream()
                                .map(step -> "    " + step.effect().name().toLowerCase(Locale.ROOT) + ": " + step.rule()
                                        + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());

        Golden.assertHolds(Path.of("src", "test", "resources", "dev", "immichpg", "forecast", "steps.txt"), steps);
    }

    /** A releases file with a new row, or a rule with a new name, needs rows here. */
    @Test
    void everyRowOfReleasesIsTriedAtItsFirstRelease() {
        Set<String> tried = new TreeSet<>();
        StartUpRows.all().forEach(row -> tried.add(row.immich()));
        Set<String> untried = new TreeSet<>();
        for (Release row : RELEASES.rows()) {
            if (!tried.contains(row.first().text())) {
                untried.add(row.first().text());
            }
        }
        assertEquals(Set.of(), untried);
    }

    @Test
    void dropsTheIndexesBeforeAnUpdateThatFails() {
        Forecast forecast = replay("2.7.5", Given.vchord().available("vchord", "1.1.1"));

        assertEquals(
                "Immich 2.7.5 would not start. It drops clip_index and face_index, to update VectorChord from 0.4.3 to"
                        + " 1.1.1. Then: Updating VectorChord to 1.1.1 needs a superuser, but role immich is not one.",
                forecast.sentence());
    }

    @Test
    void dropsOnlyWhatIsThere() {
        Given given = Given.vchord().available("vchord", "1.1.1").withoutIndex("clip_index");

        assertEquals(
                "It drops face_index, to update VectorChord from 0.4.3 to 1.1.1.",
                replay("2.7.5", given).steps(Effect.CHANGES).get(0).text());
        assertEquals(
                List.of(), replay("2.7.5", given.withoutIndex("face_index")).steps(Effect.CHANGES));
    }

    @Test
    void dropsNothingWithoutTheLibrary() {
        Given given = Given.vchord().available("vchord", "1.1.1").preload("").loadedPrefixes();

        assertEquals(List.of(), replay("2.7.5", given).steps(Effect.CHANGES));
    }

    @Test
    void leavesTheIndexesAloneBefore1_135_1() {
        Given given = Given.vchord().installed("vchord", "0.3.0").available("vchord", "0.4.3");

        assertEquals(List.of(), replay("1.135.0", given).steps(Effect.CHANGES));
    }

    @Test
    void stopsAtTheFirstCertainBlock() {
        Forecast forecast = replay(
                "2.7.5", Given.vchord().available("vchord", "2.0.0").preload("").withoutSchema("public"));

        assertEquals(1, forecast.steps(Effect.BLOCKS).size());
        assertEquals(
                Effect.BLOCKS, forecast.steps().get(forecast.steps().size() - 1).effect());
    }

    @Test
    void goesOnWhereItCouldNotSee() {
        Given given = Given.vchord().preloadHidden().loadedPrefixes();
        given.relation("kysely_migrations", r -> StartUpRow.owned(r, false, false));
        Forecast forecast = replay("2.7.5", given);

        assertEquals(
                List.of("preload"),
                forecast.steps(Effect.UNKNOWN).stream().map(ForecastStep::rule).toList());
        assertEquals(Outcome.BLOCKED, forecast.outcome());
    }

    @Test
    void saysWhyAnUnknownReleaseCannotBeForecast() {
        Forecast forecast = StartUp.replay(
                Given.vchord().snapshot(),
                Expectation.of(RELEASES, ImmichVersion.unknown(), Optional.empty()),
                Optional.empty());

        assertEquals(Outcome.UNKNOWN, forecast.outcome());
        assertTrue(forecast.sentence().contains("set immich-version"), forecast.sentence());
    }

    /** issue 14, row 11: with a table of before 3.0.0 somebody with pgvecto.rs was told that 3.0.0 was safe. */
    @Test
    void saysOfANewerReleaseThatNobodyCanTell() {
        assertEquals(
                "Cannot tell whether Immich 9.9.9 would start. 9.9.9 is newer than this agent knows (3.3).",
                replay("9.9.9", Given.vchord()).sentence());
        String newer = replay("3.4.0", Given.vchord()).sentence();
        assertTrue(
                newer.startsWith(
                        "Cannot tell whether Immich 3.4.0 would start. 3.4.0 is newer than this agent knows (3.3)."
                                + " As far as 3.3 goes, it would start. First: Immich runs "),
                newer);
        String blocked =
                replay("3.4.0", Given.vchord().preload("").loadedPrefixes()).sentence();
        assertTrue(blocked.contains(" As far as 3.3 goes, it would not start. "), blocked);
    }

    private static Forecast replay(String immich, Given given) {
        return replay(immich, given, Optional.empty(), Optional.of(Version.of(immich)));
    }

    private static Forecast replay(String immich, Given given, Optional<VectorExtension> env, Optional<Version> last) {
        ImmichVersion version = new ImmichVersion(Optional.of(Version.of(immich)), Source.CONFIGURED, false);
        return StartUp.replay(given.snapshot(), Expectation.of(RELEASES, version, env), last);
    }
}
