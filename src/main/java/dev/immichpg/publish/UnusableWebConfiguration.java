package dev.immichpg.publish;

/** The web configuration file is not as it has to be. The message is a sentence for the operator, without a secret. */
public final class UnusableWebConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableWebConfiguration(String sentence) {
        super(sentence);
    }

    UnusableWebConfiguration(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
