package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Structure.Constraint.Kind;
import dev.immichpg.check.Check;
import dev.immichpg.check.RemedyStep;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import dev.immichpg.demo.ImmichSchema;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Issue 16: whole databases on real servers: break → finding → the printed remedy → whole; and what an upgrade comes to. */
class SchemaStoriesIT {

    /** After 1775165531374-AddPersonNameTrigramIndex: 2.7.0. */
    private static final int OF_2_7 = 67;

    private static ImmichDatabase whole(int major, int number, String release) {
        return whole(EmbeddedServer.shared(major), number, release);
    }

    /** @param number of the last migration that has run */
    static ImmichDatabase whole(EmbeddedServer server, int number, String release) {
        ImmichDatabase database =
                ImmichDatabase.on(server).vchord("0.4.3").fresh().create();
        database.superuserExecute(
                "CREATE EXTENSION \"uuid-ossp\"", "CREATE EXTENSION pg_trgm", "CREATE EXTENSION unaccent");
        List<String> sql = new ArrayList<>(ImmichSchema.statements(number, table -> "vector(512)"));
        sql.add("CREATE TABLE kysely_migrations (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)");
        sql.add(
                "CREATE TABLE kysely_migrations_lock (id varchar(255) PRIMARY KEY, is_locked integer NOT NULL DEFAULT 0)");
        ImmichSchema.migrations(number)
                .forEach(name -> sql.add("INSERT INTO kysely_migrations VALUES ('" + name + "', '2026')"));
        sql.add("INSERT INTO version_history (version) VALUES ('" + release + "')");
        database.roleExecute(sql.toArray(String[]::new));
        return database;
    }

    /** As after a restore by a superuser, functions and types as well. */
    private static final String ALL_OF_POSTGRES = """
            DO $$DECLARE object text; BEGIN FOR object IN
            SELECT 'TABLE ' || oid::regclass FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            UNION ALL SELECT 'ROUTINE ' || p.oid::regprocedure FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
            UNION ALL SELECT 'TYPE ' || oid::regtype FROM pg_type
            WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
            LOOP EXECUTE 'ALTER ' || object || ' OWNER TO postgres'; END LOOP; END$$
            """;

    record Damage(Check check, String statement, String observed) {}

