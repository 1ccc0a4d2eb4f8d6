package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {

    private static final Instant NOON = Reports.NOON;

    @TempDir
    Path directory;

    @Test
    void whatWasSeenOutlivesTheAgent() {
        LatestReports before = agent();
        before.take(Reports.of("home", Given.vchord(), NOON));
        before.take(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), NOON.plusSeconds(60)));
        before.take(Reports.unreadable("home", NOON.plusSeconds(120)));

        DatabaseHistory remembered = memory(agent());

        assertEquals(memory(before), remembered);
        assertEquals(
                Optional.of(NOON.plusSeconds(60)),
                remembered.extensions().get("vchord").changedAt());
    }

    /** The very case for which one restarts: packages were updated, and the machine with them. */
    @Test
    void whatChangedWhileTheAgentWasDownIsSeenWhenItIsBack() {
        agent().take(Reports.of("home", Given.vchord(), NOON));
        LatestReports after = agent();
        Instant later = NOON.plus(Duration.ofHours(8));
        after.take(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), later));

        List<String> told = memory(after).changes().stream().map(Change::text).toList();
        assertEquals("vchord, available on the server: 0.4.3 → 1.1.1.", told.get(0));
        assertTrue(told.contains("extension-update-blocked became a problem."), told::toString);
        assertEquals(
                Optional.of(later), memory(after).extensions().get("vchord").changedAt());
    }

    @Test
    void withoutADirectoryItBeginsAnewAndSaysSo() {
        LatestReports before = new LatestReports(clock(), new StateDirectory(Optional.empty()));
        before.begin(Reports.configuration(Duration.ofMinutes(3), "home"));
        before.take(Reports.of("home", Given.vchord(), NOON));
        assertFalse(before.now().begun().orElseThrow().lasting());
        assertTrue(agent().now().begun().orElseThrow().lasting());
        assertEquals(DatabaseHistory.beginning(NOON), memory(agent()));
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() throws IOException {
        LatestReports reports = agent();
        reports.take(Reports.of("home", Given.vchord(), NOON));
        Files.delete(directory.resolve("home.json"));
        reports.take(Reports.of("home", Given.vchord(), NOON.plusSeconds(60)));
        assertEquals(List.of(), files());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"format\":2,\"database\":\"home\"}",
                "{\"format\":1,\"database\":\"cabin\"}",
                "{\"format\":1,\"database\":\"home\"}",
                "{\"format\":1,\"database\":\"home\",\"since\":\"yesterday\",\"extensions\":{},\"changes\":[]}",
                // years that nobody can reckon with (issue 12)
                "{\"format\":1,\"database\":\"home\",\"since\":\"+1000000000-12-31T23:59:59Z\",\"extensions\":{},\"changes\":[]}",
                "{\"format\":1,\"database\":\"home\",\"since\":\"-1000000000-01-01T00:00:00Z\",\"extensions\":{},\"changes\":[]}",
                "{\"format\":1,\"database\":\"home\",\"since\":\"2026-11-23T12:00:00Z\",\"extensions\":{\"a\":{\"changedAt\":"
                        + "\"+20000-01-01T00:00:00Z\"}},\"changes\":[]}",
                "{\"format\":1,\"database\":\"home\",\"since\":\"2026-11-23T12:00:00Z\",\"extensions\":{},\"changes\":"
                        + "[{\"at\":\"-0044-03-15T12:00:00Z\",\"direction\":\"WORSE\",\"text\":\"x\"}]}",
                "{\"format\":1,\"database\":\"home\",\"since\":\"2026-11-23T12:00:00Z\",\"extensions\":{\"a\":null},\"changes\":[]}",
                "{\"format\":1,\"database\":\"home\",\"since\":\"2026-11-23T12:00:00Z\",\"extensions\":{},\"changes\":[null]}",
                "{\"format\":1,\"database\":\"home\",\"since\":\"2026-11-23T12:00:00Z\",\"extensions\":{},\"changes\":"
                        + "[{\"at\":\"2026-11-23T12:00:00Z\",\"direction\":\"UP\",\"text\":\"x\"}]}"
            })
    void whatIsDamagedIsAsGoodAsNone(String content) throws IOException {
        Files.writeString(directory.resolve("home.json"), content);
        LatestReports reports = agent();
        assertEquals(DatabaseHistory.beginning(NOON), memory(reports));
        reports.take(Reports.of("home", Given.vchord(), NOON));
        assertEquals(memory(reports), memory(agent()));
    }

    /** Wherever the power failed, or a disk lost a byte. */
    @Test
    void anyDamageToARealFile() throws IOException {
        LatestReports reports = agent();
        reports.take(Reports.of("home", Given.vchord(), NOON));
        reports.take(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), NOON.plusSeconds(60)));
        Path file = directory.resolve("home.json");
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        Report later = Reports.of("home", Given.vchord(), NOON.plusSeconds(120));
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, i % 2 == 0 ? damaged : Arrays.copyOf(whole, random.nextInt(whole.length)));
            DatabaseHistory recalled = state().recall(Set.of("home"), NOON).get("home");
            // Whatever it is, the next examination goes on from it, and the page can be made of it.
            DatabaseHistory next = recalled.after(later);
            Timeline.of(next, NOON.plusSeconds(180), true);
        }
    }

    @Test
    void aFileOfAnySizeIsNotRead() throws IOException {
        Files.write(directory.resolve("home.json"), new byte[StateFile.MOST_BYTES + 1]);
        assertEquals(DatabaseHistory.beginning(NOON), memory(agent()));
    }

    /** Issue 12: whoever can write there does not make the agent wait, nor read or write elsewhere. */
    @Test
    void whatIsNoFileIsAsGoodAsNone() throws Exception {
        Path pipe = directory.resolve("home.json");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertEquals(DatabaseHistory.beginning(NOON), memory(agent())));
        Files.delete(pipe);
        LatestReports elsewhere = agent();
        elsewhere.take(Reports.of("home", Given.vchord(), NOON));
        Path other = Files.move(pipe, directory.resolve("other"));
        Files.createSymbolicLink(pipe, other);
        assertEquals(DatabaseHistory.beginning(NOON), memory(agent()));
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve(".unfinished-home.json"), victim);
        Files.createSymbolicLink(directory.resolve("home.json"), victim);
        LatestReports reports = agent();
        reports.take(Reports.of("home", Given.vchord(), NOON));
        assertEquals("precious", Files.readString(victim));
        assertEquals(memory(reports), memory(agent()));
        assertEquals(List.of("home.json", "victim"), files());
    }

    @Test
    void theLongestMemoryStaysBelowThatSize() {
        DatabaseHistory history = DatabaseHistory.beginning(NOON);
        for (int i = 0; i < 300; i++) {
            Report report = i % 2 == 0
                    ? Reports.of("home", Given.vchord(), NOON.plusSeconds(i))
                    : Reports.unreadable("home", NOON.plusSeconds(i), "\u202e\"\n".repeat(5000));
            history = history.after(report);
        }
        byte[] written = StateFile.write(history, "home");
        assertTrue(written.length < StateFile.MOST_BYTES, "bytes: " + written.length);
    }

    @Test
    void aDirectoryThatCannotBeWrittenStopsNothing() throws IOException {
        LatestReports reports = agent();
        Files.delete(directory);
        reports.take(Reports.of("home", Given.vchord(), NOON));
        assertTrue(reports.now().databases().get("home").report().isPresent());
        Files.createDirectory(directory);
        reports.take(Reports.of("home", Given.vchord(), NOON.plusSeconds(60)));
        assertEquals(List.of("home.json"), files());
    }

    @Test
    void databasesThatWentLongAgoAreForgotten() throws IOException {
        LatestReports reports = agent("home", "cabin", "attic");
        for (String name : List.of("home", "cabin", "attic")) {
            reports.take(Reports.of(name, Given.vchord(), NOON));
        }
        age("home", 40);
        age("cabin", 40);
        age("attic", 20);
        agent("home");
        assertEquals(List.of("attic.json", "home.json"), files());
    }

    @Test
    void otherFilesAreNobodysBusiness() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "");
        Files.setLastModifiedTime(directory.resolve("notes.txt"), FileTime.from(NOON.minus(Duration.ofDays(400))));
        state().keepOnly(Set.of(), NOON);
        assertEquals(List.of("notes.txt"), files());
    }

    private void age(String database, int days) throws IOException {
        Files.setLastModifiedTime(
                directory.resolve(database + ".json"), FileTime.from(NOON.minus(Duration.ofDays(days))));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Issue 12: the drive may be a network's. */
    @Test
    void issue12ADriveThatHangsHoldsUpNobodyAndLosesNothing() throws IOException {
        agent().take(Reports.of("home", Given.vchord(), NOON));
        byte[] before = Files.readAllBytes(directory.resolve("home.json"));
        List<Runnable> waiting = new ArrayList<>();
        LatestReports reports = new LatestReports(
                clock(), new StateDirectory(Optional.of(directory.toString()), waiting::add, Duration.ofMillis(20)));
        reports.begin(Reports.configuration(Duration.ofMinutes(3), "home"));
        reports.take(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), NOON.plusSeconds(60)));
        assertTrue(reports.now().complete());

        waiting.forEach(Runnable::run);
        reports.take(Reports.of("home", Given.vchord(), NOON.plusSeconds(120)));

        assertArrayEquals(
                before, Files.readAllBytes(directory.resolve("home.json")), "its history is still to be read");
    }

    /** However many examinations there were meanwhile: the newest, and once. */
    @Test
    void issue12WhatIsSeenWhileTheDriveHangsIsWrittenWhenItAnswers() {
        List<Runnable> waiting = new ArrayList<>();
        AtomicBoolean hangs = new AtomicBoolean();
        LatestReports reports = new LatestReports(
                clock(),
                new StateDirectory(
                        Optional.of(directory.toString()),
                        work -> {
                            if (hangs.get()) {
                                waiting.add(work);
                            } else {
                                work.run();
                            }
                        },
                        Duration.ofSeconds(5)));
        reports.begin(Reports.configuration(Duration.ofMinutes(3), "home"));
        hangs.set(true);
        for (int i = 1; i <= 9; i++) {
            reports.take(Reports.of("home", Given.vchord().available("vchord", "1.1." + i), NOON.plusSeconds(i)));
        }
        assertEquals(1, waiting.size());

        waiting.get(0).run();

        assertEquals(memory(reports), memory(agent()));
    }

    private StateDirectory state() {
        return new StateDirectory(Optional.of(directory.toString()), Runnable::run, Duration.ofSeconds(5));
    }

    private LatestReports agent(String... databases) {
        LatestReports reports = new LatestReports(clock(), state());
        reports.begin(Reports.configuration(
                Duration.ofMinutes(3), databases.length == 0 ? new String[] {"home"} : databases));
        return reports;
    }

    private static Clock clock() {
        return Clock.fixed(NOON, ZoneOffset.UTC);
    }

    private static DatabaseHistory memory(LatestReports reports) {
        return reports.now().databases().get("home").memory();
    }
}
