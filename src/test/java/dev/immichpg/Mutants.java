package dev.immichpg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The score of each package: how many of its mutants the unit tests notice. Of PIT's list, which has none by package. */
public final class Mutants {

    private static final Set<String> NOTICED = Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR", "RUN_ERROR");

    private Mutants() {}

    /** @param arguments PIT's mutations.csv */
    public static void main(String[] arguments) throws IOException {
        scores(Files.readAllLines(Path.of(arguments[0]))).forEach(System.out::println);
    }

    /** @param mutants lines of file, class, mutator, method, line, status, test */
    static List<String> scores(List<String> mutants) {
        Map<String, List<Boolean>> byPackage = mutants.stream()
                .map(line -> line.split(","))
                .collect(Collectors.groupingBy(
                        mutant -> packageOf(mutant[1]),
                        TreeMap::new,
                        Collectors.mapping(mutant -> NOTICED.contains(mutant[5]), Collectors.toList())));
        return byPackage.entrySet().stream()
                .map(entry -> score(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String score(String name, List<Boolean> mutants) {
        long noticed = mutants.stream().filter(Boolean::booleanValue).count();
        // Rounded down: a bound that is not reached does not look as if it were.
        long tenths = noticed * 1000 / mutants.size();
        return "%s: %d.%d %% of %d mutants are noticed".formatted(name, tenths / 10, tenths % 10, mutants.size());
    }

    private static String packageOf(String className) {
        String whole = className.substring(0, className.lastIndexOf('.'));
        return whole.substring(whole.lastIndexOf('.') + 1);
    }
}
