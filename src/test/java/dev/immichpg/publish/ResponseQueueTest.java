package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** issue 12, C2: a crowd costs what one reader costs, and what is beyond a few hears so. */
class ResponseQueueTest {

    private final ResponseQueue queue = new ResponseQueue("test", Long.MAX_VALUE);
    private final AtomicInteger made = new AtomicInteger();
    /** The first answer is being made. */
    private final CountDownLatch begun = new CountDownLatch(1);

    @Test
    void aThousandReadersCostOneRendering() {
        CountDownLatch all = new CountDownLatch(1);
        List<CompletableFuture<Rendered>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> ask("page", Integer.toString(i / 100), all))
                .toList();
        all.countDown();

        answers.forEach(answer -> assertSame(answers.get(0).join(), answer.join()));
        assertSame(answers.get(0).join(), ask("page", "0", all).join());
        assertEquals(1, made.get());
    }

    @Test
    void anotherEditionIsMadeAnew() {
        CountDownLatch none = new CountDownLatch(0);
        assertEquals("1", ask("page", "1", none).join().edition());
        assertEquals("2", ask("page", "2", none).join().edition());
        assertEquals(2, made.get());
    }

    @Test
    void whoComesWhenTooManyWaitHearsSo() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(1);
        List<CompletableFuture<Rendered>> answers = new ArrayList<>();
        answers.add(ask("page 0", "1", all));
        begun.await(); // or the thread takes it while the others are asked for, and one more can wait
        for (int i = 1; i < 2 * ResponseQueue.WAITING + 2; i++) {
            answers.add(ask("page " + i, "1", all));
        }
        CompletionException busy = assertThrows(
                CompletionException.class, () -> answers.get(answers.size() - 1).join());
        assertInstanceOf(ResponseQueue.Busy.class, busy.getCause());
        all.countDown();
        answers.subList(0, ResponseQueue.WAITING).forEach(CompletableFuture::join);

        // The next who comes is not told what another one was told.
        assertEquals(
                "1",
                ask("page " + (2 * ResponseQueue.WAITING + 1), "1", all).join().edition());
    }

    @Test
    void whatCouldNotBeMadeIsTriedAgain() {
        CompletableFuture<Rendered> failed = queue.answer("page", "1", () -> {
                    throw new IllegalStateException("this time");
                })
                .toCompletableFuture();
        assertThrows(CompletionException.class, failed::join);
        assertEquals("1", ask("page", "1", new CountDownLatch(0)).join().edition());
    }

    private CompletableFuture<Rendered> ask(String key, String edition, CountDownLatch begin) {
        return queue.answer(key, edition, () -> {
                    begun.countDown();
                    try {
                        begin.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    made.incrementAndGet();
                    return Rendered.of("text/plain", edition, key);
                })
                .toCompletableFuture();
    }
}
