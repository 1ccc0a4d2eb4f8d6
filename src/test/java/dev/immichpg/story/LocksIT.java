package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot.LockHolder;
import dev.immichpg.catalog.Snapshot.LockHolder.Lock;
import dev.immichpg.catalog.Snapshot.Locks;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** issue 15, 3: who holds the lock of Immich's start, as each version of Postgres says it; and the remedy ends it. */
class LocksIT {

    private EmbeddedServer server;

    @AfterEach
    void baseline() {
        server.reset();
    }

    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void aStrandedLock(int major) throws SQLException {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database = Story.vchord(server);
        String monitor = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(monitor, database);
                Connection pooled = database.connect()) {
            try (var statement = pooled.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(200)");
            }

            Locks locks = patient.examine().snapshot().orElseThrow().locks().orElseThrow();

            assertEquals(1, locks.holders().size(), locks::toString);
            LockHolder holder = locks.holders().get(0);
            assertEquals(Lock.START_UP, holder.lock());
            assertEquals(database.role(), holder.role());
            assertEquals("idle", holder.state());
            assertTrue(holder.stateSeconds() < 60, holder::toString);
            assertTrue(!locks.roleIsBusy(), locks::toString);

            database.superuserExecute("SELECT pg_catalog.pg_terminate_backend(" + holder.pid() + ")");
            patient.await("SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 200)");
            assertTrue(!patient.examine().snapshot().orElseThrow().startUpLock().held());
        }
    }
}
