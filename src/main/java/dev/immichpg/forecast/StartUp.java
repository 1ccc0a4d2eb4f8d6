package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.Version;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Immich's start, replayed step by step on what is really there (start-up.md#steps to start-up.md#pgvecto-rs and
 * start-up.md#forecasting). Immich exits at the first step that fails, and so does the replay.
 */
public final class StartUp {

    /** In Immich's order. What only some releases do, the step says itself. */
    static final List<StartUpStep> STEPS = List.of(
            new LogIn(),
            new AskCatalogs(),
            new BeginToWrite(),
            new AcceptPostgres(),
            new WaitForLocks(),
            new FindTables(),
            new ChooseExtension(),
            new ReadVersions(),
            new AcceptAvailableVersion(),
            new AcceptInstalledVersion(),
            new CreateExtension(),
            new UpdateExtension(),
            new TryUpdate(),
            new AcceptVersionInUse(),
            new UseLibrary(),
            new FindVectorSchemas(),
            new OpenPgvectorsIndexes(),
            new ReadIndexView(),
            new RebuildIndexes(),
            new PrewarmIndexes(),
            new DropOtherExtensions(),
            new FollowUpgradePath(),
            new ReadMigrationTables(),
            new ReadRows(),
            new CreateRequiredExtensions(),
            new FindExtensionsInPublic(),
            new FindMembers(),
            new CreateInPublic(),
            new AlterOwnTables(),
            new CreateFunctions(),
            new MeetKnownFault(),
            new ApplyToSchema(),
            new RunMigrations(),
            new RecordVersion(),
            new WriteMetadata());

    private StartUp() {}

    /**
     * @param should the release that is to start
     * @param last the release that has written to this database last; empty if it is not known
     */
    public static Forecast replay(Snapshot is, Expectation should, Optional<Version> last) {
        Optional<Version> immich = should.immich().version();
        try {
            StartProgress start = StartProgress.on(is, should, last);
            return new Forecast(immich, should.newerThanKnown() ? BeyondTheTable.steps(start) : take(STEPS, start));
        } catch (Undecidable e) {
            return Forecast.unknown(immich, e.getMessage());
        } catch (RuntimeException e) {
            // A fault of ours must not take the checks' verdicts with it, nor pass for a forecast.
            return Forecast.unknown(
                    immich,
                    "The forecast failed on what it saw (" + e + "). Please report it with the JSON of this database.");
        }
    }

    /** Two steps may look at the same thing; what is told once is not told again. */
    static List<ForecastStep> take(List<StartUpStep> steps, StartProgress start) {
        Set<ForecastStep> told = new LinkedHashSet<>();
        for (StartUpStep step : steps) {
            if (step.isTakenBy(start.release())) {
                StepOutcome outcome = step.take(start);
                told.addAll(outcome.steps());
                if (outcome.stops()) {
                    break;
                }
                start = start.after(outcome.after());
            }
        }
        return List.copyOf(told);
    }
}
