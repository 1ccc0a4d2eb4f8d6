package dev.immichpg.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Structure;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichSchema;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Issue 16: what is whole differs in nothing, whatever the Postgres, and read with an empty search_path. */
class WholeDatabasesIT {

    static List<Integer> majors() {
        return EmbeddedServer.majors();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void issue16WhatImmichMadeIsWholeOnEveryPostgres(int major) throws Exception {
        for (int number : List.of(0, 4, 26, 27, 73, 99)) {
            ImmichDatabase database = ImmichDatabase.on(EmbeddedServer.shared(major))
                    .pgvector("0.8.5")
                    .fresh()
                    .create();
            try {
                database.superuserExecute(
                        "CREATE EXTENSION \"uuid-ossp\"", "CREATE EXTENSION pg_trgm", "CREATE EXTENSION unaccent");
                database.roleExecute(
                        ImmichSchema.statements(number, table -> "vector(512)").toArray(String[]::new));
                Structure structure = read(database).structure().orElseThrow();
                assertEquals(
                        List.of(), SchemaComparison.of(structure, ImmichSchema.ledger(), number), "after " + number);
            } finally {
                database.drop();
            }
        }
    }

    private static Snapshot read(ImmichDatabase database) throws Exception {
        try (CatalogReader reader = new CatalogReader(
                ImmichUrl.parse(database.url()), Optional.empty(), false, Timeouts.within(Duration.ofSeconds(20)))) {
            return reader.read();
        }
    }
}
