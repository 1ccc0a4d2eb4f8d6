package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ExtensionSetting;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;

/**
 * {@link FailureMode#PROBES_UNSET}: a dump without -C loses it, and Immich sets it only when it creates the extension
 * itself. Its own searches set it for themselves.
 */
final class ProbesUnset {

    private static final String SETTING = "vchordrq.probes";

    private ProbesUnset() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.installed(VectorExtension.VECTORCHORD.extensionName()).isEmpty()) {
            return Verdict.notApplicable("VectorChord is not installed.");
        }
        if (is.extensionSettings().stream().anyMatch(s -> s.name().equals(SETTING) && reaches(is, s))) {
            return Verdict.ok();
        }
        boolean inUse = ChosenExtension.of(is, should)
                .filter(chosen -> chosen.extension() == VectorExtension.VECTORCHORD)
                .isPresent();
        if (!inUse) {
            return Verdict.notApplicable("Immich does not use VectorChord here.");
        }
        String database = is.database().name();
        return Verdict.problem(new Finding(
                database,
                SETTING + " is not set, neither for database " + database + " nor for role "
                        + is.role().name() + ".",
                "Expected what Immich sets when it creates VectorChord itself: other programs' searches fail without it.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT, "ALTER DATABASE " + Sql.name(database) + " SET " + SETTING + " = 1;"))));
    }

    private static boolean reaches(Snapshot is, ExtensionSetting setting) {
        return setting.role().isEmpty() || setting.role().equals(is.role().name());
    }
}
