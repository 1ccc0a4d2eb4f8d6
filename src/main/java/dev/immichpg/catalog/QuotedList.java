package dev.immichpg.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Postgres' lists in settings: separated by commas, blanks around an item do not count, a quote is doubled in quotes. One
 * fault in it, such as a comma at its end, and Postgres takes nothing of it.
 */
final class QuotedList {

    private static final char QUOTE = '"';

    private QuotedList() {}

    record Item(String text, boolean quoted) {}

    /** Empty where Postgres says "invalid list syntax". */
    static Optional<List<Item>> split(String list) {
        List<Item> items = new ArrayList<>();
        if (afterBlanks(list, 0) == list.length()) {
            return Optional.of(items);
        }
        int at = 0;
        while (true) {
            at = afterBlanks(list, at);
            int end;
            if (at < list.length() && list.charAt(at) == QUOTE) {
                StringBuilder text = new StringBuilder();
                end = afterQuoted(list, at + 1, text);
                if (end < 0) {
                    return Optional.empty();
                }
                items.add(new Item(text.toString(), true));
            } else {
                int comma = list.indexOf(',', at);
                end = comma < 0 ? list.length() : comma;
                String text = list.substring(at, beforeBlanks(list, at, end));
                if (text.isEmpty()) {
                    return Optional.empty();
                }
                items.add(new Item(text, false));
            }
            end = afterBlanks(list, end);
            if (end == list.length()) {
                return Optional.of(items);
            }
            if (list.charAt(end) != ',') {
                return Optional.empty();
            }
            at = end + 1;
        }
    }

    private static int afterBlanks(String list, int at) {
        int end = at;
        while (end < list.length() && isBlank(list.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int beforeBlanks(String list, int from, int to) {
        int end = to;
        while (end > from && isBlank(list.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /** Postgres' {@code scanner_isspace}: those of ASCII. The wide blank of Japanese and Chinese is part of a name. */
    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The place after the closing quote; -1 where there is none. */
    private static int afterQuoted(String list, int at, StringBuilder text) {
        for (int i = at; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c != QUOTE) {
                text.append(c);
            } else if (i + 1 < list.length() && list.charAt(i + 1) == QUOTE) {
                text.append(c);
                i++;
            } else {
                return i + 1;
            }
        }
        return -1;
    }
}
