package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Constraint.Kind;
import dev.immichpg.catalog.Structure.Table;
import java.util.List;
import java.util.Optional;

/** Kysely's own, which it makes where they are missing, before it runs the first migration (database.md#migrations). */
public final class KyselyTables {

    /** Of one row, which says whether somebody migrates. */
    public static final String LOCK = "kysely_migrations_lock";

    static final List<Table> ALL = List.of(
            table(
                    "kysely_migrations",
                    new Column("name", "character varying(255)", true, "", false),
                    new Column("timestamp", "character varying(255)", true, "", false)),
            table(
                    LOCK,
                    new Column("id", "character varying(255)", true, "", false),
                    new Column("is_locked", "integer", true, "0", false)));

    private KyselyTables() {}

    /** Empty: it is not one of them. */
    public static Optional<Table> named(String name) {
        return ALL.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    private static Table table(String name, Column key, Column other) {
        return new Table(
                name,
                List.of(key, other),
                List.of(new Constraint(
                        name + "_pkey", Kind.PRIMARY_KEY, List.of(key.name()), "", List.of(), "", "", true)),
                List.of(),
                List.of());
    }
}
