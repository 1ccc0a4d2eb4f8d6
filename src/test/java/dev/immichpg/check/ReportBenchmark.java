package dev.immichpg.check;

import dev.immichpg.catalog.Given;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What it costs to judge a snapshot: forecast and all checks. No test: benchmarks/report.sh runs it. */
class ReportBenchmark {

    private static final int ROUNDS = 11;
    private static final int REPORTS = 200;

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "3.0.1")
    void report(String upgradeTo) {
        Given given = Given.vchord();
        Doctor doctor = new Doctor(Set.of(), Map.of());
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        double[] millis = new double[ROUNDS];
        int diagnoses = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) { // below zero it warms up
            long start = thread.getCurrentThreadCpuTime();
            for (int i = 0; i < REPORTS; i++) {
                diagnoses += Judged.report(given, doctor, Optional.ofNullable(upgradeTo))
                        .now()
                        .diagnoses()
                        .size();
            }
            millis[Math.max(round, 0)] = (thread.getCurrentThreadCpuTime() - start) / 1e6 / REPORTS;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%s: a report takes %.2f ms of processor%n",
                upgradeTo == null ? "now" : "now and upgrade", millis[ROUNDS / 2]);
        if (diagnoses == 0) {
            throw new AssertionError("nothing was measured");
        }
    }
}
