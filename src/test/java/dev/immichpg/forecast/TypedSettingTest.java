package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values and their readings are PostgreSQL 15's; TypedSettingIT asks each Postgres for many more. */
class TypedSettingTest {

    @ParameterizedTest
    @ValueSource(strings = {"on", "ON", "true", "True", "tru", "t", "yes", "Y", "ye", "1"})
    void whatPostgresTakesForOn(String typed) {
        assertEquals(Optional.of(true), TypedSetting.bool(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF", "of", "false", "FALSE", "f", "fal", "no", "n", "N", "0"})
    void whatPostgresTakesForOff(String typed) {
        assertEquals(Optional.of(false), TypedSetting.bool(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "o", "O", "2", "10", "onn", "offf", "truee", "yess", "nope", "falsey", " on", "default"})
    void whatItTakesForNeither(String typed) {
        assertEquals(Optional.empty(), TypedSetting.bool(typed));
    }

    /** 1e3 and 0x10 were read as no limit, and a start with a rebuild that they end as one that goes well; 0.4 as a limit. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "1e3,1000",
                "0x10,16",
                "0X1F,31",
                "0x1e3,483",
                "0x1e3ms,483",
                "0x1d,29",
                "0x1.8,2",
                "0x1.8p3,12",
                "010,8",
                "010e1,100",
                "07.5s,7500",
                "0,0",
                "-0,0",
                "-0.4,0",
                "0.4,0",
                "0.5,0",
                "0.6,1",
                "1.5,2",
                "2.5,2",
                "100us,0",
                "999us,1",
                "0.1us,0",
                "1.0004s,1000",
                "1.0016s,1002",
                "90ms,90",
                "5,5",
                " 5,5",
                "5 s ,5000",
                "+5,5",
                ".5s,500",
                "5.,5",
                "5.e1,50",
                ".5e1,5",
                "1e3ms,1000",
                "1 min,60000",
                "5h,18000000",
                "1d,86400000",
                "1.5d,129600000",
                "1.51d,129600000",
                "1.51h,5460000",
                "1e-3d,0",
                "2147483647,2147483647",
                "2147483647.4,2147483647"
            })
    void aTimeInMilliseconds(String typed, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), TypedSetting.time(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                "never",
                "08",
                "08.5",
                "5S",
                ".e3",
                ".",
                "1e",
                "1e+",
                "0x",
                "0x.8",
                "0x1p4",
                "nan",
                "inf",
                "Infinity",
                "-1",
                "-1ms",
                "2147483648",
                "1e10",
                "24.9d",
                "1e400",
                "1min1",
                "1_000",
                "0b11",
                "5d5",
                "1ed",
                "99999999999999999999",
                "0xffffffffffffffffffff",
                "07777777777777777777777777",
                "\u0663",
                "5\u00a0s",
                "5f"
            })
    void whatPostgresRefuses(String typed) {
        assertEquals(Optional.empty(), TypedSetting.time(typed));
    }

    @Test
    void aTimeoutOfZeroIsNone() {
        assertEquals(Optional.empty(), new EffectiveSetting("lock_timeout", "0.4", Optional.empty()).time());
        assertEquals(
                Optional.of(Duration.ofSeconds(1)),
                new EffectiveSetting("lock_timeout", "1e3", Optional.empty()).time());
    }
}
