package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What snapshot.sql and the record have to say twice, since psql runs the file as it is. */
class SnapshotSqlTest {

    @Test
    void listsEndWhereTheRecordSays() throws IOException {
        assertEquals(Set.of("" + Snapshot.LONGEST_LIST), Set.copyOf(numbersAfter("limit ")));
    }

    @Test
    void theDocumentsFormatIsTheRecords() throws IOException {
        assertEquals(List.of("" + Snapshot.FORMAT), numbersAfter("'format', "));
    }

    @Test
    void aPasswordThatDoesNotExpireIsTheRecordsNever() throws IOException {
        assertEquals(
                "" + Snapshot.Role.NEVER_EXPIRES,
                numbersAfter("'infinity' then ").get(0));
    }

    private static final List<String> FILES = List.of(
            "snapshot.sql",
            "version-history.sql",
            "executed-migrations.sql",
            "migration-overrides.sql",
            "index-status.sql",
            "index-status-look.sql",
            "plain-tables.sql",
            "database-collation.sql",
            "loaded-modules.sql",
            "structure.sql");

    /**
     * Issue 12: not every database has every character, not even in a comment. And what a backslash means in plain quotes the
     * database's owner may choose.
     */
    @Test
    void whatIsSentIsAsciiAndMeansTheSameEverywhere() throws IOException {
        for (String file : FILES) {
            String sql = text(file);
            assertTrue(sql.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), file);
            assertFalse(
                    Pattern.compile("(?<!E)'[^'\n]*\\\\[^'\n]*'").matcher(sql).find(), file);
        }
        assertEquals(
                Set.copyOf(FILES),
                Stream.of(Path.of("src/main/resources/dev/immichpg/postgres")
                                .toFile()
                                .list())
                        .filter(name -> name.endsWith(".sql"))
                        .collect(Collectors.toSet()));
    }

    /** What the snapshot says of a table, and what is looked at again when it is read. */
    @Test
    void aTableIsPlainInTheSnapshotAsItIsWhenItIsRead() throws IOException {
        String look = text("plain-tables.sql");
        String plain = flat(look.substring(look.indexOf("c.relkind")));
        String snapshot = flat(text("snapshot.sql"));
        assertTrue(snapshot.contains("'plain', " + plain.replace("${orTypes}", "") + ","));
        assertTrue(snapshot.contains(
                "and " + plain.replace("${orTypes}", " and not (t.typtype = 'b' and t.typelem = 0::oid)") + " )"));
        assertTrue(Guard.ofVectorTable(170_000, "smart_search")
                .look()
                .contains(" and not (t.typtype = 'b' and t.typelem = 0::oid)"));
    }

    private static String flat(String sql) {
        return sql.replaceAll("\\s+", " ").strip();
    }

    private static String text(String file) throws IOException {
        try (InputStream in = CatalogReader.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> numbersAfter(String words) throws IOException {
        return Pattern.compile(Pattern.quote(words) + "(\\d+)")
                .matcher(text("snapshot.sql"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
