package dev.immichpg.check;

import static dev.immichpg.check.Check.IMMICH_VERSION_UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImmichVersionUnknownTest implements CheckTest {

    /** A database on which Immich has never started, or started before 1.117.0, names no release. */
    @Test
    void aDatabaseThatNamesNoReleaseNeedsTheSetting() {
        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_VERSION_UNKNOWN, Given.fresh()));

        assertEquals("Immich", finding.subject());
        assertEquals("Nothing in this database says which release of Immich uses it.", finding.observed());
        assertEquals(
                "Expected a row in version_history or kysely_migrations, or the setting immich-version.",
                finding.expected());
        assertEquals(
                List.of("CONFIGURE CONFIGURATION: immich-version = <the release of Immich, for example 2.7.5>"),
                Judged.remedy(finding));
    }

    @Test
    void aRowThatIsNoVersionNamesNoRelease() {
        Given given = Given.vchord().versionHistory("nightly").newestMigration("nonsense");

        assertEquals(Status.PROBLEM, Judged.judge(IMMICH_VERSION_UNKNOWN, given).status());
    }

    /** Immich's own migration locks it for a while. */
    @Test
    void unknownWhileATableCouldNotBeRead() {
        Given given = Given.vchord()
                .historyHidden()
                .relation(
                        "version_history",
                        r -> new Relation(
                                r.schema(),
                                r.name(),
                                r.owner(),
                                r.roleOwns(),
                                r.roleCanSelect(),
                                true,
                                true,
                                false,
                                1));

        Verdict verdict = Judged.judge(IMMICH_VERSION_UNKNOWN, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "public.version_history could not be read at this moment: it is locked, or it is not a plain table of"
                        + " Immich's. Set immich-version if that stays so.",
                verdict.note());
    }

    @Test
    void quietOnceTheSettingNamesIt() {
        assertEquals(
                Status.OK,
                Judged.judge(IMMICH_VERSION_UNKNOWN, Given.fresh(), "2.7.5").status());
    }

    /** database.md#migrations: the newest migration is a lower bound, which is enough to choose the rules by. */
    @Test
    void quietWhereOnlyAMigrationTells() {
        Given given = Given.vchord().historyHidden().newestMigration("1775165531374-AddPersonNameTrigramIndex");

        assertEquals(Status.OK, Judged.judge(IMMICH_VERSION_UNKNOWN, given).status());
    }

    @Test
    void aTableThatMayNotBeReadIsNotATableWithoutAnAnswer() {
        Verdict verdict = Judged.judge(IMMICH_VERSION_UNKNOWN, Given.vchord().historyHidden());

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role immich_monitor is not allowed to read public.version_history. Run: GRANT SELECT ON public.version_history TO"
                        + " immich_monitor; or set immich-version.",
                verdict.note());
    }

    @Test
    void namesTheOtherTableWhereTheFirstIsNotThere() {
        assertEquals(
                "Role immich_monitor is not allowed to read public.kysely_migrations. Run: GRANT SELECT ON"
                        + " public.kysely_migrations TO immich_monitor; or set immich-version.",
                Judged.judge(
                                IMMICH_VERSION_UNKNOWN,
                                Given.vchord().historyHidden().withoutRelation("version_history"))
                        .note());
    }

    /** issue 15: a grant on a table outside of public helps nobody, since the agent does not read it there. */
    @Test
    void aTableInAnotherSchemaIsNotOneToGrant() {
        Given given = Given.vchord().historyHidden();
        for (String table : List.of("version_history", "kysely_migrations")) {
            given.relation(
                    table,
                    r -> new Relation("data", r.name(), r.owner(), true, true, false, true, false, r.estimatedRows()));
        }

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_VERSION_UNKNOWN, given));

        assertEquals(
                "Nothing in this database says which release of Immich uses it. Its version_history is in schema data,"
                        + " where the agent does not read it: object-outside-public says more.",
                finding.observed());
    }

    /** As pg_dump --schema-only leaves it. */
    @Test
    void issue16EmptyTablesInPublicAreNotElsewhere() {
        Given given = Given.fresh().table("version_history").table("kysely_migrations");
        given.migrations().noVersions();

        assertEquals(
                "Nothing in this database says which release of Immich uses it.",
                Judged.onlyFinding(Judged.judge(IMMICH_VERSION_UNKNOWN, given)).observed());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.fresh());
    }

    @Override
    public List<Story> stories() {
        // Its remedy is a setting of the agent: LoginsIT and StoriesIT.whatNoStatementFixes tell of it.
        return List.of();
    }
}