    private static final List<Damage> DAMAGES = List.of(
            new Damage(
                    Check.SCHEMA_KEY_MISSING,
                    "ALTER TABLE tag DROP CONSTRAINT \"tag_userId_value_uq\"",
                    "Constraint tag_userId_value_uq of tag is missing: unique (userId, value)."),
            new Damage(
                    Check.SCHEMA_CONSTRAINT_DIFFERENT,
                    "ALTER TABLE tag DROP CONSTRAINT \"tag_userId_fkey\"",
                    "Constraint tag_userId_fkey of tag is missing: foreign key (userId) to user (id) on delete cascade on"
                            + " update cascade."),
            new Damage(
                    Check.SCHEMA_CONSTRAINT_DIFFERENT,
                    "ALTER TABLE tag RENAME CONSTRAINT tag_pkey TO my_pkey",
                    "Constraint tag_pkey of tag has the name my_pkey."),
            new Damage(
                    Check.SCHEMA_CONSTRAINT_DIFFERENT,
                    "ALTER TABLE tag DROP CONSTRAINT \"tag_userId_fkey\", ADD CONSTRAINT \"tag_userId_fkey\" FOREIGN KEY"
                            + " (\"userId\") REFERENCES \"user\" (id) ON DELETE CASCADE ON UPDATE CASCADE NOT VALID",
                    "Constraint tag_userId_fkey of tag is not valid."),
            new Damage(
                    Check.SCHEMA_INDEX_MISSING,
                    "DROP INDEX \"asset_originalFilename_trigram_idx\"",
                    "Index asset_originalFilename_trigram_idx of asset is missing: gin"
                            + " (f_unaccent((\"originalFileName\")::text))."),
            new Damage(
                    Check.SCHEMA_INDEX_MISSING,
                    "DROP INDEX \"asset_id_timeline_notDeleted_idx\"",
                    "Index asset_id_timeline_notDeleted_idx of asset is missing: btree (id) where (visibility ="
                            + " 'timeline'::asset_visibility_enum) AND (\"deletedAt\" IS NULL)."),
            new Damage(
                    Check.SCHEMA_TRIGGER_MISSING,
                    "ALTER TABLE asset DISABLE TRIGGER asset_delete_audit",
                    "Trigger asset_delete_audit of asset does not fire: it is disabled."),
            new Damage(
                    Check.SCHEMA_KEY_MISSING,
                    "DROP INDEX \"asset_ownerId_libraryId_checksum_idx\"",
                    "Index asset_ownerId_libraryId_checksum_idx of asset is missing: unique btree (\"ownerId\","
                            + " \"libraryId\", checksum) where \"libraryId\" IS NOT NULL."),
            new Damage(
                    Check.SCHEMA_KEY_MISSING,
                    "ALTER TABLE \"user\" DROP CONSTRAINT \"user_storageLabel_uq\"",
                    "Constraint user_storageLabel_uq of user is missing: unique (storageLabel)."),
            new Damage(
                    Check.SCHEMA_COLUMN_DIFFERENT,
                    "ALTER TABLE asset ALTER COLUMN visibility DROP DEFAULT",
                    "Column visibility of asset is asset_visibility_enum not null, not asset_visibility_enum not null"
                            + " default 'timeline'::asset_visibility_enum."),
            new Damage(
                    Check.SCHEMA_COLUMN_DIFFERENT,
                    "ALTER TABLE asset ALTER COLUMN \"updateId\" SET DEFAULT gen_random_uuid(), ALTER COLUMN \"updateId\""
                            + " DROP NOT NULL",
                    "Column updateId of asset is uuid default gen_random_uuid(), not uuid not null default"
                            + " immich_uuid_v7()."),
            new Damage(
                    Check.SCHEMA_KEY_MISSING,
                    "ALTER TABLE kysely_migrations_lock DROP CONSTRAINT kysely_migrations_lock_pkey",
                    "Constraint kysely_migrations_lock_pkey of kysely_migrations_lock is missing: primary key (id)."),
            new Damage(
                    Check.SCHEMA_COLUMN_MISSING,
                    "ALTER TABLE kysely_migrations_lock DROP COLUMN is_locked",
                    "Column is_locked of kysely_migrations_lock is missing: integer not null default 0."),
            new Damage(
                    Check.SCHEMA_COLUMN_MISSING,
                    "ALTER TABLE tag DROP COLUMN color",
                    "Column color of tag is missing: character varying."),
            new Damage(
                    Check.SCHEMA_COLUMN_MISSING,
                    "ALTER TABLE asset DROP COLUMN \"fileModifiedAt\", DROP COLUMN \"isFavorite\"",
                    "Column fileModifiedAt of asset is missing: timestamp with time zone not null. Column isFavorite of"
                            + " asset is missing: boolean not null default false."),
            new Damage(
                    Check.SCHEMA_COLUMN_DIFFERENT,
                    "ALTER TABLE asset ALTER COLUMN id DROP DEFAULT",
                    "Column id of asset is uuid not null, not uuid not null default uuid_generate_v4()."),
            new Damage(
                    Check.SCHEMA_COLUMN_DIFFERENT,
                    "ALTER TABLE audit ALTER COLUMN id DROP DEFAULT",
                    "Column id of audit is integer not null, not integer not null default"
                            + " nextval('audit_id_seq'::regclass)."),
            new Damage(
                    Check.SCHEMA_COLUMN_DIFFERENT,
                    "ALTER TABLE tag ALTER COLUMN color SET DEFAULT 'red', ALTER COLUMN color SET NOT NULL",
                    "Column color of tag is character varying not null default '...'::character varying, not character"
                            + " varying."));

    static Stream<Arguments> majors() {
        return EmbeddedServer.majors().stream().map(Arguments::of);
    }

    /** About schemas, not about what is in one. */
    private static final Set<Check> OF_SCHEMAS = Set.of(Check.SCHEMA_USAGE_MISSING, Check.SCHEMA_BEFORE_PUBLIC);

