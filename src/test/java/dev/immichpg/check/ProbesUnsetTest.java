package dev.immichpg.check;

import static dev.immichpg.check.Check.PROBES_UNSET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbesUnsetTest implements CheckTest {

    @Test
    void aDumpWithoutTheDatabaseLosesIt() {
        Given given = Given.vchord().noExtensionSettings();

        Finding finding = Judged.onlyFinding(Judged.judge(PROBES_UNSET, given));

        assertEquals("immich", finding.subject());
        assertEquals(
                "vchordrq.probes is not set, neither for database immich nor for role immich.", finding.observed());
        assertEquals(
                "Expected what Immich sets when it creates VectorChord itself: other programs' searches fail without it.",
                finding.expected());
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DATABASE immich SET vchordrq.probes = 1;"), Judged.remedy(finding));
    }

    @Test
    void oddNamesAreQuoted() {
        Given given = Given.vchord()
                .noExtensionSettings()
                .database(d -> Given.aDatabase("my photos", "immich", true, true, true));

        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DATABASE \"my photos\" SET vchordrq.probes = 1;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(PROBES_UNSET, given))));
    }

    @ParameterizedTest
    @CsvSource({
        "ROLE_IN_DATABASE, immich, OK",
        "ROLE, immich, OK",
        "DATABASE, '', OK",
        "ALL_ROLES, '', OK",
        "ROLE_IN_DATABASE, somebody, PROBLEM",
        "ROLE, somebody, PROBLEM"
    })
    void whoeverItIsSetForItMustReachImmichsRole(Scope scope, String role, Status status) {
        Given given = Given.vchord().noExtensionSettings().extensionSetting(scope, role, "vchordrq.probes", true);

        assertEquals(status, Judged.judge(PROBES_UNSET, given).status());
    }

    @Test
    void anotherSettingOfVectorChordIsNotIt() {
        Given given =
                Given.vchord().noExtensionSettings().extensionSetting(Scope.DATABASE, "", "vchordrq.epsilon", true);

        assertEquals(Status.PROBLEM, Judged.judge(PROBES_UNSET, given).status());
    }

    @Test
    void doesNotApplyWithoutVectorChord() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(PROBES_UNSET, Given.pgvector().historyHidden()).status());
        assertEquals(
                "Immich does not use VectorChord here.",
                Judged.judge(PROBES_UNSET, Given.vchord().noExtensionSettings(), "2.7.5", VectorExtension.PGVECTOR)
                        .note());
    }

    @Test
    void theReleaseIsNeededOnlyWhereItIsNotSet() {
        Given given = Given.vchord().historyHidden();

        assertEquals(Status.OK, Judged.judge(PROBES_UNSET, given).status());
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(PROBES_UNSET, given.noExtensionSettings()).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().noExtensionSettings());
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a restore loses vchordrq.probes",
                Check.PROBES_UNSET,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute("ALTER DATABASE \"" + p.database().name() + "\" RESET vchordrq.probes")));
    }
}
