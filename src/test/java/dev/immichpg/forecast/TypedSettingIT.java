package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.EmbeddedServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each Postgres says how it reads what was typed; two ways of typing that we had not thought of were a false "would start". */
class TypedSettingIT {

    private static final int VALUES = 20_000;

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

        assertTrue(agreed(major, "statement_timeout", invented(OF_TIMES), ours) > VALUES / 20);
    }

    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void onOrOffIsReadAsByPostgres(int major) throws SQLException {
        Function<String, String> ours =
                typed -> TypedSetting.bool(typed).map(on -> on ? "on" : "off").orElse("refused");

        assertTrue(agreed(major, "row_security", invented(OF_BOOLS), ours) > 25);
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
    private static long agreed(int major, String setting, List<String> typed, Function<String, String> ours)
            throws SQLException {
        List<String> theirs = readBy(major, setting, typed);
        int[] taken = IntStream.range(0, typed.size())
                .filter(i -> !theirs.get(i).equals("refused"))
                .toArray();
        List<String> different = IntStream.of(taken)
                .filter(i -> !ours.apply(typed.get(i)).equals(theirs.get(i)))
                .mapToObj(i -> "'" + typed.get(i) + "' is " + theirs.get(i) + ", not " + ours.apply(typed.get(i)))
                .toList();
        assertEquals(List.of(), different);
        return taken.length;
    }

    private static List<String> readBy(int major, String setting, List<String> typed) throws SQLException {
        EmbeddedServer server = EmbeddedServer.shared(major);
        try (Connection postgres = server.connect("postgres", server.superuser())) {
            postgres.createStatement().execute("""
                    CREATE FUNCTION pg_temp.read(setting text, typed text) RETURNS text LANGUAGE plpgsql AS $$
                    BEGIN
                      PERFORM set_config(setting, typed, true);
                      RETURN (SELECT s.setting FROM pg_settings s WHERE s.name = read.setting);
                    EXCEPTION WHEN invalid_parameter_value THEN
                      RETURN 'refused';
                    END$$""");
            PreparedStatement asked = postgres.prepareStatement(
                    "SELECT pg_temp.read(?, typed) FROM unnest(?) WITH ORDINALITY v (typed, n) ORDER BY n");
            asked.setString(1, setting);
            asked.setArray(2, postgres.createArrayOf("text", typed.toArray()));
            List<String> values = new ArrayList<>();
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }
}
