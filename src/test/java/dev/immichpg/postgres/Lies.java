package dev.immichpg.postgres;

import static dev.immichpg.postgres.LyingServer.int2;
import static dev.immichpg.postgres.LyingServer.int4;
import static dev.immichpg.postgres.LyingServer.text;
import static dev.immichpg.postgres.LyingServer.text1;

import dev.immichpg.postgres.LyingServer.Lie;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a server may tell us that is no Postgres (issue 12).
 *
 * @param says what must be said of it, as a regular expression
 */
public record Lies(String name, String says, Lie lie) {

    /** Of a login that somebody hangs up on as soon as we do: nobody knows whether it goes on. */
    static final String LATE =
            "(it did not answer in time|waiting, because logins took too long: .*); check whether .*";

    private static final String BROKEN = "nothing answers there, or the connection broke; check .*";
    private static final int HUGE = 300 << 20;

    private static String unexpected(String words) {
        return "it answered something unexpected \\(" + words + "\\); check that this is Postgres 14 or newer\\.";
    }

    private static final String UNEXPECTED =
            "it answered something unexpected; check that this is Postgres 14 or newer\\.";
    private static final String NO_END = unexpected("it sends one message after the other, without end");
    private static final String UNASKED = unexpected("it sends what nobody asked for");
    private static final String EMPTY = unexpected("it sends an empty answer");
    private static final String TOO_MUCH_AT_LOGIN = unexpected("it sends more than 256 kB before the login is done");
    private static final String TOO_MUCH = unexpected("it sends more than 1 MB for one answer");

