package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ExtensionSetting;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#SETTING_ORPHANED}: Immich 1.133.0 set vchordrq.prewarm_dim, which VectorChord has not known since
 * 0.4.0. From Postgres 15 on the library reserves its prefix. If no library is loaded, the name is only a
 * placeholder, which does no harm.
 */
final class ExtensionSettingOrphaned {

    private static final int RESERVES_PREFIXES_SINCE = 15;

    private ExtensionSettingOrphaned() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<ExtensionSetting> unknown = is.extensionSettings().stream()
                .filter(s -> !s.known() && concernsImmich(is, s))
                .toList();
        if (unknown.isEmpty()) {
            return Verdict.ok();
        }
        List<Finding> findings = new ArrayList<>();
        boolean hidden = false;
        for (ExtensionSetting setting : unknown) {
            VectorExtension extension = extensionOf(setting);
            Optional<Boolean> loaded = PreloadedLibrary.of(is, extension);
            hidden |= loaded.isEmpty();
            if (loaded.orElse(false)) {
                findings.add(finding(is, setting, extension));
            }
        }
        if (findings.isEmpty() && hidden) {
            throw HiddenFacts.preload(is, ", so the agent cannot tell whether the library of such a setting is loaded");
        }
        return findings.isEmpty()
                ? Verdict.notApplicable("The library that these leftover settings belong to is not loaded.")
                : Verdict.of(findings);
    }

    /** A setting of another role in other databases as well is somebody else's. */
    private static boolean concernsImmich(Snapshot is, ExtensionSetting setting) {
        return setting.scope() != Scope.ROLE || setting.role().equals(is.role().name());
    }

    /** VectorChord's own are {@code vchordrq} and {@code vchordg}. */
    private static VectorExtension extensionOf(ExtensionSetting setting) {
        return setting.name().startsWith("vectors.") ? VectorExtension.PGVECTO_RS : VectorExtension.VECTORCHORD;
    }

    private static Finding finding(Snapshot is, ExtensionSetting setting, VectorExtension extension) {
        SettingLocation location = new SettingLocation(
                setting.scope(), setting.role(), is.database().name());
        String consequence = is.server().major() >= RESERVES_PREFIXES_SINCE
                ? " Postgres warns about it at each new connection."
                : " Postgres ignores it up to 14, and warns about it at each new connection from 15 on.";
        return new Finding(
                setting.name(),
                setting.name() + " is set for " + location.phrase() + ", and the loaded " + extension.title()
                        + " has no such setting." + consequence,
                "Expected settings that the loaded library knows.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT, location.alter() + " RESET " + settingName(setting.name()) + ";")));
    }

    /** {@code vchordrq.probes} is two names for SQL. */
    private static String settingName(String name) {
        return Arrays.stream(name.split("\\.", 2)).map(Sql::name).collect(Collectors.joining("."));
    }
}
