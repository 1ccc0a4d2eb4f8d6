package dev.immichpg.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Makes {@code schema.tsv} of two files: {@code immich-schema.json}, which says what schema public holds after each of
 * Immich's migrations, and {@code outcomes.json}, which says how they end where something is missing or there before. Both
 * were made by running the migrations one by one on a real Postgres, and noting its catalogs after each.
 */
final class LedgerSource {

    private static final String HEAD = """
            # What schema public of Immich's database holds after each of Immich's migrations, and how they end where it does not.
            # Facts only: no function's body, no statement. Made by LedgerSourceTest; CONTRIBUTING.md says how.
            # A migration's number is its place in this list, from 0. "27-39": there after migration 27, gone after 39.
            # table <since-until> <name>
            # column <since-until> <table> <name> <type> <null> <default> <generated>
            # primary key, unique, check <since-until> <table> <name> <columns>
            # foreign key <since-until> <table> <name> <columns> <table> <columns> <on delete> <on update>
            # index <since-until> <table> <name> <unique> <method> <keys> <predicate>
            # trigger <since-until> <table> <name> <timing> <events> <level> <function> <when> <transition tables>
            # function <since-until> <name> <arguments> <returns> <md5 of the body without white space> <volatility>
            # enum <since-until> <name> <values>
            # sequence <since-until> <name> <owned by>
            # extra, missing, also named, also by, also default <kind> <object> <value>: what is sound as well
            # stops, stays, perhaps <missing, present, other result> <migration> <kind> <table> <name> <SQLSTATE> <error>
            """;

    private final JsonNode schema;
    private final JsonNode outcomes;
    private final Set<String> lines = new LinkedHashSet<>();

    LedgerSource(Path directory) throws IOException {
        ObjectMapper json = new ObjectMapper();
        schema = json.readTree(Files.readString(directory.resolve("immich-schema.json")));
        outcomes = json.readTree(Files.readString(directory.resolve("outcomes.json")));
    }

    String text() {
        line("format", "1");
        schema.get("migrations").forEach(m -> line("migration", text(m, "name")));
        schema.get("tables").forEach(t -> line("table", lasting(t), text(t, "name")));
        schema.get("columns").forEach(this::column);
        schema.get("constraints").forEach(this::constraint);
        schema.get("indexes").forEach(this::index);
        schema.get("triggers").forEach(this::trigger);
        schema.get("functions")
                .forEach(f -> line(
                        "function",
                        lasting(f),
                        text(f, "name"),
                        list(f, "arguments", ", "),
                        text(f, "returns"),
                        text(f, "md5NoSpace"),
                        text(f, "volatility")));
        schema.get("enums").forEach(e -> line("enum", lasting(e), text(e, "name"), list(e, "values", ",")));
        schema.get("sequences").forEach(s -> line("sequence", lasting(s), text(s, "name"), text(s, "ownedBy")));
        schema.get("variants").forEach(this::variant);
        outcomes();
        return HEAD + String.join("\n", lines) + "\n";
    }

    /** What {@link Trial} reads: every trial that is listed, with its end and no more. */
    String trials() {
        Map<String, Integer> numbers = new HashMap<>();
        schema.get("migrations").forEach(m -> numbers.put(text(m, "name"), numbers.size()));
        List<String> trials = new ArrayList<>();
        for (String section : List.of(
                "missing",
                "missingNotChanged",
                "withoutPrimaryKey",
                "withoutTable",
                "present",
                "presentOtherReturnType")) {
            for (JsonNode o : outcomes.get(section)) {
                boolean ofTable = section.equals("withoutTable");
                trials.add(String.join(
                        "\t",
                        section.equals("present")
                                ? "present"
                                : section.equals("presentOtherReturnType") ? "other result" : "missing",
                        numbers.get(text(o, "migration")).toString(),
                        ofTable ? "table" : section.equals("withoutPrimaryKey") ? "constraint" : text(o, "kind"),
                        text(o, "table"),
                        ofTable
                                ? text(o, "table")
                                : text(o, "name") + (o.has("arguments") ? "(" + list(o, "arguments", ", ") + ")" : ""),
                        o.get("fails").booleanValue() ? "stops" : o.has("stays") ? "different" : "same",
                        text(o, "on"),
                        text(o, "made")));
            }
        }
        return "# What was wrong, number of the migration, kind, table, name, end, made on, made as: outcomes.json.\n"
                + String.join("\n", trials) + "\n";
    }

    private void column(JsonNode c) {
        line(
                "column",
                lasting(c),
                text(c, "table"),
                text(c, "name"),
                text(c, "type"),
                c.get("notNull").booleanValue() ? "not null" : "null",
                text(c, "default"),
                c.has("identity") ? "generated" : "");
    }

