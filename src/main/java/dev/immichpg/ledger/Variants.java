package dev.immichpg.ledger;

import dev.immichpg.ledger.Variant.Tolerance;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link Variant}s by what is asked of them. */
final class Variants {

    private record Asked(Tolerance tolerance, String kind, String object) {}

    private final Map<Asked, List<Variant>> byWhatIsAsked;

    Variants(List<Variant> all) {
        byWhatIsAsked =
                all.stream().collect(Collectors.groupingBy(v -> new Asked(v.tolerance(), v.kind(), v.object())));
    }

    boolean has(Tolerance tolerance, String kind, String object) {
        return !of(tolerance, kind, object).isEmpty();
    }

    List<String> values(Tolerance tolerance, String kind, String object) {
        List<Variant> variants = of(tolerance, kind, object);
        return variants.isEmpty()
                ? List.of()
                : variants.stream().map(Variant::value).toList();
    }

    /** Its own name, and those that it is allowed to have instead; what belongs to a table is asked for with that. */
    List<String> names(String kind, String object) {
        String own = object.substring(object.indexOf('.') + 1);
        List<String> others = values(Tolerance.ALSO_NAMED, kind, object);
        return others.isEmpty()
                ? List.of(own)
                : Stream.concat(Stream.of(own), others.stream()).toList();
    }

    private List<Variant> of(Tolerance tolerance, String kind, String object) {
        return byWhatIsAsked.getOrDefault(new Asked(tolerance, kind, object), List.of());
    }
}
