package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ForeignImmichObjects;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FailureMode#FOREIGN_OWNER} and {@link FailureMode#OBJECT_OF_OTHER_OWNER}: another role has restored the database, or made
 * something in it. Immich's are the objects of its names, and the functions and types that its tables use.
 */
final class ObjectOwnedByOther {

    /** Since 1.132.0, of which the ledger knows all objects. */
    private static final String KYSELY = "kysely_migrations";

    private ObjectOwnedByOther() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        if (!is.hasImmichTables()) {
            return Verdict.notApplicable("Immich has not run in this database.");
        }
        List<ForeignObject> immichs =
                ForeignImmichObjects.of(is, should.releases().ledger());
        return Verdict.of(immichs.stream()
                .map(ForeignObject::owner)
                .distinct()
                .map(owner -> finding(
                        is,
                        owner,
                        immichs.stream().filter(o -> o.owner().equals(owner)).toList()))
                .toList());
    }

    private static Finding finding(Snapshot is, String owner, List<ForeignObject> immichs) {
        String role = is.effectiveRoleName();
        boolean cut = Snapshot.mayBeCut(is.foreignObjects());
        return new Finding(
                owner,
                "Role " + owner + " owns " + ForeignImmichObjects.named(immichs) + " in schema public."
                        + (cut
                                ? " Of the objects that others own there, only the first " + Snapshot.LONGEST_LIST
                                        + " objects were looked at: there can be more after the remedy."
                                : ""),
                "Expected role " + role + " to own everything of Immich's: otherwise Immich's next migration fails.",
                new Remedy(given(is, owner, immichs).stream()
                        .map(o -> RemedyStep.superuser(Phase.GRANT, alter(o) + " OWNER TO " + Sql.name(role) + ";"))
                        .toList()));
    }

    /** Of the time before the ledger nobody knows all names: then all that the owner has in public is taken for Immich's. */
    private static List<ForeignObject> given(Snapshot is, String owner, List<ForeignObject> immichs) {
        List<ForeignObject> objects = new ArrayList<>(immichs);
        if (is.relation("public", KYSELY).isEmpty()) {
            is.foreignObjects().stream()
                    .filter(o -> o.owner().equals(owner) && !objects.contains(o))
                    .forEach(objects::add);
        }
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
