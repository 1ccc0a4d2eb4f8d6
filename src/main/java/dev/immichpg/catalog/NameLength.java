package dev.immichpg.catalog;

/** How long a name can be: Postgres takes the beginning of a longer one. Counted in bytes of UTF-8. */
public final class NameLength {

    /** NAMEDATALEN less its end. */
    public static final int MOST = 63;

    private NameLength() {}

    public static boolean fits(String name) {
        return name.codePoints().map(NameLength::bytes).sum() <= MOST;
    }

    /** What Postgres takes of it, which is no half of a character. */
    static String cut(String name) {
        int bytes = 0;
        for (int at = 0; at < name.length(); at += Character.charCount(name.codePointAt(at))) {
            bytes += bytes(name.codePointAt(at));
            if (bytes > MOST) {
                return name.substring(0, at);
            }
        }
        return name;
    }

    private static int bytes(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}
