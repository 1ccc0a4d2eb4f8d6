package dev.immichpg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.immichpg.check.Check;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package is allowed to import which, and what holds for all classes (CONTRIBUTING.md). */
class HouseTest {

    private static final String ROOT = "dev.immichpg";

    /** Each package, and those that it is allowed to import. */
    private static final Map<String, Set<String>> PACKAGES = new TreeMap<>(Map.ofEntries(
            Map.entry("catalog", Set.of()),
            Map.entry("ledger", Set.of("catalog")),
            Map.entry("need", Set.of("ledger")),
            Map.entry("forecast", Set.of("catalog", "ledger", "need")),
            Map.entry("check", Set.of("catalog", "ledger", "need", "forecast")),
            Map.entry("input", Set.of()),
            Map.entry("postgres", Set.of("catalog", "input")),
            Map.entry("document", Set.of("catalog", "need", "forecast", "check")),
            Map.entry("notify", Set.of("need", "forecast", "check", "input", "document")),
            Map.entry("agent", Set.of("catalog", "ledger", "need", "forecast", "check", "input", "postgres", "notify")),
            Map.entry("publish", Set.of("catalog", "need", "forecast", "check", "input", "document", "notify")),
            Map.entry(
                    "cli",
                    Set.of(
                            "catalog",
                            "need",
                            "forecast",
                            "check",
                            "input",
                            "postgres",
                            "agent",
                            "document",
                            "notify"))));

