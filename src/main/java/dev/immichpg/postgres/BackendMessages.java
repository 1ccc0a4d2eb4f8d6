package dev.immichpg.postgres;

import dev.immichpg.postgres.UnreadableDatabase.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a server says, message by message ("Frontend/Backend Protocol" in Postgres' manual), and of that only what one who
 * asks questions needs to hear. The driver believes every length that it is told, and reserves memory for it; it keeps every
 * notice and every error, a thousand bytes for five that were sent. So each message comes whole, is bounded, and is looked at
 * before the driver sees it; a notice or a notification it never sees.
 */
final class BackendMessages extends InputStream {

    /** An authentication, an error. */
    private static final int LONGEST_OTHER = 64 << 10;

    /** Of one answer, or of a login: ours take some forty. */
    private static final int MOST_MESSAGES = 1000;

    /** Of one answer. */
    private static final int MOST_ERRORS = 10;

    /** A server answers a login with these; S: its settings, v: an older protocol. */
    private static final String OF_LOGIN = "RSKZEv";

    /** Answers to Parse, Bind, Describe and Execute, and Z: it waits for the next question. */
    private static final String OF_ANSWER = "123ntTDCIsEZ";

    /** N: a notice; A: a notification; S, once we are in: a setting has changed, of which ours need none. */
    private static final String UNHEARD = "NA";

    private static final int HEADER = 5;

    /** Ways to log in. */
    private static final int GSS = 7;

    private static final int SSPI = 9;

    /** What is kept between two answers, twice: a thousand connections wait most of the time. */
    private static final int SMALL = 1 << 10;

    /** As soon as there is more than that, most answers fit in so much. */
    private static final int USUAL = 16 << 10;

    private final InputStream in;
    private byte[] message = new byte[SMALL];
    private int from;
    private int to;
    private boolean loggedIn;
    private int messages;
    private int errors;

    BackendMessages(InputStream in) {
        this.in = new BufferedInputStream(in, SMALL);
    }

    /** A question has been sent: what comes is counted anew. */
    void asked() {
        if (loggedIn) {
            messages = 0;
            errors = 0;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (from == to) {
            if (!next()) {
                return -1;
            }
        }
        int some = Math.min(length, to - from);
        System.arraycopy(message, from, buffer, offset, some);
        from += some;
        return some;
    }

    @Override
    public int available() {
        return to - from;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** False at the end of the line. What is not to be heard has been read, and leaves nothing. */
    private boolean next() throws IOException {
        if (message.length > SMALL) {
            message = new byte[SMALL];
        }
        from = 0;
        to = 0;
        int type = in.read();
        if (type < 0) {
            return false;
        }
        message[0] = (byte) type;
        fill(1, HEADER);
        int length = int4(1);
        boolean heard = isHeard((char) type);
        if (length < 4 || length > (type == 'D' ? Lifeline.MOST_BYTES_OF_ANSWER : LONGEST_OTHER)) {
            throw type == 'D' && length > 0
                    ? Lifeline.tooMuch()
                    : new Unacceptable("it announces a message of " + length + " bytes");
        }
        fill(HEADER, 1 + length);
        if (heard) {
            count((char) type);
            if (type == 'D') {
                checkRow(1 + length);
            } else if (type == 'R' && length >= 8) {
                checkLogin(int4(HEADER));
            }
            loggedIn |= type == 'Z';
            to = 1 + length;
        }
        return true;
    }

    private boolean isHeard(char type) throws Unacceptable {
        if (UNHEARD.indexOf(type) >= 0 || loggedIn && type == 'S') {
            return false;
        }
        if ((loggedIn ? OF_ANSWER : OF_LOGIN).indexOf(type) < 0) {
            throw new Unacceptable("it sends what nobody asked for");
        }
        return true;
    }

    private void count(char type) throws Unacceptable {
        messages++;
        errors += type == 'E' ? 1 : 0;
        if (messages > MOST_MESSAGES || errors > MOST_ERRORS) {
            throw new Unacceptable("it sends one message after the other, without end");
        }
    }

    /** The driver would load classes for it that are not here. */
    private static void checkLogin(int way) throws Unacceptable {
        if (way == GSS || way == SSPI) {
            throw new Unacceptable(Reason.LOGIN, "it asks for Kerberos, gss or sspi, which this agent does not speak");
        }
    }

    /** The driver reserves what a column announces. All columns together are as long as their message. */
    private void checkRow(int end) throws Unacceptable {
        int at = HEADER + 2;
        int columns = at > end ? -1 : (message[HEADER] & 0xff) << 8 | message[HEADER + 1] & 0xff;
        for (int column = 0; column < columns; column++) {
            if (at + 4 > end) {
                columns = -1;
                break;
            }
            int size = int4(at);
            at += 4;
            if (size < -1 || size > end - at) {
                columns = -1;
                break;
            }
            at += Math.max(0, size);
        }
        if (columns < 0 || at != end) {
            throw new Unacceptable("it sends a row that contradicts itself");
        }
    }

    /** As much memory as there is to put into it: an announcement alone costs none. */
    private void fill(int begin, int end) throws IOException {
        int at = begin;
        while (at < end) {
            if (at == message.length) {
                message = Arrays.copyOf(message, Math.min(end, Math.max(USUAL, 2 * message.length)));
            }
            int some = in.read(message, at, Math.min(end, message.length) - at);
            if (some < 0) {
                throw new EOFException();
            }
            at += some;
        }
    }

    private int int4(int at) {
        return message[at] << 24
                | (message[at + 1] & 0xff) << 16
                | (message[at + 2] & 0xff) << 8
                | message[at + 3] & 0xff;
    }
}
