package dev.immichpg.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file whose size somebody else decides. It is read as a whole, but not beyond a limit. A file that could block the program (a named
 * pipe, a terminal) is refused before it is opened. What a shell passes as {@code <(…)} is read.
 */
public final class SmallFile {

    private static final String DENIED = "permission denied";

    private SmallFile() {}

    /**
     * @param most bytes
     * @throws UnusableFile where it is not there, is no file, or is larger; any other {@link IOException} where reading fails
     */
    public static byte[] bytes(Path file, int most) throws IOException {
        return read(file, most, new LinkOption[0]);
    }

    /** As {@link #bytes}; a symbolic link is refused, for it would be somebody else's word where we read. */
    public static byte[] bytesOfNoLink(Path file, int most) throws IOException {
        return read(file, most, LinkOption.NOFOLLOW_LINKS);
    }

    /** As {@link #bytes}, as text in UTF-8. */
    public static String text(Path file, int most) throws IOException {
        return decoded(bytes(file, most));
    }

    /**
     * Text in UTF-8 from what is open already.
     *
     * @throws UnusableFile where there is more than {@code most} bytes
     */
    public static String text(InputStream stream, int most) throws IOException {
        return decoded(bounded(stream, most));
    }

    private static byte[] read(Path file, int most, LinkOption... links) throws IOException {
        BasicFileAttributes is;
        try {
            is = Files.readAttributes(file, BasicFileAttributes.class, links);
        } catch (NoSuchFileException e) {
            throw new UnusableFile("there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new UnusableFile(DENIED, e);
        }
        if (is.isDirectory()) {
            throw new UnusableFile("it is a directory", null);
        }
        if (!is.isRegularFile() && !isHandedOver(file)) {
            throw new UnusableFile("it is not a regular file", null);
        }
        if (is.size() > most) {
            throw tooLarge(most);
        }
        OpenOption[] options = new OpenOption[links.length + 1];
        options[0] = StandardOpenOption.READ;
        System.arraycopy(links, 0, options, 1, links.length);
        try (InputStream stream = Files.newInputStream(file, options)) {
            return bounded(stream, most);
        } catch (AccessDeniedException e) {
            throw new UnusableFile(DENIED, e);
        }
    }

    private static byte[] bounded(InputStream stream, int most) throws IOException {
        byte[] bytes = stream.readNBytes(most);
        if (bytes.length == most && stream.read() >= 0) {
            throw tooLarge(most);
        }
        return bytes;
    }

    /** By the shell, as an open descriptor; or nothing at all. */
    private static boolean isHandedOver(Path file) {
        String path = file.toString();
        return path.matches("/dev/(fd/\\d+|stdin|null)|/proc/(self|\\d+)/fd/\\d+");
    }

    private static UnusableFile tooLarge(int most) {
        return new UnusableFile(
                "it is larger than " + (most >= 1 << 20 ? (most >> 20) + " MB" : (most >> 10) + " KB"), null);
    }

    private static String decoded(byte[] bytes) throws IOException {
        // Not new String(), which would make something else of what is no UTF-8.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
