package dev.immichpg.notify;

import java.io.IOException;

/** Where notices go. One small file for each kind; {@link Messengers} has the list. */
interface Messenger {

    /** What it is and where, without a secret: {@code ntfy at ntfy.sh}. */
    String title();

    /**
     * Sends one notice: each of those whom the address names gets it once, also where it is tried again.
     *
     * @throws NotDelivered where the service answered and has not taken it
     * @throws IOException where it did not answer, with words that say why
     */
    void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException;

    /** Whether it forgets what is wrong unless it is told again. */
    default boolean forgets() {
        return false;
    }
}
