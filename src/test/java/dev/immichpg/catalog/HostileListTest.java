package dev.immichpg.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Lists in settings: as they are written they are read, and what is no list throws nothing. */
class HostileListTest {

    @Provide
    Arbitrary<String> texts() {
        return HostileText.any();
    }

    @Provide
    Arbitrary<List<String>> names() {
        return HostileText.any()
                .filter(name -> !name.isEmpty() && fits(name))
                .list()
                .ofMaxSize(6);
    }

    /** What needs no quotes, whatever letters it has. */
    @Provide
    Arbitrary<List<String>> plainNames() {
        return Arbitraries.strings()
                .withChars("abzABZ09_$.-/ßÄ写\u00a0\u2003\u3000\u2028\u001c\u0085")
                .ofMinLength(1)
                .filter(HostileListTest::fits)
                .list()
                .ofMaxSize(6);
    }

    /** Into a name of Postgres, which cuts longer ones in a search_path. */
    private static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= 63;
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.strings().withChars(" \t\n\r\f").ofMaxLength(3);
    }

    @Property
    void anyTextIsAList(@ForAll("texts") String text) {
        assertNotNull(SearchPath.parse(text).names());
        assertNotNull(PreloadLibraries.parse(text).entries());
    }

    @Property
    void whatIsQuotedComesBack(@ForAll("names") List<String> names, @ForAll("blanks") String blanks) {
        String list = names.stream()
                .map(name -> blanks + '"' + name.replace("\"", "\"\"") + '"' + blanks)
                .collect(Collectors.joining(","));

        assertEquals(names, SearchPath.parse(list).names());
        assertEquals(names, PreloadLibraries.parse(list).entries());
    }

    /** Postgres' blanks are six, all of ASCII: a name may have any other, also at its ends. */
    @Property
    void whatIsNotQuotedComesBack(@ForAll("plainNames") List<String> names, @ForAll("blanks") String blanks) {
        String list = names.stream().map(name -> blanks + name + blanks).collect(Collectors.joining(","));

        assertEquals(
                names.stream().map(HostileListTest::folded).toList(),
                SearchPath.parse(list).names());
        assertEquals(names, PreloadLibraries.parse(list).entries());
    }

    private static String folded(String name) {
        return name.chars()
                .mapToObj(c -> c < 0x80 ? Character.toString(c).toLowerCase(Locale.ROOT) : Character.toString(c))
                .collect(Collectors.joining());
    }
}
