package dev.immichpg.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.immichpg.catalog.Snapshot;
import java.util.Optional;

/** A {@link Snapshot} as the JSON that {@code snapshot.sql} returns, read strictly: what does not fit exactly is refused. */
public final class SnapshotJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
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

    private SnapshotJson() {}

    /** @throws IllegalArgumentException saying in one sentence what does not fit, and where */
    public static Snapshot read(String json) {
        return read(json, Snapshot.class);
    }

    static Snapshot.SecondAnswer readSecondAnswer(String json) {
        return read(json, Snapshot.SecondAnswer.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
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
