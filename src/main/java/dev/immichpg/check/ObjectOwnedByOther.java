package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.catalog.Snapshot.ForeignObject.Kind;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FailureMode#FOREIGN_OWNER}: another role has restored the database. Everything that such a role owns in
 * public is Immich's. Objects of roles that own no table of Immich's are not.
 */
final class ObjectOwnedByOther {

    private ObjectOwnedByOther() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        if (!is.hasImmichTables()) {
            return Verdict.notApplicable("Immich has not run in this database.");
        }
        List<String> owners =
                is.tablesOfOthers().stream().map(Relation::owner).distinct().toList();
        return Verdict.of(owners.stream().map(owner -> finding(is, owner)).toList());
    }

    private static Finding finding(Snapshot is, String owner) {
        String role = is.effectiveRoleName();
        List<String> tables = is.tablesOfOthers().stream()
                .filter(r -> r.owner().equals(owner))
                .map(Relation::name)
                .toList();
        boolean cut = Snapshot.mayBeCut(is.foreignObjects());
        return new Finding(
                owner,
                "Role " + owner + " owns " + String.join(", ", tables) + " in schema public."
                        + (cut
                                ? " Of the objects that others own there, only the first " + Snapshot.LONGEST_LIST
                                        + " objects were looked at: there can be more after the remedy."
                                : ""),
                "Expected role " + role + " to own everything of Immich's: otherwise Immich's next migration fails.",
                new Remedy(objects(is, owner, tables).stream()
                        .map(o -> RemedyStep.superuser(Phase.GRANT, alter(o) + " OWNER TO " + Sql.name(role) + ";"))
                        .toList()));
    }

    /** What the owner has in public; Immich's tables also where the list was cut before them. */
    private static List<ForeignObject> objects(Snapshot is, String owner, List<String> tables) {
        List<ForeignObject> objects = new ArrayList<>(is.foreignObjects().stream()
                .filter(o -> o.owner().equals(owner))
                .toList());
        tables.stream()
                .filter(table -> objects.stream().noneMatch(o -> o.name().equals(table)))
                .map(table -> new ForeignObject(Kind.TABLE, table, owner))
                .forEach(objects::add);
        return objects;
    }

    private static String alter(ForeignObject object) {
        return "ALTER "
                + switch (object.kind()) {
                    case TABLE -> "TABLE " + Sql.name("public", object.name());
                    case VIEW -> "VIEW " + Sql.name("public", object.name());
                    case MATERIALIZED_VIEW -> "MATERIALIZED VIEW " + Sql.name("public", object.name());
                    case SEQUENCE -> "SEQUENCE " + Sql.name("public", object.name());
                    case FOREIGN_TABLE -> "FOREIGN TABLE " + Sql.name("public", object.name());
                    case TYPE -> "TYPE " + Sql.name("public", object.name());
                    case FUNCTION -> "FUNCTION public." + object.name();
                };
    }
}
