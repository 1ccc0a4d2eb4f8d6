package dev.immichpg.agent;

import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Judgement;
import dev.immichpg.check.PlatformRemedies;
import dev.immichpg.check.Report;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.Timeouts;
import dev.immichpg.postgres.UnreadableDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Examines one database: reads it, judges it, forecasts. */
public final class Examiner implements AutoCloseable {

    private final WatchedDatabase database;
    private final Releases releases;
    private final Doctor doctor;
    private final CatalogReader reader;
    private final ImmichServer server;
    private final Clock clock;
    /** Of one examination at a time. */
    private volatile Memory memory = Memory.NONE;

    /**
     * @param keepSession whether it stays logged in between two examinations
     * @param structureEvery the longest time from one reading of the structure to the next; zero: each examination reads it
     */
    public Examiner(
            WatchedDatabase database,
            Releases releases,
            Doctor doctor,
            Timeouts timeouts,
            boolean keepSession,
            Duration structureEvery,
            Clock clock) {
        this.database = database;
        this.releases = releases;
        this.doctor = doctor;
        this.reader = database.reader(timeouts, keepSession, structureEvery);
        this.server = new ImmichServer(timeouts.connect());
        this.clock = clock;
    }

    /** What is remembered of the database, before an examination. */
    void recall(Memory remembered) {
        memory = remembered;
    }

    /** Never fails: a database that cannot be read makes a report that says so. */
    public Report examine() {
        long start = System.nanoTime(); // The clock may be set meanwhile.
        try {
            Snapshot is = reader.read();
            memory = memory.after(is);
            return judge(is.withMemory(memory), start);
        } catch (UnreadableDatabase e) {
            return unreadable(e.getMessage(), start);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            // Its own matter, and not that of the databases beside it.
            return unreadable(
                    "The examination was too much for the agent ("
                            + e.getClass().getSimpleName()
                            + "): the answer of the database is too large, or the agent has too little memory.",
                    start);
        } catch (RuntimeException e) {
            return unreadable(
                    "The examination failed (" + e.getClass().getSimpleName()
                            + "). This is a fault of the agent: please report it.",
                    start);
        }
    }

    /** {@link Doctor#newest} of what {@link #examine} has returned. */
    public Optional<Judgement> newest(Report report) {
        return doctor.newest(report, database.question(), releases);
    }

    /** What is to be said of an examination that goes on when it should long be over. */
    Report overdue(Duration since) {
        return doctor.unreadable(
                database.question(),
                "Could not read " + database.target().describe()
                        + ": the examination does not end; check that the files of its password and certificates can"
                        + " be read (a network drive can hang), and check the DNS.",
                clock.instant(),
                since);
    }

    @Override
    public void close() {
        reader.close();
    }

    private Report judge(Snapshot is, long start) {
        ImmichVersion immich = ReleaseDetection.version(database.immichVersion(), is, releases, Optional.empty());
        if (immich.source() == Source.UNKNOWN && database.immichUrl().isPresent()) {
            immich = ReleaseDetection.version(
                    Optional.empty(),
                    is,
                    releases,
                    server.version(database.immichUrl().get()));
        }
        return PlatformRemedies.in(
                doctor.report(database.question(), releases, immich, is, clock.instant(), since(start)),
                PlatformFiles.all(),
                database.platform());
    }

    private Report unreadable(String why, long start) {
        return doctor.unreadable(database.question(), why, clock.instant(), since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
