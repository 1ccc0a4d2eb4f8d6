package dev.immichpg.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is replaced as a whole: whoever reads it finds all of what was written, or what was there before. */
public final class WholeFile {

    /** No name of a file that is kept begins so. */
    private static final String UNFINISHED = ".unfinished-";

    private WholeFile() {}

    /** Also when the power fails. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(UNFINISHED + file.getFileName());
        // What lies there is the rest of a write that was cut off, or a link that somebody else put there: it is not
        // written through.
        Files.deleteIfExists(unfinished);
        try (FileChannel channel =
                FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
