package dev.immichpg.check;

import dev.immichpg.Golden;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Checksums;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The plans of databases for which each check alone would say too much, or too little: what one remedy cures for all, what a
 * release on the way needs, and which release that is.
 */
class CuresTest {

    private static final Path PLANS = Path.of("src/test/resources/dev/immichpg/check/cures.txt");

    /** @param release that is to start; empty: the one that ran here last */
    private record Case(String title, Given given, Optional<String> release, Optional<VectorExtension> setting) {

        static Case now(String title, Given given) {
            return new Case(title, given, Optional.empty(), Optional.empty());
        }

        Case to(String release) {
            return new Case(title, given, Optional.of(release), setting);
        }

        Case set(VectorExtension extension) {
            return new Case(title, given, release, Optional.of(extension));
        }

        String text() {
            Judgement judged = new PlansTest.Case(title, () -> given, release.map(Version::of), setting).judged();
            List<String> lines = new ArrayList<>();
            lines.add("== " + title + release.map(r -> ", to Immich " + r).orElse(""));
            lines.add(judged.forecast().sentence());
            judged.problems().stream()
                    .flatMap(d -> d.verdict().findings().stream()
                            .map(finding -> d.check().id() + ": "
                                    + finding.remedy().steps().stream()
                                            .map(RemedyStep::text)
                                            .map(CuresTest::shortened)
                                            .collect(Collectors.joining(" | "))))
                    .forEach(lines::add);
            judged.plan().forEach(step -> lines.add("  " + shortened(step.text())));
            return String.join("\n", lines) + "\n";
        }
    }

    private static String shortened(String text) {
        return text.replaceFirst("(?s)^DO .*", "DO …");
    }

    private static Given oldPgvectoRs(String immich, String version) {
        return Given.pgvectors()
                .installed("vectors", version)
                .available("vectors", version)
                .versionHistory(immich);
    }

