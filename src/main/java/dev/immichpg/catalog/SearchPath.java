package dev.immichpg.catalog;

import java.util.List;

/**
 * A value of {@code search_path} as Postgres reads it.
 *
 * @param names schema names in order; {@code $user} stands as it is written
 */
public record SearchPath(List<String> names) {

    public SearchPath {
        names = List.copyOf(names);
    }

    /** Postgres refuses to store a list with a fault in it; should there be one, it names no schema. */
    public static SearchPath parse(String value) {
        return new SearchPath(QuotedList.split(value).orElse(List.of()).stream()
                .map(item -> NameLength.cut(item.quoted() ? item.text() : folded(item.text())))
                .filter(name -> !name.isEmpty())
                .toList());
    }

    /** Without quotes, Postgres takes capital letters of ASCII for small ones, and leaves others alone. */
    private static String folded(String name) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                text.setCharAt(i, (char) (text.charAt(i) + 'a' - 'A'));
            }
        }
        return text.toString();
    }

    /** @param role what {@code $user} stands for */
    public boolean contains(String schema, String role) {
        return names.stream().anyMatch(name -> name.equals("$user") ? role.equals(schema) : name.equals(schema));
    }

    /**
     * The whole list was stored as one identifier, as {@code SET search_path = '"$user", public'} does with its outer
     * quotes: a schema of that name does not exist, and nothing is found (catalogs.md#what-is-seen,
     * FailureMode.SEARCH_PATH_QUOTED).
     */
    public boolean isOneQuotedList() {
        return names.size() == 1 && names.get(0).contains(",");
    }
}
