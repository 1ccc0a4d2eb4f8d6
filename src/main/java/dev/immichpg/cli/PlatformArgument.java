package dev.immichpg.cli;

import dev.immichpg.agent.PlatformFiles;
import dev.immichpg.check.Platform;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A platform as an argument: by its id. */
final class PlatformArgument implements ITypeConverter<Platform>, Iterable<String> {

    private static List<String> ids() {
        return PlatformFiles.all().stream().map(Platform::id).toList();
    }

    @Override
    public Platform convert(String text) {
        return PlatformFiles.withId(text)
                .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is not a platform."
                        + SpellingSuggestion.question(text, ids()) + " There are: " + String.join(", ", ids()) + "."));
    }

    @Override
    public Iterator<String> iterator() {
        return ids().iterator();
    }
}
