package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.HostileText;
import dev.immichpg.catalog.Rewritten;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a database says: it is judged, and what is said of it stays text. */
class HostileSnapshotTest {

    /** Stands in every planted text, and nowhere else; no name that has it can do without quotes. */
    private static final String MARK = "žqx";

    /**
     * What a script says to psql, once the quoted words in it are taken out: as it enters a database that is called nothing
     * special, as it gives the agent a role there, and between its parts.
     */
    private static final Pattern COMMAND = Pattern.compile(Stream.concat(
                    PsqlText.of(String.join("\n", Script.beginning()) + "\n"
                                    + String.join("\n", Script.entering("immich")) + "\n"
                                    + withoutArguments(Preparation.ofMonitor("immich_monitor", "immich")))
                            .bare()
                            .lines()
                            .filter(line -> line.contains("\\"))
                            .map(Pattern::quote),
                    Stream.of(
                            "SELECT pg_catalog\\.current_database\\(\\) OPERATOR\\(pg_catalog\\.=\\) U&' AS entered \\\\gset",
                            "\\\\if :entered",
                            "\\\\if :\\{\\?part[0-9]+}",
                            "\\\\echo '"))
            .collect(Collectors.joining("|")));

    @Provide
    Arbitrary<Report> reports() {
        return HostileSnapshots.reports();
    }

    /** Some texts of a snapshot are hostile, among them mostly the names of its database and role, which are in most plans. */
    @Provide
    Arbitrary<Report> marked() {
        return Arbitraries.of(HostileSnapshots.ORDINARY)
                .flatMap(is -> Arbitraries.randomValue(random -> HostileSnapshots.report(
                        "home",
                        Rewritten.by(
                                (where, value) ->
                                        value instanceof String && isPlanted(where, random) ? marked(random) : value,
                                is),
                        Optional.empty(),
                        Optional.of(Version.of("3.3.0")))));
    }

    private static boolean isPlanted(RecordComponent where, Random random) {
        boolean inMostPlans =
                Set.of(Snapshot.Role.class, Snapshot.Database.class).contains(where.getDeclaringRecord());
        return random.nextInt(4) < (inMostPlans ? 3 : 1);
    }

    private static String marked(Random random) {
        return random.nextBoolean()
                ? HostileText.piece(random) + MARK + HostileText.piece(random)
                : " " + HostileText.of(random) + MARK + HostileText.of(random);
    }

    @Property(seed = HostileSnapshots.SEED)
    void noRuleFailsAndTheTextHasNoLinesButItsOwn(@ForAll("reports") Report report) {
        judgements(report)
                .flatMap(judgement -> judgement.diagnoses().stream())
                .forEach(d -> assertFalse(
                        d.verdict().note().startsWith("This check failed"),
                        () -> d.check() + ": " + d.verdict().note()));
        assertPlain(ReportText.of(report, report.upgrade()));
        assertPlain(Script.of(report));
        assertPlain(Script.beforeUpgrade(report));
    }

    private static Stream<Judgement> judgements(Report report) {
        return Stream.concat(Stream.of(report.now()), report.upgrade().stream());
    }

    private static void assertPlain(String text) {
        text.lines().forEach(line -> assertEquals(ReportText.visible(line), line));
        assertEquals(text.chars().filter(c -> c == '\n').count(), text.lines().count());
    }

    @Property(seed = HostileSnapshots.SEED)
    void nothingBreaksOutOfTheSql(@ForAll("marked") Report report) {
        judgements(report)
                .flatMap(judgement -> judgement.plan().stream())
                .filter(step -> step.by().isSql())
                .forEach(step -> assertOneStatement(step.text()));
        assertOnlyItsOwn(Script.of(report));
        assertOnlyItsOwn(Script.beforeUpgrade(report));
    }

    /** And what is copied from a terminal or a page is what is meant: nothing in it had to be made visible. */
    private static void assertOneStatement(String sql) {
        PsqlText statement = PsqlText.of(sql);
        assertTrue(statement.closed(), sql);
        assertEquals(statement.bare().length() - 1, statement.bare().indexOf(';'), sql);
        assertFalse(statement.bare().contains(MARK), sql);
        assertFalse(statement.bare().contains("\\"), sql);
        assertEquals(ReportText.visible(sql), sql);
    }

    private static void assertOnlyItsOwn(String script) {
        PsqlText text = PsqlText.of(withoutArguments(script));
        assertTrue(text.closed(), script);
        assertFalse(text.bare().contains(MARK), script);
        text.bare()
                .lines()
                .filter(line -> line.contains("\\"))
                .forEach(line -> assertTrue(COMMAND.matcher(line).matches(), () -> line + "\n" + script));
    }

