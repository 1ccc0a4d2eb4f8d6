package dev.immichpg.agent;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.immichpg.need.MigrationMark;
import dev.immichpg.need.Release;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Support;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table of Immich's releases as a JSON file: the one in this program, or a newer one of the operator's. Its keys are
 * the names of the records' components, every one is required, and no other is allowed.
 */
public final class ReleasesFile {

    private static final int FORMAT = 1;
    private static final String BUILT_IN = "/dev/immichpg/need/releases.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ReleasesFile() {}

    /** The table in this program. */
    public static Releases builtIn() {
        try (InputStream file = ReleasesFile.class.getResourceAsStream(BUILT_IN)) {
            return parse("releases.json", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table in a file. Throws {@link InvalidReleases} if there is none or anything in it is wrong. */
    public static Releases read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new InvalidReleases(file + ": there is no such file.");
        } catch (CharacterCodingException e) {
            throw new InvalidReleases(file + ": this is not UTF-8 text.");
        } catch (IOException e) {
            throw new InvalidReleases(file + ": this cannot be read.");
        }
    }

    static Releases parse(String file, String text) {
        Place root = new Place(file, "", tree(file, text));
        if (root.node.isMissingNode()) {
            throw root.invalid("the file is empty.");
        }
        root.requireKeys(Set.of("format", "rows", "migrations"));
        Place format = root.at("format");
        if (format.number() != FORMAT) {
            throw format.invalid("this program reads format %d, not %s.".formatted(FORMAT, format.node));
        }
        List<Release> rows = root.at("rows").list(ReleasesFile::release);
        List<MigrationMark> migrations = root.at("migrations").list(ReleasesFile::migration);
        return root.checked(() -> new Releases(rows, migrations));
    }

    private static JsonNode tree(String file, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            if (at == null) {
                // Jackson gives up on what would be nested too deeply for any stack, and does not say where.
                throw new InvalidReleases(file + ": this is nested too deeply.");
            }
            throw new InvalidReleases(
                    "%s: line %d, column %d: %s".formatted(file, at.getLineNr(), at.getColumnNr(), fault(e)));
        }
    }

    private static String fault(JsonProcessingException e) {
        if (e instanceof MismatchedInputException) {
            return "there is more after the end of the document.";
        }
        boolean twice =
                e instanceof JsonParseException && e.getOriginalMessage().startsWith("Duplicate");
        return twice ? "this key stands twice in one object." : "this is not JSON.";
    }

    private static Release release(Place row) {
        row.requireKeysOf(Release.class);
        return row.checked(() -> new Release(
                row.at("first").version(),
                row.at("end").optional(Place::version),
                row.at("title").text(),
                row.at("source").text(),
                support(row.at("postgres")),
                row.at("vectorExtensions").map(Place::vectorExtension, ReleasesFile::support),
                support(row.at("pgvectorForVectorChord")),
                row.at("preference").list(Place::vectorExtension),
                row.at("choice").oneOf(Release.Choice.class),
                row.at("available").oneOf(Release.AvailableRule.class),
                row.at("update").oneOf(Release.UpdateRule.class),
                row.at("updateReach").map(Place::vectorExtension, reach -> reach.oneOf(Release.UpdateReach.class)),
                row.at("refusesDowngrade").flag(),
                row.at("reindex").oneOf(Release.ReindexRule.class),
                row.at("prewarms").flag(),
                row.at("requires").list(Place::text),
                row.at("vectorIndexes").map(Place::text, Place::text),
                row.at("backup").optional(ReleasesFile::backup)));
    }

    private static Release.Backup backup(Place backup) {
        backup.requireKeysOf(Release.Backup.class);
        return new Release.Backup(
                backup.at("tool").oneOf(Release.BackupTool.class),
                backup.at("postgres").range());
    }

    private static Support support(Place support) {
        support.requireKeysOf(Support.class);
        return new Support(
                support.at("enforced").optional(Place::range),
                support.at("documented").optional(Place::range));
    }

