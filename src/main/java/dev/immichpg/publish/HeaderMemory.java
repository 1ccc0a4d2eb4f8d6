package dev.immichpg.publish;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What follows from a header, which a client sends with each of its requests and which is the same each time. */
final class HeaderMemory<T> {

    /** So many clients differ, and no more is kept of those who make up new headers. */
    static final int MOST = 32;

    static final int LONGEST = 500;

    private final Map<String, T> known = new ConcurrentHashMap<>();
    private final Function<String, T> meaning;

    /** @param meaning a pure function, which takes null for a header that was not sent */
    HeaderMemory(Function<String, T> meaning) {
        this.meaning = meaning;
    }

    /** @param header null: none */
    T of(String header) {
        if (header == null || header.length() > LONGEST) {
            return meaning.apply(header);
        }
        T already = known.get(header);
        if (already != null) {
            return already;
        }
        T found = meaning.apply(header);
        if (known.size() < MOST) {
            known.put(header, found);
        }
        return found;
    }

    int size() {
        return known.size();
    }
}
