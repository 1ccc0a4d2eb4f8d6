package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Constraint.Kind;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Sequence;
import dev.immichpg.catalog.Structure.Trigger;
import dev.immichpg.ledger.TriedMigration.Difference;
import dev.immichpg.ledger.TriedMigration.End;
import dev.immichpg.ledger.Variant.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The ledger as text: a line for each object, its fields separated by tabs; the first one is the kind, and the second from
 * which migration to which it is there ("27-39", "27-"). Lists are separated by a comma, the keys of an index by "; ". Lines
 * that begin with # say what stands in them.
 */
public final class LedgerText {

    private static final String FORMAT = "1";

    /** The lines that say how a migration ended, by their first word. */
    private static final Map<String, End> TRIALS =
            Map.of("stops", End.STOPS, "stays", End.STAYS, "perhaps", End.PERHAPS);

    private final List<String> migrations = new ArrayList<>();
    private final List<Lasting<String>> tables = new ArrayList<>();
    private final List<Lasting<Column>> columns = new ArrayList<>();
    private final List<Lasting<Constraint>> constraints = new ArrayList<>();
    private final List<Lasting<Index>> indexes = new ArrayList<>();
    private final List<Lasting<Trigger>> triggers = new ArrayList<>();
    private final List<Lasting<Function>> functions = new ArrayList<>();
    private final List<Lasting<EnumType>> enums = new ArrayList<>();
    private final List<Lasting<Sequence>> sequences = new ArrayList<>();
    private final List<Variant> variants = new ArrayList<>();
    private final List<TriedMigration> tried = new ArrayList<>();
    private final List<String> formats = new ArrayList<>();

    private LedgerText() {}

    /** Throws IllegalArgumentException, with one sentence that names the line, where anything in it is wrong. */
    public static SchemaLedger parse(String text) {
        LedgerText ledger = read(text, line -> true);
        return ledger.made(() -> ledger.tried);
    }

    /**
     * As {@link #parse}, of a text that a test has read whole. Half of its lines say what was tried; only an upgrade over
     * some migrations asks for these, and only then they are read. So they cost a start nothing, and most agents no memory.
     *
     * @param text the same each time it is asked for
     */
    public static SchemaLedger parseWhatIsAskedFor(Supplier<String> text) {
        return read(text.get(), line -> !isTrial(line))
                .made(() -> read(text.get(), line -> isTrial(line) || line.startsWith("format")).tried);
    }

    private static boolean isTrial(String line) {
        int end = line.indexOf('\t');
        return end > 0 && TRIALS.containsKey(line.substring(0, end));
    }

