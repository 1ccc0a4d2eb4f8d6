package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, Rendered.SMALL - 1, Rendered.SMALL, Rendered.SMALL + 1, 5 * Rendered.SMALL})
    void itIsTheSameEitherWay(int length) throws IOException {
        String text = "immich_pg_up{database=\"ä\",} 1.0\n".repeat(length / 32 + 1);
        byte[] bytes = java.util.Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), length);
        Rendered rendered = Rendered.of("text/plain", "1", out -> {
            for (int at = 0; at < bytes.length; at += 1000) {
                out.write(bytes, at, Math.min(1000, bytes.length - at));
            }
        });

        assertEquals(length, rendered.length());
        assertArrayEquals(bytes, rendered.plain().readAllBytes());
        assertArrayEquals(bytes, rendered.plain().readAllBytes());
        assertArrayEquals(bytes, new GZIPInputStream(new ByteArrayInputStream(rendered.compressed())).readAllBytes());
        assertSame(rendered.compressed(), rendered.compressed());
        assertTrue(rendered.weight() <= 2 * Rendered.SMALL);
    }
}
