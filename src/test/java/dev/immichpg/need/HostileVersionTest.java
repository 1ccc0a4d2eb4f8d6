package dev.immichpg.need;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.HostileText;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A text is a version, or a range, or is said to be none. */
class HostileVersionTest {

    private static final List<String> WORDS = List.of(
            "0",
            "1",
            "01",
            "12",
            "x",
            "X",
            "*",
            ".",
            "-",
            "+",
            "a",
            "rc",
            "v",
            "=",
            "^",
            "~",
            "~>",
            ">",
            ">=",
            "<",
            "<=",
            "||",
            " - ",
            " ",
            "\n",
            "\u00a0",
            "9007199254740991",
            "9007199254740992",
            "99999999999999999999",
            "1.2.3",
            "0.4.3-rc.1",
            "写");

    /** What looks much like it, and what does not at all. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                HostileText.any(),
                Arbitraries.of(WORDS).list().ofMaxSize(12).map(words -> String.join("", words)),
                Arbitraries.of(WORDS)
                        .flatMap(word ->
                                Arbitraries.integers().between(1, 40_000).map(times -> "1.2.3-" + word.repeat(times))));
    }

    @Provide
    Arbitrary<Version> versions() {
        return texts().map(Version::parse).filter(Optional::isPresent).map(Optional::get);
    }

    @Property
    void anyTextIsAVersionOrNone(@ForAll("texts") String text) {
        Optional<Version> version = Version.parse(text);
        try {
            assertEquals(version.orElseThrow(), Version.of(text));
            assertEquals(version.get(), Version.of(version.get().text()));
            assertTrue(version.get().sameAs(version.get()));
            assertFalse(version.get().release().isPreRelease());
        } catch (java.util.NoSuchElementException | IllegalArgumentException none) {
            assertFalse(version.isPresent(), text);
        }
    }

    @Property
    void anyTextIsARangeOrNone(@ForAll("texts") String text, @ForAll("versions") Version version) {
        VersionRange range;
        try {
            range = VersionRange.of(text);
        } catch (IllegalArgumentException none) {
            return;
        }
        range.contains(version);
        // Between two neighbours all are in it, or none.
        List<Version> edges = range.edges();
        for (Version edge : edges) {
            assertEquals(range.contains(edge), VersionRange.of(range.text()).contains(edge));
        }
        assertEquals(edges.stream().sorted().toList(), edges);
    }

    @Property
    void versionsHaveOneOrder(
            @ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
        assertEquals(-Integer.signum(a.compareTo(b)), Integer.signum(b.compareTo(a)));
        assertTrue(a.compareTo(b) > 0 || b.compareTo(c) > 0 || a.compareTo(c) <= 0, () -> a + " " + b + " " + c);
    }
}
