package dev.immichpg.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 30m}, {@code 2h}, {@code 1d}: a minute to 30 days. */
final class PauseLength implements ITypeConverter<Duration> {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            Duration length = switch (form.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            if (!length.isZero() && length.compareTo(LONGEST) <= 0) {
                return length;
            }
        }
        throw new TypeConversionException("\"" + text + "\" is not a time such as 30m, 2h or 1d, of at most 30d.");
    }
}