    private void constraint(JsonNode c) {
        line(
                text(c, "kind"),
                lasting(c),
                text(c, "table"),
                text(c, "name"),
                list(c, "columns", ","),
                text(c, "refTable"),
                list(c, "refColumns", ","),
                text(c, "onDelete"),
                text(c, "onUpdate"));
    }

    /** One of a constraint follows from that. */
    private void index(JsonNode i) {
        if (!i.has("constraint")) {
            line(
                    "index",
                    lasting(i),
                    text(i, "table"),
                    text(i, "name"),
                    i.path("unique").booleanValue() ? "unique" : "",
                    text(i, "method"),
                    list(i, "keys", "; "),
                    text(i, "predicate"));
        }
    }

    private void trigger(JsonNode t) {
        line(
                "trigger",
                lasting(t),
                text(t, "table"),
                text(t, "name"),
                text(t, "timing"),
                list(t, "events", " "),
                text(t, "level"),
                text(t, "function"),
                text(t, "when"),
                Stream.of(text(t, "oldTable"), text(t, "newTable"))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.joining(",")));
    }

    private void variant(JsonNode v) {
        if (v.get("id").isNull()) {
            return; // "functions without white space" is how functions are compared
        }
        String kind = text(v, "kind").replaceFirst("xes$", "x").replaceFirst("s$", "");
        String object = list(v, "id", ".");
        switch (text(v, "tolerate")) {
            case "extra" -> line("extra", kind, object);
            case "missing" -> line("missing", kind, object);
            default -> {
                v.path("instead")
                        .forEach(i -> line(
                                "also named", kind, object, i.get(i.size() - 1).textValue()));
                v.path("facts").path("method").forEach(m -> line("also by", kind, object, m.textValue()));
                v.path("facts").path("default").forEach(d -> line("also default", kind, object, d.textValue()));
            }
        }
    }

    private void outcomes() {
        Map<String, Integer> numbers = new HashMap<>();
        schema.get("migrations").forEach(m -> numbers.put(text(m, "name"), numbers.size()));
        List<String> stops = new ArrayList<>();
        List<String> stays = new ArrayList<>();
        for (String section : List.of("missing", "missingNotChanged", "withoutPrimaryKey", "withoutTable")) {
            outcomes.get(section).forEach(o -> outcome("missing", section, o, numbers, stops, stays));
        }
        outcomes.get("present").forEach(o -> outcome("present", "present", o, numbers, stops, stays));
        outcomes.get("presentOtherReturnType").forEach(o -> outcome("other result", "", o, numbers, stops, stays));
        Stream.concat(stops.stream(), stays.stream()).forEach(lines::add);
        // Immich's main had two texts of it: one updates this column, the other does nothing, as in the trials.
        String rating = Integer.toString(numbers.get("1780592070031-ConvertNegativeRatingToNull"));
        line("perhaps", "missing", rating, "table", "", "asset_exif");
        line("perhaps", "missing", rating, "column", "asset_exif", "rating");
    }

    private static void outcome(
            String difference,
            String section,
            JsonNode o,
            Map<String, Integer> numbers,
            List<String> stops,
            List<String> stays) {
        String kind = switch (section) {
            case "withoutPrimaryKey" -> "constraint";
            case "withoutTable" -> "table";
            default -> text(o, "kind");
        };
        String table = section.equals("withoutTable") ? "" : text(o, "table");
        String name = section.equals("withoutTable")
                ? text(o, "table")
                : text(o, "name") + (o.has("arguments") ? "(" + list(o, "arguments", ", ") + ")" : "");
        int migration = numbers.get(text(o, "migration"));
        if (o.get("fails").booleanValue()) {
            stops.add(joined(
                    "stops",
                    difference,
                    Integer.toString(migration),
                    kind,
                    table,
                    name,
                    text(o, "sqlstate"),
                    text(o, "error")));
        } else if (o.has("stays")) {
            stays.add(joined("stays", difference, Integer.toString(migration), kind, table, name));
        }
    }

    private static String lasting(JsonNode object) {
        return object.get("since").intValue() + "-"
                + (object.has("until") ? object.get("until").toString() : "");
    }

    private void line(String... fields) {
        lines.add(joined(fields));
    }

    /** Without the empty fields at its end. */
    private static String joined(String... fields) {
        int end = IntStream.rangeClosed(1, fields.length)
                .filter(i -> !fields[i - 1].isEmpty())
                .max()
                .orElseThrow();
        return String.join("\t", List.of(fields).subList(0, end));
    }

    private static String text(JsonNode object, String key) {
        return object.path(key).asText("");
    }

    private static String list(JsonNode object, String key, String separator) {
        return StreamSupport.stream(
                        object.get(key) == null
                                ? List.<JsonNode>of().spliterator()
                                : object.get(key).spliterator(),
                        false)
                .map(JsonNode::textValue)
                .collect(Collectors.joining(separator));
    }
}
