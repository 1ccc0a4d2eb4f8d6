package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static List<String> numbersAfter(String words) throws IOException {
        try (InputStream file = CatalogReader.class.getResourceAsStream("snapshot.sql")) {
            return Pattern.compile(Pattern.quote(words) + "(\\d+)")
                    .matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }
}
