package dev.immichpg.forecast;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Postgres reads a setting of a role or database. Its catalogs keep the value as it was typed: {@code off}, {@code FALSE}, {@code n},
 * {@code 1.5h}, {@code 1e3}, {@code 0x10}. TypedSettingIT asks each Postgres.
 */
final class TypedSetting {

    /** A unit of time, in milliseconds. */
    private record Unit(String name, double millis) {}

    /** From the largest one. */
    private static final List<Unit> UNITS = List.of(
            new Unit("d", 86_400_000),
            new Unit("h", 3_600_000),
            new Unit("min", 60_000),
            new Unit("s", 1_000),
            new Unit("ms", 1),
            new Unit("us", 0.001));

    /** As C's strtol and strtod: 16, 0x10 and 020 are one number, and what has a point or an exponent is never octal. */
    private static final Pattern TIME = Pattern.compile("\\s*(?<sign>[+-]?)(?:"
            + "0[xX](?<hex>\\p{XDigit}+)"
            + "|(?<hexfraction>0[xX]\\p{XDigit}+\\.\\p{XDigit}*)(?<power>[pP][+-]?\\d+)?"
            + "|0(?<octal>[0-7]+)"
            + "|(?<whole>0|[1-9]\\d*)"
            + "|(?<fraction>(?:(?:0[0-7]*|[1-9]\\d*)(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)"
            + ")\\s*(?<unit>d|h|min|s|ms|us)?\\s*");

    private TypedSetting() {}

    /**
     * On or off. The beginnings of true, false, yes and no, on and off with at least two letters, 1 and 0 (Postgres' {@code parse_bool}).
     *
     * @return empty: Postgres takes the value for neither
     */
    static Optional<Boolean> bool(String typed) {
        String value = typed.toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if ("true".startsWith(value) || "yes".startsWith(value) || value.equals("on") || value.equals("1")) {
            return Optional.of(true);
        }
        boolean isOff = "false".startsWith(value)
                || "no".startsWith(value)
                || "off".startsWith(value) && value.length() > 1
                || value.equals("0");
        return isOff ? Optional.of(false) : Optional.empty();
    }

    /**
     * A timeout, whose unit is the millisecond where none is typed. A fraction is rounded to the next smaller unit, and then to a
     * millisecond: 0.4 is 0, which is off (Postgres' {@code parse_int}).
     *
     * @return zero: there is no limit; empty: Postgres refuses the value, and with it the setting
     */
    static Optional<Duration> time(String typed) {
        Matcher matcher = TIME.matcher(typed);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double number = matcher.group("sign").equals("-") ? -number(matcher) : number(matcher);
        double millis = Math.rint(millis(number, matcher.group("unit")));
        return millis < 0 || millis > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) millis));
    }

    /** Infinite where it has more digits than Postgres takes. */
    private static double number(Matcher matcher) {
        if (matcher.group("hex") != null) {
            return whole(matcher.group("hex"), 16);
        }
        if (matcher.group("octal") != null) {
            return whole(matcher.group("octal"), 8);
        }
        if (matcher.group("hexfraction") != null) {
            String power = Optional.ofNullable(matcher.group("power")).orElse("p0");
            return Double.parseDouble(matcher.group("hexfraction") + power);
        }
        return Double.parseDouble(
                Optional.ofNullable(matcher.group("whole")).orElseGet(() -> matcher.group("fraction")));
    }

    private static double whole(String digits, int base) {
        try {
            return Long.parseLong(digits, base);
        } catch (NumberFormatException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static double millis(double number, String unit) {
        for (int i = 0; i < UNITS.size(); i++) {
            if (UNITS.get(i).name().equals(unit)) {
                double millis = number * UNITS.get(i).millis();
                boolean isSmallest = i + 1 == UNITS.size();
                double smaller = isSmallest ? 1 : UNITS.get(i + 1).millis();
                return isSmallest ? millis : Math.rint(millis / smaller) * smaller;
            }
        }
        return number;
    }
}
