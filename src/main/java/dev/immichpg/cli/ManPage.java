package dev.immichpg.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page (section 1, macros of man(7)), made of what {@code --help} of each command says. */
final class ManPage {

    private final List<String> lines = new ArrayList<>();

    private ManPage() {}

    /** @param root the program with all its commands */
    static String of(CommandLine root) {
        ManPage page = new ManPage();
        page.head(root);
        page.section("COMMANDS");
        commands(root).forEach(page::command);
        page.end(root);
        return page.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static List<CommandLine> commands(CommandLine root) {
        return root.getSubcommands().values().stream()
                .distinct()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .toList();
    }

    private void head(CommandLine root) {
        CommandSpec spec = root.getCommandSpec();
        String version = root.getCommandSpec().version().length == 0 ? spec.name() : spec.version()[0];
        macro("TH", spec.name().toUpperCase(Locale.ROOT), "1", "", version, "");
        section("NAME");
        text(spec.name() + " \\- " + plain(spec.usageMessage().description()));
        section("SYNOPSIS");
        macro("B", spec.name());
        text("[" + bold("serve") + "]");
        lines.add(".br");
        macro("B", spec.name());
        text("COMMAND [OPTION]... [ARGUMENT]...");
        section("DESCRIPTION");
        text(escaped(plain(spec.usageMessage().description())));
        text("Without a command it runs the agent. A command looks once, prints, and ends; it opens no port.");
        section("SETTINGS");
        List<String> footer = Arrays.asList(spec.usageMessage().footer());
        int examples = footer.indexOf("Examples:");
        text(escaped(footer.subList(0, examples).stream()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .strip()));
        text("As a package, the settings of the service are in "
                + bold("/etc/immich\\-pg\\-monitor/config/application.properties")
                + ", and a command that is told of no other database uses them.");
    }

    private void command(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        macro("SS", synopsis(spec));
        text(escaped(plain(spec.usageMessage().description())));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            argument(parameter.paramLabel(), parameter);
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
                String names = String.join(", ", option.names());
                argument(option.arity().max() == 0 ? names : names + "=" + option.paramLabel(), option);
            }
        }
        Map<String, String> codes = spec.usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            lines.add(".PP");
            text("Exit codes, of the worst database:");
            codes.forEach((code, meaning) -> {
                lines.add(".TP");
                text(bold(escaped(code)));
                text(escaped(meaning));
            });
        }
        verbatim(Arrays.asList(spec.usageMessage().footer()));
    }

    /** As {@code check [OPTION]... [DATABASE...]}. */
    private static String synopsis(CommandSpec spec) {
        return Stream.concat(
                        Stream.of(spec.name(), "[OPTION]..."),
                        spec.positionalParameters().stream()
                                .map(p -> p.arity().min() > 0
                                        ? p.paramLabel()
                                        : "[" + p.paramLabel() + (p.arity().max() > 1 ? "..." : "") + "]"))
                .collect(Collectors.joining(" "));
    }

    private void argument(String name, ArgSpec argument) {
        lines.add(".TP");
        text(bold(escaped(name)));
        text(escaped(plain(argument.description())));
    }

    private void end(CommandLine root) {
        section("EXAMPLES");
        List<String> footer = Arrays.asList(root.getCommandSpec().usageMessage().footer());
        verbatim(footer.subList(footer.indexOf("Examples:") + 1, footer.size()));
        section("FILES");
        for (String[] file : new String[][] {
            {".env", "of the working directory: Immich's own variables, and IMMICH_PG_..."},
            {"config/application.properties", "of the working directory: settings of one or many databases"},
            {"/etc/immich-pg-monitor/config/application.properties", "the same of the service, as a package"},
        }) {
            lines.add(".TP");
            text(bold(escaped(file[0])));
            text(escaped(file[1] + "."));
        }
        section("SEE ALSO");
        text(bold("psql") + "(1), " + bold("systemctl") + "(1)");
    }

    private void section(String title) {
        macro("SH", title);
    }

    private void verbatim(List<String> text) {
        if (text.stream().allMatch(String::isBlank)) {
            return;
        }
        lines.add(".PP");
        lines.add(".nf");
        text.stream().skip(text.get(0).isEmpty() ? 1 : 0).forEach(line -> lines.add(guarded(escaped(line))));
        lines.add(".fi");
    }

    private void text(String text) {
        lines.add(guarded(text));
    }

    private void macro(String name, String... arguments) {
        lines.add("." + name + " "
                + Stream.of(arguments)
                        .map(argument -> "\"" + escaped(argument).replace("\"", "\\(dq") + "\"")
                        .collect(Collectors.joining(" ")));
    }

    /** Texts of picocli with its own variables and marks resolved, on one line. */
    private static String plain(String... description) {
        return Ansi.OFF.string(String.join(" ", description)).strip();
    }

    private static String bold(String text) {
        return "\\fB" + text + "\\fR";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    }

    /** A line that begins with a dot or an apostrophe would be a macro. */
    private static String guarded(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }
}
