package dev.immichpg.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A notice on its way to one service: how that is asked, and who of those whom the notice is for has it already. So what is
 * tried again is told nobody twice.
 */
final class Delivery {

    private final Notice notice;
    private final Http http;
    private final Set<String> taken;

    /** @param taken what {@link #taken()} said when this notice was tried last */
    Delivery(Notice notice, Http http, Set<String> taken) {
        this.notice = notice;
        this.http = http;
        this.taken = new TreeSet<>(taken);
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
     * @throws NotDelivered why the first one that has not taken it has not
     * @throws IOException where the service did not answer; then nobody else is tried
     */
    <T> void toEach(List<T> targets, Sending<T> sending) throws NotDelivered, IOException, InterruptedException {
        NotDelivered first = null;
        for (T target : targets) {
            String mark = mark(target);
            if (taken.contains(mark)) {
                continue;
            }
            try {
                sending.to(target);
                taken.add(mark);
            } catch (NotDelivered e) {
                first = first == null ? e : first;
                if (!e.notBefore().isZero()) {
                    break;
                }
            }
        }
        if (first != null) {
            throw taken.isEmpty() ? first : first.whereOthersTookIt();
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
