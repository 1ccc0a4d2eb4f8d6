package dev.immichpg.publish;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Where answers are made: one at a time, on a thread that does nothing else, and once for all clients that ask for the same while the
 * answer is current. Only a few requests can wait; the others get "busy". So many clients cost as much as one, and they slow down
 * neither the examinations nor the probes.
 */
final class ResponseQueue {

    /** How many answers can wait to be made. */
    static final int WAITING = 16;

    /** How many finished answers are kept, and how many bytes of them. */
    private static final int MOST = 32;

    private static final long MOST_BYTES = 8L << 20;

    /** For how long a large answer, as for a thousand databases, counts as current, although one of them was examined in the meantime. */
    private static final long LARGE = 1 << 20;

    private static final long LARGE_IS_NEW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long newNanos;
    private final ThreadPoolExecutor thread;
    /** The most recently requested one is last. */
    private final Map<String, Made> kept = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Opens one.
     *
     * @param newNanos how long an answer is given out, where it says how old things are
     */
    ResponseQueue(String name, long newNanos) {
        this.newNanos = newNanos;
        AtomicInteger started = new AtomicInteger();
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
            Thread made = new Thread(work, name + "-" + started.incrementAndGet());
            made.setDaemon(true);
            return made;
        });
        // While databases hang, the machine may give the agent no other.
        thread.prestartCoreThread();
    }

    /** Only a few can wait at the same time. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final String SENTENCE = "The agent is busy with other answers. Ask again in a second.";

        Busy() {
            super(SENTENCE);
        }

        /** Too many requests wait. This is not a fault of the program, and can happen often: so it has no stack trace. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private record Made(String edition, long at, CompletableFuture<Rendered> answer) {}

    /**
     * The answer, made now or before.
     *
     * @param key what is asked for, as long as the same is meant
     * @param edition which one of it
     * @return fails with {@link Busy} if too many others wait
     */
    CompletionStage<Rendered> answer(String key, String edition, Supplier<Rendered> maker) {
        CompletableFuture<Rendered> answer = new CompletableFuture<>();
        synchronized (kept) {
            Made made = kept.get(key);
            if (made != null && isNew(made, edition, System.nanoTime())) {
                return made.answer();
            }
            kept.put(key, new Made(edition, System.nanoTime(), answer));
        }
        try {
            thread.execute(() -> make(key, answer, maker));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The latter: the thread ended by a fault, and there is no other to be had.
            forget(key, answer);
            answer.completeExceptionally(new Busy());
        }
        return answer;
    }

    private boolean isNew(Made made, String edition, long now) {
        long age = now - made.at();
        if (!made.answer().isDone()) {
            // What is being made says what is so when it is made; of a thousand databases another one has always been
            // examined meanwhile, and a crowd would have it made for each of them.
            return true;
        }
        return made.edition().equals(edition) && age < newNanos
                || age < LARGE_IS_NEW_NANOS && made.answer().join().length() > LARGE;
    }

    private void make(String key, CompletableFuture<Rendered> answer, Supplier<Rendered> maker) {
        try {
            Rendered rendered = maker.get();
            synchronized (kept) {
                answer.complete(rendered);
                makeRoom();
            }
        } catch (RuntimeException | Error e) {
            forget(key, answer);
            answer.completeExceptionally(e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void forget(String key, CompletableFuture<Rendered> answer) {
        synchronized (kept) {
            kept.computeIfPresent(key, (k, made) -> made.answer() == answer ? null : made);
        }
    }

    /** Drops the answers that nobody has asked for the longest. */
    private void makeRoom() {
        long weight = kept.values().stream().mapToLong(ResponseQueue::weight).sum();
        for (Iterator<Made> each = kept.values().iterator();
                each.hasNext() && (kept.size() > MOST || weight > MOST_BYTES); ) {
            Made made = each.next();
            if (made.answer().isDone()) {
                weight -= weight(made);
                each.remove();
            }
        }
    }

    private static long weight(Made made) {
        return made.answer().isDone() ? made.answer().join().weight() : 0;
    }
}
