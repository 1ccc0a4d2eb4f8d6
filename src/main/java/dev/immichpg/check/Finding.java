package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

/**
 * One thing that contradicts a check's claim.
 *
 * @param subject the object concerned, by its name: an extension, a role, an index; can come from the database, so it is
 *     data wherever it is shown; can be blank, like a name in Postgres
 * @param observed what was seen: a sentence
 * @param expected what was expected: a sentence
 * @param remedy how to fix it
 */
public record Finding(String subject, String observed, String expected, Remedy remedy) {

    public Finding {
        requireNonNull(subject, "subject");
        if (observed.isBlank() || expected.isBlank()) {
            throw new IllegalArgumentException("a finding says what was observed and expected");
        }
        requireNonNull(remedy, "remedy");
    }

    /** Observed and expected in one text. */
    public String message() {
        return observed + " " + expected;
    }
}