    private static List<Check> schemaChecks(Report report, Status status) {
        return Patient.checks(report, status).stream()
                .filter(check -> check.id().startsWith("schema-") && !OF_SCHEMAS.contains(check))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void issue16WhatIsBrokenIsFoundAndMendedByThePrintedRemedy(int major) {
        ImmichDatabase database = whole(major, OF_2_7, "2.7.5");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.compared(url, database, Optional.of("3.1.0"))) {
            ImmichSchema.rows(OF_2_7, table -> "NULL").stream().limit(1).forEach(database::roleExecute);
            database.roleExecute("INSERT INTO \"user\" (email, password) VALUES ('second', '')");
            assertWhole(patient.examine());
            for (Damage damage : DAMAGES) {
                database.roleExecute(damage.statement());
                Report broken = patient.examine();
                assertEquals(List.of(damage.check()), schemaChecks(broken, Status.PROBLEM), damage::statement);
                assertEquals(
                        damage.observed(),
                        broken.now().diagnoses().stream()
                                .filter(d -> d.check() == damage.check())
                                .flatMap(d -> d.verdict().findings().stream())
                                .findFirst()
                                .orElseThrow()
                                .observed());
                assertFindsNothing(database, broken, damage.check());
                patient.followSql(broken, damage.check());
                assertEquals(List.of(), schemaChecks(patient.examine(), Status.PROBLEM), damage::statement);
            }
            Set<Check> before = problems(patient.examine());
            database.superuserExecute(ALL_OF_POSTGRES);
            Report restored = patient.examine();
            Set<Check> after = new HashSet<>(before);
            after.add(Check.OBJECT_OWNED_BY_OTHER);
            assertEquals(after, problems(restored));
            patient.follow(restored, Check.OBJECT_OWNED_BY_OTHER);
            assertEquals(before, problems(patient.examine()));
        }
    }

    /** Nothing stands in the way of the statements that follow, say the queries that look for it. */
    private static void assertFindsNothing(ImmichDatabase database, Report report, Check check) {
        report.now().diagnoses().stream()
                .filter(d -> d.check() == check)
                .flatMap(d -> d.verdict().findings().stream())
                .flatMap(f -> f.remedy().steps().stream())
                .map(RemedyStep::text)
                .filter(text -> text.startsWith("As Immich's role, look for rows"))
                .forEach(text -> assertNull(database.value(text.substring(text.indexOf(": ") + 2)), text));
    }

    private static Set<Check> problems(Report report) {
        return Set.copyOf(Patient.checks(report, Status.PROBLEM));
    }

    private static void assertWhole(Report report) {
        assertEquals(List.of(), schemaChecks(report, Status.PROBLEM));
        assertEquals(List.of(), schemaChecks(report, Status.UNKNOWN));
        Forecast upgrade = report.upgrade().orElseThrow().forecast();
        assertTrue(upgrade.sentence().contains("Immich runs "), upgrade::sentence);
    }

    /** What is somebody's own is nobody's fault. */
    @ParameterizedTest
    @MethodSource("majors")
    void issue16QuietOnWhatIsTheUsersOwn(int major) {
        ImmichDatabase database = whole(major, OF_2_7, "2.7.5");
        try {
            database.roleExecute(
                    "CREATE TABLE my_notes (id serial PRIMARY KEY, asset uuid REFERENCES asset, text varchar UNIQUE)",
                    "ALTER TABLE asset ADD COLUMN my_rating integer",
                    "CREATE INDEX my_index ON asset (my_rating)",
                    "CREATE VIEW my_view AS SELECT id FROM asset",
                    "CREATE FUNCTION my_function(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a'",
                    "COMMENT ON TABLE asset IS 'mine'",
                    "CREATE MATERIALIZED VIEW my_totals AS SELECT \"ownerId\", count(*) FROM asset GROUP BY 1",
                    "CREATE PUBLICATION my_publication FOR TABLE asset, \"user\"",
                    "ALTER TABLE asset ALTER COLUMN \"originalPath\" SET STATISTICS 500",
                    "ALTER TABLE asset ALTER COLUMN checksum SET STORAGE EXTERNAL",
                    "ALTER TABLE asset SET (autovacuum_vacuum_scale_factor = 0.01)",
                    "CREATE TYPE my_type AS (a integer)",
                    "CREATE DOMAIN my_domain AS text",
                    "CREATE TYPE my_enum AS ENUM ('a')",
                    "CREATE SEQUENCE my_sequence",
                    "CREATE TABLE my_parts (a integer) PARTITION BY RANGE (a)",
                    "CREATE TABLE my_part PARTITION OF my_parts FOR VALUES FROM (0) TO (9)",
                    "CREATE STATISTICS my_statistics ON \"ownerId\", visibility FROM asset");
            Report report = Patient.compared(database.createMonitor(Grants.NONE).url(), database, Optional.empty())
                    .examine();
            assertEquals(List.of(), schemaChecks(report, Status.PROBLEM));
            assertEquals(List.of(), schemaChecks(report, Status.UNKNOWN));
        } finally {
            database.drop();
        }
    }

