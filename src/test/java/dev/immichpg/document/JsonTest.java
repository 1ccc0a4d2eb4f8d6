package dev.immichpg.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** issue 12, C4: what a terminal obeys, or shows as something else, is visible in JSON, and means what it meant. */
class JsonTest {

    private static final String EVIL =
            "München \u0000\u0007\u001b[2J\u007f\u0085\u009b31m\u200b\u202e\u2028\u2066\ufeff\udb40\udc41 \"\\\n\t 📷";

    @Test
    void whatIsUnseenIsWrittenOut() throws Exception {
        String json = Json.text(Map.of("name", EVIL));

        assertEquals(
                EVIL, JsonMapper.builder().build().readTree(json).get("name").asText());
        assertFalse(json.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR));
        assertEquals(true, json.contains("München") && json.contains("📷") && json.contains("\\u202e"), json);
    }

    @Test
    void whatIsLaidOutStaysSo() {
        assertEquals("{\n\t\"a\" : 1\r\n}", Json.visible("{\n\t\"a\" : 1\r\n}"));
    }
}
