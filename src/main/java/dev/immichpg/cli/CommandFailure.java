package dev.immichpg.cli;

import java.util.List;

/** A command cannot do its work. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    /** @param sentences for people, without secrets */
    CommandFailure(List<String> sentences) {
        super(String.join("\n", sentences), null, false, false);
        this.sentences = List.copyOf(sentences);
    }

    CommandFailure(String sentence) {
        this(List.of(sentence));
    }

    List<String> sentences() {
        return sentences;
    }
}
