package dev.immichpg.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** A document in which one place or a few are not as they were. */
public final class HostileJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1.5",
            "1e400",
            "9223372036854775808",
            "\"\"",
            "[]",
            "{}",
            "[null]",
            "[[[]]]",
            "{\"a\": null}",
            "\"\\u0000\\n\\u202e\"",
            "[".repeat(200) + "]".repeat(200));

    private HostileJson() {}

    public static Arbitrary<String> of(String document) {
        return Arbitraries.randomValue(random -> {
            String text = document;
            for (int i = random.nextInt(4); i >= 0; i--) {
                text = random.nextInt(4) == 0 ? cut(text, random) : changed(text, random);
            }
            return text;
        });
    }

    /** A character more, or some fewer. */
    private static String cut(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(5));
        return text.substring(0, from) + more(random) + text.substring(to);
    }

    private static String more(Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> HostileText.of(random);
            case 2 -> "[".repeat(100_000);
            default -> "";
        };
    }

    private static String changed(String text, Random random) {
        try {
            JsonNode tree = JSON.readTree(text);
            List<ContainerNode<?>> containers = new ArrayList<>();
            collect(tree, containers);
            if (!containers.isEmpty()) {
                change(containers.get(random.nextInt(containers.size())), random);
            }
            return tree.toString();
        } catch (JsonProcessingException isNoneAnyMore) {
            return text;
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
            container.forEach(each -> collect(each, containers));
        }
    }

    private static void change(ContainerNode<?> container, Random random) throws JsonProcessingException {
        JsonNode value = random.nextBoolean()
                ? JSON.getNodeFactory().textNode(HostileText.of(random))
                : JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (container instanceof ArrayNode list) {
            switch (list.isEmpty() ? 0 : random.nextInt(4)) {
                case 0 -> list.add(value);
                case 1 -> list.remove(random.nextInt(list.size()));
                case 2 -> list.add(list.get(random.nextInt(list.size())));
                default -> list.set(random.nextInt(list.size()), value);
            }
        } else if (container instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            String key = keys.isEmpty() || random.nextInt(6) == 0
                    ? HostileText.of(random)
                    : keys.get(random.nextInt(keys.size()));
            if (random.nextInt(3) == 0) {
                object.remove(key);
            } else {
                object.set(key, value);
            }
        }
    }
}
