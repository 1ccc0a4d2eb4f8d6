package dev.immichpg.postgres;

import java.time.Duration;

/**
 * How long each step may take, so that a server that hangs is noticed within one budget. Whole seconds except for
 * {@code statement} and {@code lock}, because pgjdbc counts so.
 *
 * @param connect until the TCP connection stands
 * @param login until the whole login is done, {@code connect} included
 * @param answer until a whole answer is here (pgjdbc's socketTimeout, see {@link ImpatientSocket}): the only limit that
 *     frees us from a server that is stopped, unplugged or hardly to be reached, since {@code statement} is kept by the
 *     server itself
 * @param statement until the server gives up a statement; shorter than {@code answer}, so that a slow server can still say
 *     so in words
 * @param lock until the server gives up waiting for a lock: we must not queue up in front of Immich's migrations
 */
public record Timeouts(Duration connect, Duration login, Duration answer, Duration statement, Duration lock) {
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public Timeouts {
        if (!wholeSeconds(connect) || !wholeSeconds(login) || !wholeSeconds(answer)) {
            throw new IllegalArgumentException("connect, login and answer must be whole seconds, at least one");
        }
        if (connect.compareTo(login) > 0) {
            throw new IllegalArgumentException("connect must not be longer than login");
        }
        if (statement.toMillis() < 1 || statement.compareTo(answer) >= 0) {
            throw new IllegalArgumentException(
                    "statement must be shorter than answer, or the server never gets to speak");
        }
        if (lock.toMillis() < 1 || lock.compareTo(statement) > 0) {
            throw new IllegalArgumentException("lock must not be longer than statement");
        }
    }

    /**
     * The division of one budget: {@code login + answer} never exceed it, so neither a server that hangs at the login, nor
     * one that hangs right after it, nor a kept connection that hangs and is replaced can take longer. Connect is at most
     * 3 s and login at most 6 s; what is left belongs to the answer.
     *
     * @param budget of one look at one database, 2 s to 5 min; a fraction of a second is dropped
     * @throws IllegalArgumentException when outside these limits
     */
    public static Timeouts within(Duration budget) {
        if (budget.compareTo(SHORTEST) < 0 || budget.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the timeout must be between 2 seconds and 5 minutes");
        }
        long seconds = budget.toSeconds();
        long login = Math.min(6, Math.max(1, seconds * 2 / 5));
        long connect = Math.min(3, Math.max(1, login - 1));
        Duration answer = Duration.ofSeconds(seconds - login);
        Duration statement = answer.toSeconds() > 1 ? answer.minusSeconds(1) : Duration.ofMillis(500);
        Duration second = Duration.ofSeconds(1);
        Duration half = statement.dividedBy(2); // or the server would say that the statement took too long, and not why
        return new Timeouts(
                Duration.ofSeconds(connect),
                Duration.ofSeconds(login),
                answer,
                statement,
                half.compareTo(second) < 0 ? half : second);
    }

    /**
     * After which an examination is broken off, whatever the server does: a login and two answers, which is all that a server
     * in order needs, and with the probe two more.
     */
    public Duration examination(boolean probe) {
        return login.plus(answer.multipliedBy(probe ? 4 : 2));
    }

    private static boolean wholeSeconds(Duration duration) {
        return duration.toSeconds() >= 1 && duration.equals(Duration.ofSeconds(duration.toSeconds()));
    }
}
