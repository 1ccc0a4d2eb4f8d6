package dev.immichpg.supply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A known vulnerability, as {@code src/test/supply/advisories.tsv} has it.
 *
 * @param library group:artifact
 * @param from the first version that is affected; "0" for all
 * @param fixed the first that is not, of the line that is shipped
 */
record Advisory(String id, String library, String from, String fixed, String what) {

    private static final Path LIST = Path.of("src", "test", "supply", "advisories.tsv");
    private static final Pattern DAY = Pattern.compile("of (\\d{4}-\\d{2}-\\d{2}):");

    static List<Advisory> all() {
        return lines().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(column -> new Advisory(column[0], column[1], column[2], column[3], column[4]))
                .toList();
    }

    /** When somebody last looked what is known. */
    static LocalDate day() {
        Matcher day = DAY.matcher(lines().get(0));
        if (!day.find()) {
            throw new IllegalStateException(LIST + " does not say of which day it is");
        }
        return LocalDate.parse(day.group(1));
    }

    boolean affects(String version) {
        return compare(from, version) <= 0 && compare(version, fixed) < 0;
    }

    /** By their numbers; "Final" is no news. */
    static int compare(String a, String b) {
        return Arrays.compare(numbers(a), numbers(b));
    }

    private static int[] numbers(String version) {
        int[] numbers = Arrays.stream(version.split("[.-]"))
                .takeWhile(part -> part.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        int length = numbers.length;
        while (length > 0 && numbers[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(numbers, length);
    }

    /** Sentences about those of these versions (by group:artifact) that are affected. */
    static List<String> about(Map<String, String> versions) {
        return all().stream()
                .filter(a -> versions.containsKey(a.library) && a.affects(versions.get(a.library)))
                .map(a -> a.library + " " + versions.get(a.library) + ": " + a.id + " (" + a.what + "), fixed in "
                        + a.fixed)
                .toList();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(LIST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
