package dev.immichpg.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
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

    private final Document pom = pom();

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

    /** Nor does it take another one than the platform's, with which the rest of it was tested. */
    @Test
    void aVersionIsThePlatformsOrAPropertysOwn() throws XPathExpressionException {
        List<String> managed = nodes(pom, "/project/dependencyManagement/dependencies/dependency").stream()
                .map(PomTest::name)
                .toList();
        assertEquals(List.of("io.quarkus.platform:quarkus-bom"), managed);
        List<String> spelled = new ArrayList<>();
        for (Node dependency : nodes(pom, DECLARED)) {
            String version = text(dependency, "version");
            if (!version.isEmpty() && !version.matches("\\$\\{[a-z-]+\\.version}")) {
                spelled.add(name(dependency) + " " + version);
            }
        }
        assertEquals(List.of(), spelled, "a version of its own is a property; all others are the platform's");
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

    private static Document pom() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of("pom.xml").toFile());
        } catch (Exception e) {
            throw new IllegalStateException("pom.xml", e);
        }
    }
}
