package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.PublicSchemaObstacle;
import dev.immichpg.need.Expectation;

/**
 * {@link FailureMode#PUBLIC_NOT_CREATABLE}: since Postgres 15 the right comes with owning the database, unless public
 * has another owner.
 */
final class PublicSchemaNotCreatable {

    private PublicSchemaNotCreatable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return PublicSchemaObstacle.of(is)
                .map(obstacle -> Verdict.problem(finding(is, obstacle)))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(Snapshot is, PublicSchemaObstacle obstacle) {
        String role = Sql.name(is.effectiveRoleName());
        boolean absent = obstacle == PublicSchemaObstacle.ABSENT;
        return new Finding(
                "public",
                obstacle.sentence(is),
                absent
                        ? "Expected it: Immich's functions name it."
                        : "Expected USAGE and CREATE: Immich's migrations make their tables there.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT,
                        absent
                                ? "CREATE SCHEMA public AUTHORIZATION " + role + ";"
                                : "GRANT USAGE, CREATE ON SCHEMA public TO " + role + ";")));
    }
}
