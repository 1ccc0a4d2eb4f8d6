package dev.immichpg.publish;

import io.netty.channel.EventLoop;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one event loop that wait to be handled. Only a few are handled before the loop looks at its connections again, so a
 * crowd of clients does not hold up those that come after it, above all no probe (issue 12). Used by that event loop alone.
 */
final class RequestTurns {

    /** How long requests are handled before the connections are looked at. At least one request is. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private record Waiting(ContextInternal context, Runnable work) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    /** A turn is on the loop's list of what to do. */
    private boolean isDue;

    /**
     * Handles it when its turn comes.
     *
     * @param context of the event loop that calls this; the work runs in it
     * @param work may fail; the context is told of it then
     */
    void await(ContextInternal context, Runnable work) {
        waiting.add(new Waiting(context, work));
        if (!isDue) {
            isDue = true;
            next(context.nettyEventLoop());
        }
    }

    private void next(EventLoop loop) {
        loop.execute(() -> take(loop));
    }

    private void take(EventLoop loop) {
        long began = System.nanoTime();
        do {
            Waiting first = waiting.remove();
            first.context().emit(now -> first.work().run()); // Never throws: it tells the context.
        } while (!waiting.isEmpty() && System.nanoTime() - began < TURN_NANOS);
        isDue = !waiting.isEmpty();
        if (isDue) {
            next(loop);
        }
    }
}
