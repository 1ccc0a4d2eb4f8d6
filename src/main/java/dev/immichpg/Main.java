package dev.immichpg;

import dev.immichpg.agent.Agent;
import dev.immichpg.agent.AgentSettings;
import dev.immichpg.agent.InvalidSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the agent: without arguments, or with {@code serve}. */
@QuarkusMain
public class Main implements QuarkusApplication {

    /** The configuration cannot be used. */
    private static final int INVALID_SETTINGS = 2;

    private final Agent agent;

    Main(Agent agent) {
        this.agent = agent;
    }

    public static void main(String... args) {
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        try {
            if (args.length > 1 || args.length == 1 && !args[0].equals("serve")) {
                System.err.println(
                        "immich-pg-monitor: " + String.join(" ", args) + " is not a command. There is: serve.");
                return INVALID_SETTINGS;
            }
            agent.start(AgentSettings.load(ConfigProvider.getConfig()));
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> System.err.println("immich-pg-monitor: " + problem));
            return INVALID_SETTINGS;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