    /** The guide's database, on a server that has the package of VectorChord as well. */
    private static Given withVectorChord(String version) {
        return Given.pgvectors()
                .available("vector", "0.8.5")
                .available("vchord", version)
                .preload("vectors.so, vchord.so");
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String release : List.of("1.136.0", "2.7.5", "3.3.0")) {
            cases.add(Case.now("The guide's database", Given.pgvectors()).to(release));
            cases.add(Case.now("VectorChord's newest package is there as well", withVectorChord("1.1.1"))
                    .to(release));
            cases.add(Case.now(
                            "The same, and Immich's role is a superuser",
                            withVectorChord("1.1.1").superuser())
                    .to(release));
            cases.add(Case.now(
                            "The same, and somebody has created VectorChord",
                            withVectorChord("1.1.1")
                                    .installed("vector", "0.8.5")
                                    .installed("vchord", "1.1.1"))
                    .to(release));
            cases.add(Case.now("VectorChord 0.4.3 is there as well", withVectorChord("0.4.3"))
                    .to(release));
        }
        cases.add(Case.now("pgvecto.rs 0.1.11 of long ago", oldPgvectoRs("1.91.4", "0.1.11"))
                .to("3.3.0"));
        cases.add(Case.now("pgvecto.rs too new for the first release on the way", oldPgvectoRs("1.106.0", "0.3.0"))
                .to("3.3.0"));
        cases.add(Case.now("pgvecto.rs too new for its release", oldPgvectoRs("1.106.0", "0.3.0")));
        cases.add(Case.now("pgvecto.rs too new for every release", oldPgvectoRs("1.118.2", "0.4.0"))
                .to("2.7.5"));
        cases.add(
                Case.now("The package of pgvecto.rs is gone", Given.pgvectors().notAvailable("vectors"))
                        .to("3.3.0"));
        cases.add(Case.now(
                        "The library of pgvecto.rs is not loaded",
                        Given.pgvectors().preload("").loadedPrefixes())
                .to("3.3.0"));
        cases.add(Case.now(
                        "search_path lacks what a release on the way needs",
                        Given.pgvectors().searchPath(Scope.DATABASE, "public"))
                .to("2.7.5"));
        cases.add(Case.now(
                        "search_path lacks public, and more for a release on the way",
                        Given.pgvectors().searchPath(Scope.DATABASE, "\"$user\""))
                .to("3.3.0"));
        cases.add(Case.now(
                        "A release on the way is stopped, and something only hurts later",
                        Given.pgvectors()
                                .preload("")
                                .loadedPrefixes()
                                .checksums(new Checksums(false, List.of()))
                                .database(d -> Given.aDatabase("immich", "postgres", false, true, true)))
                .to("3.3.0"));
        cases.add(Case.now(
                        "The schema of pgvecto.rs is closed",
                        Given.pgvectors()
                                .schema(
                                        "vectors",
                                        s -> new Schema(s.name(), s.owner(), s.roleOwns(), false, s.roleCanCreate())))
                .to("3.3.0"));
        cases.add(Case.now(
                        "VectorChord is asked for, was created too new, and pgvecto.rs has the vectors",
                        withVectorChord("1.1.1").installed("vector", "0.8.5").installed("vchord", "1.1.1"))
                .to("1.136.0")
                .set(VectorExtension.VECTORCHORD));
        cases.add(Case.now(
                        "VectorChord was created too new, and there are no vectors yet",
                        Given.fresh().installed("vchord", "2.0.0").available("vchord", "2.0.0"))
                .to("2.7.5"));
        cases.add(Case.now("A newer package of VectorChord than 1.135.1 accepts", vchord("1.135.1", "0.4.3", "1.1.1")));
        cases.add(Case.now("VectorChord was updated beyond 1.135.1", vchord("1.135.1", "1.1.1", "1.1.1")));
        cases.add(Case.now("VectorChord was updated beyond 1.135.1", vchord("1.135.1", "1.1.1", "1.1.1"))
                .to("3.3.0"));
        cases.add(Case.now(
                "pgvector holds the vectors, and VectorChord was created beyond what 1.135.1 accepts",
                old(
                        Given.pgvector()
                                .installed("vchord", "1.1.1")
                                .available("vchord", "1.1.1")
                                .preload("vchord.so")
                                .loadedPrefixes("vchordrq"),
                        "1.135.1")));
        cases.add(Case.now(
                        "pgvector holds the vectors, and pgvecto.rs is wanted by default",
                        Given.pgvector()
                                .withoutRelation("kysely_migrations")
                                .table("migrations")
                                .versionHistory("1.118.2"))
                .to("1.118.2"));
        cases.add(Case.now(
                        "pgvecto.rs is asked for where VectorChord holds the vectors",
                        Given.vchord().available("vectors", "0.3.0"))
                .set(VectorExtension.PGVECTO_RS));
        cases.add(Case.now(
                "Restored on a server that has no package yet",
                Given.vchord()
                        .notAvailable("vchord")
                        .notAvailable("vector")
                        .preload("")
                        .loadedPrefixes()));
        cases.add(Case.now(
                "The package that holds the vectors is gone, and another one is there",
                Given.vchord().notAvailable("vchord")));
        return cases;
    }

    private static Given vchord(String immich, String installed, String available) {
        return old(Given.vchord().installed("vchord", installed).available("vchord", available), immich);
    }

    /** As 1.135.1 leaves it. */
    private static Given old(Given given, String immich) {
        List<String> all = Judged.RELEASES.ledger().migrations();
        List<String> run = new ArrayList<>(all.subList(0, all.indexOf("1750323941566-UnsetPrewarmDimParameter") + 1));
        Collections.reverse(run);
        return given.versionHistory(immich).migrations(run.toArray(String[]::new));
    }

    @Test
    void onePlanForAll() {
        Golden.assertHolds(PLANS, cases().stream().map(Case::text).collect(Collectors.joining("\n")));
    }
}
