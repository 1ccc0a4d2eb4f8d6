package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationInForceTest {

    private static final Doctor DOCTOR = new Doctor(Set.of(), Map.of());

    private static ConfigurationInForce of(Question... questions) {
        return new ConfigurationInForce(
                List.of(questions), Duration.ofMinutes(5), Duration.ofMinutes(15), Judged.RELEASES, DOCTOR, List.of());
    }

    private static Question question(String database, Optional<String> upgradeTo) {
        return new Question(database, Optional.empty(), upgradeTo.map(Version::of), Optional.empty());
    }

    /** What was read is judged anew. */
    @Test
    void anotherUpgradeIsAskedAbout() {
        Report report = Judged.report(Given.pgvectors());
        ConfigurationInForce configuration =
                of(question("other", Optional.empty()), question("home", Optional.of("2.7.5")));

        assertEquals(
                Optional.of(Judged.report(Given.pgvectors(), DOCTOR, Optional.of("2.7.5"))),
                configuration.about(Optional.empty(), Optional.empty(), report));
        assertEquals(
                Optional.of(Judged.report(Given.pgvectors(), DOCTOR, Optional.of("3.3.0"))),
                configuration.about(Optional.of(Version.of("3.3.0")), Optional.empty(), report));
    }

    @Test
    void ofAnotherDatabaseOrOneThatWasNotReadNobodyAsks() {
        Report report = Judged.report(Given.pgvectors());
        Report unread =
                DOCTOR.unreadable(Judged.question(Optional.empty()), "Nobody answers.", Instant.EPOCH, Duration.ZERO);

        assertEquals(
                Optional.empty(),
                of(question("other", Optional.empty())).about(Optional.empty(), Optional.empty(), report));
        assertEquals(
                Optional.empty(),
                of(question("home", Optional.empty())).about(Optional.empty(), Optional.empty(), unread));
    }

    @Test
    void databasesAreInTheOrderOfTheirNames() {
        assertEquals(
                List.of("a", "b"),
                of(question("b", Optional.empty()), question("a", Optional.empty())).databases().stream()
                        .map(Question::database)
                        .toList());
    }
}
