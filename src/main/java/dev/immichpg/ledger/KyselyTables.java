package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Constraint.Kind;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import java.util.List;
import java.util.Set;

/** Kysely's own, which it makes where they are missing, before it runs the first migration (database.md#migrations). */
public final class KyselyTables {

    static final List<Table> ALL = List.of(
            table(
                    "kysely_migrations",
                    new Column("name", "character varying(255)", true, "", false),
                    new Column("timestamp", "character varying(255)", true, "", false)),
            table(
                    "kysely_migrations_lock",
                    new Column("id", "character varying(255)", true, "", false),
                    new Column("is_locked", "integer", true, "0", false)));

    /** At each start, also where there is nothing to run. */
    private static final Set<String> READ =
            Set.of("kysely_migrations.name", "kysely_migrations.timestamp", "kysely_migrations_lock.id");

    private KyselyTables() {}

    private static Table table(String name, Column key, Column other) {
        return new Table(
                name,
                List.of(key, other),
                List.of(new Constraint(
                        name + "_pkey", Kind.PRIMARY_KEY, List.of(key.name()), "", List.of(), "", "", true)),
                List.of(),
                List.of());
    }

    /** Without it no release since 1.132.0 starts. */
    public static boolean stopsEachStart(Difference difference) {
        return difference.is(ObjectKind.COLUMN, What.MISSING)
                && READ.contains(difference.table() + "." + difference.name());
    }
}
