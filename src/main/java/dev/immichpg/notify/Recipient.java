package dev.immichpg.notify;

import java.io.IOException;
import java.time.Duration;

/**
 * A messenger, and the address that was written for it: what the service says is shown without the secrets in the address.
 * Its text shows none.
 */
public final class Recipient {

    private final ServiceUrl url;
    private final Messenger messenger;

    private Recipient(ServiceUrl url, Messenger messenger) {
        this.url = url;
        this.messenger = messenger;
    }

    /** @throws IllegalArgumentException with one sentence, in which the address is not repeated */
    public static Recipient parse(String text) {
        ServiceUrl url = Messengers.understood(ServiceUrl.parse(text)).withLoginOfParameters();
        return new Recipient(url, Messengers.of(url));
    }

    /** {@code ntfy at ntfy.sh}. */
    public String title() {
        return messenger.title();
    }

    boolean forgets() {
        return messenger.forgets();
    }

    /** @throws NotDelivered why not, in one sentence without secrets that follows the service's title */
    void send(Delivery delivery) throws NotDelivered, InterruptedException {
        try {
            messenger.send(delivery);
        } catch (NotDelivered e) {
            throw e.saying(hidden(e.getMessage()));
        } catch (IOException e) {
            throw new NotDelivered(hidden(String.valueOf(e.getMessage())), Duration.ZERO, false);
        }
    }

    private String hidden(String words) {
        boolean hostIsToken = url.host().length() > 0 && !messenger.title().contains(url.host());
        return url.hiddenIn(words, hostIsToken);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipient recipient && url.equals(recipient.url);
    }

    @Override
    public int hashCode() {
        return url.hashCode();
    }

    @Override
    public String toString() {
        return title();
    }
}
