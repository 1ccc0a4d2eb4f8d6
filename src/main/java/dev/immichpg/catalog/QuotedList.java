package dev.immichpg.catalog;

import java.util.ArrayList;
import java.util.List;

/** Postgres' lists in settings: separated by commas, blanks around an item do not count, a quote is doubled in quotes. */
final class QuotedList {

    private QuotedList() {}

    record Item(String text, boolean quoted) {}

    static List<Item> split(String list) {
        List<Item> items = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean inQuotes = false;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (inQuotes) {
                if (c != '"') {
                    text.append(c);
                } else if (i + 1 < list.length() && list.charAt(i + 1) == '"') {
                    text.append(c);
                    i++;
                } else {
                    inQuotes = false;
                }
            } else if (c == '"') {
                inQuotes = true;
                quoted = true;
                text.setLength(0);
            } else if (c == ',') {
                items.add(item(text, quoted));
                text.setLength(0);
                quoted = false;
            } else if (!quoted) {
                text.append(c);
            }
        }
        if (quoted || !text.toString().isBlank() || !items.isEmpty()) {
            items.add(item(text, quoted));
        }
        return items;
    }

    private static Item item(StringBuilder text, boolean quoted) {
        return new Item(quoted ? text.toString() : text.toString().strip(), quoted);
    }
}
