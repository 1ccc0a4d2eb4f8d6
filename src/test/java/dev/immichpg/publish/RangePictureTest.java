package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import dev.immichpg.publish.RangePicture.Mark;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangePictureTest {

    /** Allowed is {@code =}, not allowed {@code -}; an edge is {@code |}, installed {@code i}, available {@code a}. */
    @ParameterizedTest
    @CsvSource({
        ">=0.3 <2, 0.4.3, 1.1.1, -|=i=a=|-",
        ">=0.3 <2, 0.4.3, 0.4.3, -|=ia=|-",
        ">=0.3 <2, 0.2.0, 2.0.0, -i-|=|a-",
        "0.1.1 || 0.1.11, 0.1.11, 0.1.2, -|-a-|i-",
        "0.2.x, 0.2.0, 0.2.1, -|i=a=|-",
        "*, 0.2.0, 0.2.1, =i=a=",
        ">=0.5.0, 0.5.0, '', -|i=",
    })
    void isDrawn(String range, String installed, String available, String drawn) {
        RangePicture picture = RangePicture.of(
                        "vchord", VersionRange.of(range), Version.parse(installed), Version.parse(available))
                .orElseThrow();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < picture.spans().size(); i++) {
            line.append(picture.spans().get(i).allowed() ? '=' : '-');
            if (i < picture.marks().size()) {
                Mark mark = picture.marks().get(i);
                line.append(mark.edge() ? "|" : "")
                        .append(mark.installed() ? "i" : "")
                        .append(mark.available() ? "a" : "");
            }
        }
        assertEquals(drawn, line.toString());
        assertEquals(
                RangePicture.WIDTH,
                picture.spans().stream().mapToInt(RangePicture.Span::width).sum());
    }

    @Test
    void saysTheSameInWords() {
        assertEquals(
                "vchord: Immich allows >=0.3 <2; installed is 0.4.3 (allowed), available is 2.1.0 (not allowed).",
                RangePicture.of(
                                "vchord",
                                VersionRange.of(">=0.3 <2"),
                                Optional.of(Version.of("0.4.3")),
                                Optional.of(Version.of("2.1.0")))
                        .orElseThrow()
                        .title());
    }

    @Test
    void longVersionsAreShortened() {
        List<Mark> marks = RangePicture.of(
                        "vectors", VersionRange.of("*"), Optional.of(Version.of("0.3.0-alpha.12")), Optional.empty())
                .orElseThrow()
                .marks();
        assertEquals("0.3.0-a…", marks.stream().map(Mark::label).collect(Collectors.joining()));
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertTrue(RangePicture.of("vchord", VersionRange.of("*"), Optional.empty(), Optional.empty())
                .isEmpty());
    }
}
