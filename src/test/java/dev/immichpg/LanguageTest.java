package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A format that names no language gets that of the machine: other digits, other points, and in Turkish another i. */
class LanguageTest {

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "de-DE", "tr-TR", "th-TH-u-nu-thai", "en-US"})
    void whatWeSayIsTheSameInTheLanguageOfEachMachine(String language) {
        Locale before = Locale.getDefault();
        String providers = System.getProperty("java.locale.providers", "");
        try {
            Locale.setDefault(Locale.forLanguageTag(language));

            Main.speakEnglish();

            assertEquals("1,234.5 index", "%,.1f ".formatted(1234.5) + "INDEX".toLowerCase());
        } finally {
            Locale.setDefault(before);
            System.setProperty("java.locale.providers", providers);
        }
    }
}
