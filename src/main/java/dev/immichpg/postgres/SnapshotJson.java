package dev.immichpg.postgres;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.immichpg.catalog.DroppedKeys;
import dev.immichpg.catalog.SinceFormat;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.input.InvalidJson;
import dev.immichpg.input.StrictJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** A {@link Snapshot} as the JSON that {@code snapshot.sql} returns, read strictly: what does not fit exactly is refused. */
public final class SnapshotJson {

    private static final SnapshotJson CURRENT = new SnapshotJson(StrictJson.STRICT);

    /** To make one takes as long as to read a hundred files. */
    private static final Map<Integer, SnapshotJson> OLDER = new ConcurrentHashMap<>();

    private final StrictJson json;

    private SnapshotJson(StrictJson json) {
        this.json = json;
    }

    /**
     * What this agent wrote, or its own statement.
     *
     * @throws IllegalArgumentException saying in one sentence what does not fit, and where
     */
    public static Snapshot read(String json) {
        Snapshot is = CURRENT.read(json, Snapshot.class);
        if (is.format() != Snapshot.FORMAT) {
            throw new IllegalArgumentException(
                    "The snapshot has format " + is.format() + " where " + Snapshot.FORMAT + " is expected.");
        }
        return is;
    }

    /** Makes ahead what the first {@link #read} needs. That takes longer than the reading. */
    public static void prepare() {
        CURRENT.json.prepare(Snapshot.class);
        CURRENT.json.prepare(Snapshot.SecondAnswer.class);
    }

    /**
     * What this agent or an older one wrote. What an older format does not have is empty, {@linkplain SinceFormat not looked at};
     * otherwise it is read as strictly.
     *
     * @throws IllegalArgumentException saying in one sentence that its format is not known, or what does not fit, and where
     */
    public static Snapshot readFile(String json) {
        int format = format(json).orElse(Snapshot.FORMAT); // what is wrong with it, the reading says
        if (format < Snapshot.OLDEST_FORMAT || format > Snapshot.FORMAT) {
            throw new IllegalArgumentException("The snapshot has format " + format + ", and this agent reads formats "
                    + Snapshot.OLDEST_FORMAT + " to " + Snapshot.FORMAT
                    + (format > Snapshot.FORMAT
                            ? ": judge it with a newer agent."
                            : ": take it again with a newer agent."));
        }
        return format == Snapshot.FORMAT
                ? read(json)
                : OLDER.computeIfAbsent(format, SnapshotJson::ofFormat).read(json, Snapshot.class);
    }

    private static OptionalInt format(String json) {
        try {
            JsonNode format = StrictJson.STRICT.tree(json).path("format");
            return format.isInt() ? OptionalInt.of(format.intValue()) : OptionalInt.empty();
        } catch (InvalidJson e) {
            return OptionalInt.empty();
        }
    }

    static Snapshot.SecondAnswer readSecondAnswer(String json) {
        return CURRENT.read(json, Snapshot.SecondAnswer.class);
    }

    /** Reads documents of an older format. */
    static SnapshotJson ofFormat(int format) {
        return new SnapshotJson(StrictJson.but(reader -> reader.disable(
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES) // in favour of what is required:
                .enable(MapperFeature.USE_ANNOTATIONS)
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Boolean hasRequiredMarker(AnnotatedMember member) {
                        SinceFormat since = member.getAnnotation(SinceFormat.class);
                        return since == null || since.value() <= format;
                    }
                })
                .addHandler(new DeserializationProblemHandler() {
                    @Override
                    public boolean handleUnknownProperty(
                            DeserializationContext context,
                            JsonParser parser,
                            JsonDeserializer<?> deserializer,
                            Object type,
                            String key)
                            throws IOException {
                        DroppedKeys dropped = deserializer.handledType().getAnnotation(DroppedKeys.class);
                        if (dropped == null || !List.of(dropped.value()).contains(key)) {
                            return false;
                        }
                        parser.skipChildren();
                        return true;
                    }
                })));
    }

    <T> T read(String document, Class<T> type) {
        try {
            return json.value(document, type);
        } catch (InvalidJson e) {
            String place = e.place().isEmpty() ? "" : e.place() + ": ";
            throw new IllegalArgumentException(OneLine.of("The snapshot cannot be read: " + place + e.getMessage()), e);
        }
    }

    public static String write(Snapshot snapshot) {
        return StrictJson.STRICT.write(snapshot);
    }
}
