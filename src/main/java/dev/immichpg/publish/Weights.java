package dev.immichpg.publish;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A header that says what a client takes, and how much it likes it: {@code gzip;q=0.5, identity;q=0} (RFC 9110, 12.4.2).
 *
 * @param each by name, in lower case, from 0 (not at all) to 1; of a name that comes twice the greatest
 */
record Weights(Map<String, Double> each) {

    private static final Pattern PART = Pattern.compile("\\s*([^;\\s]+)\\s*(?:;(.*))?", Pattern.DOTALL);
    private static final Pattern QUALITY = Pattern.compile("(?:^|;)\\s*q\\s*=([^;]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?");

    Weights {
        each = Map.copyOf(each);
    }

    /** @param header null: none */
    static Weights parse(String header) {
        Map<String, Double> each = new HashMap<>();
        for (String text : header == null ? new String[0] : header.split(",")) {
            Matcher part = PART.matcher(text);
            if (part.matches()) {
                each.merge(part.group(1).toLowerCase(Locale.ROOT), quality(part.group(2)), Math::max);
            }
        }
        return new Weights(each);
    }

    /** 0 if it is not named. */
    double of(String name) {
        return each.getOrDefault(name, 0.0);
    }

    /**
     * Of a media type: the most specific range that includes it counts (RFC 9110, 12.5.1). 0 if there is none.
     *
     * @param type as in {@code text/plain}
     */
    double ofType(String type) {
        return Stream.of(type, type.replaceFirst("/.*", "/*"), "*/*")
                .filter(this::names)
                .findFirst()
                .map(this::of)
                .orElse(0.0);
    }

    boolean names(String name) {
        return each.containsKey(name);
    }

    /** What is no number counts as not wanted. */
    private static double quality(String parameters) {
        if (parameters == null) {
            return 1;
        }
        Matcher quality = QUALITY.matcher(parameters);
        if (!quality.find()) {
            return 1;
        }
        String value = quality.group(1).strip();
        return NUMBER.matcher(value).matches() ? Double.parseDouble(value) : 0;
    }
}
