package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static final String RULE = "-- " + "-".repeat(100);

    private static final String ENTER = Stream.concat(Script.beginning().stream(), Script.entering("immich").stream())
            .collect(Collectors.joining("\n"));

    /** Issue 12: what somebody else owns is entered with nothing of his in force, and nothing of his runs unnamed. */
    @Test
    void nothingOfTheOwnersIsInForce() {
        assertTrue(
                ENTER.startsWith(
                        "\\set ON_ERROR_STOP on\n\\encoding UTF8\nSET ROLE NONE;\nSET search_path = pg_catalog, pg_temp;\n-- "),
                ENTER);
        assertTrue(
                ENTER.contains(
                        "\n\\connect -reuse-previous=on \"dbname='immich' options='-c event_triggers=off'\"\n\\else\n"
                                + "\\connect -reuse-previous=on \"dbname='immich'\"\n\\endif\n"
                                + "\\encoding UTF8\nSET ROLE NONE;\nSET search_path = pg_catalog, pg_temp;\nSET standard_conforming_strings = on;\n"),
                ENTER);
        assertFalse(ENTER.replace("-reuse-previous=on", "").matches("(?s).*SELECT[^\n]* [=<>]+ .*"), ENTER);
    }

    @Test
    void nothingToFixIsNothingToRun() {
        assertEquals("""
                -- What to run on database home, as of 2026-11-23T12:00:00Z.
                -- Nothing to fix.
                """, Script.of(Judged.report(Given.vchord())));
    }

    @Test
    void whatIsNotKnownIsNotSaidToBeFine() {
        String script = Script.of(Judged.report(Given.vchord().serverSearchPathHidden()));

        assertTrue(
                script.contains("-- Unknown, and so not in this script: schema-before-public, search-path-unusable.\n"),
                script);
    }

    @Test
    void aDatabaseThatCannotBeReadHasCommentsAlone() {
        Report report = new Doctor(Set.of(), Map.of())
                .unreadable(Judged.question(Optional.empty()), "It is\ndown.", Judged.NOON, Judged.A_MOMENT);

        assertEquals("""
                -- Database home: It is\\u000adown.
                -- What could not be read cannot be fixed.
                """, Script.of(report));
    }

    @Test
    void sqlThatWaitsForNobodyIsRunAtOnce() {
        Given given = Given.vchord().database(d -> Given.aDatabase("immich", "postgres", false, true, true));

        assertEquals("""
                -- What to run on database home, as of 2026-11-23T12:00:00Z.
                -- Read it, then run it as a superuser, for example: immich-pg-monitor fix | psql -U postgres

                ENTER

                RULE
                -- Part 1: SQL
                RULE

                -- for database-owned-by-other (immich)
                ALTER DATABASE immich OWNER TO immich;
                """.replace("RULE", RULE).replace("ENTER", ENTER), Script.of(Judged.report(given)));
    }

    /** Left out until somebody says that the first part is done; in Immich's role where the table is Immich's. */
    @Test
    void sqlWaitsForWhatIsDoneByHand() {
        Given given = Given.vchord().available("vchord", "1.1.1");

        assertEquals("""
                -- What to run on database home, as of 2026-11-23T12:00:00Z.
                -- Read it, then run it as a superuser, for example: immich-pg-monitor fix | psql -U postgres

                ENTER

                RULE
                -- Part 1: by hand
                RULE

                -- for extension-update-blocked (vchord)
                --     Stop Immich.
                --     Restart Postgres.

                RULE
                -- Part 2: SQL, once part 1 is done
                RULE
                -- psql leaves it out until you say so: psql -v part2=go
                \\if :{?part2}

                -- for extension-update-blocked (vchord)
                ALTER EXTENSION vchord UPDATE;

                SET ROLE immich;
                VACUUM (INDEX_CLEANUP OFF) public.smart_search;
                REINDEX INDEX public.clip_index;
                VACUUM (INDEX_CLEANUP OFF) public.face_search;
                REINDEX INDEX public.face_index;

                SET ROLE NONE;

                \\else
                \\echo 'First, by hand:'
                \\echo '  Stop Immich.'
                \\echo '  Restart Postgres.'
                \\echo 'Part 2 was not run. Once this is done, run the same again with: psql -v part2=go'
                \\endif

                RULE
                -- Part 3: by hand
                RULE

                -- for extension-update-blocked (vchord)
                --     Start Immich.

                \\if :{?part2}

                \\echo 'Now, by hand:'
                \\echo '  Start Immich.'
                \\else
                DO $$ BEGIN RAISE EXCEPTION 'Not everything was run: see above.'; END $$;
                \\endif
                """.replace("RULE", RULE).replace("ENTER", ENTER), Script.of(Judged.report(given)));
    }

    @Test
    void aLineOfConfigurationIsAPersons() {
        Given given = Given.vchord()
                .preload(Given.aPreload("pg_stat_statements", "command line", false))
                .loadedPrefixes();

        String script = Script.of(Judged.report(given));

        assertTrue(
                script.contains(
                        "--     In the configuration: -c shared_preload_libraries=pg_stat_statements,vchord.so"),
                script);
        assertTrue(script.contains("\n\\echo 'Now, by hand:'\n\\echo '  In the configuration: -c"), script);
        assertFalse(script.substring(script.indexOf("-- Part 1")).contains("\\if"), script);
    }

    @Test
    void beforeAnUpgradeAllThatItWants() {
        Report report = Judged.report(
                Given.pgvectors().available("vchord", "0.4.3").available("vector", "0.8.5"),
                new Doctor(Set.of(), Map.of()),
                Optional.of("3.0.0"));

        String script = Script.beforeUpgrade(report);

        assertTrue(
                script.startsWith(
                        "-- What to run on database home, before the upgrade to Immich 3.0.0, as of 2026-11-23T12:00:00Z.\n"),
                script);
        assertTrue(script.contains("CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public CASCADE;"), script);
        assertFalse(Script.of(report).contains("vchord"), script);
    }

    /** Whatever a database calls its objects: no line begins with it, and psql reads none of it as a command. */
    @Test
    void namesStayNames() {
        Given given = Given.vchord()
                .role(r -> Given.aRole("o'brien\n\\! id", true, false, true))
                .database(d -> Given.aDatabase("im'mi\"ch\\", "root\n\\! id", false, true, true))
                .available("vchord", "1.1.1");

        String script = Script.of(Judged.report(given));

        assertTrue(script.contains("\n\\connect -reuse-previous=on \"dbname='im\\'mi\"\"ch\\\\'\"\n"), script);
        assertTrue(script.contains("\nSET ROLE U&\"o'brien\\000A\\\\! id\";\n"), script);
        assertEquals(List.of(), script.lines().filter(l -> l.startsWith("\\!")).toList());
    }

    /** psql cannot be told to enter a database whose name breaks a line; it can be told not to work in another. */
    @Test
    void aDatabaseThatCannotBeEnteredIsAtLeastNotMistaken() {
        Given given = Given.vchord().database(d -> Given.aDatabase("im\nmich'", "postgres", false, true, true));

        String script = Script.of(Judged.report(given));

        assertFalse(script.contains("\\connect"), script);
        assertTrue(
                script.contains(
                        "\nSELECT pg_catalog.current_database() OPERATOR(pg_catalog.=) U&'im\\000Amich''' AS entered \\gset\n\\if :entered\n"),
                script);
    }

    /** To be read first, and then run: nobody could read which database this is. */
    @Test
    void aDatabaseWhoseNameTurnsTheLineAroundIsNotEnteredByIt() {
        Given given = Given.vchord().database(d -> Given.aDatabase("im\u202emich", "postgres", false, true, true));

        String script = Script.of(Judged.report(given));

        assertFalse(script.contains("\u202e"), script);
        assertTrue(
                script.contains(
                        "\nSELECT pg_catalog.current_database() OPERATOR(pg_catalog.=) U&'im\\202Emich' AS entered"),
                script);
    }
}
