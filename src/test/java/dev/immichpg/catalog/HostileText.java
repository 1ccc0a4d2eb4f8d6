package dev.immichpg.catalog;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that want to be more than a text, or less: for SQL, psql, HTML, labels, logs, and whoever reads a number in one. */
public final class HostileText {

    private static final List<String> PIECES = List.of(
            "",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "\u001b[31m",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\u202e",
            "\u2066",
            "\u3000",
            "\ufeff",
            "\n\\! id",
            "\\",
            "\\n",
            "'",
            "''",
            "\"",
            "\"\"",
            "`id`",
            "$$",
            "$1",
            "$user",
            "%",
            "%s",
            "%n",
            "{schema}",
            "{}",
            "${x}",
            ":part2",
            ":'x'",
            ";",
            "; DROP ROLE x;",
            "--",
            "/*",
            "*/",
            "#",
            "|",
            ",",
            ".",
            "/",
            "=",
            "<script>alert(1)</script>",
            "&lt;",
            "U&\"",
            "E'",
            "\\u000a",
            "0",
            "-1",
            "0.4.3",
            "1.1.1-beta.1+x",
            "99999999999999999999",
            "1744910873969-Initial",
            "public",
            "vchord",
            "vchord.so",
            "größe",
            "写真",
            "🖼",
            "e\u0301",
            "x".repeat(63),
            "x".repeat(3000));

    private HostileText() {}

    public static Arbitrary<String> any() {
        return Arbitraries.randomValue(HostileText::of);
    }

    /** One piece, or several, with something harmless or a character of any kind between them. */
    public static String of(Random random) {
        StringBuilder text = new StringBuilder(piece(random));
        while (random.nextInt(3) > 0) {
            switch (random.nextInt(3)) {
                case 0 -> text.append('a');
                case 1 -> text.appendCodePoint(character(random));
                default -> {}
            }
            text.append(piece(random));
        }
        return text.toString();
    }

    /** The least that is hostile. */
    public static String piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    /** As Postgres may send it: no half of a pair. */
    private static int character(Random random) {
        int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x1_1000);
        return Character.isBmpCodePoint(c) && Character.isSurrogate((char) c) ? 'b' : c;
    }
}
