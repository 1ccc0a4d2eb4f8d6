package dev.immichpg.check;

import dev.immichpg.catalog.InvisibleCharacters;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Remedy.By;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan as one script for psql, to be read first and then run, by a superuser. It stops at the first error, enters the
 * database that it is for, and takes Immich's role where a statement is Immich's.
 *
 * <p>What a person must do by hand stands in it at its place. SQL that must wait for that is not run until the person says
 * that it is done, by a variable of psql's: neither when the script comes through a pipe, nor from a file, nor by pasting
 * it. A script that has not run all of its SQL ends with an error, so that nothing after it takes the work for done.
 */
public final class Script {

    private static final String OWN_SEARCH_PATH = "SET search_path = pg_catalog, pg_temp;";

    /** RESET ROLE would bring back the role that the owner of the database may have set there. */
    private static final String OWN_ROLE = "SET ROLE NONE;";

    /**
     * The owner of a database can choose its client_encoding, and psql reads a script by that: in SJIS, BIG5 or GBK the last
     * byte of a letter in UTF-8 takes the quote after it along, and what follows in a name is a command of psql's.
     */
    private static final String OWN_ENCODING = "\\encoding UTF8";

    private static final String RULE = "-- " + "-".repeat(100);

    private final StringBuilder text = new StringBuilder();

    private Script() {}

    /** What fixes everything that is found now; comments alone if there is nothing. */
    public static String of(Report report) {
        return new Script()
                .fixing(report, "", report.now().problems(), report.now().plan());
    }

    /** What must be done before the upgrade; comments alone if there is nothing, or no upgrade was asked of. */
    public static String beforeUpgrade(Report report) {
        String purpose = report.upgrade()
                .flatMap(upgrade -> upgrade.forecast().immich())
                .map(version -> ", before the upgrade to Immich " + version.text())
                .orElse("");
        return new Script()
                .fixing(
                        report,
                        purpose,
                        report.upgrade().map(Judgement::problems).orElse(List.of()),
                        report.upgrade().map(Judgement::plan).orElse(List.of()));
    }

    private String fixing(Report report, String purpose, List<Diagnosis> problems, List<RemedyStep> plan) {
        if (report.snapshot().isEmpty()) {
            comment("Database " + report.database() + ": " + report.failure().orElse(""));
            comment("What could not be read cannot be fixed.");
            return text.toString();
        }
        comment("What to run on database " + report.database() + purpose + ", as of "
                + Instant.ofEpochSecond(report.examinedAt().getEpochSecond()) + ".");
        MissingGrants.of(report).ifPresent(missing -> {
            comment(missing.title() + ", and then ask for a script again.");
            missing.script().lines().forEach(this::line);
            line("");
        });
        unknowns(report);
        if (plan.isEmpty()) {
            comment(
                    report.now().unknowns().isEmpty()
                            ? "Nothing to fix."
                            : "Nothing to fix in what could be looked at.");
            return text.toString();
        }
        comment("Read it, then run it as a superuser, for example: immich-pg-monitor fix | psql -U postgres");
        line("");
        beginning().forEach(this::line);
        enter(report.snapshot().get());
        parts(plan, problems, report.snapshot().get().effectiveRoleName());
        return text.toString();
    }

    private void unknowns(Report report) {
        if (!report.now().unknowns().isEmpty()) {
            comment("Unknown, and so not in this script: "
                    + report.now().unknowns().stream().map(d -> d.check().id()).collect(Collectors.joining(", "))
                    + ".");
        }
    }

    /** psql enters the database that is named like its user, or whichever; statements there would fix nothing. */
    private void enter(Snapshot is) {
        entering(is.database().name()).forEach(this::line);
    }

    /** What every script begins with: wherever psql landed, its owner may have chosen an encoding, a role and a search_path for us. */
    static List<String> beginning() {
        return List.of("\\set ON_ERROR_STOP on", OWN_ENCODING, OWN_ROLE, OWN_SEARCH_PATH);
    }

