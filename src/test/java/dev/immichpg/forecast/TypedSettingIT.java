package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.QuotedName;
import dev.immichpg.catalog.SearchPath;
import dev.immichpg.demo.EmbeddedServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each Postgres says how it reads what was typed; two ways of typing that we had not thought of were a false "would start". */
class TypedSettingIT {

    private static final int VALUES = 20_000;

    private static final String SHOWN = "(SELECT setting FROM pg_settings WHERE name = '%s')";

    private static final String SCHEMAS = "array_to_string(current_schemas(false), '|')";

    /** What each value came to, in order. */
    private interface Postgres {

        List<String> read(List<String> typed) throws SQLException;
    }

    private static final List<String> OF_TIMES = List.of(
            "0",
            "1",
            "2",
            "5",
            "7",
            "8",
            "9",
            "12",
            "60",
            "500",
            "2147483647",
            "00",
            "0x",
            "0X",
            "a",
            "f",
            ".",
            ".5",
            "e",
            "E",
            "e1",
            "e-2",
            "E+3",
            "p1",
            "P-1",
            "+",
            "-",
            " ",
            "\t",
            "\n",
            "us",
            "ms",
            "s",
            "min",
            "h",
            "d",
            "S",
            "_",
            "inf",
            "nan");

    /** Of 63 bytes, the most that a name has. */
    private static final String LONG = "x".repeat(63);

    /** Of 62: a letter of two bytes is not cut in halves. */
    private static final String WIDE = "ä".repeat(31);

    private static final List<String> OF_PATHS = List.of(
            "ab",
            "AB",
            "Ab",
            "ä",
            "Ä",
            "b",
            "c",
            "b c",
            "b,c",
            LONG,
            LONG + "x",
            WIDE,
            WIDE + "ä",
            "\"",
            "\"",
            "\"\"",
            ",",
            ",",
            ",",
            " ",
            "\t",
            "\u3000",
            "$user",
            "\"ab\"",
            "\"Ab\"",
            "\"" + LONG + "x\"");

    private static final List<String> OF_BOOLS = List.of(
            "t", "r", "u", "e", "true", "f", "a", "l", "s", "false", "y", "yes", "n", "o", "on", "of", "off", "0", "1",
            "2", " ", "T", "F", "Y", "N", "O", "default");

    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void aTimeIsReadAsByPostgres(int major) throws SQLException {
        Function<String, String> ours = typed -> TypedSetting.time(typed)
                .map(Duration::toMillis)
                .map(String::valueOf)
                .orElse("refused");

        assertTrue(
                agreed(invented(OF_TIMES), readBy(major, "postgres", "statement_timeout", SHOWN), ours) > VALUES / 20);
    }

    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void onOrOffIsReadAsByPostgres(int major) throws SQLException {
        Function<String, String> ours =
                typed -> TypedSetting.bool(typed).map(on -> on ? "on" : "off").orElse("refused");

        assertTrue(agreed(invented(OF_BOOLS), readBy(major, "postgres", "row_security", SHOWN), ours) > 25);
    }

    /** Which of these schemas are on the path; the names are typed without quotes too, and are longer than Postgres' names. */
    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void aSearchPathIsReadAsByPostgres(int major) throws SQLException {
        EmbeddedServer server = EmbeddedServer.shared(major);
        Set<String> schemas = Set.of("ab", "AB", "Ab", "ä", "Ä", "b c", "b,c", "\"", LONG, WIDE);
        server.execute(
                "postgres", "CREATE DATABASE paths TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        try {
            server.execute(
                    "paths",
                    schemas.stream()
                            .map(name -> "CREATE SCHEMA " + QuotedName.of(name))
                            .toArray(String[]::new));
            Function<String, String> ours = typed -> SearchPath.parse(typed).names().stream()
                    .filter(schemas::contains)
                    .distinct()
                    .collect(Collectors.joining("|"));

            assertTrue(agreed(invented(OF_PATHS), readBy(major, "paths", "search_path", SCHEMAS), ours) > VALUES / 20);
        } finally {
            server.execute("postgres", "DROP DATABASE paths");
        }
    }

    private static List<String> invented(List<String> pieces) {
        Random random = new Random(19);
        return IntStream.range(0, VALUES)
                .mapToObj(i -> IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(j -> pieces.get(random.nextInt(pieces.size())))
                        .reduce("", String::concat))
                .distinct()
                .toList();
    }

    /** Of what Postgres takes; what it refuses cannot be set. How many values these are. */
    private static long agreed(List<String> typed, Postgres postgres, Function<String, String> ours)
            throws SQLException {
        List<String> theirs = postgres.read(typed);
        int[] taken = IntStream.range(0, typed.size())
                .filter(i -> !theirs.get(i).equals("refused"))
                .toArray();
        List<String> different = IntStream.of(taken)
                .filter(i -> !ours.apply(typed.get(i)).equals(theirs.get(i)))
                .limit(10)
                .mapToObj(i -> "'" + typed.get(i) + "' is " + theirs.get(i) + ", not " + ours.apply(typed.get(i)))
                .toList();
        assertEquals(List.of(), different);
        return taken.length;
    }

    /** @param shown the expression that tells what the value came to */
    private static Postgres readBy(int major, String database, String setting, String shown) {
        EmbeddedServer server = EmbeddedServer.shared(major);
        return typed -> {
            try (Connection connection = server.connect(database, server.superuser())) {
                connection.createStatement().execute("""
                        CREATE FUNCTION pg_temp.read(typed text) RETURNS text LANGUAGE plpgsql AS $$
                        BEGIN
                          PERFORM set_config('%1$s', typed, true);
                          RETURN %2$s;
                        EXCEPTION WHEN invalid_parameter_value THEN
                          RETURN 'refused';
                        END$$""".formatted(setting, shown.formatted(setting)));
                PreparedStatement asked = connection.prepareStatement(
                        "SELECT pg_temp.read(typed) FROM unnest(?) WITH ORDINALITY v (typed, n) ORDER BY n");
                asked.setArray(1, connection.createArrayOf("text", typed.toArray()));
                List<String> values = new ArrayList<>();
                try (ResultSet rows = asked.executeQuery()) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
                return values;
            }
        };
    }
}
