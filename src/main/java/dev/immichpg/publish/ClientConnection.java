package dev.immichpg.publish;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a client. It counts requests and answers below Vert.x, because Vert.x keeps in memory every request that a
 * client sends ahead, without a limit, and every answer that the client does not read.
 */
final class ClientConnection extends ChannelDuplexHandler {

    /** How many requests are allowed to wait for their whole answer. Browsers and Prometheus send the next one when they have the last. */
    static final int LINE = 4;

    private static final long WITHOUT_REQUEST = TimeUnit.SECONDS.toNanos(10);
    private static final long WITHOUT_PROGRESS = TimeUnit.SECONDS.toNanos(10);
    private static final long ONE_ANSWER = TimeUnit.SECONDS.toNanos(60);
    private static final long BETWEEN_REQUESTS = TimeUnit.SECONDS.toNanos(75);

    private final Channel channel;
    private final ClientConnections all;
    private volatile ChannelHandlerContext below;
    /** Requests whose answers have not been sent completely. */
    private volatile int line;
    /** In nanoseconds: when the connection was opened, or the last answer was sent, or the present answer was begun. */
    private volatile long since = System.nanoTime();
    /** When something was last sent. */
    private volatile long progress = since;

    private volatile boolean asked;

    ClientConnection(Channel channel, ClientConnections all) {
        this.channel = channel;
        this.all = all;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        below = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            if (line == LINE) {
                sendAway();
            }
            if (line == 0) {
                since = System.nanoTime();
                progress = since;
            }
            line++; // Only this connection's own thread counts.
            asked = true;
        }
        if (line > LINE) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean last = message instanceof LastHttpContent;
        context.write(message, promise.unvoid().addListener(left -> {
            progress = System.nanoTime();
            if (last && line > 0) {
                line--;
                since = progress;
            }
        }));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        all.leaves(this);
        super.channelInactive(context);
    }

    boolean isWaitingForUs() {
        return line > 0;
    }

    long since() {
        return line > 0 ? progress : since;
    }

    /** Whether it is idle, so that it can be closed for another client. */
    boolean isOverdue(long now) {
        if (line > 0) {
            return now - progress > WITHOUT_PROGRESS || now - since > ONE_ANSWER;
        }
        return now - since > (asked ? BETWEEN_REQUESTS : WITHOUT_REQUEST);
    }

    private void forgetWhatIsUnread() {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            // It was closed in the meantime.
        }
    }

    /** Closes it at once and drops what the client has not read: an orderly end would wait for a client that reads nothing. */
    void sendAway() {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                forgetWhatIsUnread();
                below.close(); // Not the channel's own, which begins with Vert.x: that waits for what is unread.
            }
        });
    }
}