    /**
     * psql's commands that enter a database which somebody else owns. An event trigger for logins, which Postgres has since
     * 17, would run before anything could be said: it is refused with the login, which only a superuser can do.
     */
    static List<String> entering(String database) {
        List<String> lines = new ArrayList<>();
        if (InvisibleCharacters.isIn(database)) {
            // psql cannot be told to enter it, or nobody could read which it is. Let it refuse any other.
            lines.add("SELECT pg_catalog.current_database() OPERATOR(pg_catalog.=) " + Sql.text(database)
                    + " AS entered \\gset");
            lines.add("\\if :entered");
            lines.add("\\else");
            lines.add("DO $$ BEGIN RAISE EXCEPTION 'Connect psql to the database of Immich.'; END $$;");
            lines.add("\\endif");
            lines.addAll(inside());
            return lines;
        }
        lines.add(
                "-- Settings of the database's owner, and event triggers that do not belong to a superuser, must not change what is run.");
        lines.add(
                "SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 OPERATOR(pg_catalog.>=) 170000"
                        + " AND r.rolsuper AS refuses_triggers FROM pg_catalog.pg_roles AS r"
                        + " WHERE r.rolname OPERATOR(pg_catalog.=) current_user \\gset");
        lines.add("\\if :refuses_triggers");
        lines.add(connect(database, " options='-c event_triggers=off'"));
        lines.add("\\else");
        lines.add(connect(database, ""));
        lines.add("\\endif");
        lines.addAll(inside());
        return lines;
    }

    /** The name is quoted for libpq, and then for psql. */
    private static String connect(String database, String options) {
        String forLibpq = "dbname='" + database.replace("\\", "\\\\").replace("'", "\\'") + "'" + options;
        return "\\connect -reuse-previous=on \"" + forLibpq.replace("\"", "\"\"") + '"';
    }

    /**
     * Before any other statement there. A function that is no superuser's and that an event trigger calls would run in the name
     * of whoever runs the script: it is named, and nothing is done unless that is wanted.
     */
    private static List<String> inside() {
        return List.of(
                OWN_ENCODING,
                OWN_ROLE,
                OWN_SEARCH_PATH,
                "SET standard_conforming_strings = on;",
                "SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0::pg_catalog.int8 AS foreign_triggers,"
                        + " pg_catalog.regexp_replace(pg_catalog.string_agg(pg_catalog.quote_ident(t.evtname), ', '),"
                        + " '[^ -~]', '?', 'g') AS named FROM pg_catalog.pg_event_trigger AS t"
                        + " JOIN pg_catalog.pg_proc AS p ON p.oid OPERATOR(pg_catalog.=) t.evtfoid"
                        + " JOIN pg_catalog.pg_roles AS r ON r.oid OPERATOR(pg_catalog.=) p.proowner"
                        + " WHERE NOT r.rolsuper AND t.evtenabled OPERATOR(pg_catalog.<>) 'D' \\gset",
                "\\if :foreign_triggers",
                "\\echo 'These event triggers do not belong to a superuser, and would run code with your rights:' :named",
                "\\if :{?event_triggers}",
                "\\else",
                "\\echo 'Look at them. To let them run: psql -v event_triggers=go'",
                "DO $$ BEGIN RAISE EXCEPTION 'Nothing was run in this database: see above.'; END $$;",
                "\\endif",
                "\\endif",
                "SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0::pg_catalog.int8 AS has_triggers"
                        + " FROM pg_catalog.pg_settings AS s WHERE s.name OPERATOR(pg_catalog.=) 'event_triggers'"
                        + " AND s.source OPERATOR(pg_catalog.=) 'client' \\gset",
                "\\if :has_triggers",
                "SET event_triggers = on;",
                "\\endif");
    }

