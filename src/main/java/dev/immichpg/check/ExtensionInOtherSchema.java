package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.VectorData;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FailureMode#VECTORS_IN_OTHER_SCHEMA} and {@link FailureMode#EARTHDISTANCE_IN_OTHER_SCHEMA}: Immich names
 * {@code public.cube}, {@code public.earth} and {@code vectors.vector} in full (start-up.md#rebuild,
 * database.md#vector-tables), so no search_path helps. It finds the other extensions by their bare names, and other
 * checks report where it does not.
 */
final class ExtensionInOtherSchema {

    private ExtensionInOtherSchema() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("cube", "earthdistance")) {
            is.installed(name)
                    .filter(e -> !e.schema().equals("public"))
                    .map(ExtensionInOtherSchema::notInPublic)
                    .ifPresent(findings::add);
        }
        VectorData.misplacedPgvectoRs(is)
                .filter(e -> is.vectorTables().stream()
                        .anyMatch(t -> t.typeExtension().equals(e.name())))
                .map(e -> notInVectors(is, e))
                .ifPresent(findings::add);
        return Verdict.of(findings);
    }

    private static Finding notInPublic(InstalledExtension extension) {
        String name = extension.name();
        return new Finding(
                name,
                "Extension " + name + " is in schema " + extension.schema() + ".",
                "Expected it in public, where Immich's functions and its next migration look for public.cube and"
                        + " public.earth.",
                Remedy.of(RemedyStep.superuser(
                        Phase.MOVE_EXTENSION, "ALTER EXTENSION " + Sql.name(name) + " SET SCHEMA public;")));
    }

    /**
     * The extension says that it cannot be moved, though nothing in it names its schema: Immich makes it movable for a
     * moment when it updates from 0.1 (start-up.md#pgvecto-rs), and so must a superuser.
     */
    private static Finding notInVectors(Snapshot is, InstalledExtension extension) {
        String name = VectorExtension.PGVECTO_RS.extensionName();
        String schema = VectorData.SCHEMA_OF_PGVECTO_RS;
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        for (String statement : List.of(
                "CREATE SCHEMA IF NOT EXISTS " + schema + ";",
                "GRANT USAGE ON SCHEMA " + schema + " TO " + Sql.name(is.effectiveRoleName()) + ";",
                movable(true),
                "ALTER EXTENSION " + name + " SET SCHEMA " + schema + ";",
                movable(false))) {
            steps.add(RemedyStep.superuser(Phase.MOVE_EXTENSION, statement));
        }
        for (VectorIndex index : is.vectorIndexes()) {
            steps.addAll(RemedySteps.rebuild(is, index));
        }
        steps.add(RemedyStep.START_IMMICH);
        return new Finding(
                name,
                "pgvecto.rs " + extension.version() + " is in schema " + extension.schema() + ".",
                "Expected it in vectors: since 1.133.0 Immich names vectors.vector when it rebuilds an index, and a type"
                        + " vector elsewhere is in the way of pgvector and VectorChord.",
                new Remedy(steps));
    }

    private static String movable(boolean is) {
        return "UPDATE pg_catalog.pg_extension SET extrelocatable = " + is
                + " WHERE extname OPERATOR(pg_catalog.=) 'vectors';";
    }
}
