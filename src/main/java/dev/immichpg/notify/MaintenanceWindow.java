package dev.immichpg.notify;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A time of the week in which nothing is told: {@code Sun 03:00-05:00 Europe/Berlin}. Without days it is every day; without a
 * zone it is in UTC. An end that is not after the beginning is on the next day. By the clock on the wall: when the clocks
 * change, the window changes with them.
 *
 * @param days on which it begins
 * @param to the first minute after it
 */
public record MaintenanceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z]{3}(?:\\s*[-,]\\s*[A-Za-z]{3})*)\\s+)?(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})(?:\\s+(\\S+))?");

    public MaintenanceWindow {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window begins on some day");
        }
    }

    /** Several, separated by semicolons. */
    public static List<MaintenanceWindow> parseAll(String text) {
        return Stream.of(text.split(";"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(MaintenanceWindow::parse)
                .toList();
    }

    static MaintenanceWindow parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            try {
                return new MaintenanceWindow(
                        form.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(form.group(1)),
                        time(form.group(2)),
                        time(form.group(3)),
                        form.group(4) == null ? ZoneOffset.UTC : ZoneId.of(form.group(4)));
            } catch (DateTimeException e) {
                // Said below.
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not a time such as \"Sun 03:00-05:00 Europe/Berlin\" or \"Mon-Fri 22:00-02:00\".");
    }

    private static LocalTime time(String text) {
        return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text.length() < 5 ? "0" + text : text);
    }

    private static Set<DayOfWeek> days(String text) {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",")) {
            String[] ends = part.strip().split("\\s*-\\s*");
            DayOfWeek last = day(ends[ends.length - 1]);
            DayOfWeek day = day(ends[0]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        return Stream.of(DayOfWeek.values())
                .filter(day ->
                        day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new DateTimeException(text));
    }

    /** When it ends; empty where it is not that time. */
    public Optional<Instant> until(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return Stream.of(today.minusDays(1), today)
                .filter(date -> days.contains(date.getDayOfWeek()))
                .filter(date -> !now.isBefore(at(date, from)))
                .map(date -> at(to.isAfter(from) ? date : date.plusDays(1), to))
                .filter(now::isBefore)
                .max(Instant::compareTo);
    }

    private Instant at(LocalDate date, LocalTime time) {
        return ZonedDateTime.of(date, time, zone).toInstant();
    }
}