    /** Runs of steps by hand and of SQL, in turn. */
    private void parts(List<RemedyStep> plan, List<Diagnosis> problems, String role) {
        List<List<RemedyStep>> parts = new ArrayList<>();
        for (RemedyStep step : plan) {
            List<RemedyStep> last = parts.isEmpty() ? List.of() : parts.get(parts.size() - 1);
            if (last.isEmpty() || last.get(0).by().isSql() != step.by().isSql()) {
                parts.add(new ArrayList<>());
            }
            parts.get(parts.size() - 1).add(step);
        }
        String condition = "";
        for (int i = 0; i < parts.size(); i++) {
            List<RemedyStep> part = parts.get(i);
            boolean last = i == parts.size() - 1;
            if (part.get(0).by().isSql()) {
                condition = i > 0 ? "part" + (i + 1) : "";
                sql(i + 1, part, problems, role, i > 0 ? parts.get(i - 1) : List.of());
            } else {
                byHand(i + 1, part, problems);
            }
            if (last) {
                end(condition, part);
            }
        }
    }

    private void byHand(int number, List<RemedyStep> part, List<Diagnosis> problems) {
        heading(number, "by hand");
        String before = "";
        for (RemedyStep step : part) {
            before = reason(step, problems, before);
            comment("    " + action(step));
        }
    }

    /** What is left to a person; or, where SQL was left out, an error. */
    private void end(String condition, List<RemedyStep> part) {
        boolean byHand = !part.get(0).by().isSql();
        if (!condition.isEmpty()) {
            line("");
            line("\\if :{?" + condition + "}");
        }
        if (byHand) {
            line("");
            echo("Now, by hand:");
            part.forEach(step -> echo("  " + action(step)));
        }
        if (!condition.isEmpty()) {
            line("\\else");
            line("DO $$ BEGIN RAISE EXCEPTION 'Not everything was run: see above.'; END $$;");
            line("\\endif");
        }
    }

    private void sql(int number, List<RemedyStep> part, List<Diagnosis> problems, String role, List<RemedyStep> first) {
        heading(number, "SQL" + (first.isEmpty() ? "" : ", once part " + (number - 1) + " is done"));
        if (!first.isEmpty()) {
            comment("psql leaves it out until you say so: psql -v part" + number + "=go");
            line("\\if :{?part" + number + "}");
        }
        By by = By.SUPERUSER;
        String before = "";
        for (RemedyStep step : part) {
            if (step.by() != by) {
                line("");
                line(step.by() == By.IMMICH_ROLE ? "SET ROLE " + Sql.name(role) + ";" : OWN_ROLE);
                by = step.by();
            }
            before = reason(step, problems, before);
            line(step.text());
        }
        if (by == By.IMMICH_ROLE) {
            line("");
            line(OWN_ROLE);
        }
        if (!first.isEmpty()) {
            line("");
            line("\\else");
            echo("First, by hand:");
            first.forEach(step -> echo("  " + action(step)));
            echo("Part " + number + " was not run. Once this is done, run the same again with: psql -v part" + number
                    + "=go");
            line("\\endif");
        }
    }

    private static String action(RemedyStep step) {
        return step.by() == By.CONFIGURATION ? "In the configuration: " + step.text() : step.text();
    }

    private void heading(int number, String what) {
        line("");
        line(RULE);
        comment("Part " + number + ": " + what);
        line(RULE);
    }

    /**
     * Which findings a step is for, said where it differs from the step before.
     *
     * @return what it is for
     */
    private String reason(RemedyStep step, List<Diagnosis> problems, String before) {
        String findings = problems.stream()
                .flatMap(d -> d.verdict().findings().stream()
                        .filter(f -> f.remedy().asksFor(step))
                        .map(f -> d.check().id() + " (" + f.subject() + ")"))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!findings.equals(before)) {
            line("");
            comment("for " + findings);
        }
        return findings;
    }

    private void echo(String words) {
        line("\\echo " + quoted(words));
    }

    /** As an argument of one of psql's own commands. */
    static String quoted(String words) {
        return "'" + ReportText.visible(words).replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** One line, whatever names it holds: nothing in them ends the comment. */
    private void comment(String words) {
        line("-- " + ReportText.visible(words));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
