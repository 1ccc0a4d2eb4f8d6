package dev.immichpg.input;

/** What is wrong in a JSON document, and where. */
public final class InvalidJson extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;

    InvalidJson(String place, String sentence, Throwable cause) {
        super(sentence, cause);
        this.place = place;
    }

    /** "rows[3].title", or "line 1, column 7" where it is no JSON; empty for the document as a whole. */
    public String place() {
        return place;
    }
}
