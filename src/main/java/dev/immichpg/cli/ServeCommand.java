package dev.immichpg.cli;

import picocli.CommandLine.Command;

/** It is here only for its help: the program starts the agent before it parses the command line. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the agent: examines the databases on a schedule, and publishes metrics, health and a page."
                + " The program without a command does the same.",
        footer = {
            "",
            "Example:",
            "  immich-pg-monitor serve      then look at http://localhost:9788/",
        })
final class ServeCommand implements Runnable {

    @Override
    public void run() {
        throw new CommandFailure("serve takes no arguments.");
    }
}
