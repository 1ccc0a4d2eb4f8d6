package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTORCHORD_CRASH_PRONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorchordCrashProneTest implements CheckTest {

    private static Given onArm(String version) {
        return Given.vchord()
                .platform("aarch64-unknown-linux-gnu")
                .installed("vchord", version)
                .available("vchord", version);
    }

    @Test
    void aVersionThatCrashesOnThisKindOfMachine() {
        Finding finding = Judged.onlyFinding(Judged.judge(VECTORCHORD_CRASH_PRONE, onArm("0.4.2")));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "VectorChord 0.4.2 is installed, and Postgres runs on aarch64-unknown-linux-gnu.", finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.smart_search;",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.face_search;",
                        "INSTALL_PACKAGES PERSON: Install the package of VectorChord 0.4.3 for Postgres 17, or of a newer"
                                + " version that Immich accepts.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vchord UPDATE;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    /** No script leads back, so an update is advised only to what Immich is known to accept. */
    @ParameterizedTest
    @CsvSource({"0.4.3, 2.0.1, false", "1.1.1, 2.7.5, false", "1.1.1, 2.0.1, true", "0.4.1, 2.0.1, true"})
    void aPackageIsWantedWhereTheOneOnDiskWillNotDo(String onDisk, String immich, boolean wanted) {
        Given given = onArm("0.4.0").available("vchord", onDisk);

        assertEquals(
                wanted,
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTORCHORD_CRASH_PRONE, given, immich))).stream()
                        .anyMatch(step -> step.startsWith("INSTALL_PACKAGES")));
    }

    @ParameterizedTest
    @CsvSource({"0.3.0, OK", "0.4.0, PROBLEM", "0.4.1, PROBLEM", "0.4.2, PROBLEM", "0.4.3, OK", "1.1.1, OK"})
    void theVersionsThatCrash(String version, Status expected) {
        assertEquals(
                expected, Judged.judge(VECTORCHORD_CRASH_PRONE, onArm(version)).status());
    }

    @ParameterizedTest
    @CsvSource({
        "aarch64-unknown-linux-gnu, PROBLEM",
        "aarch64-apple-darwin23.6.0, PROBLEM",
        "arm64-apple-darwin, PROBLEM",
        "x86_64-pc-linux-gnu, NOT_APPLICABLE",
        "armv7l-unknown-linux-gnueabihf, NOT_APPLICABLE"
    })
    void theMachinesOnWhichTheyDo(String platform, Status expected) {
        assertEquals(
                expected,
                Judged.judge(VECTORCHORD_CRASH_PRONE, onArm("0.4.1").platform(platform))
                        .status());
    }

    @Test
    void doesNotApplyWithoutVectorChord() {
        assertEquals(
                "VectorChord is not installed.",
                Judged.judge(VECTORCHORD_CRASH_PRONE, Given.pgvector().platform("aarch64-unknown-linux-gnu"))
                        .note());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Finding finding = Judged.onlyFinding(Judged.judge(
                VECTORCHORD_CRASH_PRONE,
                onArm("0.4.1").available("vchord", "0.4.3").historyHidden()));

        assertTrue(Judged.remedy(finding).get(1).startsWith("INSTALL_PACKAGES"), finding::toString);
    }

    /** What the machine is, version() says, and no statement can change that: the fault cannot be made on another. */
    @ParameterizedTest
    @ValueSource(strings = {"0.4.0", "0.4.1", "0.4.2"})
    void notReplayedOnARealServerWhichWouldHaveToBeOnAnArmMachine(String version) {
        assertEquals(List.of(), stories());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(VECTORCHORD_CRASH_PRONE, onArm(version)).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(onArm("0.4.1"));
    }

    @Override
    public List<Story> stories() {
        return List.of();
    }
}
