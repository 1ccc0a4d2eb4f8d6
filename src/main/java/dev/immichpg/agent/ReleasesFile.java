package dev.immichpg.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.immichpg.input.InvalidJson;
import dev.immichpg.input.SmallFile;
import dev.immichpg.input.StrictJson;
import dev.immichpg.input.UnusableFile;
import dev.immichpg.need.KnownFault;
import dev.immichpg.need.MigrationMark;
import dev.immichpg.need.Release;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Source;
import dev.immichpg.need.SupportedVersions;
import dev.immichpg.need.VectorChordVersion;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of Immich's releases as a JSON file: the one in this program, or a newer one of the operator's. Its keys are
 * the names of the records' components, every one is required, and no other is allowed.
 */
public final class ReleasesFile {

    private static final int FORMAT = 2;
    private static final String BUILT_IN = "/dev/immichpg/need/releases.json";

    /** A hundred times the one in this program. */
    private static final int MOST_BYTES = 4 << 20;

    private ReleasesFile() {}

    /** Read once: that takes a fifth of a start's processor time. */
    private static final class Holder {
        private static final Releases RELEASES = shipped();
    }

    /** The table in this program. */
    public static Releases builtIn() {
        return Holder.RELEASES;
    }

    private static Releases shipped() {
        try (InputStream file = ReleasesFile.class.getResourceAsStream(BUILT_IN)) {
            return parse("releases.json", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table in a file. Throws {@link InvalidReleases} if there is none or anything in it is wrong. */
    public static Releases read(Path file) {
        try {
            return parse(file.toString(), SmallFile.text(file, MOST_BYTES));
        } catch (UnusableFile e) {
            throw new InvalidReleases(file + ": " + e.getMessage() + ".");
        } catch (CharacterCodingException e) {
            throw new InvalidReleases(file + ": this is not UTF-8 text.");
        } catch (IOException e) {
            throw new InvalidReleases(file + ": this cannot be read.");
        }
    }

    static Releases parse(String file, String text) {
        LocatedValue root = new LocatedValue(new Document(file), Place.ROOT, tree(file, text));
        if (root.node.isMissingNode()) {
            throw root.invalid("the file is empty.");
        }
        root.requireKeys(Set.of("format", "date", "rows", "migrations", "vectorChord", "faults", "postgresEndOfLife"));
        LocatedValue format = root.at("format");
        if (format.number() != FORMAT) {
            throw format.invalid("this program reads format %d, not %s.".formatted(FORMAT, format.node));
        }
        List<Release> rows = root.at("rows").list(ReleasesFile::release);
        List<MigrationMark> migrations = root.at("migrations").list(ReleasesFile::migration);
        LocalDate date = root.at("date").date();
        VectorChordVersions vectorChord = vectorChord(root.at("vectorChord"));
        List<KnownFault> faults = root.at("faults").list(ReleasesFile::fault);
        Map<Integer, LocalDate> ends = root.at("postgresEndOfLife").map(LocatedValue::major, LocatedValue::date);
        return root.checked(
                () -> new Releases(rows, migrations, date, LedgerFile.builtIn(), vectorChord, faults, ends));
    }

    private static JsonNode tree(String file, String text) {
        try {
            return StrictJson.STRICT.tree(text);
        } catch (InvalidJson e) {
            throw new InvalidReleases(file + ": " + (e.place().isEmpty() ? "" : e.place() + ": ") + e.getMessage());
        }
    }

    private static Release release(LocatedValue row) {
        row.requireKeysOf(Release.class);
        return row.checked(() -> new Release(
                row.at("first").version(),
                row.at("end").optional(LocatedValue::version),
                row.at("title").text(),
                row.at("sources").list(ReleasesFile::source),
                support(row.at("postgres")),
                row.at("vectorExtensions").map(LocatedValue::vectorExtension, ReleasesFile::support),
                support(row.at("pgvectorForVectorChord")),
                row.at("preference").list(LocatedValue::vectorExtension),
                row.at("choice").oneOf(Release.Choice.class),
                row.at("available").oneOf(Release.AvailableRule.class),
                row.at("update").oneOf(Release.UpdateRule.class),
                row.at("updateReach")
                        .map(LocatedValue::vectorExtension, reach -> reach.oneOf(Release.UpdateReach.class)),
                row.at("refusesDowngrade").flag(),
                row.at("reindex").oneOf(Release.ReindexRule.class),
                row.at("prewarms").flag(),
                row.at("requires").list(LocatedValue::text),
                row.at("vectorIndexes").map(LocatedValue::text, LocatedValue::text),
                row.at("backup").optional(ReleasesFile::backup)));
    }

    private static Release.Backup backup(LocatedValue backup) {
        backup.requireKeysOf(Release.Backup.class);
        return new Release.Backup(
                backup.at("tool").oneOf(Release.BackupTool.class),
                backup.at("postgres").range());
    }

    private static SupportedVersions support(LocatedValue supported) {
        supported.requireKeysOf(SupportedVersions.class);
        return new SupportedVersions(
                supported.at("enforced").optional(LocatedValue::range),
                supported.at("documented").optional(LocatedValue::range));
    }

    private static MigrationMark migration(LocatedValue mark) {
        mark.requireKeysOf(MigrationMark.class);
        return mark.checked(() ->
                new MigrationMark(mark.at("migration").text(), mark.at("first").version()));
    }

    private static VectorChordVersions vectorChord(LocatedValue lines) {
        List<VectorChordVersion> all = lines.list(line -> {
            line.requireKeysOf(VectorChordVersion.class);
            return line.checked(() -> new VectorChordVersion(
                    line.at("first").version(),
                    Math.toIntExact(Math.min(line.at("format").number(), Integer.MAX_VALUE)),
                    line.at("newFunctions").optional(LocatedValue::flag)));
        });
        return lines.checked(() -> new VectorChordVersions(all));
    }

    private static KnownFault fault(LocatedValue fault) {
        fault.requireKeysOf(KnownFault.class);
        return fault.checked(() -> new KnownFault(
                fault.at("immich").range(),
                fault.at("when").oneOf(KnownFault.When.class),
                fault.at("fact").text(),
                fault.at("url").text()));
    }

    private static Source source(LocatedValue source) {
        source.requireKeysOf(Source.class);
        return source.checked(
                () -> new Source(source.at("fact").text(), source.at("url").optional(LocatedValue::text)));
    }

    /**
     * What is read, and what it repeats: the rows have the same few ranges. To read them again and again was a third of the
     * reading, which every start and every command waits for.
     */
    private record Document(String file, Map<String, VersionRange> ranges, Map<Class<?>, Set<String>> keys) {

        Document(String file) {
            this(file, new HashMap<>(), new HashMap<>());
        }

        Set<String> keysOf(Class<? extends Record> type) {
            return keys.computeIfAbsent(
                    type,
                    record -> Arrays.stream(record.getRecordComponents())
                            .map(component -> component.getName())
                            .collect(Collectors.toSet()));
        }

        VersionRange range(String text) {
            return ranges.computeIfAbsent(text, VersionRange::of);
        }
    }

    /**
     * Where a value stands. It is put into words only where something is wrong there.
     *
     * @param parent null: it is the document itself
     * @param key null: it is a place in a list
     */
    private record Place(Place parent, String key, int index) {

        static final Place ROOT = new Place(null, null, 0);

        /** As in "rows[3].postgres.enforced"; empty of the document itself. */
        String path() {
            if (parent == null) {
                return "";
            }
            return key == null ? parent.path() + "[" + index + "]" : StrictJson.step(parent.path(), key);
        }
    }

    /** A value in the document, and where it stands. */
    private record LocatedValue(Document document, Place place, JsonNode node) {

        LocatedValue at(String key) {
            return new LocatedValue(document, new Place(place, key, 0), node.get(key));
        }

        LocatedValue at(int index) {
            return new LocatedValue(document, new Place(place, null, index), node.get(index));
        }

        void requireKeysOf(Class<? extends Record> type) {
            requireKeys(document.keysOf(type));
        }

        void requireKeys(Set<String> keys) {
            List<String> present = keys();
            if (present.size() == keys.size() && keys.containsAll(present)) {
                return;
            }
            present.stream().filter(key -> !keys.contains(key)).findFirst().ifPresent(key -> {
                throw at(key).invalid("this key is not known.");
            });
            throw keys.stream()
                    .sorted()
                    .filter(key -> !present.contains(key))
                    .findFirst()
                    .map(key -> at(key).invalid("this key is missing."))
                    .orElseThrow();
        }

        String text() {
            return expect(node.isTextual(), "a text").textValue();
        }

        long number() {
            return expect(node.isIntegralNumber() && node.canConvertToLong(), "a whole number")
                    .longValue();
        }

        /** A major version of Postgres. */
        int major() {
            String text = text();
            if (!text.matches("[1-9][0-9]{0,2}")) {
                throw invalid("this must be a major version of Postgres, as 14.");
            }
            return Integer.parseInt(text);
        }

        boolean flag() {
            return expect(node.isBoolean(), "true or false").booleanValue();
        }

        Version version() {
            return converted(Version::of);
        }

        LocalDate date() {
            try {
                return LocalDate.parse(text());
            } catch (DateTimeParseException e) {
                throw invalid("this must be a date, as 2026-11-26.");
            }
        }

        VersionRange range() {
            return converted(document::range);
        }

        VectorExtension vectorExtension() {
            return converted(VectorExtension::forSetting);
        }

        <E extends Enum<E>> E oneOf(Class<E> type) {
            String name = text();
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(name)) {
                    return constant;
                }
            }
            throw invalid("\"%s\" must be one of %s."
                    .formatted(
                            name,
                            Stream.of(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
        }

        <T> Optional<T> optional(Function<LocatedValue, T> read) {
            return node.isNull() ? Optional.empty() : Optional.of(read.apply(this));
        }

        <T> List<T> list(Function<LocatedValue, T> read) {
            expect(node.isArray(), "a list");
            List<T> list = new ArrayList<>(node.size());
            for (int i = 0; i < node.size(); i++) {
                list.add(read.apply(at(i)));
            }
            return List.copyOf(list);
        }

        <K, V> Map<K, V> map(Function<LocatedValue, K> readKey, Function<LocatedValue, V> readValue) {
            Map<K, V> map = new LinkedHashMap<>();
            for (String key : keys()) {
                LocatedValue value = at(key);
                LocatedValue name = new LocatedValue(document, value.place, TextNode.valueOf(key));
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
            String path = place.path();
            return new InvalidReleases(document.file + ": " + (path.isEmpty() ? "" : path + ": ") + sentence);
        }

        private <T> T converted(Function<String, T> convert) {
            String text = text();
            return checked(() -> convert.apply(text));
        }

        private List<String> keys() {
            expect(node.isObject(), "an object");
            List<String> keys = new ArrayList<>(node.size());
            node.fieldNames().forEachRemaining(keys::add);
            return keys;
        }

        private JsonNode expect(boolean holds, String what) {
            if (!holds) {
                throw invalid("this must be " + what + ".");
            }
            return node;
        }
    }
}
