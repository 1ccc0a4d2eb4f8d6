package dev.immichpg.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A constant as an argument: in lower case. */
abstract class EnumArgument<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {

    private final E[] constants;
    private final String kind;

    /** @param kind with its article: "a shell" */
    EnumArgument(E[] constants, String kind) {
        this.constants = constants.clone();
        this.kind = kind;
    }

    private List<String> words() {
        return Arrays.stream(constants).map(EnumArgument::word).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public E convert(String text) {
        return Arrays.stream(constants)
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is not " + kind + "." + SpellingSuggestion.question(text, words())
                                + " There are: " + String.join(", ", words()) + "."));
    }

    @Override
    public Iterator<String> iterator() {
        return words().iterator();
    }
}
