package dev.immichpg;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** What a machine that has a JDK and nothing else does not have. */
public final class Lacking {

    /** Of what not even CI has to have. */
    public static final String NEVER_OBLIGATORY = "";

    private Lacking() {}

    /**
     * Skips the test or class that asks; {@link Skipped} says so at the end of the build.
     *
     * @param obligatory the system property that makes a failure of it instead, as CI does
     * @param what is missing and what was not tried therefore: one sentence
     * @return never
     */
    public static <T> T skip(String obligatory, String what) {
        String sentence = what.strip().replaceAll("\\s+", " ");
        if (!obligatory.isEmpty() && Boolean.getBoolean(obligatory)) {
            return fail(sentence + " It had to be, for " + obligatory + "=true.");
        }
        return abort(sentence);
    }
}
