package dev.immichpg.input;

import java.io.IOException;

/** A file that is not read. The message is a part of a sentence, such as "it is larger than 1 MB". */
public final class UnusableFile extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableFile(String why, Throwable cause) {
        super(why, cause);
    }
}
