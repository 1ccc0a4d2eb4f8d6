package dev.immichpg.catalog;

import java.util.List;

/**
 * The value of {@code shared_preload_libraries} as Postgres reads it: separated by commas, optionally in double quotes.
 *
 * @param entries as written, without their quotes
 */
public record PreloadLibraries(List<String> entries) {

    public PreloadLibraries {
        entries = List.copyOf(entries);
    }

    /** Of a list with a fault in it Postgres preloads nothing, and starts. */
    public static PreloadLibraries parse(String setting) {
        return new PreloadLibraries(QuotedList.split(setting).orElse(List.of()).stream()
                .map(QuotedList.Item::text)
                .filter(entry -> !entry.isEmpty())
                .toList());
    }

    /** @param library a name without directory and suffix */
    public boolean contains(String library) {
        return entries.stream().anyMatch(entry -> nameOf(entry).equals(library));
    }

    /** {@code vchord}, {@code vchord.so} and {@code $libdir/vchord} are one library. */
    public static String nameOf(String entry) {
        String file = entry.substring(entry.lastIndexOf('/') + 1);
        for (String suffix : List.of(".so", ".dylib", ".dll")) {
            if (file.endsWith(suffix)) {
                return file.substring(0, file.length() - suffix.length());
            }
        }
        return file;
    }
}
