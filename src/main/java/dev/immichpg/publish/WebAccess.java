package dev.immichpg.publish;

import dev.immichpg.publish.WebConfiguration.Tls;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * TLS and passwords of the agent's own ports, by a web configuration file of Prometheus' format. The file, and those that it names,
 * are read again every few seconds: certificates and passwords take effect at once, for new connections. What cannot be used
 * is said, and what was in force before stays. Whether there is TLS at all, of which version, and whether clients need a
 * certificate, is settled at the start.
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
    private final CurrentKeys keys = new CurrentKeys();
    private final CurrentAuthorities authorities = new CurrentAuthorities();
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
                    .setKeyCertOptions(KeyCertOptions.wrap(keys))
                    .setEnabledSecureTransportProtocols(new LinkedHashSet<>(tls.protocols()));
            tls.suites().forEach(options::addEnabledCipherSuite);
            if (tls.authorities().isPresent()) {
                options.setTrustOptions(TrustOptions.wrap(authorities));
            }
        });
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
        if (!now.tls().map(WebAccess::settled).equals(inForce.tls().map(WebAccess::settled))) {
            throw new UnusableWebConfiguration(file.orElseThrow()
                    + ": whether there is TLS, its versions, cipher_suites and client_auth_type change with the next start"
                    + " of the agent only.");
        }
    }

    private static List<Object> settled(Tls tls) {
        return List.of(tls.clients(), tls.protocols(), tls.suites());
    }

    private void use(WebConfiguration now) {
        if (!now.users().equals(inForce.users())) {
            passwords = new Passwords(now.users());
        }
        now.tls().ifPresent(tls -> {
            keys.use(tls.certificate(), tls.key());
            tls.authorities().ifPresent(authorities::use);
        });
        inForce = now;
    }
}
