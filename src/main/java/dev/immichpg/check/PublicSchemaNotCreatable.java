package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.need.Expectation;
import java.util.Optional;

/** #38 of ref §9: since Postgres 15 the right comes with owning the database, unless public has another owner. */
final class PublicSchemaNotCreatable {

    private PublicSchemaNotCreatable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<Schema> schema = is.schema("public");
        String role = is.role().name();
        if (schema.isEmpty()) {
            return Verdict.problem(new Finding(
                    "public",
                    "Schema public does not exist.",
                    "Expected it: Immich's functions name it.",
                    Remedy.of(Step.superuser(
                            Phase.GRANT, "CREATE SCHEMA public AUTHORIZATION " + Sql.name(role) + ";"))));
        }
        if (schema.get().roleHasUsage() && schema.get().roleCanCreate()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "public",
                "Role " + role + " has no " + (schema.get().roleHasUsage() ? "CREATE" : "USAGE")
                        + " on schema public, which " + schema.get().owner() + " owns.",
                "Expected USAGE and CREATE: Immich's migrations make their tables there.",
                Remedy.of(Step.superuser(
                        Phase.GRANT, "GRANT USAGE, CREATE ON SCHEMA public TO " + Sql.name(role) + ";"))));
    }
}
