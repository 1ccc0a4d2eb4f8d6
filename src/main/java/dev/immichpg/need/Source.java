package dev.immichpg.need;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a fact of the table of releases comes from.
 *
 * @param fact what is known from there: a phrase, as in "the range of VectorChord"
 * @param url https; the file, commit, pull request or issue where everybody can read it. Empty: the fact is inferred
 */
public record Source(String fact, Optional<String> url) {

    private static final Pattern URL = Pattern.compile("https://[!-~&&[^\\\\\"<>]]+");

    public Source {
        if (fact.isBlank()) {
            throw new IllegalArgumentException("fact must not be blank.");
        }
        if (url.filter(u -> !URL.matcher(u).matches()).isPresent()) {
            throw new IllegalArgumentException("url must begin with https:// and hold no space.");
        }
    }
}
