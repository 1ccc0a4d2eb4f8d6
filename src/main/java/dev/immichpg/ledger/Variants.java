package dev.immichpg.ledger;

import dev.immichpg.ledger.Variant.Tolerance;
import java.util.List;
import java.util.stream.Stream;

/** {@link Variant}s by what is asked of them. */
record Variants(List<Variant> all) {

    Variants {
        all = List.copyOf(all);
    }

    boolean has(Tolerance tolerance, String kind, String object) {
        return of(tolerance, kind, object).findFirst().isPresent();
    }

    List<String> values(Tolerance tolerance, String kind, String object) {
        return of(tolerance, kind, object).map(Variant::value).toList();
    }

    /** Its own name, and those that it is allowed to have instead; what belongs to a table is asked for with that. */
    List<String> names(String kind, String object) {
        return Stream.concat(
                        Stream.of(object.substring(object.indexOf('.') + 1)),
                        values(Tolerance.ALSO_NAMED, kind, object).stream())
                .toList();
    }

    private Stream<Variant> of(Tolerance tolerance, String kind, String object) {
        return all.stream()
                .filter(v -> v.tolerance() == tolerance
                        && v.kind().equals(kind)
                        && v.object().equals(object));
    }
}
