package dev.immichpg.need;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The tables that npm's semver has written: see node-semver/generate.mjs. */
final class Table {

    private Table() {}

    static List<List<String>> rows(String name) throws IOException {
        try (InputStream table = Table.class.getResourceAsStream("/node-semver/" + name)) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            // Not lines(): a carriage return in a field would be one's end.
            return Stream.of(text.substring(0, text.length() - 1).split("\n", -1))
                    .map(line -> Stream.of(line.split("\t", -1))
                            .map(field -> field.replace("\\t", "\t"))
                            .toList())
                    .toList();
        }
    }
}
