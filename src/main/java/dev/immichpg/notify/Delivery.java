package dev.immichpg.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A notice on its way to one service: how that is asked, and who of those whom the notice is for has it already. So what is
 * tried again is told nobody twice.
 */
final class Delivery {

    private final Notice notice;
    private final Http http;
    private final Set<String> taken;
    private final Consumer<Set<String>> whenTaken;

    /**
     * @param taken what {@link #taken()} said when this notice was tried last
     * @param whenTaken is told {@link #taken()} as soon as one more of several has it
     */
    Delivery(Notice notice, Http http, Set<String> taken, Consumer<Set<String>> whenTaken) {
        this.notice = notice;
        this.http = http;
        this.taken = new TreeSet<>(taken);
        this.whenTaken = whenTaken;
    }

    Delivery(Notice notice, Http http, Set<String> taken) {
        this(notice, http, taken, some -> {});
    }

    /** Sends it, and never fails otherwise than by saying why. Empty: it was taken. */
    Optional<NotDelivered> attempt(SecretUrl<Recipient> url) throws InterruptedException {
        try {
            url.read().send(this);
            return Optional.empty();
        } catch (NotDelivered e) {
            return Optional.of(e);
        } catch (IllegalArgumentException e) {
            return Optional.of(new NotDelivered(e.getMessage(), Duration.ZERO, false));
        } catch (RuntimeException e) {
            return Optional.of(new NotDelivered(
                    "it could not be sent (" + e.getClass().getSimpleName() + ").", Duration.ZERO, true));
        }
    }

    /** Sends it to one of those whom it is for. */
    interface Sending<T> {
        void to(T target) throws NotDelivered, IOException, InterruptedException;
    }

    Notice notice() {
        return notice;
    }

    Http http() {
        return http;
    }

    /**
     * Sends it to each who has not got it. One that does not take it, such as a channel that is gone, does not keep the others
     * from it.
     *
     * @throws NotDelivered why one of them has not taken it: what passes comes before what does not, so that nobody loses it
     *     for another's sake
     * @throws IOException where the service did not answer; then nobody else is tried
     */
    <T> void toEach(List<T> targets, Sending<T> sending) throws NotDelivered, IOException, InterruptedException {
        NotDelivered failure = null;
        for (T target : targets) {
            String mark = mark(target);
            if (taken.contains(mark)) {
                continue;
            }
            try {
                sending.to(target);
                taken.add(mark);
                if (targets.size() > 1) {
                    whenTaken.accept(taken());
                }
            } catch (NotDelivered e) {
                failure = failure == null || e.isPassing() && !failure.isPassing() ? e : failure;
                if (!e.notBefore().isZero()) {
                    failure = e;
                    break;
                }
            }
        }
        if (failure != null) {
            throw taken.isEmpty() ? failure : failure.whereOthersTookIt(taken.size(), targets.size());
        }
    }

    /** A target is part of an address, and so a secret: a digest does not tell it, and no two targets have the same. */
    private String mark(Object target) {
        return UUID.nameUUIDFromBytes((notice.id() + "\n" + target).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Marks of those who have it. */
    Set<String> taken() {
        return Set.copyOf(taken);
    }
}
