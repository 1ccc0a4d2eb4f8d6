package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.forecast.Chosen;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** #20, #34 and #35 of ref §9: what the release requires (ref §3.5), and what Immich's role may create itself (ref §2). */
final class ExtensionMissing {

    private ExtensionMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<String> needed = new ArrayList<>(should.release().requires());
        Optional<Chosen> chosen = Chosen.of(is, should);
        chosen.filter(c -> c.available().isPresent()).map(Chosen::name).ifPresent(needed::add);
        if (chosen.isPresent() && chosen.get().extension() == VectorExtension.VECTORCHORD) {
            needed.add("vector");
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : needed) {
            if (is.installed(name).isEmpty()) {
                Optional<AvailableExtension> available = is.available(name);
                if (available.isEmpty()) {
                    findings.add(unavailable(is, name));
                } else if (!is.roleMayCreate(available.get())) {
                    findings.add(notCreated(is, name));
                } else if (is.hasImmichTables() && should.release().requires().contains(name)) {
                    findings.add(lost(is, name));
                }
            }
        }
        return Verdict.of(findings);
    }

    /** Immich makes it in its first migration, and never looks again. */
    private static Finding lost(Snapshot is, String name) {
        return new Finding(
                name,
                "Extension " + name + " is not installed in database "
                        + is.database().name() + ", though Immich has run here.",
                "Immich needs it, and does not create it a second time.",
                Remedy.of(Procedure.create(name)));
    }

    private static Finding unavailable(Snapshot is, String name) {
        return new Finding(
                name,
                "Extension " + name + " is neither installed in this database nor available on the server.",
                "Immich needs it.",
                Remedy.of(
                        Step.person(
                                Phase.INSTALL_PACKAGES,
                                "Install the package that holds extension " + name + " for Postgres "
                                        + is.server().major()
                                        + (name.equals("vector") ? " (pgvector)." : " (postgresql-contrib).")),
                        Procedure.create(name)));
    }

    private static Finding notCreated(Snapshot is, String name) {
        return new Finding(
                name,
                "Extension " + name + " is not installed in database "
                        + is.database().name() + ", and role " + is.role().name() + " may not create it.",
                "Immich needs it in this very database.",
                Remedy.of(Procedure.create(name)));
    }
}
