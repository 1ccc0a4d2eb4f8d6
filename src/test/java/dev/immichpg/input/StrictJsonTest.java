package dev.immichpg.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 12, D6: what does not fit is said in words that are ours. */
class StrictJsonTest {

    record Small(
            int number,
            boolean flag,
            Colour colour,
            Optional<String> text,
            List<Inner> inner,
            List<String> words,
            Map<String, Long> sizes) {}

    record Inner(String name) {
        Inner {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a name is not empty");
            }
        }
    }

    enum Colour {
        RED,
        GREEN
    }

    private static final String RIGHT =
            "{'number':1,'flag':true,'colour':'RED','text':null,'inner':[{'name':'a'}],'words':['a'],'sizes':{'a b':1}}";

    @Test
    void whatFitsIsRead() throws InvalidJson {
        assertEquals(
                new Small(
                        1,
                        true,
                        Colour.RED,
                        Optional.empty(),
                        List.of(new Inner("a")),
                        List.of("a"),
                        Map.of("a b", 1L)),
                StrictJson.STRICT.value(RIGHT.replace('\'', '"'), Small.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'number':1,        |                  | number       | this key is missing.",
                "'number':1         | 'number':null    | number       | this must be a whole number.",
                "'number':1         | 'number':1.5     | number       | this must be a whole number.",
                "'number':1         | 'number':'1'     | number       | this must be a whole number.",
                "'number':1         | 'number':[]      | number       | this must be a whole number.",
                "'flag':true        | 'flag':1         | flag         | this must be true or false.",
                "'RED'              | 'BLUE'           | colour       | this must be one of RED, GREEN.",
                "'RED'              | 0                | colour       | this must be one of RED, GREEN.",
                "'text':null        | 'text':[]        | text         | this must be a text.",
                "'text':null        | 'text':7         | text         | this must be a text.",
                "'text':null        | 'text':7.5       | text         | this must be a text.",
                "'text':null        | 'text':true      | text         | this must be a text.",
                "'name':'a'         | 'name':7         | inner[0].name | this must be a text.",
                "'words':['a']      | 'words':[7]      | words[0]     | this must be a text.",
                "[{'name':'a'}]     | {}               | inner        | this must be a list.",
                "{'name':'a'}       | {'name':{}}      | inner[0].name | this must be a text.",
                "{'name':'a'}       | {'name':''}      | inner[0]     | a name is not empty.",
                "{'name':'a'}       | {'name':null}    | inner[0]     | something in this is null that is required, or does not fit.",
                "{'name':'a'}       | {'name':'a','b':1} | inner[0].b | this key is not known.",
                "{'name':'a'}       | {'name':'a','name':'b'} | line 1, column 79 | this key stands twice in one object.",
                "{'name':'a'}       | {'name':'a'      | line 1, column 72 | this is not JSON.",
                "{'a b':1}          | {'a b':'x'}      | sizes[\"a b\"] | this must be a whole number.",
                "{'a b':1}          | []               | sizes        | this must be an object.",
            })
    void whatDoesNotFitIsNamed(String right, String wrong, String place, String sentence) {
        String json = RIGHT.replace(right, wrong == null ? "" : wrong);
        assertRefused(json.replace('\'', '"'), place, sentence);
    }

    @Test
    void theDocumentAsAWhole() {
        assertRefused("", "", "it is empty.");
        assertRefused(" \n", "", "it is empty.");
        assertRefused("null", "", "it is null.");
        assertRefused("[]", "", "this must be an object.");
        assertRefused("7", "", "this must be an object.");
        assertRefused(
                RIGHT.replace('\'', '"') + " {}", "line 1, column 108", "there is more after the end of the document.");
        InvalidJson deep = assertThrows(InvalidJson.class, () -> StrictJson.STRICT.tree("[".repeat(100_000)));
        assertEquals("it is nested too deeply, or a text or a number in it is too long.", deep.getMessage());
        assertRefused("{\"inner\":" + "[".repeat(100_000), "inner[0]", "this must be an object.");
    }

    private static void assertRefused(String json, String place, String sentence) {
        InvalidJson refusal = assertThrows(InvalidJson.class, () -> StrictJson.STRICT.value(json, Small.class));
        assertEquals(place + ": " + sentence, refusal.place() + ": " + refusal.getMessage());
    }
}
