package dev.immichpg.cli;

import dev.immichpg.need.VectorExtension;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A vector extension as an argument, by its usual name. */
final class VectorExtensionArgument implements ITypeConverter<VectorExtension>, Iterable<String> {

    /** That of VectorChord is the name of its extension. Those of the others mean something else to somebody. */
    private static String word(VectorExtension extension) {
        return extension == VectorExtension.VECTORCHORD ? extension.extensionName() : extension.setting();
    }

    private static List<String> words() {
        return Arrays.stream(VectorExtension.values())
                .map(VectorExtensionArgument::word)
                .toList();
    }

    @Override
    public VectorExtension convert(String text) {
        return Arrays.stream(VectorExtension.values())
                .filter(e -> word(e).equals(text) || e.setting().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is not a vector extension." + SpellingSuggestion.question(text, words())
                                + " There are: " + String.join(", ", words()) + "."));
    }

    @Override
    public Iterator<String> iterator() {
        return words().iterator();
    }
}
