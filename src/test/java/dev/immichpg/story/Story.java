package dev.immichpg.story;

import dev.immichpg.check.Check;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A healthy database, a fault, and who finds it. {@link StoriesIT} tells it on every major version of Postgres, follows
 * the printed remedy and expects health again. All other checks must not change.
 *
 * @param check which finds it; its remedy is followed
 * @param also checks that rightly find it too
 * @param outcome of the forecast while it is broken
 * @param moves the remedy brings another vector extension into use, so that checks begin or cease to apply
 * @param before checks that rightly find a problem before the fault already; it is gone afterwards
 * @param ofWhole it can be told of a database that has all of Immich's tables
 */
public record Story(
        String title,
        Check check,
        Set<Check> also,
        Outcome outcome,
        Function<EmbeddedServer, ImmichDatabase> healthy,
        Consumer<Patient> fault,
        boolean moves,
        Set<Check> before,
        boolean ofWhole) {

    public Story(
            String title,
            Check check,
            Set<Check> also,
            Outcome outcome,
            Function<EmbeddedServer, ImmichDatabase> healthy,
            Consumer<Patient> fault) {
        this(title, check, also, outcome, healthy, fault, false, Set.of(), true);
    }

    /** Whose remedy brings another vector extension into use. */
    public Story moving() {
        return new Story(title, check, also, outcome, healthy, fault, true, before, ofWhole);
    }

    /** Told of a database that has these problems from the beginning, and moves away from what they are of. */
    public Story withBefore(Check... before) {
        return new Story(title, check, also, outcome, healthy, fault, true, Set.of(before), ofWhole);
    }

    /** Of a database that has a few of Immich's tables only, as the story plays what would change all of them. */
    public Story neverOfWhole() {
        return new Story(title, check, also, outcome, healthy, fault, moves, before, false);
    }

    /** Immich 1.118.2 on pgvecto.rs, prepared by the guide, with the grant that it forgets. */
    public static final Function<EmbeddedServer, ImmichDatabase> PGVECTORS = server -> ImmichDatabase.on(server)
            .pgvectors("0.2.0")
            .grantIndexView()
            .immich("1.118.2")
            .create();

    /** Immich 2.7.5 on a VectorChord whose library says its version, to a Postgres that asks. */
    public static final Function<EmbeddedServer, ImmichDatabase> TELLING_VCHORD = server -> {
        server.install(Package.vchord("1.0.0"));
        server.installVchordLibrary("1.0.0");
        server.restart();
        return ImmichDatabase.on(server).vchord("1.0.0").immich("2.7.5").create();
    };

    /** Immich 2.7.5 on VectorChord. */
    public static ImmichDatabase vchord(EmbeddedServer server) {
        return ImmichDatabase.on(server).vchord("0.4.3").immich("2.7.5").create();
    }

    /** Immich 2.7.5 on pgvector, on a server without the packages that Immich would prefer. */
    public static ImmichDatabase pgvector(EmbeddedServer server) {
        server.uninstall("vchord");
        server.uninstall("vectors");
        server.configure("shared_preload_libraries", "");
        server.restart();
        return ImmichDatabase.on(server).pgvector("0.8.5").immich("2.7.5").create();
    }

    /** Postgres 18 is the first that asks libraries for their version. */
    int oldestMajor() {
        return healthy == TELLING_VCHORD ? 18 : 14;
    }

    /** The releases that read pgvecto.rs' view are documented for Postgres 16 at most. */
    int newestMajor() {
        return healthy == PGVECTORS ? 16 : 18;
    }

    @Override
    public String toString() {
        return title;
    }
}