    private static LedgerText read(String text, Predicate<String> lines) {
        LedgerText ledger = new LedgerText();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#") && lines.test(line)) {
                try {
                    ledger.read(new Line(line.split("\t", -1)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + number + ": " + e.getMessage());
                }
            }
        }
        if (ledger.formats.isEmpty()) {
            throw new IllegalArgumentException("the line \"format\" is missing.");
        }
        return ledger;
    }

    private SchemaLedger made(Supplier<List<TriedMigration>> tried) {
        return new SchemaLedger(
                migrations,
                tables,
                columns,
                constraints,
                indexes,
                triggers,
                functions,
                enums,
                sequences,
                variants,
                tried);
    }

    private void read(Line line) {
        End end = TRIALS.get(line.text(0));
        if (end != null) {
            tried.add(line.tried(end));
            return;
        }
        switch (line.text(0)) {
            case "format" -> {
                if (!line.text(1).equals(FORMAT)) {
                    throw new IllegalArgumentException(
                            "this program reads format " + FORMAT + ", not " + line.text(1) + ".");
                }
                formats.add(FORMAT);
            }
            case "migration" -> migrations.add(line.text(1));
            case "table" -> tables.add(line.lasting("", line.text(2)));
            case "column" ->
                columns.add(line.ofTable(new Column(
                        line.text(3),
                        line.text(4),
                        line.oneOf(5, "null", "not null").equals("not null"),
                        line.text(6),
                        line.oneOf(7, "", "generated").equals("generated"))));
            case "primary key" -> constraints.add(line.ofTable(constraint(line, Kind.PRIMARY_KEY)));
            case "unique" -> constraints.add(line.ofTable(constraint(line, Kind.UNIQUE)));
            case "check" -> constraints.add(line.ofTable(constraint(line, Kind.CHECK)));
            case "foreign key" ->
                constraints.add(line.ofTable(new Constraint(
                        line.text(3),
                        Kind.FOREIGN_KEY,
                        line.list(4),
                        line.text(5),
                        line.list(6),
                        line.text(7),
                        line.text(8),
                        true)));
            case "index" ->
                indexes.add(line.ofTable(new Index(
                        line.text(3),
                        line.oneOf(4, "", "unique").equals("unique"),
                        line.text(5),
                        List.of(line.text(6).split("; ")),
                        line.text(7),
                        true)));
            case "trigger" ->
                triggers.add(line.ofTable(new Trigger(
                        line.text(3),
                        line.oneOf(4, "before", "after"),
                        line.text(5),
                        line.oneOf(6, "row", "statement").equals("row"),
                        "public",
                        line.text(7),
                        line.text(8),
                        line.list(9),
                        "O")));
            case "function" ->
                functions.add(line.lasting(
                        "",
                        new Function(
                                line.text(2),
                                line.text(3),
                                line.text(4),
                                line.text(5),
                                line.text(6).isEmpty() ? "volatile" : line.oneOf(6, "immutable", "stable"))));
            case "enum" -> enums.add(line.lasting("", new EnumType(line.text(2), line.list(3))));
            case "sequence" -> sequences.add(line.lasting("", new Sequence(line.text(2), line.text(3))));
            default ->
                variants.add(new Variant(
                        Stream.of(Tolerance.values())
                                .filter(t -> t.text().equals(line.text(0)))
                                .findFirst()
                                .orElseThrow(() ->
                                        new IllegalArgumentException("\"" + line.text(0) + "\" is no kind of object.")),
                        line.text(1),
                        line.text(2),
                        line.text(3)));
        }
    }

    private static Constraint constraint(Line line, Kind kind) {
        return new Constraint(line.text(3), kind, line.list(4), "", List.of(), "", "", true);
    }

    /** Fields that are empty at the end of a line may be left out. */
    private record Line(String[] fields) {

        String text(int field) {
            return field < fields.length ? fields[field] : "";
        }

        List<String> list(int field) {
            return text(field).isEmpty() ? List.of() : List.of(text(field).split(","));
        }

        String oneOf(int field, String... allowed) {
            String text = text(field);
            for (String one : allowed) {
                if (one.equals(text)) {
                    return one;
                }
            }
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "field %d must be one of \"%s\".", field + 1, String.join("\", \"", allowed)));
        }

        /** Empty: it is none. No pattern, which would be made anew for each of five thousand numbers at each start. */
        private static OptionalInt number(String digits) {
            boolean isNumber = !digits.isEmpty() && digits.length() <= 5;
            for (int i = 0; isNumber && i < digits.length(); i++) {
                isNumber = '0' <= digits.charAt(i) && digits.charAt(i) <= '9';
            }
            return isNumber ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
        }

        TriedMigration tried(End end) {
            int migration = number(text(2))
                    .orElseThrow(() -> new IllegalArgumentException("field 3 must be the number of a migration."));
            return new TriedMigration(
                    end,
                    switch (oneOf(1, "missing", "present", "other result")) {
                        case "missing" -> Difference.MISSING;
                        case "present" -> Difference.PRESENT;
                        default -> Difference.OTHER_RESULT;
                    },
                    migration,
                    text(3),
                    text(4),
                    text(5),
                    text(6),
                    text(7));
        }

        <T> Lasting<T> ofTable(T object) {
            return lasting(text(2), object);
        }

        <T> Lasting<T> lasting(String table, T object) {
            String[] ends = text(1).split("-", -1);
            OptionalInt since = number(ends[0]);
            boolean isAlways = ends.length == 2 && ends[1].isEmpty();
            OptionalInt until = isAlways ? OptionalInt.of(Lasting.ALWAYS) : number(ends[ends.length - 1]);
            if (ends.length != 2 || since.isEmpty() || until.isEmpty()) {
                throw new IllegalArgumentException("field 2 must be two numbers of migrations, as 27-39 or 27-.");
            }
            return new Lasting<>(since.getAsInt(), until.getAsInt(), table, object);
        }
    }
}
