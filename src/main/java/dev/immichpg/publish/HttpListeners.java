package dev.immichpg.publish;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Where the agent listens. It does not use Quarkus' own HTTP server, which can listen on one address only, cannot close connections of
 * clients, and shares its threads with the scheduler. Quarkus still handles the requests.
 *
 * <p>The first port serves everything, on threads that serve nothing else. If the operator has set a second port, metrics and probes
 * are there and not on the first port, and the two share no thread.
 */
@ApplicationScoped
public class HttpListeners {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    /** Far more than are read at the same time. */
    private static final int PLACES = 128;

    private static final int THREADS = 2;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final int LINE_BYTES = 2 * 1024;
    private static final int SEND_BYTES = 64 * 1024;
    private static final int RECEIVE_BYTES = 16 * 1024;
    private static final int ACCEPT_BACKLOG = 1024;
    private static final long LOOK_AROUND_MILLIS = 1_000;

    private final Vertx quarkus;
    private final String host;
    private final int port;
    private final OptionalInt second;
    private final WebAccess access;
    /** The port that was opened, if any free port was asked for. */
    private volatile int portOfSecond;

    private volatile Router router;
    private volatile Vertx own;

    HttpListeners(
            Vertx quarkus,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "immich-pg.management-port") OptionalInt second,
            WebAccess access) {
        this.quarkus = quarkus;
        this.host = host;
        this.port = port;
        this.second = second;
        this.access = access;
    }

    void serve(@Observes Router all) {
        router = all;
    }

    void part(@Observes Filters filters) {
        if (second.isPresent()) {
            filters.register(this::admit, RequestFilter.FIRST - 1);
        }
    }

    /** Whether a link from a page leads to them. */
    boolean metricsAreHere() {
        return second.isEmpty();
    }

    /**
     * Opens the ports. Call this once.
     *
     * @throws IllegalStateException with a sentence for the operator, if one cannot be opened
     * @throws UnusableWebConfiguration if the web configuration file cannot be used
     */
    public void open() {
        own = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(THREADS)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setBlockedThreadCheckInterval(TimeUnit.MINUTES.toMillis(1))
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        access.open(own);
        startThreads(own);
        startThreads(quarkus);
        String urls = listen(own, port, "immich-pg.port");
        String also = "";
        if (second.isPresent()) {
            String urlsOfSecond = listen(quarkus, second.getAsInt(), "immich-pg.management-port");
            also = "; metrics and probes on " + urlsOfSecond;
        }
        LOG.info("Listening on " + urls + also + ".");
    }

    /**
     * Netty starts the thread of an event loop when it is first used. Where the machine gives the agent few threads, that would be
     * when databases that hang have all of them, and a probe would never be answered.
     */
    private static void startThreads(Vertx vertx) {
        for (int loop = 0; loop < THREADS; loop++) {
            ((VertxInternal) vertx).createEventLoopContext().runOnContext(started -> {});
        }
    }

    void close(@Observes ShutdownEvent end) {
        if (own != null) {
            own.close(); // Nobody waits for a client that still reads.
        }
    }

    private static ClientConnections visitors(Vertx vertx) {
        ClientConnections clients = new ClientConnections(PLACES);
        vertx.setPeriodic(LOOK_AROUND_MILLIS, look -> clients.sendAwayWhoIsOverdue());
        return clients;
    }

    /** {@code localhost}: only this machine, at both of its addresses. */
    private List<InetAddress> addresses() {
        try {
            return host.equalsIgnoreCase("localhost")
                    ? List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"))
                    : List.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "immich-pg.host: \"" + host + "\" is not the name or an address of this machine.", e);
        }
    }

    private String url(InetAddress address, int port) {
        String scheme = access.isTls() ? "https://" : "http://";
        if (address instanceof Inet6Address) {
            return scheme + "[" + (address.isLoopbackAddress() ? "::1" : address.getHostAddress()) + "]:" + port;
        }
        return scheme + address.getHostAddress() + ":" + port;
    }

    /** Opens the port on every address. If it is 0, the first address takes any free port, and the others take the same one. Returns the port. */
    private String listen(Vertx vertx, int wanted, String setting) {
        ClientConnections clients = visitors(vertx);
        List<String> urls = new ArrayList<>();
        int port = wanted;
        for (InetAddress address : addresses()) {
            OptionalInt opened = listen(vertx, clients, address, port, setting);
            if (opened.isPresent()) {
                port = opened.getAsInt();
                urls.add(url(address, port));
            }
        }
        if (vertx != own) {
            portOfSecond = port;
        }
        return String.join(" and ", urls);
    }

    /** @return the port; empty if this machine has no such address, as without IPv6 */
    private OptionalInt listen(
            Vertx vertx, ClientConnections clients, InetAddress address, int wanted, String setting) {
        int port = wanted;
        try {
            // One for each thread: Vert.x gives them the connections in turn. Those that ask for -1 share one port that
            // is free.
            for (int i = 0; i < (vertx == own ? THREADS : 1); i++) {
                port = onThreadOfItsOwn(
                                vertx,
                                () -> server(vertx, clients)
                                        .listen(wanted == 0 ? -1 : wanted, address.getHostAddress()))
                        .actualPort();
            }
            return OptionalInt.of(port);
        } catch (CompletionException e) {
            if (address instanceof Inet6Address && host.equalsIgnoreCase("localhost") && !isTaken(e.getCause())) {
                return OptionalInt.empty();
            }
            throw new IllegalStateException(
                    setting + ": port " + port + " cannot be opened; "
                            + (isTaken(e.getCause())
                                    ? "another program probably uses it."
                                    : "the agent is not allowed to, or this machine has no address "
                                            + address.getHostAddress() + "."),
                    e);
        }
    }

    /** A thread that is not Vert.x's gets the same event loop each time that it asks for one: all servers would share it (issue 12). */
    private static HttpServer onThreadOfItsOwn(Vertx vertx, Supplier<Future<HttpServer>> opening) {
        CompletableFuture<HttpServer> opened = new CompletableFuture<>();
        ((VertxInternal) vertx)
                .createEventLoopContext()
                .runOnContext(
                        now -> opening.get().onSuccess(opened::complete).onFailure(opened::completeExceptionally));
        return opened.join();
    }

    private static boolean isTaken(Throwable fault) {
        return fault instanceof BindException
                && String.valueOf(fault.getMessage()).contains("in use");
    }

    private HttpServer server(Vertx vertx, ClientConnections clients) {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(LINE_BYTES)
                .setSendBufferSize(SEND_BYTES)
                .setReceiveBufferSize(RECEIVE_BYTES)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setTcpKeepAlive(true);
        access.secure(options);
        RequestTurns turns = new RequestTurns();
        return vertx.createHttpServer(options)
                .connectionHandler(clients::comes)
                .exceptionHandler(fault -> {}) // A client that is gone: nobody's matter.
                .requestHandler(request -> handle(request, turns));
    }

    /** Handles a request only when the previous answer was sent: a client is allowed to send requests ahead, but they are not answered ahead. */
    private void handle(HttpServerRequest request, RequestTurns turns) {
        request.exceptionHandler(fault -> {});
        if (RequestFilter.canBeRouted(request)) {
            access.admit(request, () -> whenAnswersAreRead(request, turns));
        }
    }

    private void whenAnswersAreRead(HttpServerRequest request, RequestTurns turns) {
        if (request.response().writeQueueFull()) {
            request.pause();
            request.response().drainHandler(drained -> {
                request.response().drainHandler(null);
                handOn(request, turns);
            });
        } else {
            handOn(request, turns);
        }
    }

    /** As Quarkus does on its own port: what belongs to the context of one request is not visible to another one. */
    private void handOn(HttpServerRequest request, RequestTurns turns) {
        ContextInternal context = (ContextInternal) VertxContext.createNewDuplicatedContext();
        VertxContextSafetyToggle.setContextSafe(context, true);
        request.pause();
        Runnable answer = () -> {
            request.resume();
            router.handle(request);
        };
        if (RequestFilter.isProbe(request.path())) {
            context.runOnContext(now -> answer.run());
        } else {
            turns.await(context, answer);
        }
    }

    private void admit(RoutingContext request) {
        boolean isSecond = request.request().localAddress().port() == portOfSecond;
        if (isSecond == RequestFilter.isForMachines(request.request().path())) {
            request.next();
        } else {
            request.response().setStatusCode(404).end();
        }
    }
}
