package dev.immichpg.cli;

import dev.immichpg.check.Check;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A check by its id, as an argument. */
final class CheckName implements ITypeConverter<Check>, Iterable<String> {

    private static List<String> ids() {
        return Arrays.stream(Check.values()).map(Check::id).toList();
    }

    @Override
    public Check convert(String id) {
        return Check.withId(id.strip())
                .orElseThrow(() -> new TypeConversionException("\"" + id + "\" is not a check."
                        + SpellingSuggestion.question(id, ids()) + " immich-pg-monitor checks lists them."));
    }

    @Override
    public Iterator<String> iterator() {
        return ids().iterator();
    }
}
