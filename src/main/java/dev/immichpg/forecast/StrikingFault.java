package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ExtensionSetting;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.KnownFault;
import dev.immichpg.need.VectorExtension;
import java.util.List;
import java.util.Optional;

/**
 * A fault that the release is known to have, and that strikes on this database (releases.md#known-bad-releases,
 * FailureMode.KNOWN_BAD_RELEASE).
 *
 * @param certain false where it may not stop the start
 */
public record StrikingFault(KnownFault fault, boolean certain) {

    private static final String PREWARM_DIM = "vchordrq.prewarm_dim";

    /** The migration that resets it. */
    private static final String UNSETS_IT = "-UnsetPrewarmDimParameter";

    /** Empty: none that is known. */
    public static Optional<StrikingFault> of(Snapshot is, Expectation should) {
        return should.releases().faults().stream()
                .filter(fault -> fault.immich().contains(should.version().release()))
                .flatMap(fault -> strikes(fault, is, should).stream())
                .findFirst();
    }

    private static Optional<StrikingFault> strikes(KnownFault fault, Snapshot is, Expectation should) {
        return switch (fault.when()) {
            case FRESH_WITH_PGVECTOR -> freshWithPgvector(is, should).map(certain -> new StrikingFault(fault, certain));
            case PREWARM_DIM_LEFT ->
                isDue(is) && cannotReset(is) ? Optional.of(new StrikingFault(fault, true)) : Optional.empty();
        };
    }

    /** Where pgvecto.rs can be created, it may go well. */
    private static Optional<Boolean> freshWithPgvector(Snapshot is, Expectation should) {
        boolean pgvector = ChosenExtension.of(is, should)
                .filter(chosen -> chosen.extension() == VectorExtension.PGVECTOR)
                .isPresent();
        String name = VectorExtension.PGVECTO_RS.extensionName();
        return is.hasImmichTables() || !pgvector || is.installed(name).isPresent()
                ? Optional.empty()
                : MissingExtension.of(is, name).map(MissingExtension::stopsCreation);
    }

    private static boolean isDue(Snapshot is) {
        return is.hasImmichTables()
                && is.history()
                        .executedMigrations()
                        .map(names -> names.stream().noneMatch(name -> name.endsWith(UNSETS_IT)))
                        .orElse(true);
    }

    private static boolean cannotReset(Snapshot is) {
        List<ExtensionSetting> left = is.extensionSettings().stream()
                .filter(s -> s.name().equals(PREWARM_DIM) && s.scope() == Scope.DATABASE)
                .toList();
        // Postgres lets nobody but a superuser change a setting that no library knows: it might be a superuser's.
        boolean denied = !is.actsAsSuperuser() && left.stream().anyMatch(s -> !s.known());
        return !left.isEmpty() && (denied || !is.database().name().equals("immich"));
    }
}
