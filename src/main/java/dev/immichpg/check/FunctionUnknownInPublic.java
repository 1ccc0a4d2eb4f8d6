package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.catalog.Snapshot.ForeignObject.Kind;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ForeignImmichObjects;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#SCHEMA_DRIFT}: since 2.6.0 Immich compares the schema with its own at its start, and warns about
 * differences (#25904). It ignores extra tables and columns, but not extra functions
 * (immich-and-postgres.md#nothing-in-public). A function that Immich's own role owns cannot be told from Immich's functions.
 */
final class FunctionUnknownInPublic {

    private static final Version COMPARES_SINCE = Version.of("2.6.0");

    /** A whole library of functions need not be read out. */
    private static final int NAMED = 5;

    private FunctionUnknownInPublic() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        Map<String, List<String>> functions = functionsOfStrangers(is, should);
        if (functions.isEmpty()) {
            return Verdict.ok();
        }
        should.release(); // whose version is then known
        if (should.immich().version().orElseThrow().isOlderThan(COMPARES_SINCE)) {
            return Verdict.notApplicable("Before " + COMPARES_SINCE + " Immich does not look for them.");
        }
        return Verdict.of(functions.entrySet().stream()
                .map(e -> finding(e.getKey(), e.getValue()))
                .toList());
    }

    /** By owner. Those that Immich's tables use, or that have a name of Immich's, are Immich's. */
    private static Map<String, List<String>> functionsOfStrangers(Snapshot is, Expectation should) {
        List<ForeignObject> immichs =
                ForeignImmichObjects.of(is, should.releases().ledger());
        return is.foreignObjects().stream()
                .filter(o -> o.kind() == Kind.FUNCTION && !immichs.contains(o))
                .sorted(Comparator.comparing(ForeignObject::name))
                .collect(Collectors.groupingBy(
                        ForeignObject::owner,
                        TreeMap::new,
                        Collectors.mapping(ForeignObject::name, Collectors.toList())));
    }

    private static Finding finding(String owner, List<String> functions) {
        String named = String.join(", ", functions.subList(0, Math.min(NAMED, functions.size())));
        return new Finding(
                owner,
                "Role " + owner + " has functions in schema public that are not Immich's: " + named
                        + (functions.size() > NAMED ? " and more." : "."),
                "Expected no such functions there: at each start Immich warns that its schema has drifted.",
                Remedy.of(RemedyStep.person(
                        Phase.GRANT,
                        "If nothing needs these functions in schema public, move them to another schema (ALTER FUNCTION …"
                                + " SET SCHEMA …) or drop them.")));
    }
}
