package dev.immichpg.check;

import static dev.immichpg.check.Check.POSTGRES_END_OF_LIFE_NEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.story.Story;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresEndOfLifeNearTest implements CheckTest {

    private static Given on(int versionNum, String day) {
        long seconds = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        return Given.vchord()
                .server(versionNum)
                .moment(new Moment(seconds * 1000, seconds * 1000 - 100, 1000, seconds * 1000));
    }

    @ParameterizedTest
    @CsvSource({
        "150018, 2027-05-10, OK",
        "150018, 2027-05-11, PROBLEM",
        "150018, 2027-11-10, PROBLEM",
        "150018, 2027-11-11, NOT_APPLICABLE",
        "180006, 2026-11-26, OK",
        "190000, 2026-11-26, UNKNOWN",
    })
    void halfAYearBefore(int versionNum, String day, Status expected) {
        assertEquals(
                expected,
                Judged.judge(POSTGRES_END_OF_LIFE_NEAR, on(versionNum, day)).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(on(150_018, "2027-10-01"));
    }

    @Override
    public List<Story> stories() {
        // Its remedy is another Postgres: StoriesIT.whatNoStatementMends.
        return List.of();
    }
}
