package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting that Immich's sessions have, and where it comes from.
 *
 * @param scope empty: the server's configuration
 */
public record EffectiveSetting(String name, String value, Optional<Scope> scope) {

    /** The first major version of Postgres that has it, of those that not every one has. */
    private static final Map<String, Integer> SINCE = Map.of("transaction_timeout", 17);

    private static final Pattern TIME = Pattern.compile("\\s*([0-9.]+)\\s*(us|ms|s|min|h|d)?\\s*");

    /** In milliseconds, which is also Postgres' unit where there is none. */
    private static final Map<String, Double> UNITS =
            Map.of("us", 0.001, "ms", 1.0, "s", 1000.0, "min", 60_000.0, "h", 3_600_000.0, "d", 86_400_000.0);

    /** Nearest first (catalogs.md#precedence); empty: it is hidden, or this Postgres has no such setting. */
    public static Optional<EffectiveSetting> of(Snapshot is, String name) {
        return is.nearestSetting(name)
                .map(nearest -> new EffectiveSetting(name, nearest.value(), Optional.of(nearest.scope())))
                .or(() -> is.serverSettings().stream()
                        .flatMap(List::stream)
                        .filter(s -> s.name().equals(name))
                        .findFirst()
                        .map(s -> new EffectiveSetting(name, s.value(), Optional.empty())));
    }

    /** The login has a value of its own, which hides the server's, and Immich's sessions have the server's. */
    public static boolean isHidden(Snapshot is, String name) {
        return is.serverSettings().isPresent()
                && of(is, name).isEmpty()
                && is.server().major() >= SINCE.getOrDefault(name, 0);
    }

    /** On or off, of a setting that is one of both; empty: Postgres would not take the value for either. */
    public Optional<Boolean> bool() {
        return bool(value);
    }

    /**
     * Postgres keeps the value for a role or database as it was typed: {@code off}, {@code FALSE}, {@code n}. It reads the beginnings of
     * true, false, yes and no, on and off with at least two letters, 1 and 0 (its {@code parse_bool}).
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

    /** Of a timeout, as it was typed: {@code 5s}, {@code 90000}; empty: it is off, or nobody can read it. */
    public Optional<Duration> time() {
        Matcher matcher = TIME.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            double unit = UNITS.get(Optional.ofNullable(matcher.group(2)).orElse("ms"));
            long millis = (long) Math.min(Integer.MAX_VALUE, Math.ceil(Double.parseDouble(matcher.group(1)) * unit));
            return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
