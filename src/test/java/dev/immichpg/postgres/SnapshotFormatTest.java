package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.immichpg.Golden;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.SinceFormat;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ChecksumFailures;
import dev.immichpg.catalog.Snapshot.Checksums;
import dev.immichpg.catalog.Snapshot.DeniedMember;
import dev.immichpg.catalog.Snapshot.ForeignObject.Kind;
import dev.immichpg.catalog.Snapshot.LockHolder;
import dev.immichpg.catalog.Snapshot.LogicalReplication;
import dev.immichpg.catalog.Snapshot.MissingMember;
import dev.immichpg.catalog.Snapshot.ReplicationSlot;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.catalog.Snapshot.TableGuard;
import dev.immichpg.catalog.Snapshot.VectorDependent;
import dev.immichpg.catalog.Structure;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an older agent wrote is read. Of each format a file is pinned, in which no list is empty and nothing is hidden; that of
 * a format which a release has written is never changed again.
 */
class SnapshotFormatTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static IntStream formats() {
        return IntStream.rangeClosed(Snapshot.OLDEST_FORMAT, Snapshot.FORMAT);
    }

    static IntStream olderFormats() {
        return IntStream.range(Snapshot.OLDEST_FORMAT, Snapshot.FORMAT);
    }

    /** Rewritten with -Dgolden.write=true, as long as no release has written this format; see CONTRIBUTING.md. */
    @Test
    void theFileOfTheFormatIsAsThisAgentWritesIt() {
        Golden.assertHolds(file(Snapshot.FORMAT), SnapshotJson.write(everything()) + "\n");

        assertEquals(everything(), SnapshotJson.read(pinned(Snapshot.FORMAT)));
        assertEquals(everything(), SnapshotJson.readFile(pinned(Snapshot.FORMAT)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aFileHoldsSomethingOfEverything(int format) throws IOException {
        List<String> empty = new ArrayList<>();
        collectEmpty("", JSON.readTree(pinned(format)), empty);

        assertEquals(List.of(), empty);
    }

    @ParameterizedTest
    @MethodSource("olderFormats")
    void aFileOfAnOlderAgentIsRead(int format) throws IOException {
        Snapshot is = SnapshotJson.readFile(pinned(format));

        assertEquals(format, is.format());
        assertEquals("clip_index", is.vectorIndexes().get(0).name());
        assertEquals(List.of(), notEmpty(is, format));
    }

    /** The agent's own statement is of its own format. */
    @ParameterizedTest
    @MethodSource("olderFormats")
    void theAgentItselfReadsItsOwnFormatOnly(int format) {
        assertThrows(IllegalArgumentException.class, () -> SnapshotJson.read(pinned(format)));
        assertThrows(
                IllegalArgumentException.class,
                () -> SnapshotJson.read(
                        SnapshotJson.write(everything()).replaceFirst("\"format\" : \\d+", "\"format\" : " + format)));
    }

    /** Missing for another reason than its age: that is damage, and no reason to take anything for hidden. */
    @ParameterizedTest
    @MethodSource("formats")
    void whatTheFormatHasMustBeThere(int format) throws IOException {
        JsonNode document = JSON.readTree(pinned(format));
        List<String> notMissed = new ArrayList<>();
        for (ObjectNode object : objects(document)) {
            for (String key : keys(object)) {
                JsonNode value = object.remove(key);
                try {
                    SnapshotJson.readFile(document.toString());
                    notMissed.add(key);
                } catch (IllegalArgumentException refused) {
                    // As it must be.
                }
                object.set(key, value);
            }
        }
        assertEquals(format < 2 ? List.of("waiting", "migrations") : List.of(), notMissed); // dropped in format 2
    }

    @Test
    void aKeyThatNoFormatHasIsRefused() {
        for (int format : formats().toArray()) {
            String json = pinned(format).replaceFirst("\"held\" :", "\"helt\" : 1, \"held\" :");
            assertThrows(IllegalArgumentException.class, () -> SnapshotJson.readFile(json));
        }
    }

    @Test
    void aFormatThatIsNotKnownIsRefusedWithOneSentence() {
        String newer = "{\"format\": %d, \"what\": \"not known yet\"}".formatted(Snapshot.FORMAT + 1);

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> SnapshotJson.readFile(newer));

        assertEquals(
                "The snapshot has format 3, and this agent reads formats 1 to 2: judge it with a newer agent.",
                refusal.getMessage());
        refusal = assertThrows(IllegalArgumentException.class, () -> SnapshotJson.readFile("{\"format\": 0}"));
        assertEquals(
                "The snapshot has format 0, and this agent reads formats 1 to 2: take it again with a newer agent.",
                refusal.getMessage());
    }

    /** An empty Optional: not looked at. Anything else would be taken for an answer. */
    @Test
    void whatIsNewInAFormatCanBeNotLookedAt() {
        for (Class<?> type : records(Snapshot.class)) {
            for (RecordComponent component : type.getRecordComponents()) {
                SinceFormat since = component.getAnnotation(SinceFormat.class);
                if (since != null) {
                    String name = type.getSimpleName() + "." + component.getName();
                    assertEquals(Optional.class, component.getType(), name);
                    assertTrue(since.value() > Snapshot.OLDEST_FORMAT && since.value() <= Snapshot.FORMAT, name);
                }
            }
        }
    }

    record Fact(
            String old,
            @SinceFormat(2) Optional<String> added,
            @SinceFormat(3) Optional<String> later) {}

    @Test
    void whatTheFormatHasNotYetIsNotLookedAt() {
        assertEquals(
                new Fact("a", Optional.empty(), Optional.empty()),
                SnapshotJson.ofFormat(1).read("{\"old\": \"a\"}", Fact.class));
        assertEquals(
                new Fact("a", Optional.of("b"), Optional.empty()),
                SnapshotJson.ofFormat(2).read("{\"old\": \"a\", \"added\": \"b\"}", Fact.class));
        for (String wrong :
                List.of("{\"added\": \"b\"}", "{\"old\": \"a\"}", "{\"old\": \"a\", \"added\": \"b\", \"other\": 1}")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SnapshotJson.ofFormat(2).read(wrong, Fact.class));
        }
    }

    private static Snapshot everything() {
        return Given.pgvectors()
                .available("vectors", "0.2.1")
                .extensionSetting(Scope.ROLE, "immich", "vectors.search_mode", true)
                .leftoverIndex("clip_index_ccnew")
                .foreign(Kind.FUNCTION, "f_unaccent(text)", "postgres")
                .checksums(new Checksums(true, List.of(new ChecksumFailures("immich", 2))))
                .replicationSlot(new ReplicationSlot("standby", false, "", true, "reserved", 1024))
                .logicalReplication(
                        new LogicalReplication("logical", 10, 10, 4, List.of("everything"), List.of("copy")))
                .collation("pg_catalog.\"de_DE\"", "2.31", "2.36")
                .signs(new Snapshot.ServerSigns(
                        List.of("streaming_replica"),
                        List.of("rds.force_ssl"),
                        true,
                        Optional.of(new Snapshot.ServerPaths("/pg/postgresql.conf", "/pg/pg_hba.conf", "/pg", "/run"))))
                .loadedModule("vectors", "0.2.0")
                .locks(new LockHolder(
                        LockHolder.Lock.TABLE, "asset", 7, "", "backup", "pg_dump", "idle in transaction", 400, 500))
                .probed("smart_search", "XX000", "it cannot be searched")
                .newestMigration("1744910873969-InitialMigration")
                .table("migration_overrides")
                .overrides(whole -> List.of("function_updated_at"))
                .structure(new Structure(
                        true,
                        List.of(new Structure.Table(
                                "activity",
                                List.of(new Structure.Column("id", "uuid", true, "public.uuid_generate_v4()", false)),
                                List.of(new Structure.Constraint(
                                        "activity_userId_fkey",
                                        Structure.Constraint.Kind.FOREIGN_KEY,
                                        List.of("userId"),
                                        "user",
                                        List.of("id"),
                                        "cascade",
                                        "cascade",
                                        true)),
                                List.of(new Structure.Index(
                                        "activity_like_idx",
                                        true,
                                        "btree",
                                        List.of("\"assetId\""),
                                        "\"isLiked\"",
                                        true)),
                                List.of(new Structure.Trigger(
                                        "activity_delete_audit",
                                        "after",
                                        "delete",
                                        false,
                                        "public",
                                        "activity_delete_audit",
                                        "(pg_trigger_depth() = 0)",
                                        List.of("old"),
                                        "O")))),
                        List.of(new Structure.Function(
                                "f_unaccent", "text", "text", "a5a0dc571e3676350dbcfd42a554ec31", "immutable")),
                        List.of(new Structure.EnumType("sourcetype", List.of("exif"))),
                        List.of(new Structure.Sequence("naturalearth_countries_id_seq", "naturalearth_countries.id")),
                        List.of("my_view"),
                        List.of(new Structure.Dependent(
                                Structure.Dependent.Kind.VIEW, "reports.photos", "asset", "deviceId"))))
                .updatedExtensions("vectors")
                .versionless("vchord")
                .unendable("grafana", 4000)
                .autovacuumed("smart_search")
                .memory(new Memory(
                        List.of(new Memory.Start(
                                1_794_000_000L,
                                1_794_000_100L,
                                1000,
                                2000,
                                List.of(new Memory.Files("vectors", "0.2.0", "0.2.1", "0.2.0")))),
                        List.of(new Memory.Build("public", "clip_index", 999, "0.2.0")),
                        new Memory.Assets(12, 5000, 1_794_000_090L)))
                .eventTrigger("audit", "ddl_command_end", "ALTER TABLE")
                .unwritable("version_history")
                .denied("vectors", DeniedMember.Kind.FUNCTION, "pgvectors_upgrade", false)
                .dependent(VectorDependent.Kind.VIEW, "similar", Optional.of(false))
                .guard("version_history", TableGuard.Kind.RULE, "nothing", "INSERT", Optional.of(false))
                .missingMember("uuid-ossp", MissingMember.Kind.FUNCTION, "uuid_generate_v4", "other")
                .unusableLanguage("plpgsql")
                .deniedCatalog("pg_catalog.pg_indexes")
                .undimensioned("smart_search")
                .snapshot();
    }

    /** The product has that of its own format as an example: {@code RehearsalServer} answers with it. */
    private static Path file(int format) {
        return format == Snapshot.FORMAT
                ? Path.of("src/main/resources/dev/immichpg/postgres/snapshot.json")
                : Path.of("src/test/resources/dev/immichpg/postgres/snapshot-" + format + ".json");
    }

    private static String pinned(int format) {
        try {
            return Files.readString(file(format));
        } catch (IOException e) {
            throw new AssertionError("There is a file for each format: " + file(format), e);
        }
    }

    private static void collectEmpty(String path, JsonNode node, List<String> empty) {
        if (node.isNull() || node.isArray() && node.isEmpty()) {
            empty.add(path);
        }
        node.properties().forEach(e -> collectEmpty(path + "." + e.getKey(), e.getValue(), empty));
        node.elements().forEachRemaining(e -> {
            if (node.isArray()) {
                collectEmpty(path + "[]", e, empty);
            }
        });
    }

    /** All objects in a document, but of a list the first only. */
    private static List<ObjectNode> objects(JsonNode node) {
        Stream<JsonNode> inside = node.isArray()
                ? Stream.ofNullable(node.get(0))
                : node.properties().stream().map(e -> e.getValue());
        return Stream.concat(
                        node instanceof ObjectNode object ? Stream.of(object) : Stream.empty(),
                        inside.flatMap(n -> objects(n).stream()))
                .toList();
    }

    private static List<String> keys(ObjectNode object) {
        return object.properties().stream().map(e -> e.getKey()).toList();
    }

    /** Components of the snapshot that are newer than the format, and yet are not empty. */
    private static List<String> notEmpty(Record record, int format) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            SinceFormat since = component.getAnnotation(SinceFormat.class);
            Object value = value(component, record);
            if (since != null && since.value() > format && !value.equals(Optional.empty())) {
                names.add(component.getName());
            }
            Stream<?> inside = value instanceof Optional<?> o ? o.stream() : Stream.of(value);
            inside.flatMap(v -> v instanceof List<?> list ? list.stream() : Stream.of(v))
                    .filter(Record.class::isInstance)
                    .forEach(v -> names.addAll(notEmpty((Record) v, format)));
        }
        return names;
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The record, and those that its components are or hold. */
    private static Set<Class<?>> records(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        if (type.isRecord() && all.add(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                held(component.getGenericType()).forEach(c -> all.addAll(records(c)));
            }
        }
        assertFalse(type.equals(Snapshot.class) && all.size() < 20, () -> "not all are found: " + all);
        return all;
    }

    private static Stream<Class<?>> held(Type type) {
        return type instanceof ParameterizedType of
                ? Stream.of(of.getActualTypeArguments()).flatMap(SnapshotFormatTest::held)
                : Stream.of((Class<?>) type);
    }
}
