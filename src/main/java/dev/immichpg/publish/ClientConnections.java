package dev.immichpg.publish;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of one listener. Their number is limited. If all are in use and a new client connects, the connection that has been
 * idle longest is closed. So many clients that only keep their connections open cannot lock others out, above all no probe.
 */
final class ClientConnections {

    private final int places;
    private final Set<ClientConnection> present = new LinkedHashSet<>();

    ClientConnections(int places) {
        this.places = places;
    }

    void comes(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        ClientConnection client = new ClientConnection(channel, this);
        // Beside Vert.x's own, which is the last of them.
        channel.pipeline().addBefore(channel.pipeline().lastContext().name(), "visitor", client);
        synchronized (present) {
            if (present.size() >= places) {
                present.stream()
                        // Who waits for an answer before who has nothing to do here; then the one who came first.
                        .min(Comparator.comparing(ClientConnection::isWaitingForUs)
                                .thenComparing(ClientConnection::since, (a, b) -> Long.signum(a - b)))
                        .ifPresent(this::sendAway);
            }
            present.add(client);
        }
    }

    void leaves(ClientConnection client) {
        synchronized (present) {
            present.remove(client);
        }
    }

    /** To be called now and then. */
    void sendAwayWhoIsOverdue() {
        long now = System.nanoTime();
        synchronized (present) {
            List.copyOf(present).stream()
                    .filter(client -> client.isOverdue(now))
                    .forEach(this::sendAway);
        }
    }

    private void sendAway(ClientConnection client) {
        present.remove(client);
        client.sendAway();
    }
}
