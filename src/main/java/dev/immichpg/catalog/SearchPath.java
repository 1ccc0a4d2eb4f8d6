package dev.immichpg.catalog;

import java.util.List;
import java.util.Locale;

/**
 * A value of {@code search_path} as Postgres reads it.
 *
 * @param names schema names in order; {@code $user} stands as it is written
 */
public record SearchPath(List<String> names) {

    public SearchPath {
        names = List.copyOf(names);
    }

    public static SearchPath parse(String value) {
        return new SearchPath(QuotedList.split(value).stream()
                .map(item -> item.quoted() ? item.text() : item.text().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList());
    }

    /** @param role what {@code $user} stands for */
    public boolean contains(String schema, String role) {
        return names.stream().anyMatch(name -> name.equals("$user") ? role.equals(schema) : name.equals(schema));
    }

    /**
     * The whole list was stored as one identifier, as {@code SET search_path = '"$user", public'} does with its outer
     * quotes: a schema of that name does not exist, and nothing is found (ref §7, #28 of ref §9).
     */
    public boolean isOneQuotedList() {
        return names.size() == 1 && names.get(0).contains(",");
    }
}
