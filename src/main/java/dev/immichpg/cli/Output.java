package dev.immichpg.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Hands on what is written, and remembers what a {@link java.io.PrintStream} would not say: why it first failed. */
final class Output extends OutputStream {

    private final OutputStream stream;
    private IOException failure;

    Output(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            stream.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        failure = failure == null ? e : failure;
        return e;
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
