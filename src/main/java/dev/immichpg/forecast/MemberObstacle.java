package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.DeniedMember;
import dev.immichpg.catalog.Snapshot.DeniedMember.Kind;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.need.VectorExtension;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Functions and types of extensions that Immich's role is not allowed to use (FailureMode.FUNCTION_NOT_EXECUTABLE). */
final class MemberObstacle {

    static final String CHECK = "extension-member-denied";

    private MemberObstacle() {}

    /** No EXECUTE on a function of this name, as a sentence. */
    static Optional<String> ofFunction(Snapshot is, String extension, String name) {
        return denied(is)
                .filter(m -> m.kind() == Kind.FUNCTION
                        && m.extension().equals(extension)
                        && m.name().equals(name))
                .findFirst()
                .map(m -> sentence(is, m));
    }

    /** No USAGE on the type of the vectors, as a sentence. */
    static Optional<String> ofType(Snapshot is, VectorExtension used) {
        return denied(is)
                .filter(m -> m.kind() == Kind.TYPE
                        && m.name().equals("vector")
                        && m.extension().equals(VectorData.typeOf(used).extensionName()))
                .findFirst()
                .map(m -> sentence(is, m));
    }

    /** A rebuild makes arrays of the vectors, by functions of the extension that they are of, and vectors of the arrays. */
    static Optional<RebuildObstacle> ofConversion(Snapshot is, ChosenExtension chosen, Relation table) {
        String target = VectorData.typeOf(chosen.extension()).extensionName();
        List<String> extensions = Stream.concat(
                        Stream.of(target),
                        is.vectorTables().stream()
                                .filter(t -> t.schema().equals(table.schema())
                                        && t.name().equals(table.name()))
                                .map(VectorTable::typeExtension))
                .toList();
        Optional<String> function = denied(is)
                .filter(m -> m.converts() && extensions.contains(m.extension()))
                .findFirst()
                .map(m -> sentence(is, m));
        return function.or(() -> ofType(is, chosen.extension()))
                .map(seen -> new RebuildObstacle("Immich cannot convert its vectors. " + seen, CHECK));
    }

    private static String sentence(Snapshot is, DeniedMember member) {
        boolean function = member.kind() == Kind.FUNCTION;
        return "Role " + is.effectiveRoleName() + " has no " + (function ? "EXECUTE on function " : "USAGE on type ")
                + member.name() + " of extension " + member.extension() + ".";
    }

    private static Stream<DeniedMember> denied(Snapshot is) {
        return is.deniedMembers().stream().flatMap(List::stream);
    }
}
