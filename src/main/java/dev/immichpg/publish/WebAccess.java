package dev.immichpg.publish;

import dev.immichpg.publish.WebConfiguration.Tls;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * TLS and passwords of the agent's own ports, by a web configuration file of Prometheus' format. The file, and those that it names,
 * are read again every few seconds: certificates and passwords take effect at once, for new connections. What cannot be used
 * is said, and what was in force before stays. Whether there is TLS at all, and whether clients need a certificate, is settled at
 * the start.
 */
@ApplicationScoped
class WebAccess {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");
    private static final String SETTING = "immich-pg.web-config-file: ";

    private static final long LOOK_MILLIS = 5_000;
    private static final long HANDSHAKE_SECONDS = 5;
    /** Requests whose passwords are not compared yet. */
    private static final int LONGEST_QUEUE = 16;

    /** Probes, which have no password: they say no more than that the agent works. */
    private static final Set<String> OPEN = Set.of("/health/live", "/health/started", "/health/ready");

    private final Optional<Path> file;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private volatile WebConfiguration inForce = WebConfiguration.OPEN;
    private volatile Passwords passwords = new Passwords(inForce.users());
    private ThreadPoolExecutor worker;
    /** What was wrong at the last look; empty: nothing. Only the worker has it. */
    private String fault = "";

    private boolean told;

    WebAccess(@ConfigProperty(name = "immich-pg.web-config-file") Optional<String> file) {
        this.file = file.map(Path::of);
    }

    /**
     * Before a port is opened.
     *
     * @throws UnusableWebConfiguration where the file cannot be used
     */
    void open(Vertx vertx) {
        if (file.isEmpty()) {
            return;
        }
        try {
            use(WebConfigurationFile.read(file.get()));
        } catch (UnusableWebConfiguration e) {
            throw new UnusableWebConfiguration(SETTING + e.getMessage(), e);
        }
        worker = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LONGEST_QUEUE), WebAccess::daemon);
        vertx.setPeriodic(LOOK_MILLIS, look -> {
            try {
                worker.execute(this::look);
            } catch (RejectedExecutionException e) {
                // It is busy with passwords; next time.
            }
        });
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "web-access");
        thread.setDaemon(true);
        return thread;
    }

    boolean isTls() {
        return inForce.tls().isPresent();
    }

    /** Options of a server that is not open yet. */
    void secure(HttpServerOptions options) {
        inForce.tls().ifPresent(tls -> {
            options.setSsl(true)
                    .setClientAuth(tls.clients())
                    .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                    .setKeyCertOptions(keys(tls))
                    .setEnabledSecureTransportProtocols(new LinkedHashSet<>(tls.protocols()));
            tls.suites().forEach(options::addEnabledCipherSuite);
            tls.authorities().ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        });
    }

    /** A server that has to follow the file. */
    void keepsSecure(HttpServer server) {
        servers.add(server);
    }

    /** Hands a request on, if who sends it is allowed to; else it is answered here. */
    void admit(HttpServerRequest asked, Runnable handOn) {
        Passwords needed = passwords;
        inForce.strictTransportSecurity()
                .ifPresent(value -> asked.response().putHeader("Strict-Transport-Security", value));
        List<String> given = asked.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (!needed.areNeeded() || OPEN.contains(asked.path()) || given.size() == 1 && needed.remember(given.get(0))) {
            handOn.run();
        } else if (given.size() != 1) {
            challenge(asked);
        } else {
            compare(asked, needed, given.get(0), handOn);
        }
    }

    private void compare(HttpServerRequest asked, Passwords needed, String given, Runnable handOn) {
        Context context = Vertx.currentContext();
        asked.pause();
        try {
            worker.execute(() -> {
                boolean right = needed.accept(given);
                context.runOnContext(compared -> {
                    asked.resume();
                    if (right) {
                        handOn.run();
                    } else {
                        challenge(asked);
                    }
                });
            });
        } catch (RejectedExecutionException e) {
            asked.resume();
            asked.response().putHeader("Retry-After", "1");
            answer(asked, 503, "Too many passwords are being compared.");
        }
    }

    private static void challenge(HttpServerRequest asked) {
        asked.response().putHeader("WWW-Authenticate", "Basic realm=\"immich-pg-monitor\", charset=\"UTF-8\"");
        answer(asked, 401, "A name and a password are needed here.");
    }

    private static void answer(HttpServerRequest asked, int status, String sentence) {
        asked.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .end(sentence + "\n");
    }

    /** On the worker. A fault is told when it is there for the second time: the files may be in the middle of being replaced. */
    private void look() {
        try {
            WebConfiguration now = WebConfigurationFile.read(file.orElseThrow());
            if (fault.isEmpty() && now.equals(inForce)) {
                return;
            }
            boolean asBefore = now.equals(inForce);
            refuseWhatIsSettled(now);
            use(now);
            if (!asBefore) {
                follow(now);
                LOG.info("The web configuration has changed, and is in force.");
            }
            fault = "";
            told = false;
        } catch (UnusableWebConfiguration e) {
            tell(e.getMessage());
        }
    }

    private void tell(String sentence) {
        if (!sentence.equals(fault)) {
            fault = sentence;
            told = false;
        } else if (!told) {
            told = true;
            LOG.warn(SETTING + sentence + " What was in force before stays in force.");
        }
    }

    private void refuseWhatIsSettled(WebConfiguration now) {
        if (now.tls().isPresent() != inForce.tls().isPresent()
                || !now.tls().map(Tls::clients).equals(inForce.tls().map(Tls::clients))) {
            throw new UnusableWebConfiguration(file.orElseThrow()
                    + ": whether there is TLS, and client_auth_type, change with the next start of the agent only.");
        }
    }

    private void use(WebConfiguration now) {
        if (!now.users().equals(inForce.users())) {
            passwords = new Passwords(now.users());
        }
        inForce = now;
    }

    private void follow(WebConfiguration now) {
        now.tls().ifPresent(tls -> {
            HttpServerOptions options = new HttpServerOptions();
            secure(options);
            servers.forEach(server -> server.updateSSLOptions(new SSLOptions(options.getSslOptions()), true)
                    .onFailure(refused -> LOG.warn(SETTING + "the new certificate could not be put into force.")));
        });
    }

    private static PemKeyCertOptions keys(Tls tls) {
        return new PemKeyCertOptions().setCertValue(tls.certificate()).setKeyValue(tls.key());
    }
}