    private static MigrationMark migration(Place mark) {
        mark.requireKeysOf(MigrationMark.class);
        return mark.checked(() -> new MigrationMark(
                mark.at("timestamp").number(),
                mark.at("first").version(),
                mark.at("earliest").optional(Place::version),
                mark.at("source").text()));
    }

    /** A value in the document, and where it stands: "rows[3].postgres.enforced". */
    private record Place(String file, String path, JsonNode node) {

        private static final Pattern PLAIN_KEY = Pattern.compile("\\w+");

        Place at(String key) {
            String step = PLAIN_KEY.matcher(key).matches() ? "." + key : "[\"" + key + "\"]";
            return new Place(file, path.isEmpty() ? key : path + step, node.get(key));
        }

        void requireKeysOf(Class<? extends Record> type) {
            requireKeys(Arrays.stream(type.getRecordComponents())
                    .map(component -> component.getName())
                    .collect(Collectors.toSet()));
        }

        void requireKeys(Set<String> keys) {
            List<String> present = keys();
            present.stream().filter(key -> !keys.contains(key)).findFirst().ifPresent(key -> {
                throw at(key).invalid("this key is not known.");
            });
            keys.stream()
                    .sorted()
                    .filter(key -> !present.contains(key))
                    .findFirst()
                    .ifPresent(key -> {
                        throw at(key).invalid("this key is missing.");
                    });
        }

        String text() {
            return expect(node.isTextual(), "a text").textValue();
        }

        long number() {
            return expect(node.isIntegralNumber() && node.canConvertToLong(), "a whole number")
                    .longValue();
        }

        boolean flag() {
            return expect(node.isBoolean(), "true or false").booleanValue();
        }

        Version version() {
            return converted(Version::of);
        }

        VersionRange range() {
            return converted(VersionRange::of);
        }

        VectorExtension vectorExtension() {
            return converted(VectorExtension::forSetting);
        }

        <E extends Enum<E>> E oneOf(Class<E> type) {
            String name = text();
            return Stream.of(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> invalid("\"%s\" must be one of %s."
                            .formatted(
                                    name,
                                    Stream.of(type.getEnumConstants())
                                            .map(Enum::name)
                                            .collect(Collectors.joining(", ")))));
        }

        <T> Optional<T> optional(Function<Place, T> read) {
            return node.isNull() ? Optional.empty() : Optional.of(read.apply(this));
        }

        <T> List<T> list(Function<Place, T> read) {
            expect(node.isArray(), "a list");
            return IntStream.range(0, node.size())
                    .mapToObj(i -> read.apply(new Place(file, path + "[" + i + "]", node.get(i))))
                    .toList();
        }

        <K, V> Map<K, V> map(Function<Place, K> readKey, Function<Place, V> readValue) {
            Map<K, V> map = new LinkedHashMap<>();
            for (String key : keys()) {
                Place value = at(key);
                Place name = new Place(file, value.path, JSON.getNodeFactory().textNode(key));
                map.put(readKey.apply(name), readValue.apply(value));
            }
            return map;
        }

        /** What the reading gives; a record's refusal is said with this place. */
        <T> T checked(Supplier<T> reading) {
            try {
                return reading.get();
            } catch (InvalidReleases e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw invalid(e.getMessage());
            }
        }

        InvalidReleases invalid(String sentence) {
            return new InvalidReleases(file + ": " + (path.isEmpty() ? "" : path + ": ") + sentence);
        }

        private <T> T converted(Function<String, T> convert) {
            String text = text();
            return checked(() -> convert.apply(text));
        }

        private List<String> keys() {
            expect(node.isObject(), "an object");
            return node.properties().stream().map(Map.Entry::getKey).toList();
        }

        private JsonNode expect(boolean holds, String what) {
            if (!holds) {
                throw invalid("this must be " + what + ".");
            }
            return node;
        }
    }
}
