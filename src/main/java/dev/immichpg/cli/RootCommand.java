package dev.immichpg.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "immich-pg-monitor",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description =
                "Watches the Postgres of an Immich, and says what would break Immich's next start before it happens.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nSettings:%n",
        footer = {
            "  Immich's own variables are enough: DB_URL, or DB_HOSTNAME and the like, from",
            "  the environment or the .env file of this directory. Others begin with",
            "  IMMICH_PG_.",
            "",
            "Examples:",
            "  DB_URL=postgresql://immich:secret@db/immich immich-pg-monitor check",
            "  immich-pg-monitor check --upgrade-to 3.0.0",
            "  immich-pg-monitor fix | less",
        })
final class RootCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Options alone, and none that says more. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }
}
