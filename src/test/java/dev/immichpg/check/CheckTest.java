package dev.immichpg.check;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What every check's test says of its check beside its cases, so that all that is known of a check is in one place. */
public interface CheckTest {

    /** A snapshot on which the check fires: one difference from healthy. */
    Trouble fires();

    /** The check on real servers; none where no statement brings the fault about or fixes it, which a comment explains. */
    List<Story> stories();

    /** @param immich the release to judge for; empty: the one that the database itself names */
    record Trouble(Given given, Optional<String> immich) {

        static Trouble of(Given given) {
            return new Trouble(given, Optional.empty());
        }

        static Trouble of(Given given, String immich) {
            return new Trouble(given, Optional.of(immich));
        }
    }

    /** The test of a check bears its name. */
    static CheckTest of(Check check) {
        String name = Arrays.stream(check.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
        try {
            var test = Class.forName("dev.immichpg.check." + name + "Test").getDeclaredConstructor();
            test.setAccessible(true);
            return (CheckTest) test.newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new AssertionError(check + " has no " + name + "Test that is a CheckTest", e);
        }
    }
}
