package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Issue 12: with few threads the healthy neighbour is still examined. */
class WorkersTest {

    @Test
    void whatFindsNoThreadIsDoneByThoseThatThereAre() throws Exception {
        AtomicInteger left = new AtomicInteger(4);
        Workers workers = new Workers(work -> {
            if (left.getAndDecrement() <= 0) {
                // As Java says it where the machine has no more.
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            // Those that are there may not have begun to wait for work yet.
            Runnable hanging = () -> {
                busy.countDown();
                await(hang);
            };
            workers.execute(hanging);
        }
        while (busy.getCount() > 0) {
            workers.mindTheLine();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        CountDownLatch healthy = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            assertFalse(workers.execute(healthy::countDown));
        }
        assertFalse(healthy.await(50, TimeUnit.MILLISECONDS));
        hang.countDown();
        assertTrue(healthy.await(30, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
