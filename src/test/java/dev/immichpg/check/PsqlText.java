package dev.immichpg.check;

/**
 * What psql takes a script for: its quoted texts, names and comments taken out, as the lexer of psql and Postgres does with
 * {@code standard_conforming_strings} on, as it is since 9.1.
 *
 * @param bare all that stands outside of quotes and comments; each quoted text is a single ' in it, each quoted name a single "
 * @param closed everything that was opened is closed at its end
 */
record PsqlText(String bare, boolean closed) {

    static PsqlText of(String script) {
        StringBuilder bare = new StringBuilder();
        int at = 0;
        while (at < script.length()) {
            int end;
            char c = script.charAt(at);
            if (script.startsWith("--", at)) {
                int line = script.indexOf('\n', at);
                end = line < 0 ? script.length() : line;
            } else if (script.startsWith("/*", at)) {
                end = after(script, "*/", at + 2);
            } else if (script.startsWith("$$", at)) {
                end = after(script, "$$", at + 2);
                bare.append('\'');
            } else if (c == '\'' || c == '"') {
                // A quote that is doubled ends one text and begins another: the same, as far as this goes.
                end = after(script, Character.toString(c), at + 1);
                bare.append(c);
            } else {
                bare.append(c);
                end = at + 1;
            }
            if (end < 0) {
                return new PsqlText(bare.toString(), false);
            }
            at = end;
        }
        return new PsqlText(bare.toString().replaceAll("'+", "'").replaceAll("\"+", "\""), true);
    }

    private static int after(String script, String what, int from) {
        int found = script.indexOf(what, from);
        return found < 0 ? -1 : found + what.length();
    }
}
