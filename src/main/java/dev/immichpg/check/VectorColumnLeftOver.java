package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.forecast.VectorData;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#COLUMN_LEFT_OVER}. From 1.133.0 on, 3.x included, a start that rebuilds an index also converts the
 * column (start-up.md#rebuild); that calls the library of the type that it has. What the start converts, the checks of
 * the indexes tell.
 */
final class VectorColumnLeftOver {

    private VectorColumnLeftOver() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        List<VectorTable> tables = is.vectorTables().stream()
                .filter(t -> release.vectorIndexes().containsValue(t.name()))
                .toList();
        if (chosen.isEmpty() || tables.isEmpty()) {
            return Verdict.notApplicable("There are no vectors yet, or no extension that Immich could use.");
        }
        List<Finding> findings = new ArrayList<>();
        boolean hidden = false;
        for (VectorTable table : tables) {
            Optional<InstalledExtension> left =
                    VectorData.left(is, table, chosen.get().extension());
            if (table.typeExtension().isEmpty() && table.type().equals("vector")) {
                findings.add(detached(is, chosen.get(), table));
            } else if (left.isPresent() && release.reindex() != ReindexRule.BY_INDEX_DEFINITION) {
                findings.add(neverConverted(is, release, chosen.get(), table));
            } else if (left.isPresent()) {
                Optional<String> why = VectorData.whyUnusable(is, left.get());
                why.map(reason -> notConverted(is, chosen.get(), table, left.get(), reason))
                        .ifPresent(findings::add);
                hidden |=
                        why.isEmpty() && preloaded(is, extensionOf(left.get())).isEmpty();
            }
        }
        if (findings.isEmpty() && hidden) {
            throw HiddenFacts.preload(is, ", so the agent cannot tell whether Immich can convert its vectors");
        }
        return Verdict.of(findings);
    }

    private static VectorExtension extensionOf(InstalledExtension installed) {
        return VectorExtension.named(installed.name()).orElseThrow();
    }

    /** Empty: hidden. */
    private static Optional<Boolean> preloaded(Snapshot is, VectorExtension extension) {
        return extension.preloadLibrary().isEmpty() ? Optional.of(true) : PreloadedLibrary.of(is, extension);
    }

    private static String name(VectorTable table) {
        return table.schema() + "." + table.name();
    }

    /** A schema has one type of a name, so where the extension is in the same one, the type is the extension's. */
    private static Finding detached(Snapshot is, ChosenExtension chosen, VectorTable table) {
        String extension = VectorData.typeOf(chosen.extension()).extensionName();
        boolean lost = is.installed(extension)
                .filter(e -> e.schema().equals(table.typeSchema()))
                .isPresent();
        return new Finding(
                name(table),
                "Column embedding of " + name(table) + " has the type " + table.typeSchema()
                        + ".vector, which belongs to no extension.",
                "Expected the type of extension " + extension + ": a dump of this database cannot be restored, and an"
                        + " update of the extension does not reach it.",
                Remedy.of(
                        lost
                                ? RemedyStep.superuser(
                                        Phase.CREATE_EXTENSION,
                                        "ALTER EXTENSION " + Sql.name(extension) + " ADD TYPE "
                                                + Sql.name(table.typeSchema(), table.type()) + ";")
                                : byHand(table, chosen)));
    }

    /** Up to 1.132 the type is for ever the one of the extension that Immich began with. */
    private static Finding neverConverted(Snapshot is, Release release, ChosenExtension chosen, VectorTable table) {
        VectorExtension left = VectorExtension.named(table.typeExtension()).orElseThrow();
        List<RemedyStep> stay = new ArrayList<>(List.of(RemedyStep.STOP_IMMICH));
        is.installed(left.extensionName())
                .filter(e -> is.available(e.name()).isEmpty())
                .map(e -> RemedySteps.reinstall(is, e))
                .ifPresent(stay::add);
        stay.add(RemedySteps.keep(left));
        stay.add(RemedyStep.START_IMMICH);
        return new Finding(
                name(table),
                "Column embedding of " + name(table) + " has the type of " + left.title() + ".",
                "Expected that of " + chosen.title()
                        + ", which Immich uses, as far as the agent knows DB_VECTOR_EXTENSION. This release does not"
                        + " convert columns.",
                release.vectorExtensions().containsKey(left) && isWithinReach(is, left)
                        ? new Remedy(stay)
                        : Remedy.of(RemedyStep.STOP_IMMICH, byHand(table, chosen), RemedyStep.START_IMMICH));
    }

    /** It can be used, at least with its package back. */
    private static boolean isWithinReach(Snapshot is, VectorExtension extension) {
        return is.installed(extension.extensionName()).isPresent()
                || is.available(extension.extensionName()).isPresent();
    }

    private static RemedyStep byHand(VectorTable table, ChosenExtension chosen) {
        return RemedyStep.person(
                Phase.REBUILD_INDEX,
                "Convert column embedding of " + name(table) + " to the type of "
                        + VectorData.typeOf(chosen.extension()).title()
                        + " by hand, through real[]. Immich's documentation has the steps of a manual migration.");
    }

    private static Finding notConverted(
            Snapshot is, ChosenExtension chosen, VectorTable table, InstalledExtension left, String why) {
        List<RemedyStep> steps = new ArrayList<>();
        if (is.available(left.name()).isEmpty()) {
            steps.add(RemedySteps.reinstall(is, left));
        }
        if (!preloaded(is, extensionOf(left)).orElse(true)) {
            steps.addAll(RemedySteps.preloadAndRestart(is, EnumSet.of(extensionOf(left), chosen.extension())));
        }
        steps.add(RemedyStep.RESTART_IMMICH);
        return new Finding(
                name(table),
                "Column embedding of " + name(table) + " still has the type of "
                        + extensionOf(left).title() + ". " + why,
                "Expected its library to work until Immich has converted the column to the type of "
                        + VectorData.typeOf(chosen.extension()).title()
                        + ": otherwise Immich's next start stops there.",
                new Remedy(steps));
    }
}