    /** Tried with Immich's own migrations: an index that StandardizeNames renames is missing. */
    @ParameterizedTest
    @MethodSource("majors")
    void issue16AnUpgradeThatStopsIsBlocked(int major) {
        ImmichDatabase database = whole(major, 26, "1.135.3");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.compared(url, database, Optional.of("1.136.0"))) {
            assertEquals(List.of(), schemaChecks(patient.examine(), Status.PROBLEM));
            database.roleExecute("DROP INDEX \"IDX_05895aa505a670300d4816debc\"");
            Forecast forecast = patient.examine().upgrade().orElseThrow().forecast();
            assertEquals(Outcome.BLOCKED, forecast.outcome(), forecast::sentence);
            assertTrue(
                    forecast.sentence().contains("1752267649968-StandardizeNames stops at it: "), forecast::sentence);
            database.roleExecute("DROP TABLE tags CASCADE", "ALTER TABLE activity ADD COLUMN x integer");
            assertEquals(
                    Outcome.BLOCKED,
                    patient.examine().upgrade().orElseThrow().forecast().outcome());
        }
    }

    /** Immich's own statements, which stand in migration_overrides, mend what they name; also of a release that nobody knows yet. */
    @ParameterizedTest
    @MethodSource("lowestAndHighest")
    void issue16WhatImmichKeepsTheStatementOfIsMadeByIt(int major) {
        ImmichDatabase database = whole(major, OF_2_7, "2.7.5");
        try (Patient patient =
                Patient.compared(database.createMonitor(Grants.FULL).url(), database, Optional.of("3.2.0"))) {
            assertWhole(patient.examine());
            database.roleExecute("DROP FUNCTION stack_delete_audit() CASCADE");
            Report broken = patient.examine();
            assertEquals(
                    List.of(Check.SCHEMA_TRIGGER_MISSING, Check.SCHEMA_FUNCTION_MISSING),
                    schemaChecks(broken, Status.PROBLEM));
            remake(database, broken, Check.SCHEMA_FUNCTION_MISSING);
            remake(database, broken, Check.SCHEMA_TRIGGER_MISSING);
            assertWhole(patient.examine());

            database.roleExecute("INSERT INTO kysely_migrations VALUES ('1999999999999-Newer', '2027')");
            assertEquals(List.of(), schemaChecks(patient.examine(), Status.PROBLEM));
            database.roleExecute(
                    "DROP FUNCTION stack_delete_audit() CASCADE", "DROP INDEX \"asset_originalFilename_trigram_idx\"");
            Report newer = patient.examine();
            List<Check> checks =
                    List.of(Check.SCHEMA_INDEX_MISSING, Check.SCHEMA_TRIGGER_MISSING, Check.SCHEMA_FUNCTION_MISSING);
            assertEquals(checks, schemaChecks(newer, Status.PROBLEM));
            remake(database, newer, Check.SCHEMA_FUNCTION_MISSING);
            remake(database, newer, Check.SCHEMA_INDEX_MISSING);
            remake(database, newer, Check.SCHEMA_TRIGGER_MISSING);
            assertEquals(List.of(), schemaChecks(patient.examine(), Status.PROBLEM));
            database.roleExecute("DELETE FROM kysely_migrations WHERE name = '1999999999999-Newer'");
            assertWhole(patient.examine());
        }
    }

    /** As Immich's role: what the query of the remedy prints. */
    private static void remake(ImmichDatabase database, Report report, Check check) {
        String sentence = report.now().diagnoses().stream()
                .filter(d -> d.check() == check)
                .flatMap(d -> d.verdict().findings().stream())
                .flatMap(f -> f.remedy().steps().stream())
                .map(RemedyStep::text)
                .filter(text -> text.contains("SELECT value"))
                .findFirst()
                .orElseThrow();
        String query = sentence.substring(sentence.indexOf("SELECT value"));
        database.roleExecute(database.value("SELECT string_agg(s.statement, E'\n') FROM (" + query + ") AS s"));
    }

    /** A row that a migration adds is there: Postgres refuses the second one. The comparison is optional. */
    @ParameterizedTest
    @MethodSource("lowestAndHighest")
    void issue16ARowOfALaterReleaseInMigrationOverrides(int major) {
        ImmichDatabase database = whole(major, OF_2_7, "2.7.5");
        String row = "INSERT INTO migration_overrides VALUES ('trigger_asset_ocr_updatedAt', '{}')";
        Monitor monitor = database.createMonitor(Grants.FULL);
        try (Patient patient = Patient.compared(monitor.url(), database, Optional.of("3.2.0"))) {
            database.roleExecute(row);
            Report report = patient.examine();
            assertEquals(List.of(Check.SCHEMA_OVERRIDE_DIFFERENT), schemaChecks(report, Status.PROBLEM));
            Forecast upgrade = report.upgrade().orElseThrow().forecast();
            assertEquals(Outcome.UNKNOWN, upgrade.outcome(), upgrade::sentence);
            assertTrue(upgrade.sentence()
                    .contains("Row trigger_asset_ocr_updatedAt of migration_overrides is there already."));
            assertRefused(database, row, "duplicate key value violates unique constraint \"migration_overrides_pkey\"");

            database.superuserExecute("REVOKE ALL ON migration_overrides FROM " + monitor.role());
            Report hidden = patient.examine();
            assertEquals(List.of(), schemaChecks(hidden, Status.PROBLEM));
            assertEquals(List.of(), schemaChecks(hidden, Status.UNKNOWN));
            assertTrue(schemaChecks(hidden, Status.NOT_APPLICABLE).contains(Check.SCHEMA_OVERRIDE_DIFFERENT));
        }
    }

    private static final Map<String, String> IN_THE_WAY = Map.of(
            "View my_view",
            "CREATE VIEW my_view AS SELECT id, \"deviceId\" FROM asset",
            "Materialized view other.my_view",
            "CREATE MATERIALIZED VIEW other.my_view AS SELECT id, \"deviceId\" FROM asset",
            "Policy my_policy",
            "CREATE POLICY my_policy ON asset USING (\"deviceId\" <> 'x')",
            "Trigger my_trigger",
            "CREATE TRIGGER my_trigger BEFORE UPDATE OF \"deviceId\" ON asset EXECUTE FUNCTION updated_at()",
            "Generated column mine",
            "ALTER TABLE asset ADD COLUMN mine varchar GENERATED ALWAYS AS (\"deviceId\") STORED",
            "Function my_count",
            "CREATE FUNCTION my_count() RETURNS bigint LANGUAGE sql"
                    + " BEGIN ATOMIC SELECT count(\"deviceId\") FROM asset; END",
            "Rule my_rule",
            "CREATE RULE my_rule AS ON DELETE TO asset WHERE OLD.\"deviceId\" = 'x' DO ALSO NOTHING",
            "Foreign key other.mine.mine_audit_fkey",
            "CREATE TABLE other.mine (audit integer REFERENCES audit (id))",
            "Foreign key mine.mine_audit_fkey",
            "CREATE TABLE mine (audit integer REFERENCES audit (id))");

    /** What Postgres itself refuses on the same database. */
    @ParameterizedTest
    @MethodSource("lowestAndHighest")
    void issue16WhatDependsOnWhatIsDroppedBlocksTheUpgrade(int major) {
        ImmichDatabase database = whole(major, OF_2_7, "2.7.5");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.compared(url, database, Optional.of("3.0.0"))) {
            database.superuserExecute("CREATE SCHEMA other AUTHORIZATION CURRENT_USER");
            assertEquals(
                    Outcome.MIGRATES,
                    patient.examine().upgrade().orElseThrow().forecast().outcome());
            IN_THE_WAY.forEach((dependent, statement) -> {
                if (dependent.startsWith("Generated") && major < 15) {
                    return; // Postgres drops it with the other column.
                }
                database.superuserExecute(statement);
                Report report = patient.examine();
                Forecast forecast = report.upgrade().orElseThrow().forecast();
                assertTrue(forecast.sentence().contains(dependent + " depends on "), forecast::sentence);
                assertEquals(Outcome.BLOCKED, forecast.outcome(), forecast::sentence);
                String change =
                        statement.contains("audit") ? "DROP TABLE audit" : "ALTER TABLE asset DROP COLUMN \"deviceId\"";
                RuntimeException refused =
                        assertThrows(RuntimeException.class, () -> database.superuserExecute(change));
                assertTrue(refused.toString().contains("other objects depend on it"), refused::toString);
                database.superuserExecute(undone(dependent));
            });
        }
    }

    private static String undone(String dependent) {
        String name = dependent.substring(dependent.lastIndexOf(' ') + 1);
        return switch (dependent.charAt(0)) {
            case 'V' -> "DROP VIEW " + name;
            case 'M' -> "DROP MATERIALIZED VIEW " + name;
            case 'P' -> "DROP POLICY " + name + " ON asset";
            case 'T' -> "DROP TRIGGER " + name + " ON asset";
            case 'G' -> "ALTER TABLE asset DROP COLUMN " + name;
            case 'R' -> "DROP RULE " + name + " ON asset";
            default ->
                dependent.startsWith("Function")
                        ? "DROP FUNCTION " + name
                        : "DROP TABLE " + name.substring(0, name.lastIndexOf('.'));
        };
    }

    /** As the remedy of the upgrade says, by the statement at its end. */
    private static void letGo(ImmichDatabase database, Report report) {
        String sentence = report.upgrade().orElseThrow().diagnoses().stream()
                .filter(d -> d.check() == Check.SCHEMA_DEPENDENT_IN_THE_WAY)
                .flatMap(d -> d.verdict().findings().stream())
                .flatMap(f -> f.remedy().steps().stream())
                .map(RemedyStep::text)
                .filter(text -> text.contains(": ALTER TABLE "))
                .findFirst()
                .orElseThrow();
        database.roleExecute(sentence.substring(sentence.indexOf(": ALTER TABLE ") + 2));
    }

    /** What Postgres itself refuses, and what nobody has tried. */
    @ParameterizedTest
    @MethodSource("lowestAndHighest")
    void issue16AParentOfSomebodyElsesAndNamesThatAreTaken(int major) {
        ImmichDatabase database = whole(major, OF_2_7, "2.7.5");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.compared(url, database, Optional.of("3.0.0"))) {
            database.superuserExecute(
                    "CREATE TABLE my_parent (\"deviceId\" varchar NOT NULL)", "ALTER TABLE asset INHERIT my_parent");
            Report inherits = patient.examine();
            Forecast forecast = inherits.upgrade().orElseThrow().forecast();
            assertEquals(Outcome.BLOCKED, forecast.outcome(), forecast::sentence);
            assertTrue(
                    forecast.sentence().contains("Column deviceId of asset is inherited from table my_parent."),
                    forecast::sentence);
            assertRefused(
                    database,
                    "ALTER TABLE asset DROP COLUMN \"deviceId\"",
                    "cannot drop inherited column \"deviceId\"");
            letGo(database, inherits);
            assertEquals(
                    Outcome.MIGRATES,
                    patient.examine().upgrade().orElseThrow().forecast().outcome());
            database.superuserExecute("DROP TABLE my_parent");

            Map.of(
                            "DOMAIN", "CREATE DOMAIN asset_ocr_audit AS text",
                            "TYPE", "CREATE TYPE asset_ocr_audit AS ENUM ('a')",
                            "SEQUENCE", "CREATE SEQUENCE asset_ocr_audit")
                    .forEach((kind, statement) -> {
                        database.superuserExecute(statement);
                        Forecast taken =
                                patient.examine().upgrade().orElseThrow().forecast();
                        assertEquals(Outcome.UNKNOWN, taken.outcome(), () -> kind + ": " + taken.sentence());
                        assertRefused(database, "CREATE TABLE asset_ocr_audit (id integer)", "already exists");
                        database.superuserExecute("DROP " + kind + " asset_ocr_audit");
                    });
            assertEquals(
                    Outcome.MIGRATES,
                    patient.examine().upgrade().orElseThrow().forecast().outcome());
        }
    }

    /** Somebody has partitioned a table of Immich's, or made a table that inherits from one. */
    @ParameterizedTest
    @MethodSource("lowestAndHighest")
    void issue16PartitionedAndInheritedTables(int major) {
        ImmichDatabase database = whole(major, OF_2_7, "2.7.5");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.compared(url, database, Optional.of("3.0.0"))) {
            database.roleExecute("CREATE TABLE my_child () INHERITS (asset)");
            assertWhole(patient.examine());
            database.roleExecute(
                    "BEGIN", "ALTER TABLE asset DROP COLUMN \"deviceId\"", "ROLLBACK", "DROP TABLE my_child");

            database.roleExecute("CREATE TABLE my_child () INHERITS (audit)");
            Report child = patient.examine();
            Forecast inherited = child.upgrade().orElseThrow().forecast();
            assertEquals(Outcome.BLOCKED, inherited.outcome(), inherited::sentence);
            assertTrue(inherited.sentence().contains("Table my_child depends on table audit."), inherited::sentence);
            assertRefused(database, "DROP TABLE audit", "other objects depend on it");
            letGo(database, child);
            assertWhole(patient.examine());
            database.roleExecute("DROP TABLE my_child");

            partition(database, "tag_closure"); // no migration of this upgrade changes it
            assertWhole(patient.examine());
            partition(database, "asset_ocr");
            Report report = patient.examine();
            assertEquals(List.of(), schemaChecks(report, Status.PROBLEM));
            Forecast partitioned = report.upgrade().orElseThrow().forecast();
            assertEquals(Outcome.UNKNOWN, partitioned.outcome(), partitioned::sentence);
            assertTrue(partitioned.sentence().contains("Table asset_ocr is partitioned."), partitioned::sentence);
        }
    }

    /** With all that the release gives it. */
    private static void partition(ImmichDatabase database, String table) {
        String name = '"' + table + '"';
        String key = ImmichSchema.ledger().after(OF_2_7).table(table).orElseThrow().constraints().stream()
                .filter(c -> c.kind() == Kind.PRIMARY_KEY)
                .map(c -> c.columns().get(0))
                .findFirst()
                .orElseThrow();
        List<String> sql = new ArrayList<>(List.of("DROP TABLE " + name));
        for (String statement : ImmichSchema.statements(OF_2_7, t -> "vector(512)")) {
            if (statement.startsWith("CREATE TABLE " + name + " (")) {
                sql.add(statement + " PARTITION BY HASH (\"" + key + "\")");
                sql.add("CREATE TABLE my_part_of_" + table + " PARTITION OF " + name
                        + " FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
            } else if (statement.startsWith("ALTER TABLE " + name + " ")
                    || !statement.startsWith("INSERT") && statement.contains(" ON " + name + " ")) {
                sql.add(statement);
            }
        }
        database.roleExecute(sql.toArray(String[]::new));
    }

    private static void assertRefused(ImmichDatabase database, String statement, String words) {
        RuntimeException refused = assertThrows(RuntimeException.class, () -> database.superuserExecute(statement));
        assertTrue(refused.toString().contains(words), refused::toString);
    }

    static Stream<Arguments> lowestAndHighest() {
        List<Integer> majors = EmbeddedServer.majors();
        return Stream.of(majors.get(0), majors.get(majors.size() - 1)).map(Arguments::of);
    }
}
