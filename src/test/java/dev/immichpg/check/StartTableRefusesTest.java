package dev.immichpg.check;

import static dev.immichpg.check.Check.START_TABLE_REFUSES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.MissingMember;
import dev.immichpg.catalog.Snapshot.TableGuard.Kind;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartTableRefusesTest implements CheckTest {

    private static final Optional<Boolean> NO = Optional.of(false);

    @Test
    void theDefaultOfTheVersionsKeyIsGone() {
        Finding finding = only(Given.vchord().guard("version_history", Kind.REQUIRED_COLUMN, "id", "INSERT", NO));

        assertEquals("version_history", finding.subject());
        assertEquals(
                "Column id of version_history has no default and takes no null, and Immich gives it no value.",
                finding.observed());
        assertEquals(
                List.of("GRANT IMMICH_ROLE: ALTER TABLE public.version_history ALTER COLUMN id SET DEFAULT"
                        + " public.uuid_generate_v4();"),
                Judged.remedy(finding));
        Given given = Given.vchord()
                .guard("version_history", Kind.REQUIRED_COLUMN, "id", "INSERT", NO)
                .missingMember("uuid-ossp", MissingMember.Kind.FUNCTION, "uuid_generate_v4");
        assertEquals(
                "CREATE_EXTENSION IMMICH_ROLE",
                Judged.remedy(only(given)).get(0).split(":")[0]);
    }

    @Test
    void whenItWasWrittenIsNow() {
        assertEquals(
                List.of("GRANT IMMICH_ROLE: ALTER TABLE public.version_history ALTER COLUMN \"createdAt\" SET DEFAULT"
                        + " pg_catalog.now();"),
                Judged.remedy(only(
                        Given.vchord().guard("version_history", Kind.REQUIRED_COLUMN, "createdAt", "INSERT", NO))));
    }

    @Test
    void eachIsLiftedInItsWay() {
        Finding finding = only(Given.vchord()
                .table("kysely_migrations")
                .guard("kysely_migrations", Kind.REQUIRED_COLUMN, "who", "INSERT", NO)
                .guard("kysely_migrations", Kind.GENERATED_COLUMN, "name", "INSERT", NO)
                .guard("kysely_migrations", Kind.RULE, "nothing", "INSERT", NO)
                .guard("kysely_migrations", Kind.OTHER_RELATION, "", "INSERT", NO));

        assertEquals(
                List.of(
                        "GRANT IMMICH_ROLE: ALTER TABLE public.kysely_migrations ALTER COLUMN who DROP NOT NULL;",
                        "GRANT IMMICH_ROLE: ALTER TABLE public.kysely_migrations ALTER COLUMN name DROP IDENTITY IF EXISTS,"
                                + " ALTER COLUMN name DROP EXPRESSION IF EXISTS;",
                        "GRANT IMMICH_ROLE: DROP RULE IF EXISTS nothing ON public.kysely_migrations;",
                        "GRANT PERSON: Make public.kysely_migrations a plain table again, as it was: restore it from a"
                                + " backup that the same release of Immich has written to last"),
                Judged.remedy(finding));
    }

    @Test
    void anOwnerThatLostItsRights() {
        Given given = Given.vchord().revokedFromOwner("version_history");
        Finding finding = only(given);

        assertEquals(
                "Role immich owns table version_history, and is not allowed to read it and to write to it.",
                finding.observed());
        assertEquals(
                List.of("GRANT IMMICH_ROLE: GRANT ALL ON public.version_history TO immich;"), Judged.remedy(finding));
        assertEquals(
                "version_history",
                only(Given.vchord().unwritable("version_history")).subject());
    }

    /** It may let the row through. */
    @Test
    void whatDependsIsNotToldOf() {
        assertEquals(
                Status.OK,
                status(Given.vchord()
                        .guard("version_history", Kind.TRIGGER, "audit", "INSERT", Optional.empty())
                        .guard("version_history", Kind.CONSTRAINT, "check", "INSERT", Optional.empty())
                        .guard("version_history", Kind.DOMAIN, "version", "INSERT", Optional.empty())
                        .guard("version_history", Kind.OTHER_RELATION, "", "INSERT", Optional.empty())
                        .guard("version_history", Kind.RULE, "also", "INSERT", Optional.empty())
                        .guard("kysely_migrations", Kind.RULE, "updates", "UPDATE", NO)));
    }

    @Test
    void anyRuleIsInTheWayOfOnConflict() {
        assertEquals(
                "Rule also of system_metadata forbids ON CONFLICT, with which Immich writes there.",
                only(Given.vchord().guard("system_metadata", Kind.RULE, "also", "UPDATE", Optional.empty()))
                        .observed());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().guard("version_history", Kind.RULE, "nothing", "INSERT", NO));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                                "the function of a default was dropped, and the default with it",
                                Check.START_TABLE_REFUSES,
                                Set.of(),
                                Outcome.STARTS,
                                Story::vchord,
                                p -> p.database()
                                        .superuserExecute("ALTER TABLE version_history ALTER COLUMN id DROP DEFAULT"))
                        .neverOfWhole(),
                new Story(
                        "an owner has revoked its own rights",
                        Check.START_TABLE_REFUSES,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> p.database().superuserExecute("REVOKE ALL ON kysely_migrations FROM " + p.quotedRole())));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(START_TABLE_REFUSES, given));
    }

    private static Status status(Given given) {
        return Judged.judge(START_TABLE_REFUSES, given).status();
    }
}