    private static final Set<String> CORE = Set.of("catalog", "ledger", "need", "forecast", "check");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static Set<String> packages() {
        return PACKAGES.keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyThoseThatItIsAllowedTo(String name) {
        Set<String> known = PACKAGES.get(name);
        String[] forbidden = Stream.concat(
                        Stream.of(ROOT), // Main
                        PACKAGES.keySet().stream()
                                .filter(other -> !other.equals(name) && !known.contains(other))
                                .map(HouseTest::in))
                .toArray(String[]::new);

        check(noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden)));
    }

    @Test
    void thereAreNoOtherPackages() {
        String[] packages = Stream.concat(
                        Stream.of(ROOT), PACKAGES.keySet().stream().map(HouseTest::in))
                .toArray(String[]::new);

        check(classes().should().resideInAnyPackage(packages));
        check(classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .haveSimpleName("Main")
                .orShould()
                .haveSimpleName("HealthProbe")
                .orShould()
                .haveNameMatching(".*\\.(TrustingSocket|RehearsalServer)(\\$.*)?"));
        // It is started every half minute, and must cost next to nothing.
        check(classes()
                .that()
                .haveSimpleName("HealthProbe")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT, "java.lang", "java.io", "java.net", "java.nio.charset", "java.util"));
    }

    @Test
    void theCoreNeedsNothingButTheLanguage() {
        String[] allowed = Stream.concat(
                        Stream.of(
                                "java.lang..",
                                "java.util",
                                "java.util.function",
                                "java.util.regex",
                                "java.util.stream",
                                "java.time"),
                        CORE.stream().map(HouseTest::in))
                .toArray(String[]::new);

        check(classes()
                .that()
                .resideInAnyPackage(core())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)));
    }

    /** What time it is, and where the program runs, is told to the core; it does not ask. */
    @Test
    void theCoreAsksNeitherTheClockNorTheEnvironment() {
        check(noClasses()
                .that()
                .resideInAnyPackage(core())
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.(System|Runtime|Process.*|Thread.*|ClassLoader)"
                        + "|java\\.time\\.(Clock|InstantSource)"
                        + "|java\\.util\\.(Date|Calendar|GregorianCalendar|Timer|Random|TimeZone|ServiceLoader)"));
        check(noClasses()
                .that()
                .resideInAnyPackage(core())
                .should()
                .accessTargetWhere(
                        describe("asks for the time or a default of the machine", HouseTest::asksTheMachine)));
    }

    private static boolean asksTheMachine(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return owner.startsWith("java.time.") && (name.equals("now") || name.equals("systemDefault"))
                || owner.equals("java.util.Locale") && name.equals("getDefault")
                || owner.equals("java.util.UUID") && name.equals("randomUUID")
                || owner.equals("java.lang.Math") && name.equals("random");
    }

    @Test
    void theCoreNeverChangesAValue() {
        check(fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(core())
                .should()
                .beFinal());
    }

    @Test
    void onlyTheDoorInSpeaksSql() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(in("postgres"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql.."));
    }

    /** Issue 19: whoever names a class of junixsocket has sixty of them loaded, though hardly any agent uses one. */
    @Test
    void onlyOneClassNamesJunixsocket() {
        check(noClasses()
                .that()
                .doNotHaveSimpleName("UnixSocket")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.newsclub.."));
    }

    /** It prints what was judged elsewhere: with what a judgement is made of it has nothing to do. */
    @Test
    void theTerminalJudgesNothing() {
        check(noClasses()
                .that()
                .resideInAPackage(in("cli"))
                .should()
                .dependOnClassesThat()
                .haveNameMatching(ROOT.replace(".", "\\.")
                        + "\\.(need\\.(Expectation|Release|Undecidable)|forecast\\.(StartUp|ChosenExtension)"
                        + "|check\\.(Rule|Verdict|Finding|Status))"));
    }

    /** A command is over before Quarkus would be up. */
    @Test
    void theTerminalNeedsNoContainer() {
        check(noClasses()
                .that()
                .resideInAPackage(in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx.."));
    }

    @Test
    void noRoomLeadsBackToItself() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void noNameCouldStandOnAnyDoor() {
        check(classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Base|Service|Services)$"));
    }

    @Test
    void nothingIsInjectedIntoFields() {
        check(noFields().should().beAnnotatedWith(Inject.class));
        check(noFields().should().beMetaAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty"));
    }

    /** {@code check/} is the table of contents: a rule that the catalogue does not name would never be asked. */
    @Test
    void everyRuleIsNamedByOneCheckAndEveryCheckHasItsRule() {
        List<String> rules = HOUSE.stream()
                .filter(c -> c.getMethods().stream().anyMatch(HouseTest::isRule))
                .map(JavaClass::getName)
                .sorted()
                .toList();

        assertEquals(
                Arrays.stream(Check.values()).map(HouseTest::className).sorted().toList(), rules);
    }

    /** In the order of the constants, so that no constant holds another one's rule. */
    @Test
    void everyCheckHoldsTheRuleOfItsName() {
        assertEquals(
                Arrays.stream(Check.values()).map(HouseTest::className).toList(),
                HOUSE.get(Check.class).getMethodReferencesFromSelf().stream()
                        .filter(r -> r.getTarget().getName().equals("judge"))
                        .sorted(Comparator.comparing(JavaAccess::getLineNumber))
                        .map(r -> r.getTargetOwner().getName())
                        .toList());
    }

    /** What two rules need to know is a fact of its own, in forecast or beside them. */
    @Test
    void noRuleAsksAnother() {
        check(noClasses()
                .that(describe("are rules", HouseTest::hasRule))
                .should()
                .dependOnClassesThat(describe("are other rules", HouseTest::hasRule)));
    }

    private static boolean hasRule(JavaClass c) {
        return c.getMethods().stream().anyMatch(HouseTest::isRule);
    }

    private static boolean isRule(JavaMethod method) {
        return method.getOwner().getPackageName().equals(ROOT + ".check")
                && method.getName().equals("judge")
                && method.getModifiers().contains(JavaModifier.STATIC)
                && method.getRawReturnType().getName().equals(ROOT + ".check.Verdict")
                && method.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .toList()
                        .equals(List.of(ROOT + ".catalog.Snapshot", ROOT + ".need.Expectation"));
    }

    /** {@code EXTENSION_UPDATE_PENDING} is {@code ExtensionUpdatePending}. */
    private static String className(Check check) {
        return Arrays.stream(check.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(joining("", ROOT + ".check.", ""));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }

    private static String[] core() {
        return CORE.stream().map(HouseTest::in).toArray(String[]::new);
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }
}
