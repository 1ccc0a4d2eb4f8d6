package dev.immichpg.need;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of VectorChord's lines: three, of which nobody has looked at the last one's functions. */
class VectorChordVersionsTest {

    private static final VectorChordVersions KNOWN = new VectorChordVersions(List.of(
            line("0.3.0", 1, Optional.of(false)),
            line("0.4.0", 1, Optional.of(false)),
            line("0.4.3", 2, Optional.of(true)),
            line("1.1.0", 2, Optional.empty())));

    /** A version of the last line's own minor release is of it; a newer one may be of any. */
    @ParameterizedTest
    @CsvSource({
        "0.2.9,",
        "0.3.0, 1",
        "0.3.5, 1",
        "0.4.2, 1",
        "0.4.3, 2",
        "0.9.0, 2",
        "1.0.0, 2",
        "1.1.0, 2",
        "1.1.7, 2",
        "1.2.0,",
        "2.1.0,",
        "0.4.3-rc.1,"
    })
    void formatIsThatOfTheLine(String version, Integer format) {
        assertEquals(Optional.ofNullable(format), KNOWN.format(Version.of(version)));
    }

    @Test
    void linesAreFoundByFormatAndByAge() {
        assertEquals(List.of(Version.of("0.3.0"), Version.of("0.4.0")), KNOWN.ofFormat(1));
        assertEquals(List.of(Version.of("0.4.3"), Version.of("1.1.0")), KNOWN.ofFormat(2));
        assertEquals(List.of(), KNOWN.ofFormat(3));
        assertEquals(KNOWN.lines().subList(0, 1), KNOWN.before(Version.of("0.4.0")));
        assertEquals(KNOWN.lines().subList(0, 2), KNOWN.before(Version.of("0.4.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "0.3.0, 0.3.9, false",
        "0.3.0, 0.4.0, false",
        "0.3.0, 0.4.3, true",
        "0.4.2, 0.4.3, true",
        "0.4.3, 1.0.0, false",
        "0.4.3, 1.1.0,",
        "0.4.0, 1.1.0, true",
        "0.2.0, 0.4.0,",
        "0.4.0, 1.2.0,"
    })
    void aNewLineCanHaveNewFunctions(String older, String newer, Boolean added) {
        assertEquals(Optional.ofNullable(added), KNOWN.addFunctions(Version.of(older), Version.of(newer)));
    }

    @Test
    void linesAscendAndHaveAFormat() {
        VectorChordVersion first = line("0.3.0", 1, Optional.of(false));
        String why = assertThrows(IllegalArgumentException.class, () -> new VectorChordVersions(List.of(first, first)))
                .getMessage();

        assertEquals("vectorChord must ascend by first, but 0.3.0 follows 0.3.0.", why);
        assertThrows(IllegalArgumentException.class, () -> line("0.3.0", 0, Optional.of(false)));
        assertEquals(Optional.empty(), new VectorChordVersions(List.of()).format(Version.of("0.3.0")));
    }

    private static VectorChordVersion line(String first, int format, Optional<Boolean> newFunctions) {
        return new VectorChordVersion(Version.of(first), format, newFunctions);
    }
}
