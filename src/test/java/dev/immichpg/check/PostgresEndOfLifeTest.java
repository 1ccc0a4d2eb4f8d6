package dev.immichpg.check;

import static dev.immichpg.check.Check.POSTGRES_END_OF_LIFE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.story.Story;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresEndOfLifeTest implements CheckTest {

    private static Given on(int versionNum, String day) {
        long seconds = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        return Given.vchord()
                .server(versionNum)
                .moment(new Moment(seconds * 1000, seconds * 1000 - 100, 1000, seconds * 1000));
    }

    @ParameterizedTest
    @CsvSource({
        "140024, 2026-11-11, OK",
        "140024, 2026-11-12, PROBLEM",
        "130022, 2026-01-01, OK",
        "130022, 2026-11-12, PROBLEM",
        "150018, 2026-11-26, OK",
        "150018, 2027-11-11, PROBLEM",
        "160014, 2028-11-09, PROBLEM",
        "170011, 2029-11-07, OK",
        "180006, 2030-11-14, PROBLEM",
        "190000, 2026-11-26, UNKNOWN",
    })
    void fromTheDayOn(int versionNum, String day, Status expected) {
        assertEquals(
                expected,
                Judged.judge(POSTGRES_END_OF_LIFE, on(versionNum, day)).status());
    }

    @Test
    void namesTheDay() {
        assertEquals(
                "Postgres 14 has got no fixes from its community since 2026-11-12.",
                Judged.onlyFinding(Judged.judge(POSTGRES_END_OF_LIFE, on(140_024, "2026-11-26")))
                        .observed());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(on(140_024, "2026-11-26"));
    }

    @Override
    public List<Story> stories() {
        // Its remedy is another Postgres: StoriesIT.whatNoStatementMends.
        return List.of();
    }
}
