package dev.immichpg.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A mapping of a YAML file, of which each key must be known. */
final class YamlSection {

    private final Path file;
    private final String path;
    private final JsonNode node;
    private final Set<String> asked = new TreeSet<>();

    /**
     * @param path where in the file it stands; empty: it is all of it
     * @param node what stands there; null or a missing node: nothing
     */
    YamlSection(Path file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
        if (!isEmpty() && !node.isObject()) {
            throw fault("this must be a mapping");
        }
    }

    boolean isEmpty() {
        return node == null || node.isMissingNode() || node.isNull();
    }

    Iterator<String> names() {
        return isEmpty() ? Set.<String>of().iterator() : node.fieldNames();
    }

    YamlSection section(String name) {
        return new YamlSection(file, at(name), value(name));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(value(name)).map(value -> {
            if (!value.isTextual()) {
                throw fault(name, "this must be a text");
            }
            return value.textValue();
        });
    }

    Optional<Boolean> yesOrNo(String name) {
        return Optional.ofNullable(value(name)).map(value -> {
            if (!value.isBoolean()) {
                throw fault(name, "this must be true or false");
            }
            return value.booleanValue();
        });
    }

    /** Its elements; null where it is not there. */
    Optional<JsonNode> list(String name) {
        return Optional.ofNullable(value(name)).map(value -> {
            if (!value.isArray()) {
                throw fault(name, "this must be a list");
            }
            return value;
        });
    }

    /** A key of the format that is not supported. */
    void refuse(String name, String why) {
        if (value(name) != null) {
            throw fault(name, "this is not supported: " + why);
        }
    }

    /** Whatever was not asked for until now must not be there. */
    void end() {
        for (Iterator<String> names = names(); names.hasNext(); ) {
            String name = names.next();
            if (!asked.contains(name)) {
                throw fault(name, "this key is not known here");
            }
        }
    }

    UnusableWebConfiguration fault(String why) {
        return new UnusableWebConfiguration(file + ": " + (path.isEmpty() ? "" : path + ": ") + why + ".");
    }

    UnusableWebConfiguration fault(String name, String why) {
        return new UnusableWebConfiguration(file + ": " + at(name) + ": " + why + ".");
    }

    private JsonNode value(String name) {
        asked.add(name);
        JsonNode value = isEmpty() ? null : node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
