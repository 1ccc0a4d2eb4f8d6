package dev.immichpg.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The databases of one server that others are copied from, one of each kind; nobody works in them. To copy one takes a
 * server a fifth of what it takes to build it. What is asked for only once is not worth a template.
 */
final class Templates {
    private final Set<Object> asked = new HashSet<>();
    private final Map<Object, ImmichDatabase> made = new HashMap<>();

    /** Empty at the first request for a kind. */
    synchronized Optional<ImmichDatabase> of(Object kind, Supplier<ImmichDatabase> build) {
        return asked.add(kind) ? Optional.empty() : Optional.of(made.computeIfAbsent(kind, k -> build.get()));
    }
}
