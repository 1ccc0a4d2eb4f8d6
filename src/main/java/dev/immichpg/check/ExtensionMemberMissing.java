package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.MissingMember;
import dev.immichpg.catalog.Snapshot.MissingMember.Kind;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.MemberMissing;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#MEMBER_MISSING}: pg_extension says that the extension is installed, and something that Immich names was
 * dropped out of it, or moved away.
 */
final class ExtensionMemberMissing {

    /** Nothing but what uses the missing one depends on them, so that they can be created again. */
    private static final Set<String> REPLACEABLE = Set.of("pg_trgm", "unaccent", "uuid-ossp", "vchord");

    private static final Map<String, String> METHODS = Map.of("pg_trgm", "gin", "vector", "hnsw", "vchord", "vchordrq");

    private ExtensionMemberMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        HiddenFacts.looked(is.missingMembers());
        Set<String> needed = new TreeSet<>(should.release().requires());
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        chosen.map(ChosenExtension::needed).ifPresent(needed::addAll);
        boolean pgvector =
                chosen.filter(c -> c.extension() == VectorExtension.PGVECTOR).isPresent();
        return Verdict.of(needed.stream()
                .map(extension -> MemberMissing.of(is, extension).stream()
                        // pgvector's indexes are of no use under VectorChord
                        .filter(m -> pgvector || !extension.equals("vector") || m.kind() != Kind.OPERATOR_CLASS)
                        .toList())
                .filter(members -> !members.isEmpty())
                .map(members -> finding(is, members))
                .toList());
    }

    private static Finding finding(Snapshot is, List<MissingMember> members) {
        String extension = members.get(0).extension();
        return new Finding(
                extension,
                members.stream().map(MemberMissing::sentence).collect(Collectors.joining(" ")),
                "Expected what the extension's script has created: Immich and its schema name it.",
                new Remedy(remedy(is, extension, members)));
    }

    private static List<RemedyStep> remedy(Snapshot is, String extension, List<MissingMember> members) {
        InstalledExtension installed = is.installed(extension).orElseThrow();
        List<MissingMember> gone =
                members.stream().filter(m -> m.foundIn().isEmpty()).toList();
        List<RemedyStep> steps = new ArrayList<>();
        members.stream()
                .filter(m -> !m.foundIn().isEmpty())
                .map(m -> moveBack(m, installed.schema()))
                .forEach(steps::add);
        if (gone.isEmpty()) {
            return steps;
        }
        steps.add(RemedyStep.STOP_IMMICH);
        if (REPLACEABLE.contains(extension)) {
            steps.add(again(Sql.name(extension), Sql.name(installed.schema())));
        } else {
            steps.add(RemedyStep.person(
                    Phase.CREATE_EXTENSION,
                    "As a superuser, run what creates "
                            + gone.stream().map(MissingMember::name).collect(Collectors.joining(" and "))
                            + " in the script " + extension + "--" + installed.version()
                            + ".sql (in the directory extension below pg_config --sharedir), in schema "
                            + Sql.name(installed.schema()) + ". Then make it a member: ALTER EXTENSION "
                            + Sql.name(extension) + " ADD …"));
        }
        steps.add(extension.equals("vchord") ? RemedySteps.RESTART_TO_REBUILD : RemedyStep.START_IMMICH);
        return steps;
    }

    /** In one transaction: where something else needs the extension, it stays as it was, and so do the indexes. */
    private static RemedyStep again(String extension, String schema) {
        return RemedyStep.superuser(
                Phase.CREATE_EXTENSION,
                "BEGIN; "
                        + (extension.equals("vchord")
                                ? "DROP INDEX IF EXISTS public.clip_index, public.face_index; "
                                : "")
                        + "DROP EXTENSION IF EXISTS " + extension + "; CREATE EXTENSION IF NOT EXISTS " + extension
                        + " SCHEMA " + schema + "; COMMIT;");
    }

    /** Postgres takes a name without arguments where the schema has one of this name. */
    private static RemedyStep moveBack(MissingMember member, String schema) {
        String there = Sql.name(member.foundIn().get(0), member.name());
        return RemedyStep.superuser(
                Phase.GRANT,
                (member.kind() == Kind.FUNCTION
                                ? "ALTER FUNCTION " + there
                                : "ALTER OPERATOR CLASS " + there + " USING " + METHODS.get(member.extension()))
                        + " SET SCHEMA " + Sql.name(schema) + ";");
    }
}
