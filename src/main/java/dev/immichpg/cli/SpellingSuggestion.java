package dev.immichpg.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that a misspelt word probably means. */
final class SpellingSuggestion {

    private SpellingSuggestion() {}

    /** The known word with the fewest differences; empty if that would only be a guess. */
    static Optional<String> to(String word, Collection<String> known) {
        String typed = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(k -> slips(typed, k.toLowerCase(Locale.ROOT))
                                <= Math.max(1, Math.min(typed.length(), k.length()) / 3)
                        || typed.length() > 2 && k.toLowerCase(Locale.ROOT).startsWith(typed))
                .min(Comparator.comparingInt((String k) -> slips(typed, k.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** " Did you mean …?", or nothing. */
    static String question(String word, Collection<String> known) {
        return to(word, known).map(k -> " Did you mean " + k + "?").orElse("");
    }

    /** Letters left out, added, exchanged for others, or swapped with their neighbours. */
    static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + other, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