    /** Before the login is done. */
    private static final List<Lies> OF_LOGIN = List.of(
            new Lies("silence", LATE, talk -> talk.silence()),
            new Lies("half a message", BROKEN, talk -> {
                talk.announce('E', 100);
                talk.hush();
            }),
            new Lies("error of 300 MB", unexpected("it announces a message of 314572800 bytes"), talk -> {
                talk.announce('E', HUGE);
                talk.bytesForever();
            }),
            new Lies("error of less than nothing", unexpected("it announces a message of -1 bytes"), talk -> {
                talk.announce('E', -1);
                talk.bytesForever();
            }),
            new Lies("error that drips", LATE, talk -> {
                talk.announce('E', 10_000);
                talk.drip();
            }),
            new Lies("notices", TOO_MUCH_AT_LOGIN, talk -> talk.forever('N', text1('\0'))),
            new Lies("notices that drip", LATE, talk -> {
                while (true) {
                    talk.say('N', text1('\0'));
                    talk.hush();
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }),
            new Lies("notifications", TOO_MUCH_AT_LOGIN, talk -> talk.forever('A', int4(1), text("a", "b"))),
            new Lies("parameters", NO_END, talk -> {
                talk.say('R', int4(0));
                for (int i = 0; true; i++) {
                    talk.say('S', text("p" + i, "v"));
                }
            }),
            new Lies("passwords asked for again and again", ".*", talk -> {
                while (true) {
                    talk.say('R', int4(3));
                    talk.hush();
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }),
            new Lies("scram with two thousand million rounds", ".*", talk -> {
                talk.say('R', int4(10), text("SCRAM-SHA-256", ""));
                talk.hush();
                TimeUnit.MILLISECONDS.sleep(200);
                // The nonce must begin with ours, which we did not read: whatever the driver objects to first is right.
                talk.say('R', int4(11), "r=x,s=QSXCR+Q6sek8bf92,i=2147483647".getBytes(StandardCharsets.US_ASCII));
                talk.silence();
            }),
            new Lies(
                    "gss",
                    "the login was refused \\(it asks for Kerberos, gss or sspi, which this agent does not speak\\); .*",
                    talk -> {
                        talk.say('R', int4(7));
                        talk.silence();
                    }),
            new Lies(
                    "sspi",
                    "the login was refused \\(it asks for Kerberos, gss or sspi, which this agent does not speak\\); .*",
                    talk -> {
                        talk.say('R', int4(9));
                        talk.silence();
                    }),
            new Lies("rows before the login", UNASKED, talk -> talk.forever('D', int2(0))),
            new Lies("a web server", UNASKED, talk -> {
                talk.raw("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                talk.bytesForever();
            }),
            new Lies("no end of the login", LATE, talk -> {
                talk.say('R', int4(0));
                talk.say('K', int4(1), int4(2));
                talk.silence();
            }));

    /** After it, to the first question. */
    private static final List<Lies> OF_ANSWER = List.of(
            answer("silence to a question", LATE, talk -> talk.silence()),
            answer("an answer that drips", LATE, talk -> {
                talk.beginAnswer();
                talk.announce('D', 10_000);
                talk.drip();
            }),
            answer("row of 300 MB", TOO_MUCH, talk -> {
                talk.beginAnswer();
                talk.announce('D', HUGE);
                talk.bytesForever();
            }),
            answer("row of 1 MB, again and again", TOO_MUCH, talk -> {
                talk.beginAnswer();
                while (true) {
                    talk.row(new byte[1_000_000]);
                }
            }),
            answer(
                    "column of 1 GB in a row of 20 bytes",
                    unexpected("it sends a row that contradicts itself"),
                    talk -> {
                        talk.beginAnswer();
                        talk.say('D', int2(1), int4(1 << 30), new byte[10]);
                        talk.bytesForever();
                    }),
            answer("65,535 columns in a row of 6 bytes", unexpected("it sends a row that contradicts itself"), talk -> {
                talk.beginAnswer();
                talk.say('D', int2(-1));
                talk.bytesForever();
            }),
            answer("endless rows", NO_END, talk -> {
                talk.beginAnswer();
                talk.forever('D', int2(1), int4(-1));
            }),
            answer("endless notices", TOO_MUCH, talk -> talk.forever('N', text1('\0'))),
            answer("endless notifications", TOO_MUCH, talk -> talk.forever('A', int4(1), text("a", "b"))),
            answer("endless parameters", TOO_MUCH, talk -> talk.forever('S', text("application_name", "x"))),
            answer("endless errors", "it answered something unexpected.*", talk -> talk.forever('E', text1('\0'))),
            answer("endless ends", ".*", talk -> talk.forever('C', text("SELECT 1"))),
            answer("CopyIn", UNASKED, talk -> {
                talk.say('G', text1('\0'), int2(0));
                talk.silence();
            }),
            answer("CopyOut", UNASKED, talk -> {
                talk.say('H', text1('\0'), int2(0));
                talk.forever('d', new byte[1000]);
            }),
            answer("another login", UNASKED, talk -> {
                talk.say('R', int4(3));
                talk.silence();
            }),
            answer("an answer without a row", EMPTY, talk -> {
                talk.beginAnswer();
                talk.endAnswer("SELECT 0");
                talk.endAnswers();
            }),
            answer("an answer that is no rows", EMPTY, talk -> {
                talk.say('1');
                talk.say('2');
                talk.say('n');
                talk.endAnswer("SET");
                talk.endAnswers();
            }),
            answer("an answer to the first statement alone", EMPTY, talk -> {
                talk.firstAnswer();
                talk.endAnswers();
            }),
            answer("a second answer without a row", EMPTY, talk -> {
                talk.firstAnswer();
                talk.beginAnswer();
                talk.endAnswer("SELECT 0");
                talk.endAnswers();
            }),
            answer("a second answer of null", EMPTY, talk -> {
                talk.firstAnswer();
                talk.beginAnswer();
                talk.say('D', int2(1), int4(-1));
                talk.endAnswer("SELECT 1");
                talk.endAnswers();
            }),
            answer("nothing but an end", EMPTY, talk -> {
                talk.say('Z', text1('I'));
                talk.silence();
            }),
            answer("answers to what was not asked", ".*", talk -> {
                talk.say('t', int2(0));
                talk.say('3');
                talk.say('I');
                talk.say('s');
                talk.say('Z', text1('I'));
                talk.silence();
            }),
            answer("a thousand columns without a name's end", ".*", talk -> {
                talk.say('1');
                talk.say('2');
                talk.say('T', int2(-1), "x".repeat(50_000).getBytes(StandardCharsets.US_ASCII));
                talk.bytesForever();
            }));

    static List<Lies> all() {
        return Stream.concat(OF_LOGIN.stream(), OF_ANSWER.stream()).toList();
    }

    /** Those that cost most where nothing bounds them. */
    public static List<Lies> floods() {
        return all().stream()
                .filter(lie -> Arrays.asList(
                                "error of 300 MB",
                                "notices",
                                "notifications",
                                "parameters",
                                "row of 300 MB",
                                "row of 1 MB, again and again",
                                "column of 1 GB in a row of 20 bytes",
                                "endless rows",
                                "endless notices",
                                "endless notifications",
                                "endless errors",
                                "an answer that drips",
                                "silence")
                        .contains(lie.name()))
                .toList();
    }

    private static Lies answer(String name, String says, Lie lie) {
        return new Lies(name, says, talk -> {
            talk.login();
            talk.hear();
            lie.tell(talk);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
