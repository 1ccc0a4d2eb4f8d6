package dev.immichpg.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * How it goes with a notifier or a heartbeat.
 *
 * @param title where it goes, without a secret
 * @param lastSuccess when it was last taken; empty: it never was
 * @param failure the last one, where none was taken after it
 * @param waiting messages that have not been taken
 * @param sent how many were taken since the agent started
 * @param failed how many tries failed since then
 * @param dropped how many were given up since then
 */
public record ChannelStatus(
        String name,
        String title,
        Optional<Instant> lastSuccess,
        Optional<Failure> failure,
        int waiting,
        long sent,
        long failed,
        long dropped) {

    /** @param why a sentence without secrets */
    public record Failure(Instant at, String why) {}

    public ChannelStatus {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(lastSuccess, "lastSuccess");
        requireNonNull(failure, "failure");
    }

    static ChannelStatus beginning(String name, Optional<Instant> lastSuccess) {
        return new ChannelStatus(name, "as its url-file says", lastSuccess, Optional.empty(), 0, 0, 0, 0);
    }

    ChannelStatus titled(String where) {
        return new ChannelStatus(name, where, lastSuccess, failure, waiting, sent, failed, dropped);
    }

    ChannelStatus waiting(int messages, long givenUp) {
        return new ChannelStatus(name, title, lastSuccess, failure, messages, sent, failed, givenUp);
    }

    ChannelStatus succeeded(Instant at) {
        return new ChannelStatus(name, title, Optional.of(at), Optional.empty(), waiting, sent + 1, failed, dropped);
    }

    ChannelStatus failed(Instant at, String why) {
        return new ChannelStatus(
                name, title, lastSuccess, Optional.of(new Failure(at, why)), waiting, sent, failed + 1, dropped);
    }
}
