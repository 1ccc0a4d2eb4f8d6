package dev.immichpg.forecast;

import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.Release.UpdateReach;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;

/** What Immich does when it has updated the extension (start-up.md#update). */
public enum AfterUpdate {
    NOTHING,
    /** Before 1.133.0 by REINDEX, in the same transaction. */
    REBUILD,
    /** After a minor or major step of pgvecto.rs it only says that Postgres must be restarted. */
    RESTART;

    /** @param chosen is behind */
    static AfterUpdate of(Release release, ChosenExtension chosen) {
        if (isPatch(chosen)) {
            return rebuildsAfterPatch(release, chosen.extension()) ? REBUILD : NOTHING;
        }
        return chosen.extension() == VectorExtension.PGVECTO_RS ? RESTART : REBUILD;
    }

    /** pgvecto.rs' only from 1.112.0 on, others' from 1.106.0 on. */
    private static boolean rebuildsAfterPatch(Release release, VectorExtension extension) {
        return extension == VectorExtension.PGVECTO_RS
                ? release.available() == AvailableRule.ENFORCED
                : release.updateReach().get(extension) == UpdateReach.IN_RANGE;
    }

    private static boolean isPatch(ChosenExtension chosen) {
        Version installed = chosen.installedVersion().orElseThrow();
        Version available = chosen.availableVersion().orElseThrow();
        return installed.major() == available.major() && installed.minor() == available.minor();
    }
}
