package dev.immichpg;

import dev.immichpg.agent.Agent;
import dev.immichpg.agent.AgentStartFailure;
import dev.immichpg.agent.ConfigurationFiles;
import dev.immichpg.agent.InvalidSettings;
import dev.immichpg.agent.LedgerFile;
import dev.immichpg.agent.ListenerSettings;
import dev.immichpg.agent.LogSettings;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.check.ReportText;
import dev.immichpg.cli.Silence;
import dev.immichpg.cli.Terminal;
import dev.immichpg.postgres.SnapshotJson;
import dev.immichpg.publish.HttpListeners;
import dev.immichpg.publish.JournalFormat;
import dev.immichpg.publish.UnusableWebConfiguration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the agent if there are no arguments, or if the command is {@code serve}. The command line does everything else. */
@QuarkusMain
public class Main implements QuarkusApplication {

    private static final PrintStream ERRORS = System.err;

    /** The commands that judge a database, besides {@code serve}. */
    private static final Set<String> JUDGES = Set.of("check", "fix");

    /** Read while Quarkus starts, which makes the object of this class only then. */
    private static final ConfigurationFiles FILES = new ConfigurationFiles();

    private final Agent agent;
    private final HttpListeners listeners;
    private final String version;

    Main(Agent agent, HttpListeners listeners, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.agent = agent;
        this.listeners = listeners;
        this.version = version;
    }

    public static void main(String... args) {
        speakEnglish();
        boolean judges = args.length > 0 && JUDGES.contains(args[0]);
        if (args.length == 0 || args[0].equals("serve") || judges) {
            workAhead();
        }
        if (args.length > 1 || args.length == 1 && !args[0].equals("serve")) {
            beSilent();
            if (judges) {
                // Its class takes 40 ms to initialize on Java 25: here, and not on the other thread, which this one
                // waits for.
                BigDecimal.ONE.signum();
            }
            // It needs no container, no scheduler and no port, and ends before these would be ready.
            System.exit(Terminal.run(args));
        }
        askNamesAnew();
        ConfigurationFiles.fault().ifPresent(Main::refuse);
        Config settings = ConfigurationFiles.config();
        ListenerSettings.fault(settings).or(() -> LogSettings.fault(settings)).ifPresent(Main::refuse);
        LogSettings.properties(settings).forEach(System::setProperty);
        FILES.readAhead();
        // Until we are asked to run, Quarkus alone would speak: of a failure by a stack trace, and by some lines of its
        // own.
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Quarkus.run(Main.class, Main::end, args);
    }

    /**
     * Begins on a thread of its own what the first examination needs and no setting changes, while the rest of a start goes on without
     * it. Where the machine gives no thread, it is done when it is needed.
     */
    private static void workAhead() {
        Thread ahead = new Thread(
                () -> {
                    LedgerFile.builtIn();
                    ReleasesFile.builtIn();
                    SnapshotJson.prepare();
                },
                "ahead");
        ahead.setDaemon(true);
        try {
            ahead.start();
        } catch (OutOfMemoryError e) {
            // There is no thread to be had.
        }
    }

    /**
     * What we say is the same in whatever language the machine is. And Java then looks neither for translations of what its libraries
     * log, in each jar, nor through its seven hundred languages for the first day of a week, which a calendar of Jackson's wants to know:
     * a twentieth of a start.
     */
    static void speakEnglish() {
        Locale.setDefault(Locale.ROOT);
        if (System.getProperty("os.name").equals("Linux")) {
            System.setProperty("java.locale.providers", "HOST"); // Linux has none, which leaves Java's own English.
        }
    }

    /** A command says what it has to say, on its own streams. What libraries log goes nowhere. */
    private static void beSilent() {
        System.setProperty("java.util.logging.manager", Silence.class.getName());
        System.setProperty("org.jboss.logging.provider", "jdk");
    }

    private static void end(int code, Throwable failure) {
        if (failure == null) {
            System.exit(code);
        }
        AgentStartFailure why = AgentStartFailure.of(failure);
        System.setErr(ERRORS);
        complain(why.sentence());
        System.exit(why.code());
    }

    /** Before anything has started. */
    private static void refuse(String fault) {
        complain(fault);
        System.exit(AgentStartFailure.CONFIGURATION);
    }

    /** Why it does not start. */
    private static void complain(String sentence) {
        String priority = JournalFormat.isJournal(2, System.getenv()) ? JournalFormat.OF_ERROR : "";
        System.err.println(priority + "immich-pg-monitor: " + ReportText.visible(sentence));
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

    @Override
    public int run(String... args) {
        System.setErr(ERRORS);
        if (JournalFormat.isJournal(1, System.getenv()) && !LogSettings.isJson(ConfigProvider.getConfig())) {
            JournalFormat.use();
        }
        // Not sooner: a command does without loggers.
        Logger log = Logger.getLogger("immich-pg-monitor");
        log.info("immich-pg-monitor " + version + " on Java " + Runtime.version() + ".");
        try {
            listeners.open();
            agent.start(FILES);
        } catch (InvalidSettings e) {
            e.problems().forEach(Main::complain);
            return AgentStartFailure.CONFIGURATION;
        } catch (UnusableWebConfiguration e) {
            complain(e.getMessage());
            return AgentStartFailure.CONFIGURATION;
        } catch (IllegalStateException e) {
            // As with the first port: the other program can still release it.
            complain(e.getMessage());
            return 1;
        }
        Quarkus.waitForExit();
        log.info("Stopped.");
        return 0;
    }
}
