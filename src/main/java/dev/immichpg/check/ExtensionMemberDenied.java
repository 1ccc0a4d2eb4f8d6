package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.DeniedMember;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@link FailureMode#FUNCTION_NOT_EXECUTABLE} and {@link FailureMode#REBUILD_OBSTRUCTED}: somebody has taken EXECUTE or USAGE from
 * PUBLIC to harden the server, or default privileges did so when an extension was created.
 */
final class ExtensionMemberDenied {

    private static final int NAMED = 5;

    private ExtensionMemberDenied() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<DeniedMember> denied = HiddenFacts.looked(is.deniedMembers());
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        Set<String> needed = new TreeSet<>(should.release().requires());
        ChosenExtension.of(is, should).map(ChosenExtension::needed).ifPresent(needed::addAll);
        is.vectorTables().forEach(table -> needed.add(table.typeExtension()));
        return Verdict.of(needed.stream()
                .map(extension -> denied.stream()
                        .filter(m -> m.extension().equals(extension))
                        .toList())
                .filter(members -> !members.isEmpty())
                .map(members -> finding(is, members))
                .toList());
    }

    private static Finding finding(Snapshot is, List<DeniedMember> members) {
        String extension = members.get(0).extension();
        List<String> names = members.stream().map(DeniedMember::name).distinct().toList();
        boolean there = is.installed(extension).isPresent();
        List<RemedyStep> steps = new ArrayList<>();
        if (!there) {
            steps.add(RemedySteps.create(extension));
        }
        steps.add(RemedyStep.superuser(
                there ? Phase.GRANT : Phase.CREATE_EXTENSION, grantAll(extension, is.effectiveRoleName())));
        return new Finding(
                extension,
                "Role " + is.effectiveRoleName()
                        + (there
                                ? " is not allowed to use functions or types of extension " + extension
                                : " will not be allowed to use functions of extension " + extension
                                        + " once it is created, by the default privileges of the server's first superuser")
                        + ": "
                        + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (names.size() > NAMED ? " and more." : "."),
                "Expected EXECUTE and USAGE, as PUBLIC has them by default: Immich and its tables call them.",
                new Remedy(steps));
    }

    /** On what belongs to the extension, and nothing else. */
    private static String grantAll(String extension, String role) {
        String block = GRANT.replaceAll("\\s+", " ")
                .replace("{extension}", Sql.text(extension))
                .replace("{role}", Sql.text(role));
        return "DO " + (role.contains("$") ? Sql.text(block) : "$$" + block + "$$") + ";";
    }

    private static final String GRANT = """
            DECLARE member text; BEGIN FOR member IN
            SELECT 'ROUTINE ' || d.objid::regprocedure FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
            WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
            AND e.extname = {extension}
            UNION ALL SELECT 'TYPE ' || t.oid::regtype FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
            JOIN pg_type t ON t.oid = d.objid AND t.typcategory <> 'A' AND t.typtype IN ('b', 'd', 'e', 'r')
            WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_type'::regclass AND d.deptype = 'e'
            AND e.extname = {extension}
            LOOP EXECUTE format('GRANT ALL ON %s TO %I', member, {role}); END LOOP; END""";
}
