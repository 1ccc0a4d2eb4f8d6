package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasesFileTest {

    /** One row that is right; each broken file below differs from it in one place. */
    private static final String RIGHT = """
            {
              "format": 2,
              "rows": [
                {
                  "first": "2.5.0",
                  "end": "3.0.0",
                  "title": "2.5.0 – 2.7.x",
                  "sources": [{ "fact": "ranges", "url": "https://github.com/immich-app/immich/pull/23845" }],
                  "postgres": { "enforced": ">=14.0.0", "documented": null },
                  "vectorExtensions": {
                    "vectorchord": { "enforced": ">=0.3 <2", "documented": null },
                    "pgvecto.rs": { "enforced": ">=0.2 <0.4", "documented": null }
                  },
                  "pgvectorForVectorChord": { "enforced": ">=0.7.0", "documented": ">=0.7 <0.9" },
                  "preference": ["vectorchord", "pgvecto.rs"],
                  "choice": "BY_AVAILABILITY",
                  "available": "ENFORCED",
                  "update": "REQUIRED",
                  "updateReach": { "vectorchord": "IN_RANGE", "pgvecto.rs": "IN_RANGE" },
                  "refusesDowngrade": true,
                  "reindex": "BY_INDEX_DEFINITION",
                  "prewarms": true,
                  "requires": ["cube", "earthdistance"],
                  "vectorIndexes": { "clip_index": "smart_search" },
                  "backup": { "tool": "PG_DUMP", "postgres": ">=14 <19" }
                }
              ],
              "date": "2026-11-26", "vectorChord": [], "faults": [], "postgresEndOfLife": {}, "migrations": [
                { "migration": "1769441657564-AddAssetWidthHeight", "first": "2.5.0" }
              ]
            }
            """;

    @TempDir
    Path directory;

    static Stream<Arguments> broken() {
        return Stream.of(
                // not JSON, or more than it
                broken("\"format\": 2,", "format: 2,", "line 2, column 3: this is not JSON."),
                broken("\"prewarms\": true,", "\"prewarms\": true", "line 23, column 7: this is not JSON."),
                broken(
                        "\"first\": \"2.5.0\" }\n  ]\n}",
                        "\"first\": \"2.5.0\" }\n",
                        "line 31, column 1: this is not JSON."),
                broken("\n}\n", "\n}\n{}\n", "line 32, column 1: there is more after the end of the document."),
                broken("\n}\n", "\n}\n]\n", "line 32, column 1: this is not JSON."),
                broken(RIGHT, "", "the file is empty."),
                broken(RIGHT, "[]", "this must be an object."),
                broken(RIGHT, "[".repeat(100_000), "it is nested too deeply, or a text or a number in it is too long."),
                broken(
                        "\"format\": 2,",
                        "\"format\": 2, \"format\": 2,",
                        "line 2, column 24: this key stands twice in one object."),
                broken(
                        "{ \"clip_index\": \"smart_search\" }",
                        "{ \"a\": \"x\", \"a\": \"y\" }",
                        "line 24, column 39: this key stands twice in one object."),
                // the format
                broken("\"format\": 2,", "\"format\": 1,", "format: this program reads format 2, not 1."),
                broken("\"format\": 2,", "\"format\": 2.0,", "format: this must be a whole number."),
                broken("\"format\": 2,", "", "format: this key is missing."),
                // the date
                broken("\"date\": \"2026-11-26\",", "", "date: this key is missing."),
                broken("2026-11-26", "26.11.2026", "date: this must be a date, as 2026-11-26."),
                // keys
                broken("\"migrations\": [", "\"marks\": [", "marks: this key is not known."),
                broken("\"choice\": \"BY_AVAILABILITY\",", "", "rows[0].choice: this key is missing."),
                broken("\"choice\"", "\"Choice\"", "rows[0].Choice: this key is not known."),
                broken(
                        "\">=14.0.0\", \"documented\": null",
                        "\">=14.0.0\"",
                        "rows[0].postgres.documented: this key is missing."),
                broken(
                        "\"migration\": \"1769441657564",
                        "\"note\": \"\", \"migration\": \"1769441657564",
                        "migrations[0].note: this key is not known."),
                broken("https://", "http://", "rows[0].sources[0]: url must begin with https:// and hold no space."),
                broken(
                        "pull/23845",
                        "pull 23845",
                        "rows[0].sources[0]: url must begin with https:// and hold no space."),
                broken("\"ranges\"", "\"\"", "rows[0].sources[0]: fact must not be blank."),
                broken("\"fact\"", "\"Fact\"", "rows[0].sources[0].Fact: this key is not known."),
                // types
                broken("\"prewarms\": true", "\"prewarms\": \"true\"", "rows[0].prewarms: this must be true or false."),
                broken("2,\n  \"rows\"", "\"2\",\n  \"rows\"", "format: this must be a whole number."),
                broken(
                        "1769441657564",
                        "99999999999999999999",
                        "migrations[0]: migration must begin with a number and a hyphen."),
                broken("1769441657564-", "", "migrations[0]: migration must begin with a number and a hyphen."),
                broken("\"title\": \"2.5.0 – 2.7.x\"", "\"title\": null", "rows[0].title: this must be a text."),
                broken("\"title\": \"2.5.0 – 2.7.x\"", "\"title\": \" \"", "rows[0]: title must not be blank."),
                broken("[\"cube\", \"earthdistance\"]", "\"cube\"", "rows[0].requires: this must be a list."),
                broken("[\"cube\", \"earthdistance\"]", "[\"cube\", 1]", "rows[0].requires[1]: this must be a text."),
                broken(
                        "[\"cube\", \"earthdistance\"]",
                        "[\"earthdistance\", \"cube\"]",
                        "rows[0]: requires must be sorted, each name once."),
                broken(
                        "{ \"enforced\": \">=14.0.0\", \"documented\": null }",
                        "\">=14.0.0\"",
                        "rows[0].postgres: this must be an object."),
                // versions, ranges, names
                broken(
                        "\"first\": \"2.5.0\",\n",
                        "\"first\": \"2.5\",\n",
                        "rows[0].first: \"2.5\" is not a version: it needs three numbers, as in \"0.4.3\"."),
                broken("\"end\": \"3.0.0\"", "\"end\": \"2.5.0\"", "rows[0]: end must be newer than first."),
                broken(
                        "\">=0.2 <0.4\"",
                        "\">=0.2<0.4\"",
                        "rows[0].vectorExtensions[\"pgvecto.rs\"].enforced: \">=0.2<0.4\" is not a version range:"
                                + " it is written as for npm, as in \">=0.3 <2\"."),
                broken(
                        "\"choice\": \"BY_AVAILABILITY\"",
                        "\"choice\": \"by_availability\"",
                        "rows[0].choice: \"by_availability\" must be one of DEFAULT, BY_AVAILABILITY."),
                broken(
                        "[\"vectorchord\", \"pgvecto.rs\"]",
                        "[\"vectorchord\", \"vectors\"]",
                        "rows[0].preference[1]: \"vectors\" is not a vector extension:"
                                + " it must be one of vectorchord, pgvecto.rs, pgvector."),
                broken(
                        "\">=0.2 <0.4\"",
                        "\"\u202e\\n\"",
                        "rows[0].vectorExtensions[\"pgvecto.rs\"].enforced: \"\\u202e\\u000a\" is not a version range:"
                                + " it is written as for npm, as in \">=0.3 <2\"."),
                // facts that cannot all be true
                broken(
                        "[\"vectorchord\", \"pgvecto.rs\"]",
                        "[\"vectorchord\", \"pgvector\"]",
                        "rows[0]: preference must name one or more of vectorExtensions, each once."),
                broken(
                        "[\"vectorchord\", \"pgvecto.rs\"]",
                        "[\"vectorchord\", \"vectorchord\"]",
                        "rows[0]: preference must name one or more of vectorExtensions, each once."),
                broken(
                        "\"choice\": \"BY_AVAILABILITY\"",
                        "\"choice\": \"DEFAULT\"",
                        "rows[0]: preference must name exactly one extension where choice is DEFAULT."),
                broken(
                        "\"update\": \"REQUIRED\"",
                        "\"update\": \"NEVER\"",
                        "rows[0]: updateReach must name exactly the vectorExtensions, or none where update is NEVER."),
                broken("{ \"clip_index\": \"smart_search\" }", "{}", "rows[0]: vectorIndexes must not be empty."),
                broken(
                        "\"tool\": \"PG_DUMP\"",
                        "\"tool\": \"pg_dump\"",
                        "rows[0].backup.tool: \"pg_dump\" must be one of PG_DUMPALL, PG_DUMP."),
                broken(
                        "\"PG_DUMP\", \"postgres\": \">=14 <19\"",
                        "\"PG_DUMP\"",
                        "rows[0].backup.postgres: this key is missing."),
                broken(
                        "\"postgres\": \">=14 <19\"",
                        "\"postgres\": null",
                        "rows[0].backup.postgres: this must be a text."),
                broken(rowText(), "", "rows must not be empty."),
                broken(
                        rowText(),
                        rowText() + ", " + rowText(),
                        "rows must ascend without overlap, but the row from 2.5.0 follows that of >=2.5.0 <3.0.0."));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesWithOneSentenceThatNamesThePlace(String right, String wrong, String sentence) throws IOException {
        assertTrue(RIGHT.contains(right), "the right file has: " + right);
        Path file = directory.resolve("mine.json");
        Files.writeString(file, RIGHT.replace(right, wrong));

        InvalidReleases refusal = assertThrows(InvalidReleases.class, () -> ReleasesFile.read(file));
        assertEquals(file + ": " + sentence, refusal.getMessage());
    }

    @Test
    void readsAFileThatIsRight() throws IOException {
        Path file = directory.resolve("mine.json");
        Files.writeString(file, RIGHT);

        assertEquals("2.5.0 – 2.7.x", ReleasesFile.read(file).rows().get(0).title());
    }

    @Test
    void readsItsOwnTableFromAFile() throws IOException {
        Path file = directory.resolve("copy.json");
        try (InputStream table = ReleasesFile.class.getResourceAsStream("/dev/immichpg/need/releases.json")) {
            Files.write(file, table.readAllBytes());
        }

        assertEquals(ReleasesFile.builtIn(), ReleasesFile.read(file));
    }

    @Test
    void refusesWhatIsNoTextFile() throws IOException {
        Path latin = directory.resolve("latin.json");
        Files.write(latin, "{\"é\":1}".getBytes(StandardCharsets.ISO_8859_1));
        Path absent = directory.resolve("absent.json");

        assertEquals(latin + ": this is not UTF-8 text.", refusal(latin));
        assertEquals(absent + ": there is no such file.", refusal(absent));
        assertEquals(directory + ": it is a directory.", refusal(directory));
    }

    private static String refusal(Path file) {
        return assertThrows(InvalidReleases.class, () -> ReleasesFile.read(file))
                .getMessage();
    }

    private static Arguments broken(String right, String wrong, String sentence) {
        return Arguments.of(right, wrong, sentence);
    }

    private static String rowText() {
        return RIGHT.substring(RIGHT.indexOf("    {\n"), RIGHT.indexOf("\n  ],\n"));
    }
}
