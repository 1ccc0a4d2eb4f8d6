package dev.immichpg.postgres;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.immichpg.catalog.Dropped;
import dev.immichpg.catalog.Since;
import dev.immichpg.catalog.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A {@link Snapshot} as the JSON that {@code snapshot.sql} returns, read strictly: what does not fit exactly is refused. */
public final class SnapshotJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final SnapshotJson CURRENT = new SnapshotJson(MAPPER);

    private final ObjectMapper mapper;

    private SnapshotJson(ObjectMapper mapper) {
        this.mapper = mapper;
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

    /**
     * What this agent or an older one wrote. What an older format does not have is empty, {@linkplain Since not looked at};
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
        return format == Snapshot.FORMAT ? read(json) : ofFormat(format).read(json, Snapshot.class);
    }

    private static OptionalInt format(String json) {
        try {
            JsonNode format = MAPPER.readTree(json).path("format");
            return format.isInt() ? OptionalInt.of(format.intValue()) : OptionalInt.empty();
        } catch (JsonProcessingException e) {
            return OptionalInt.empty();
        }
    }

    static Snapshot.SecondAnswer readSecondAnswer(String json) {
        return CURRENT.read(json, Snapshot.SecondAnswer.class);
    }

    /** Reads documents of an older format. */
    static SnapshotJson ofFormat(int format) {
        return new SnapshotJson(MAPPER.rebuild()
                .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES) // in favour of what is required:
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    @Override
                    public Boolean hasRequiredMarker(AnnotatedMember member) {
                        Since since = member.getAnnotation(Since.class);
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
                        Dropped dropped = deserializer.handledType().getAnnotation(Dropped.class);
                        if (dropped == null || !List.of(dropped.value()).contains(key)) {
                            return false;
                        }
                        parser.skipChildren();
                        return true;
                    }
                })
                .build());
    }

    <T> T read(String json, Class<T> type) {
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("The snapshot is null.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    OneLine.of("The snapshot cannot be read" + place(e) + ": " + reason(e) + "."), e);
        }
    }

    public static String write(Snapshot snapshot) {
        try {
            return MAPPER.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // Records of strings and numbers always can be.
        }
    }

    private static String place(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(r -> r.getFieldName() != null ? "." + r.getFieldName() : "[" + r.getIndex() + "]")
                        .reduce("", String::concat)
                : "";
        String line = Optional.ofNullable(e.getLocation())
                .map(l -> ", line " + l.getLineNr() + ", column " + l.getColumnNr())
                .orElse("");
        return (path.isEmpty() ? "" : " at " + path.replaceFirst("^\\.", "")) + line;
    }

    /** The first sentence, without names of classes. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        return message.replaceAll("\\(class [^)]*\\), not marked as ignorable.*", "is not a key of it")
                .replaceAll("`?(?:[a-z]+\\.)+(?:[A-Za-z]+[$.])*([A-Za-z]+)`?", "$1")
                .replaceAll("( \\(index \\d+\\))?;.*|\\.$", "");
    }
}
