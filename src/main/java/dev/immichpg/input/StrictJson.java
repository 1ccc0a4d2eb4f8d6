package dev.immichpg.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads JSON documents of strangers strictly: the keys are the names of the records' components; every key is required, no other is
 * allowed, none is there twice, a text is not accepted as a number, and a number is not accepted as a text. Error messages use our own
 * words and name the place in the document. Jackson's words contain names of its classes, and change with its versions.
 */
public final class StrictJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // The records have none, and an eighth of the time in which a reader is made went into looking for them.
            .disable(MapperFeature.USE_ANNOTATIONS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> Stream.of(
                                    CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
            .build();

    /** Asked only when the strict one has refused, and says less. */
    private static final class Lenient {
        static final ObjectMapper MAPPER = new JsonMapper();
    }

    private static final Pattern PLAIN_KEY = Pattern.compile("\\w+");

    /** Everything is required, and nothing else is allowed. */
    public static final StrictJson STRICT = new StrictJson(MAPPER);

    private final ObjectMapper mapper;

    private StrictJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Another one, as strict but for what is changed in it: for documents of an older format. */
    public static StrictJson but(UnaryOperator<JsonMapper.Builder> change) {
        return new StrictJson(change.apply(MAPPER.rebuild()).build());
    }

    /** The document as a value of this type, of records, lists, maps, texts, numbers and what is optional. Never null. */
    public <T> T value(String json, Class<T> type) throws InvalidJson {
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new InvalidJson("", "it is null.", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw invalid(json, e);
        }
    }

    /**
     * Makes ahead what {@link #value} makes of such a type when it is asked for the first time. For many records that takes longer than
     * to read a document.
     */
    public void prepare(Class<?> type) {
        mapper.readerFor(type);
    }

    /** The document as it stands; a missing node if it is empty. */
    public JsonNode tree(String json) throws InvalidJson {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw invalid(json, e);
        }
    }

    /** What {@link #value} reads. */
    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // Records of strings and numbers always can be.
        }
    }

    /** How a place is written: "rows[3].extensions[\"a b\"]". */
    public static String step(String path, String key) {
        if (PLAIN_KEY.matcher(key).matches()) {
            return path.isEmpty() ? key : path + "." + key;
        }
        return path + "[\"" + key + "\"]";
    }

    private static InvalidJson invalid(String json, JsonProcessingException e) {
        // What the parser finds within an object comes wrapped in where that object stands.
        JsonProcessingException first = e.getCause() instanceof StreamReadException cause ? cause : e;
        if (first instanceof StreamConstraintsException) {
            return new InvalidJson(
                    place(first), "it is nested too deeply, or a text or a number in it is too long.", e);
        }
        if (!(first instanceof JsonMappingException mapping)) {
            return new InvalidJson(
                    place(first), isJson(json) ? "this key stands twice in one object." : "this is not JSON.", e);
        }
        if (json.isBlank()) {
            return new InvalidJson("", "it is empty.", e);
        }
        if (hasTrail(json)) {
            return new InvalidJson(place(first), "there is more after the end of the document.", e);
        }
        return new InvalidJson(path(mapping), sentence(json, mapping), e);
    }

    private static String sentence(String json, JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "this key is not known.";
        }
        if (e instanceof ValueInstantiationException) {
            return ofRecord(e.getCause());
        }
        if (node(json, e).isMissingNode()) {
            return "this key is missing.";
        }
        return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "this must be " + expected(mismatch.getTargetType()) + "."
                : "this does not fit.";
    }

    /** A record says itself what it does not take. */
    private static String ofRecord(Throwable refusal) {
        if (!(refusal instanceof IllegalArgumentException) || refusal.getMessage() == null) {
            return "something in this is null that is required, or does not fit.";
        }
        return refusal.getMessage().replaceFirst("([^.?!])$", "$1.");
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type == double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
    }

    /** What stands there; something where the document breaks off further on, and nothing can be said of it. */
    private static JsonNode node(String json, JsonMappingException e) {
        try {
            JsonNode node = Lenient.MAPPER.readTree(json);
            for (JsonMappingException.Reference step : e.getPath()) {
                node = step.getFieldName() != null ? node.path(step.getFieldName()) : node.path(step.getIndex());
            }
            return node;
        } catch (JsonProcessingException brokenOff) {
            return NullNode.getInstance();
        }
    }

    /** To its end, however many documents it is. */
    private static boolean isJson(String json) {
        try (JsonParser parser = Lenient.MAPPER.createParser(json)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasTrail(String json) {
        try (JsonParser parser = Lenient.MAPPER.createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String path(JsonMappingException e) {
        String path = "";
        for (JsonMappingException.Reference step : e.getPath()) {
            path = step.getFieldName() != null ? step(path, step.getFieldName()) : path + "[" + step.getIndex() + "]";
        }
        return path;
    }

    /** Jackson gives up on what would be nested too deeply for any stack, and does not always say where. */
    private static String place(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
