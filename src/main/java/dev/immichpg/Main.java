package dev.immichpg;

import dev.immichpg.agent.Agent;
import dev.immichpg.agent.ConfigurationFiles;
import dev.immichpg.agent.InvalidSettings;
import dev.immichpg.check.ReportText;
import dev.immichpg.cli.Terminal;
import dev.immichpg.publish.ManagementDoor;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Optional;
import java.util.regex.Pattern;

/** Starts the agent: without arguments, or with {@code serve}. Everything else is the command line's. */
@QuarkusMain
public class Main implements QuarkusApplication {

    /** The configuration cannot be used. */
    private static final int INVALID_SETTINGS = 2;

    private static final Pattern PORT =
            Pattern.compile("[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]");

    private final Agent agent;
    private final ManagementDoor door;

    Main(Agent agent, ManagementDoor door) {
        this.agent = agent;
        this.door = door;
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
            System.exit(INVALID_SETTINGS);
        }
        Quarkus.run(Main.class, args);
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

    /** Quarkus opens the door before it comes to us, and would not say which setting it stumbled over. */
    private static Optional<String> faultOfDoor() {
        return faultOfPort("immich-pg.port", "IMMICH_PG_PORT")
                .or(() -> faultOfPort("immich-pg.management-port", "IMMICH_PG_MANAGEMENT_PORT"))
                .or(Main::faultOfHost);
    }

    private static Optional<String> faultOfPort(String property, String variable) {
        return setting(property, variable)
                .filter(text -> !PORT.matcher(text).matches())
                .map(text -> property + ": \"" + text + "\" is not a port, a number up to 65535."
                        + (text.contains("://")
                                ? " Kubernetes sets " + variable
                                        + " for a service of that name: set it in the container,"
                                        + " or enableServiceLinks: false."
                                : ""));
    }

    private static Optional<String> faultOfHost() {
        return setting("immich-pg.host", "IMMICH_PG_HOST")
                .filter(text -> !isKnown(text))
                .map(text -> "immich-pg.host: \"" + text + "\" is not the name or an address of this machine.");
    }

    private static Optional<String> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property)).or(() -> Optional.ofNullable(System.getenv(variable)));
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
        try {
            door.open();
            agent.start(new ConfigurationFiles());
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> System.err.println("immich-pg-monitor: " + problem));
            return INVALID_SETTINGS;
        } catch (IllegalStateException e) {
            System.err.println("immich-pg-monitor: " + e.getMessage());
            return INVALID_SETTINGS;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
