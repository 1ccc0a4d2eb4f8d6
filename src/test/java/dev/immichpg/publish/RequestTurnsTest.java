package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Issue 12: a crowd of requests holds up neither those that come after it nor each other. */
class RequestTurnsTest {

    private static final int CROWD = 100;

    @Test
    void whatComesLaterDoesNotWaitForTheCrowd() throws Exception {
        List<Integer> handled = new ArrayList<>();
        AtomicInteger beforeTheProbe = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(CROWD);
        Vertx vertx = Vertx.vertx();
        try {
            ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
            context.exceptionHandler(told -> {});
            RequestTurns turns = new RequestTurns();
            context.runOnContext(now -> {
                for (int i = 0; i < CROWD; i++) {
                    int number = i;
                    turns.await(context, () -> {
                        handled.add(number);
                        done.countDown();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2)); // longer than a turn
                        if (number == 0) {
                            throw new IllegalStateException("the next one is handled all the same");
                        }
                    });
                }
                context.runOnContext(probe -> beforeTheProbe.set(handled.size()));
            });
            assertTrue(done.await(30, TimeUnit.SECONDS), () -> handled.size() + " handled");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        assertEquals(1, beforeTheProbe.get());
        assertEquals(CROWD, handled.size());
        assertEquals(handled.stream().sorted().toList(), handled);
    }
}
