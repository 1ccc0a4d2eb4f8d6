package dev.immichpg.demo;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Sequence;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import dev.immichpg.ledger.LedgerText;
import dev.immichpg.ledger.SchemaLedger;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Immich's migrations make, as SQL from the ledger's facts. The ledger has no bodies of functions: these have others, of
 * which {@link #ledger()} knows the md5.
 */
public final class ImmichSchema {

    /** Qualified: Postgres 17 builds indexes with an empty search_path. */
    private static final Map<String, String> BODIES = Map.of(
            "immich_uuid_v7(timestamp with time zone)", "SELECT public.uuid_generate_v4()",
            "f_unaccent(text)", "SELECT public.unaccent('public.unaccent', $1)",
            "f_concat_ws(text, text[])", "SELECT array_to_string($2, $1)",
            "ll_to_earth_public(double precision, double precision)", "SELECT public.ll_to_earth($1, $2)");

    /** Long enough that no statement fails for it, and it changes nothing. */
    private static final String TRIGGER_BODY = "BEGIN IF TG_LEVEL = 'ROW' THEN RETURN NEW; END IF; RETURN NULL; END";

    private ImmichSchema() {}

    /** The built-in ledger with the bodies that functions have here. */
    public static SchemaLedger ledger() {
        return LEDGER;
    }

    /** The same as a file, for an agent. */
    public static String ledgerText() {
        return LedgerFile.builtInText()
                .lines()
                .map(line -> line.startsWith("function\t") ? withDigest(line.split("\t", -1)) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The fields are those that the head of the file names: function, since-until, name, arguments, returns, md5, volatility. */
    private static String withDigest(String[] fields) {
        fields[5] = digest(new Function(fields[2], fields[3], fields[4], fields[5], ""));
        return String.join("\t", fields);
    }

    private static final SchemaLedger LEDGER = LedgerText.parse(ledgerText());

    /** As the ledger has it of a function: {@code md5} of its body without white space. */
    public static String digest(Function f) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5")
                    .digest(body(f).replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8));
            return String.format("%032x", new BigInteger(1, md5));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(Function f) {
        return BODIES.getOrDefault(f.signature(), TRIGGER_BODY);
    }

    /** Migrations up to the last one that this release has. */
    public static List<String> migrations(int number) {
        return LEDGER.migrations().subList(0, number + 1);
    }

    /**
     * @param number of the migration after which the database is to be
     * @param vector the type of vectors, as SQL; empty: without the two tables that have it
     */
    public static List<String> statements(int number, java.util.function.Function<String, String> vector) {
        Structure structure = LEDGER.after(number);
        List<String> sql = new ArrayList<>();
        for (EnumType type : structure.enums()) {
            sql.add("CREATE TYPE " + Sql.identifier(type.name()) + " AS ENUM ("
                    + type.values().stream().map(Sql::literal).collect(Collectors.joining(", ")) + ")");
        }
        structure.functions().forEach(f -> sql.add(function(f)));
        for (Sequence sequence : structure.sequences()) {
            if (!isIdentity(structure, sequence)) {
                sql.add("CREATE SEQUENCE " + Sql.identifier(sequence.name()) + " AS integer");
            }
        }
        structure.tables().forEach(table -> sql.add(table(table, vector)));
        for (Sequence sequence : structure.sequences()) {
            if (!isIdentity(structure, sequence)) {
                String[] owner = sequence.ownedBy().split("\\.");
                sql.add("ALTER SEQUENCE " + Sql.identifier(sequence.name()) + " OWNED BY " + Sql.identifier(owner[0])
                        + "." + Sql.identifier(owner[1]));
            }
        }
        for (Table table : structure.tables()) {
            table.indexes().forEach(index -> sql.add(index(table, index)));
            table.constraints().stream()
                    .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                    .forEach(c -> sql.add("ALTER TABLE " + Sql.identifier(table.name()) + " ADD " + constraint(c)));
            table.triggers().forEach(trigger -> sql.add(trigger(table, trigger)));
        }
        overrides(structure, LEDGER.overrides(number)).forEach(sql::add);
        return sql;
    }

    /** Immich's own statements, under the names that it gives them. */
    private static List<String> overrides(Structure structure, Set<String> names) {
        Map<String, String> statements = new TreeMap<>();
        structure.functions().forEach(f -> statements.put("function_" + f.name(), orReplace(function(f))));
        for (Table table : structure.tables()) {
            table.triggers().forEach(t -> statements.put("trigger_" + t.name(), orReplace(trigger(table, t))));
            table.indexes().forEach(i -> statements.put("index_" + i.name(), index(table, i)));
        }
        statements.keySet().retainAll(names);
        return statements.entrySet().stream()
                .map(row -> "INSERT INTO migration_overrides (name, value) VALUES (" + Sql.literal(row.getKey())
                        + ", pg_catalog.jsonb_build_object('sql', " + Sql.literal(row.getValue() + ";") + "::text))")
                .toList();
    }

    private static String orReplace(String create) {
        return create.replaceFirst("^CREATE ", "CREATE OR REPLACE ");
    }

    /**
     * A user with three assets, of each of which there is a face, with their vectors.
     *
     * @param number as in {@link #statements}
     * @param vector a value for the column of this table, as SQL
     */
    public static List<String> rows(int number, java.util.function.Function<String, String> vector) {
        Structure structure = LEDGER.after(number);
        List<String> sql = new ArrayList<>();
        sql.add(rows(structure, "user", Map.of(), "generate_series(1, 1) AS n"));
        sql.add(rows(
                structure,
                "asset",
                Map.of("ownerId", "u.id", "checksum", "int4send(n)"),
                "\"user\" AS u, generate_series(1, 3) AS n"));
        sql.add(rows(structure, "asset_face", Map.of("assetId", "a.id"), "asset AS a"));
        sql.add(rows(
                structure,
                "smart_search",
                Map.of("assetId", "a.id", "embedding", vector.apply("smart_search")),
                "asset AS a"));
        sql.add(rows(
                structure,
                "face_search",
                Map.of("faceId", "f.id", "embedding", vector.apply("face_search")),
                "asset_face AS f"));
        return sql;
    }

    private static String rows(Structure structure, String table, Map<String, String> values, String from) {
        Map<String, String> all = new LinkedHashMap<>();
        Table of = structure.table(table).or(() -> structure.table(table + "s")).orElseThrow();
        for (Column column : of.columns()) {
            if (values.containsKey(column.name())) {
                all.put(Sql.identifier(column.name()), values.get(column.name()));
            } else if (column.notNull() && column.defaultValue().isEmpty() && !column.generated()) {
                all.put(Sql.identifier(column.name()), anything(structure, column.type()));
            }
        }
        return "INSERT INTO " + Sql.identifier(of.name()) + " (" + String.join(", ", all.keySet()) + ") SELECT "
                + String.join(", ", all.values()) + " FROM " + from;
    }

    private static String anything(Structure structure, String type) {
        return structure.enums().stream()
                .filter(e -> e.name().equals(type))
                .map(e -> Sql.literal(e.values().get(0)) + "::" + Sql.identifier(type))
                .findFirst()
                .orElseGet(() -> switch (type.replaceFirst("\\(.*", "")) {
                    case "uuid" -> "uuid_generate_v4()";
                    case "boolean" -> "false";
                    case "bytea" -> "int4send(0)";
                    case "integer", "bigint", "smallint", "real", "double precision" -> "0";
                    case "jsonb" -> "'{}'::jsonb";
                    default -> type.startsWith("timestamp") ? "now()" : "''";
                });
    }

    private static boolean isIdentity(Structure structure, Sequence sequence) {
        String[] owner = sequence.ownedBy().split("\\.");
        return structure
                .table(owner[0])
                .orElseThrow()
                .column(owner[1])
                .orElseThrow()
                .generated();
    }

    public static String function(Function f) {
        boolean trigger = f.returns().equals("trigger");
        return "CREATE FUNCTION " + f.name() + "("
                + (f.name().equals("immich_uuid_v7")
                        ? "p_timestamp timestamp with time zone DEFAULT clock_timestamp()"
                        : f.arguments())
                + ") RETURNS " + f.returns() + " LANGUAGE " + (trigger ? "plpgsql" : "sql")
                + (f.volatility().equals("immutable") ? " IMMUTABLE PARALLEL SAFE STRICT" : "") + " AS "
                + Sql.literal(body(f));
    }

    private static String table(Table table, java.util.function.Function<String, String> vector) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(column(table, column, vector)));
        table.constraints().stream()
                .filter(c -> c.kind() != Constraint.Kind.FOREIGN_KEY)
                .forEach(c -> parts.add(constraint(c)));
        return "CREATE TABLE " + Sql.identifier(table.name()) + " (" + String.join(", ", parts) + ")";
    }

    private static String column(Table table, Column column, java.util.function.Function<String, String> vector) {
        String type = column.type().equals(Column.VECTOR) ? vector.apply(table.name()) : column.type();
        return Sql.identifier(column.name()) + " " + type
                + (column.generated() ? " GENERATED ALWAYS AS IDENTITY" : "")
                + (column.defaultValue().isEmpty() ? "" : " DEFAULT " + column.defaultValue())
                + (column.notNull() ? " NOT NULL" : "");
    }

    private static String constraint(Constraint c) {
        String columns = names(c.columns());
        return "CONSTRAINT " + Sql.identifier(c.name()) + " "
                + switch (c.kind()) {
                    case PRIMARY_KEY -> "PRIMARY KEY (" + columns + ")";
                    case UNIQUE -> "UNIQUE (" + columns + ")";
                    case CHECK, OTHER -> "CHECK (num_nulls(" + columns + ") >= 0)"; // the ledger knows the columns only
                    case FOREIGN_KEY ->
                        "FOREIGN KEY (" + columns + ") REFERENCES " + Sql.identifier(c.references()) + " ("
                                + names(c.referencedColumns()) + ") ON DELETE " + c.onDelete() + " ON UPDATE "
                                + c.onUpdate();
                };
    }

    private static String index(Table table, Index index) {
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + Sql.identifier(index.name()) + " ON "
                + Sql.identifier(table.name()) + " USING " + index.method() + " ("
                + index.keys().stream()
                        .map(key -> (key.matches("\\w+|\"[^\"]+\"") ? key : "(" + key + ")")
                                + (key.startsWith("f_unaccent(") ? " gin_trgm_ops" : ""))
                        .collect(Collectors.joining(", "))
                + ")" + (index.predicate().isEmpty() ? "" : " WHERE " + index.predicate());
    }

    private static String trigger(Table table, Trigger t) {
        StringBuilder tables = new StringBuilder();
        for (String name : t.transitionTables()) {
            boolean old = t.transitionTables().size() == 1 ? t.events().equals("delete") : tables.length() == 0;
            tables.append(tables.length() == 0 ? " REFERENCING" : "")
                    .append(old ? " OLD" : " NEW")
                    .append(" TABLE AS ")
                    .append(Sql.identifier(name));
        }
        return "CREATE TRIGGER " + Sql.identifier(t.name()) + " " + t.timing() + " "
                + t.events().replace(" ", " OR ")
                + " ON " + Sql.identifier(table.name()) + tables + " FOR EACH " + (t.perRow() ? "ROW" : "STATEMENT")
                + (t.condition().isEmpty() ? "" : " WHEN (" + t.condition() + ")") + " EXECUTE FUNCTION " + t.function()
                + "()";
    }

    private static String names(List<String> columns) {
        return columns.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }
}
