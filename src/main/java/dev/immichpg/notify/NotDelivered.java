package dev.immichpg.notify;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service has not taken a notice. */
final class NotDelivered extends Exception {

    private static final long serialVersionUID = 1;

    /** What the same message will meet again, however often it is sent. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 414, 415, 422);

    /** What can be otherwise at the next try, of those below 500. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** Discord and Telegram say there how many seconds to wait, and Matrix how many milliseconds. */
    private static final Pattern WAIT = Pattern.compile("\"retry_after(_ms)?\"\\s*:\\s*(\\d{1,9})");

    private final transient Duration notBefore;
    private final boolean refused;
    private final boolean passing;

    /**
     * @param why a sentence without secrets
     * @param notBefore how long the service wants us to wait; zero: it does not say
     * @param refused it is this message that the service does not take
     */
    NotDelivered(String why, Duration notBefore, boolean refused) {
        this(why, notBefore, refused, false);
    }

    private NotDelivered(String why, Duration notBefore, boolean refused, boolean passing) {
        super(why, null, false, false);
        this.notBefore = notBefore;
        this.refused = refused;
        this.passing = passing;
    }

    /** @throws NotDelivered where the answer is not that of a service that took it */
    static Http.Answer orThrow(Http.Answer answer) throws NotDelivered {
        if (answer.isGood()) {
            return answer;
        }
        throw new NotDelivered(
                sentence(answer),
                wait(answer),
                REFUSED.contains(answer.status()),
                answer.status() >= 500 || PASSING.contains(answer.status()));
    }

    private static Duration wait(Http.Answer answer) {
        Matcher wait = WAIT.matcher(answer.body());
        if (answer.retryAfterSeconds() > 0 || answer.status() != 429 || !wait.find()) {
            return Duration.ofSeconds(answer.retryAfterSeconds());
        }
        long number = Long.parseLong(wait.group(2));
        return wait.group(1) == null ? Duration.ofSeconds(number + 1) : Duration.ofMillis(number);
    }

    /** The same, in other words. */
    NotDelivered saying(String why) {
        return new NotDelivered(why, notBefore, refused, passing);
    }

    /** Of one of several for whom a notice is: what keeps one of them from it need not keep the others. */
    NotDelivered whereOthersTookIt(int took, int all) {
        return new NotDelivered(
                getMessage() + " " + took + " of " + all + " recipients " + (took == 1 ? "has" : "have") + " it.",
                notBefore,
                !passing,
                passing);
    }

    private static String sentence(Http.Answer answer) {
        String what = switch (answer.status()) {
            case 401 -> "it does not accept the user, password or token";
            case 403 -> "it does not allow this user or token to send there";
            case 404 -> "it knows no such address, topic, room or token";
            case 413 -> "the message is too long for it";
            case 429 -> "it has had too many messages from us";
            default ->
                answer.status() >= 500
                        ? "it has a fault of its own"
                        : answer.status() >= 300 && answer.status() < 400
                                ? "it is at another address, and redirects are not followed"
                                : "it does not take the message";
        };
        String said = Texts.shortened(Texts.line(answer.body()), 200);
        return "it answered " + answer.status() + ": " + what + (said.isEmpty() ? "." : " (" + said + ").");
    }

    Duration notBefore() {
        return notBefore;
    }

    /** The service says that it can be otherwise at the next try. */
    boolean isPassing() {
        return passing;
    }

    boolean isRefused() {
        return refused;
    }
}
