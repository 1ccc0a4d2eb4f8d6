package dev.immichpg.cli;

import java.util.List;

/** A command cannot do what it was told. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    /** @param sentences for people, without secrets */
    Refused(List<String> sentences) {
        super(String.join("\n", sentences), null, false, false);
        this.sentences = List.copyOf(sentences);
    }

    Refused(String sentence) {
        this(List.of(sentence));
    }

    List<String> sentences() {
        return sentences;
    }
}
