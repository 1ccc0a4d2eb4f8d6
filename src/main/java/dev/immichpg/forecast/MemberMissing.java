package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.MissingMember;
import dev.immichpg.catalog.Snapshot.MissingMember.Kind;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.need.VectorExtension;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Functions, types, operator classes and casts of installed extensions that Immich names and does not find
 * (FailureMode.MEMBER_MISSING).
 */
public final class MemberMissing {

    static final String CHECK = "extension-member-missing";

    private MemberMissing() {}

    /** Of this extension, those that Immich does not find in another schema of its search_path either. */
    public static List<MissingMember> of(Snapshot is, String extension) {
        return is.missingMembers().stream()
                .flatMap(List::stream)
                .filter(member -> member.extension().equals(extension))
                .filter(member -> member.foundIn().stream()
                        .noneMatch(schema -> SchemaObstacle.of(is, schema).isEmpty()))
                .toList();
    }

    /** As a sentence. */
    static Optional<String> ofFunction(Snapshot is, String extension, String name) {
        return of(is, extension).stream()
                .filter(member ->
                        member.kind() == Kind.FUNCTION && member.name().equals(name))
                .findFirst()
                .map(MemberMissing::sentence);
    }

    /** The operator class that an index of the extension in use is made with. */
    static Optional<RebuildObstacle> ofIndex(Snapshot is, VectorExtension used) {
        return of(is, used.extensionName()).stream()
                .filter(member -> member.kind() == Kind.OPERATOR_CLASS)
                .findFirst()
                .map(member -> new RebuildObstacle("Immich cannot create it. " + sentence(member), CHECK));
    }

    /** What a rebuild converts with: from the type that the column has to an array, and from that to the type in use. */
    static Optional<RebuildObstacle> ofConversion(Snapshot is, VectorExtension used, Relation table) {
        String target = VectorData.typeOf(used).extensionName();
        Stream<MissingMember> back = is.vectorTables().stream()
                .filter(t -> t.schema().equals(table.schema()) && t.name().equals(table.name()))
                .map(VectorTable::typeExtension)
                .flatMap(type -> casts(is, type, "vector AS real[]"));
        return Stream.concat(back, casts(is, target, "real[] AS vector"))
                .findFirst()
                .map(member -> new RebuildObstacle("Immich cannot convert its vectors. " + sentence(member), CHECK));
    }

    private static Stream<MissingMember> casts(Snapshot is, String extension, String name) {
        return of(is, extension).stream()
                .filter(member -> member.kind() == Kind.CAST && member.name().equals(name));
    }

    /** What was seen. */
    public static String sentence(MissingMember member) {
        String object = member.kind().words() + " " + member.name();
        return "Extension " + member.extension() + " is installed, but "
                + (member.foundIn().isEmpty()
                        ? object + " is missing."
                        : object + " is in schema " + String.join(", ", member.foundIn())
                                + ", where Immich does not find it.");
    }
}
