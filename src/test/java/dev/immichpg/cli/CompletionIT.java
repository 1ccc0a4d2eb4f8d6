package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts in the shells that they are for. */
class CompletionIT {

    private static final Set<String> COMMANDS = new TreeSet<>(Set.of(
            "serve",
            "check",
            "fix",
            "prepare",
            "explain",
            "checks",
            "releases",
            "snapshot",
            "notify",
            "pause",
            "completion"));

    @TempDir
    Path directory;

    private Path script(String shell) throws Exception {
        return Files.writeString(
                directory.resolve("completion." + shell),
                Run.of(directory, Map.of(), "completion", shell).expect(0).out());
    }

    private Set<String> completed(List<String> command) {
        Run run = Run.with(directory, Run.withPath("HOME", directory.toString()), "", command)
                .expect(0);
        return new TreeSet<>(Arrays.asList(run.out().strip().split("\\s+")));
    }

    /** @param words after the name of the program; the last one is what is being typed */
    private Set<String> bash(Path script, String... words) {
        // compopt complains where bash does not really complete.
        String line = "compopt() { :; }; source " + script + "; COMP_WORDS=(immich-pg-monitor "
                + Run.quoted(List.of(words)) + "); COMP_CWORD=" + words.length
                + "; _complete_immich-pg-monitor; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return completed(List.of("bash", "-c", line));
    }

    @Test
    void bash() throws Exception {
        Run.assumeInstalled("bash");
        Path script = script("bash");

        assertTrue(bash(script, "").containsAll(COMMANDS));
        assertEquals(Set.of("check", "checks"), bash(script, "ch"));
        assertEquals(Set.of("--format"), bash(script, "check", "--f"));
        assertEquals(Set.of("text", "json", "nagios"), bash(script, "check", "--format", ""));
        assertEquals(Set.of("server-read-only"), bash(script, "check", "--only", "server-r"));
        assertEquals(Set.of("vchord", "pgvector", "pgvecto.rs"), bash(script, "prepare", "--era", ""));
        assertEquals(Check.values().length, bash(script, "explain", "").size());
    }

    private Set<String> fish(Path script, String line) {
        Run run = Run.with(
                        directory,
                        Run.withPath("HOME", directory.toString(), "LC_ALL", "C.UTF-8"),
                        "",
                        List.of("fish", "--no-config", "-c", "source " + script + "; complete -C '" + line + "'"))
                .expect(0);
        return new TreeSet<>(run.lines().stream().map(l -> l.split("\t")[0]).toList());
    }

    @Test
    void fish() throws Exception {
        Run.assumeInstalled("fish");
        Path script = script("fish");

        assertTrue(fish(script, "immich-pg-monitor ").containsAll(COMMANDS));
        assertEquals(Set.of("check", "checks"), fish(script, "immich-pg-monitor ch"));
        assertEquals(Set.of("--format"), fish(script, "immich-pg-monitor check --f"));
        assertEquals(Set.of("text", "json", "nagios"), fish(script, "immich-pg-monitor check --format "));
        assertEquals(Set.of("vchord", "pgvector", "pgvecto.rs"), fish(script, "immich-pg-monitor prepare --era "));
        assertEquals(
                Check.values().length,
                fish(script, "immich-pg-monitor explain ").size());
    }

    /** zsh takes bash's script. It completes for a person alone, and so is given one: a terminal, and the tabulator key. */
    @Test
    void zsh() throws Exception {
        Run.assumeInstalled("zsh");
        Path person = Files.writeString(directory.resolve("person.zsh"), """
                zmodload zsh/zpty
                zpty z zsh -f -i
                zpty -w z "autoload -U compinit; compinit -u; source $1; bindkey '^I' complete-word; print REA''DY"
                zpty -r -m z seen '*READY*'
                zpty -w -n z $'immich-pg-monitor expl\\t server-re\\t'
                zpty -r -m z seen '*explain*server-read-only*' && print -r -- completed
                """);

        Run run = Run.with(
                        directory,
                        Run.withPath("HOME", directory.toString(), "TERM", "xterm"),
                        "",
                        List.of("zsh", "-f", person.toString(), script("zsh").toString()))
                .expect(0);
        assertEquals("completed\n", run.out());
    }
}
