package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;

/**
 * privileges.md#default-privileges: DROP and CREATE of the extension lose a GRANT on its view; default privileges of
 * the role that creates it bring it back. pgvecto.rs 0.3.0 and newer grants it to everybody itself.
 */
final class DefaultPrivilegeMissing {

    private static final Version GRANTS_ITSELF = Version.of("0.3.0");

    private DefaultPrivilegeMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (should.release().reindex() != ReindexRule.BY_INDEX_VIEW) {
            return Verdict.notApplicable("This release of Immich does not read pg_vector_index_stat.");
        }
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty()
                || chosen.get().extension() != VectorExtension.PGVECTO_RS
                || chosen.get().installed().isEmpty()) {
            return Verdict.notApplicable("Immich does not use pgvecto.rs here.");
        }
        InstalledExtension extension = chosen.get().installed().get();
        if (!extension.schema().equals("vectors")) {
            return Verdict.notApplicable("pgvecto.rs is not in a schema of its own here.");
        }
        if (is.actsAsSuperuser()) {
            return Verdict.notApplicable("A superuser needs no privileges.");
        }
        if (chosen.get()
                .installedVersion()
                .filter(v -> !v.isOlderThan(GRANTS_ITSELF))
                .isPresent()) {
            return Verdict.notApplicable("This version of pgvecto.rs grants SELECT on its view to everybody.");
        }
        // What the role itself creates it may read without any grant.
        if (extension.roleOwns() || is.defaultSelects().contains(extension.owner())) {
            return Verdict.ok();
        }
        String role = is.effectiveRoleName();
        return Verdict.problem(new Finding(
                "vectors",
                "Tables that " + extension.owner() + ", the extension's owner, creates in schema vectors will not be"
                        + " readable for role " + role + ".",
                "Expected default privileges that give SELECT on them, as Immich's guide sets them.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT,
                        "ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.name(extension.owner())
                                + " IN SCHEMA vectors GRANT SELECT ON TABLES TO " + Sql.name(role) + ";"))));
    }
}
