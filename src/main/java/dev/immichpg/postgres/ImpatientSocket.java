package dev.immichpg.postgres;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;

/**
 * A socket that waits no longer than it was told, and takes no more than its {@link Lifeline} allows, over TCP or in the file
 * system alike.
 *
 * <p>The time of a read is the time of the whole answer, from the question on: a line that lets a byte pass now and then would
 * hold an examination for ever. And once a read has timed out it never waits again: the JDK's TLS 1.3 closes a socket by
 * waiting once more for the peer's last words, measured 12 s where 6 s were allowed.
 */
final class ImpatientSocket extends Socket {

    private final Socket line;
    private final Lifeline lifeline;
    private volatile int patience;
    private volatile long asked = System.nanoTime();
    private volatile boolean timedOut;
    private volatile boolean over;
    private volatile boolean let;
    private volatile int bytesOfAnswer;
    /** Null where TLS hides them: then it is looked at there. */
    private volatile BackendMessages messages;

    private final InputStream in = new Limited();
    private boolean negotiates;
    private InputStream heard;

    /** @param line connected or not */
    ImpatientSocket(Socket line, Lifeline lifeline) throws IOException {
        super((SocketImpl) null);
        this.line = line;
        this.lifeline = lifeline;
        lifeline.hold(this);
    }

    /** The server's first byte will say whether it speaks TLS: if so, nothing after it is a message. */
    ImpatientSocket negotiating() {
        negotiates = true;
        return this;
    }

    /** From another thread, and at once. */
    void cut() {
        timedOut = true;
        Lifeline.close(line);
    }

    /** @param milliseconds for a whole answer; 0: for ever */
    @Override
    public void setSoTimeout(int milliseconds) throws SocketException {
        line.setSoTimeout(milliseconds);
        patience = milliseconds;
    }

    @Override
    public int getSoTimeout() {
        return patience;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(line.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                try {
                    out.write(buffer, offset, length);
                } catch (IOException e) {
                    throw timedOut ? Lifeline.tooLate() : e;
                }
                asked = System.nanoTime();
                bytesOfAnswer = 0;
                if (messages != null) {
                    messages.asked();
                }
            }

            @Override
            public void close() throws IOException {
                ImpatientSocket.this.close();
            }
        };
    }

    /** The same one, whoever asks: what it has read ahead must not be lost. */
    @Override
    public synchronized InputStream getInputStream() {
        if (heard == null) {
            heard = negotiates ? new Negotiated() : messages();
        }
        return heard;
    }

    private BackendMessages messages() {
        messages = new BackendMessages(in);
        return messages;
    }

    private void waitNoLongerThanTold() throws IOException {
        int whole = patience;
        long left = whole == 0 ? Integer.MAX_VALUE : whole - (System.nanoTime() - asked) / 1_000_000;
        left = lifeline.left(left);
        timedOut |= left <= 0;
        if (timedOut) {
            throw new SocketTimeoutException("the time of the answer is over");
        }
        line.setSoTimeout(left == Integer.MAX_VALUE ? 0 : (int) left);
    }

    private final class Limited extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            waitNoLongerThanTold();
            int some;
            try {
                some = line.getInputStream().read(buffer, offset, length);
            } catch (SocketTimeoutException timeout) {
                timedOut = true;
                throw timeout;
            } catch (IOException e) {
                over = true;
                throw timedOut ? Lifeline.tooLate() : e;
            }
            over |= some < 0;
            bytesOfAnswer += Math.max(0, some);
            try {
                lifeline.came(Math.max(0, some), bytesOfAnswer);
            } catch (Unacceptable e) {
                over = true;
                throw e;
            }
            return some;
        }

        @Override
        public int available() throws IOException {
            return line.getInputStream().available();
        }

        @Override
        public void close() throws IOException {
            ImpatientSocket.this.close();
        }
    }

    /** One byte, and then either messages, or what only TLS can read. */
    private final class Negotiated extends FilterInputStream {
        private boolean negotiated;

        Negotiated() {
            super(ImpatientSocket.this.in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (negotiated || length == 0) {
                return in.read(buffer, offset, length);
            }
            int some = in.read(buffer, offset, 1);
            if (some == 1) {
                negotiated = true;
                if (buffer[offset] != 'S') {
                    in = messages();
                }
            }
            return some;
        }
    }

    /**
     * A login that came to no end in its time goes on at the server, whatever we do, and holds one of its connections. Then
     * the line stays, to see when that is over; the server can see that we are gone.
     */
    @Override
    public synchronized void close() throws IOException {
        if (let) {
            return;
        }
        let = true;
        lifeline.release(this);
        if (timedOut && !over && lifeline.isLoggingIn() && line.isConnected() && !line.isClosed()) {
            lifeline.unfinished(line);
        } else {
            line.close();
        }
    }

    @Override
    public boolean isClosed() {
        return let || line.isClosed();
    }

    @Override
    public void connect(SocketAddress there) throws IOException {
        line.connect(there);
    }

    @Override
    public void connect(SocketAddress there, int milliseconds) throws IOException {
        line.connect(
                there,
                Math.toIntExact(Math.max(1, lifeline.left(milliseconds == 0 ? Integer.MAX_VALUE : milliseconds))));
        asked = System.nanoTime();
    }

    @Override
    public void bind(SocketAddress here) throws IOException {
        line.bind(here);
    }

    @Override
    public boolean isConnected() {
        return line.isConnected();
    }

    @Override
    public boolean isBound() {
        return line.isBound();
    }

    @Override
    public boolean isInputShutdown() {
        return line.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return line.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        line.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        line.shutdownOutput();
    }

    @Override
    public InetAddress getInetAddress() {
        return line.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return line.getLocalAddress();
    }

    @Override
    public int getPort() {
        return line.getPort();
    }

    @Override
    public int getLocalPort() {
        return line.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return line.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return line.getLocalSocketAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        line.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return line.getTcpNoDelay();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        line.setKeepAlive(on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return line.getKeepAlive();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        line.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return line.getSoLinger();
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        line.setReceiveBufferSize(size);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return line.getReceiveBufferSize();
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        line.setSendBufferSize(size);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return line.getSendBufferSize();
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
