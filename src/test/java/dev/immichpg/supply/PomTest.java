package dev.immichpg.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * No dependency without a reason, and each version at one place. That plugins have versions, and that no version floats, Maven's
 * enforcer holds; that what is declared is used and what is used is declared, its dependency plugin does.
 */
class PomTest {

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();
    private static final String DECLARED =
            "/project/dependencies/dependency | /project/profiles/profile/dependencies/dependency";

    private final Document pom = document(Path.of("pom.xml"));

    @Test
    void everyDependencyHasItsReason() throws XPathExpressionException {
        List<Node> dependencies = nodes(pom, DECLARED);
        assertFalse(dependencies.isEmpty());
        List<String> without = new ArrayList<>();
        for (Node dependency : dependencies) {
            if (text(dependency, "normalize-space(comment())").isEmpty()) {
                without.add(name(dependency));
            }
        }
        assertEquals(List.of(), without, "a comment within <dependency> says what it is for");
    }

    /**
     * What the quick loop leaves out is there, or it would run nowhere under another name. And it makes no golden text, which the quick
     * loop rewrites.
     */
    @Test
    void issue13_eachThoroughTestIsThere() throws XPathExpressionException, IOException {
        List<Path> tests;
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            tests = files.filter(Files::isRegularFile).toList();
        }
        List<String> wrong = new ArrayList<>();
        for (String pattern : text(pom, "/project/properties/thorough.tests").split(",")) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.strip());
            List<Path> matching = tests.stream().filter(matcher::matches).toList();
            if (matching.isEmpty()) {
                wrong.add(pattern.strip());
            }
            for (Path test : matching) {
                if (Files.readString(test).contains("Golden.")) {
                    wrong.add(test + " makes a golden text");
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Nor does it take another one than the platform's, with which the rest of it was tested: but for the pins, which come first. */
    @Test
    void aVersionIsThePlatformsOrAPropertysOwn() throws XPathExpressionException {
        List<Node> managed = nodes(pom, "/project/dependencyManagement/dependencies/dependency");
        assertEquals("io.quarkus.platform:quarkus-bom", name(managed.get(managed.size() - 1)));
        List<String> spelled = new ArrayList<>();
        List<Node> all = new ArrayList<>(managed);
        all.addAll(nodes(pom, DECLARED));
        for (Node dependency : all) {
            String version = text(dependency, "version");
            if (!version.isEmpty() && !version.matches("\\$\\{[a-z-]+\\.version}")) {
                spelled.add(name(dependency) + " " + version);
            }
        }
        assertEquals(List.of(), spelled, "a version of its own is a property; all others are the platform's");
    }

    /** Issue 12: a pin stands only as long as the platform is behind it, and above all that is known to be broken. */
    @Test
    void aPinIsAheadOfThePlatformAndOfWhatIsKnown() throws XPathExpressionException {
        Document platform = document(platformPom(text(pom, "/project/properties/quarkus-platform.version")));
        List<Node> managed = nodes(pom, "/project/dependencyManagement/dependencies/dependency");
        Map<String, String> pins = new TreeMap<>();
        for (Node pin : managed.subList(0, managed.size() - 1)) {
            String property = text(pin, "version").replaceAll("[${}]", "");
            pins.put(representative(pin), text(pom, "/project/properties/" + property));
        }
        assertTrue(pins.size() >= 4, pins::toString);
        List<String> caughtUp = new ArrayList<>();
        for (Map.Entry<String, String> pin : pins.entrySet()) {
            String[] library = pin.getKey().split(":");
            String ofPlatform = text(
                    platform,
                    "(//*[local-name()='dependency'][*[local-name()='groupId']='" + library[0]
                            + "'][*[local-name()='artifactId']='" + library[1] + "']/*[local-name()='version'])[1]");
            assertFalse(ofPlatform.isEmpty(), () -> "the platform does not know " + pin.getKey());
            if (Advisory.compare(ofPlatform, pin.getValue()) >= 0) {
                caughtUp.add(pin.getKey() + ": the platform has " + ofPlatform + ", the pin to " + pin.getValue()
                        + " can go from pom.xml");
            }
        }
        assertEquals(List.of(), caughtUp);
        assertEquals(List.of(), Advisory.about(pins), "pinned, and known to be broken");
    }

    /** A BOM stands for all that it manages. */
    private static String representative(Node pin) {
        return switch (name(pin)) {
            case "io.netty:netty-bom" -> "io.netty:netty-codec-http";
            case "com.fasterxml.jackson:jackson-bom" -> "com.fasterxml.jackson.core:jackson-databind";
            default -> name(pin);
        };
    }

    /** Maven has it, or there were no build. Where Maven keeps such things, one of its jars says. */
    private static Path platformPom(String version) {
        Path jar = Path.of(URI.create(Assertions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        // repository/org/junit/jupiter/junit-jupiter-api/VERSION/junit-jupiter-api-VERSION.jar
        return jar.getParent()
                .resolve("../../../../..")
                .normalize()
                .resolve(Path.of(
                        "io", "quarkus", "platform", "quarkus-bom", version, "quarkus-bom-" + version + ".pom"));
    }

    private static String name(Node dependency) {
        try {
            return text(dependency, "groupId") + ":" + text(dependency, "artifactId");
        } catch (XPathExpressionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Node node, String path) throws XPathExpressionException {
        return XPATH.evaluate(path, node).strip();
    }

    private static List<Node> nodes(Node node, String path) throws XPathExpressionException {
        NodeList found = (NodeList) XPATH.evaluate(path, node, XPathConstants.NODESET);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            nodes.add(found.item(i));
        }
        return nodes;
    }

    private static Document document(Path file) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