    /** In the quotes of psql's own commands a backslash speaks for the character after it. */
    private static String withoutArguments(String script) {
        return script.lines()
                .map(line -> line.startsWith("\\echo ") ? line.replaceAll("\\\\\\\\", "") : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Who sees less may know less, and must not think better of it: neither of a check nor of the start. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void whatIsHiddenIsNeverTakenForFine(@ForAll("ordinary") Snapshot given) {
        Snapshot is = consistent(given);
        // Of the same release in all: which one it is may be what is hidden.
        Optional<Version> immich = HostileSnapshots.report("home", is, Optional.empty(), Optional.empty())
                .immich()
                .version();
        Report whole = HostileSnapshots.report("home", is, immich, Optional.of(Version.of("3.3.0")));
        Set<Method> all = hideable(is);
        Set<Method> most = all.stream()
                .filter(where -> !BEYOND_A_RESTART.contains(where.getName()))
                .collect(Collectors.toSet());
        Stream.concat(Stream.of(all, most), all.stream().map(Set::of)).forEach(hidden -> {
            Snapshot less = Rewritten.hiding(hidden, is);
            Report part = HostileSnapshots.report("home", less, immich, Optional.of(Version.of("3.3.0")));

            assertNotEquals(is, less);
            assertNotBetter(whole.now(), part.now(), hidden, BEYOND_A_RESTART);
            assertNotBetter(whole.upgrade().orElseThrow(), part.upgrade().orElseThrow(), hidden, BEYOND_THE_FORECAST);
        });
    }

    /**
     * What the forecast heeds where it is there, and does without where it is not, or it could say nothing to those who
     * have no pg_read_all_stats, no probe, no memory or no right to the optional table migration_overrides. The checks of them are
     * then unknown, or do not apply.
     */
    private static final Set<String> BEYOND_THE_FORECAST = Set.of("locks", "probes", "memory", "moment", "overrides");

    /**
     * A start that has nothing to migrate was seen before, by the same database as far as anybody knows: without its structure, which
     * older snapshots and schemas with too many objects have not, it is forecast as ever, and the checks of it are unknown.
     */
    private static final Set<String> BEYOND_A_RESTART =
            Stream.concat(BEYOND_THE_FORECAST.stream(), Stream.of("structure")).collect(Collectors.toSet());

    /** A library that is not preloaded has no settings, which the cases of a list that lacks it do not care for. */
    private static Snapshot consistent(Snapshot is) {
        boolean lacks = Stream.of(VectorExtension.values())
                .filter(e ->
                        e.settingPrefix().filter(is.loadedPrefixes()::contains).isPresent())
                .flatMap(e -> e.preloadLibrary().stream())
                .anyMatch(library -> is.preload()
                        .filter(p -> !p.libraries().contains(library))
                        .isPresent());
        return Rewritten.by(
                (where, value) -> lacks && where.getName().equals("loadedPrefixes") ? List.of() : value, is);
    }

    /** All that a login may be denied, and that is not hidden already: by its accessor, since a component equals no other. */
    private static Set<Method> hideable(Snapshot is) {
        Set<Method> all = new HashSet<>();
        Rewritten.by(
                (where, value) -> {
                    if (value instanceof Optional<?> optional && optional.isPresent()) {
                        all.add(where.getAccessor());
                    }
                    return value;
                },
                is);
        return all;
    }

    private static void assertNotBetter(
            Judgement whole, Judgement part, Set<Method> hidden, Set<String> beyondTheForecast) {
        assertNotBetter(whole.diagnoses(), part.diagnoses(), hidden);
        if (hidden.stream().map(Method::getName).noneMatch(beyondTheForecast::contains)) {
            assertNotBetter(whole.forecast(), part.forecast(), hidden);
        }
    }

    private static void assertNotBetter(List<Diagnosis> whole, List<Diagnosis> part, Set<Method> hidden) {
        for (int i = 0; i < whole.size(); i++) {
            Diagnosis seen = whole.get(i);
            if (part.get(i).verdict().status() == Status.OK) {
                assertEquals(
                        Status.OK, seen.verdict().status(), () -> seen.check().id() + " without " + hidden);
            }
        }
    }

    private static void assertNotBetter(Forecast whole, Forecast part, Set<Method> hidden) {
        if (part.outcome() == Outcome.STARTS) {
            assertEquals(
                    Outcome.STARTS,
                    whole.outcome(),
                    () -> whole.sentence() + "\n" + part.sentence() + "\nwithout " + hidden);
        }
        if (part.outcome() == Outcome.MIGRATES) {
            assertTrue(
                    Set.of(Outcome.STARTS, Outcome.MIGRATES).contains(whole.outcome()),
                    () -> whole.sentence() + "\n" + part.sentence() + "\nwithout " + hidden);
        }
    }

    @Provide
    Arbitrary<Snapshot> ordinary() {
        return Arbitraries.of(HostileSnapshots.ORDINARY);
    }
}
