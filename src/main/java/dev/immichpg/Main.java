package dev.immichpg;

import dev.immichpg.agent.Agent;
import dev.immichpg.agent.ConfigurationFiles;
import dev.immichpg.agent.FailedStart;
import dev.immichpg.agent.InvalidSettings;
import dev.immichpg.check.ReportText;
import dev.immichpg.cli.Terminal;
import dev.immichpg.publish.Doors;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Starts the agent: without arguments, or with {@code serve}. Everything else is the command line's. */
@QuarkusMain
public class Main implements QuarkusApplication {

    private static final PrintStream ERRORS = System.err;

    private static final String DEFAULT_PORT = "9788";

    private static final Pattern PORT =
            Pattern.compile("[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]");

    private final Agent agent;
    private final Doors doors;

    Main(Agent agent, Doors doors) {
        this.agent = agent;
        this.doors = doors;
    }

    public static void main(String... args) {
        if (args.length > 1 || args.length == 1 && !args[0].equals("serve")) {
            // It needs no container, no clock and no door, and is over before they would be up.
            System.exit(Terminal.run(args));
        }
        askNamesAnew();
        Optional<String> fault = ConfigurationFiles.fault().or(Main::faultOfDoor);
        if (fault.isPresent()) {
            System.err.println("immich-pg-monitor: " + ReportText.visible(fault.get()));
            System.exit(FailedStart.CONFIGURATION);
        }
        // Until we are asked to run, Quarkus alone would speak: of a failure by a stack trace, and by some lines of its
        // own.
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Quarkus.run(Main.class, Main::end, args);
    }

    private static void end(int code, Throwable failure) {
        if (failure == null) {
            System.exit(code);
        }
        FailedStart why = FailedStart.of(failure);
        System.setErr(ERRORS);
        System.err.println("immich-pg-monitor: " + ReportText.visible(why.sentence()));
        System.exit(why.code());
    }

    /**
     * A database that moves keeps its name. Java keeps what it was told of a name for 30 s, and that nothing was for 10 s: we
     * ask only when we connect, and then we want to hear what is true. One second, for those who connect at the same time.
     */
    private static void askNamesAnew() {
        // Not by networkaddress.cache.ttl: to set one such property is logged, a log record wants this machine's
        // name, and so both are read before the second one can be set.
        System.setProperty("sun.net.inetaddr.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    /** The doors' settings are read before the others, and who reads them would not say which he stumbled over. */
    private static Optional<String> faultOfDoor() {
        Config settings = ConfigurationFiles.config();
        return faultOfPort(settings, "immich-pg.port", "IMMICH_PG_PORT")
                .or(() -> faultOfPort(settings, "immich-pg.management-port", "IMMICH_PG_MANAGEMENT_PORT"))
                .or(() -> faultOfPort(settings, "quarkus.http.port", "QUARKUS_HTTP_PORT"))
                .or(() -> faultOfSamePort(settings))
                .or(() -> faultOfHost(settings, "immich-pg.host"))
                .or(() -> faultOfHost(settings, "quarkus.http.host"));
    }

    private static Optional<String> faultOfSamePort(Config settings) {
        return setting(settings, "immich-pg.management-port")
                .filter(text -> setting(settings, "immich-pg.port")
                        .or(() -> setting(settings, "quarkus.http.port"))
                        .orElse(DEFAULT_PORT)
                        .equals(text))
                .map(text -> "immich-pg.management-port: port " + text + " is that of immich-pg.port already;"
                        + " choose another, or leave it out.");
    }

    private static Optional<String> faultOfPort(Config settings, String property, String variable) {
        return setting(settings, property)
                .filter(text -> !PORT.matcher(text).matches())
                .map(text -> property + ": \"" + text + "\" is not a port, a number up to 65535."
                        + (text.contains("://")
                                ? " Kubernetes sets " + variable
                                        + " for a service of that name: set it in the container,"
                                        + " or enableServiceLinks: false."
                                : ""));
    }

    private static Optional<String> faultOfHost(Config settings, String property) {
        return setting(settings, property)
                .filter(text -> !isKnown(text))
                .map(text -> property + ": \"" + text + "\" is not the name or an address of this machine.");
    }

    /** As it is set, also if to nothing. */
    private static Optional<String> setting(Config settings, String property) {
        try {
            return Optional.ofNullable(settings.getConfigValue(property).getValue());
        } catch (NoSuchElementException e) {
            return Optional.empty(); // It refers to another that is not set: Quarkus refuses that as well.
        }
    }

    private static boolean isKnown(String host) {
        try {
            return !host.isBlank() && InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public int run(String... args) {
        System.setErr(ERRORS);
        try {
            doors.open();
            agent.start(new ConfigurationFiles());
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> System.err.println("immich-pg-monitor: " + problem));
            return FailedStart.CONFIGURATION;
        } catch (IllegalStateException e) {
            // As with the first port: whoever has it may let it go.
            System.err.println("immich-pg-monitor: " + e.getMessage());
            return 1;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
