package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.forecast.Chosen;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Support;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * #10, #11 and #19 of ref §9: a package was updated and ALTER EXTENSION … UPDATE was not run. Where that stops Immich's
 * next start, the graver checks tell and this one leaves it to them.
 */
final class ExtensionUpdatePending {

    private ExtensionUpdatePending() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<Chosen> chosen = chosen(is, should);
        List<Finding> findings = new ArrayList<>();
        for (InstalledExtension installed : is.installedExtensions()) {
            Optional<AvailableExtension> available = is.available(installed.name());
            boolean isChosen = chosen.isPresent() && chosen.get().name().equals(installed.name());
            if (available.isPresent()
                    && !available.get().version().equals(installed.version())
                    && !(isChosen && isGraver(is, should, chosen.get()))) {
                findings.add(finding(
                        is,
                        installed,
                        available.get(),
                        chosen.filter(c -> isChosen),
                        limit(should, chosen, installed)));
            }
        }
        return Verdict.of(findings);
    }

    /** Drift is drift also where Immich's release is not known. */
    private static Optional<Chosen> chosen(Snapshot is, Expectation should) {
        try {
            return Chosen.of(is, should);
        } catch (Undecidable e) {
            return Optional.empty();
        }
    }

    private static boolean isGraver(Snapshot is, Expectation should, Chosen chosen) {
        return VectorExtensionOutOfRange.refusesAvailable(should.release(), chosen)
                || ExtensionUpdateBlocked.blocks(is, should.release(), chosen)
                || ExtensionDowngraded.blocks(should.release(), chosen)
                || UpdatePathMissing.blocks(is, should.release(), chosen);
    }

    /** The versions to which an update may be advised; empty: any. */
    private static Optional<VersionRange> limit(
            Expectation should, Optional<Chosen> chosen, InstalledExtension installed) {
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Support support = installed.name().equals(chosen.get().name())
                ? chosen.get().support()
                : chosen.get().extension() == VectorExtension.VECTORCHORD
                                && installed.name().equals(VectorExtension.PGVECTOR.extensionName())
                        ? should.release().pgvectorForVectorChord()
                        : Support.any();
        return support.documented().or(support::enforced);
    }

    private static Finding finding(
            Snapshot is,
            InstalledExtension installed,
            AvailableExtension available,
            Optional<Chosen> chosen,
            Optional<VersionRange> limit) {
        String name = installed.name();
        String observed = "Extension " + name + " " + installed.version()
                + " is installed, and its package on the server" + " provides " + available.version() + ".";
        String expected = "Expected the installed version to be the package's.";
        if (!is.hasUpdatePath(name)) {
            return new Finding(
                    name,
                    observed + " No script leads from the one to the other.",
                    expected,
                    Remedy.of(Step.person(
                            Phase.INSTALL_PACKAGES,
                            "Install the package of " + name + " " + installed.version()
                                    + " again, or one with update scripts from it.")));
        }
        if (limit.isPresent()
                && Version.parse(available.version())
                        .filter(limit.get()::contains)
                        .isEmpty()) {
            return new Finding(
                    name,
                    observed + " Immich's documentation lists " + limit.get().text() + ".",
                    expected,
                    Remedy.of(Step.person(
                            Phase.INSTALL_PACKAGES,
                            "Install a version of " + name + " within "
                                    + limit.get().text()
                                    + ", or a release of Immich that lists " + available.version()
                                    + ", before you update the extension.")));
        }
        Remedy remedy = VectorExtension.named(name)
                .filter(e -> e != VectorExtension.PGVECTOR)
                .flatMap(e -> chosen)
                .map(c -> Procedure.updateRemedy(is, c))
                .orElseGet(() -> Remedy.of(Procedure.alterUpdate(name)));
        return new Finding(name, observed, expected, remedy);
    }
}
