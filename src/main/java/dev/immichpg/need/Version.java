package dev.immichpg.need;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact version as npm's {@code semver} parses it strictly: three numbers, then an optional pre-release and optional
 * build metadata. A two-part "1.1" is not a version: Immich's {@code semver.eq} throws "Invalid Version" on it (ref §1.1).
 *
 * <p>Equality is that of the text, order is semver precedence, which ignores build metadata: 1.0.0+a and 1.0.0 are not
 * equal, but {@link #sameAs} each other.
 *
 * @param text the version without surrounding blanks and leading v
 */
public record Version(String text) implements Comparable<Version> {

    /** What JavaScript's {@code trim} and {@code \s} take for a blank. */
    static final String BLANK = "[\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]";

    static final String NUMBER = "(?:0|[1-9][0-9]*)";
    static final String PRE_RELEASE = "(?:(?:[0-9]*[A-Za-z-][0-9A-Za-z-]*|" + NUMBER
            + ")(?:\\.(?:[0-9]*[A-Za-z-][0-9A-Za-z-]*|" + NUMBER + "))*)";
    static final String BUILD = "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)";

    private static final Pattern FORM = Pattern.compile(BLANK + "*v?((" + NUMBER + ")\\.(" + NUMBER + ")\\.(" + NUMBER
            + ")(?:-(" + PRE_RELEASE + "))?" + BUILD + "?)" + BLANK + "*");

    static final int MAX_LENGTH = 256;
    private static final long MAX_NUMBER = (1L << 53) - 1;

    /** Surrounding blanks and one leading v are taken off. Throws IllegalArgumentException for what is no version. */
    public Version {
        Optional<Matcher> parts = parts(text);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a version: it needs three numbers, as in \"0.4.3\".".formatted(text));
        }
        text = parts.get().group(1);
    }

    /** The version that the text is, or empty if npm's {@code semver} would refuse it. */
    public static Optional<Version> parse(String text) {
        return parts(text).map(parts -> new Version(parts.group(1)));
    }

    /** Throws IllegalArgumentException, with one sentence, for what is no version. */
    public static Version of(String text) {
        return new Version(text);
    }

    public long major() {
        return Long.parseLong(parts().group(2));
    }

    public long minor() {
        return Long.parseLong(parts().group(3));
    }

    public long patch() {
        return Long.parseLong(parts().group(4));
    }

    public boolean isPreRelease() {
        return parts().group(5) != null;
    }

    /** This version without pre-release and build metadata: the release that a pre-release comes before. */
    public Version release() {
        Matcher parts = parts();
        return new Version(parts.group(2) + "." + parts.group(3) + "." + parts.group(4));
    }

    public boolean isNewerThan(Version other) {
        return compareTo(other) > 0;
    }

    public boolean isOlderThan(Version other) {
        return compareTo(other) < 0;
    }

    /** Neither is newer: equal but for build metadata. */
    public boolean sameAs(Version other) {
        return compareTo(other) == 0;
    }

    /** By semver precedence, so not consistent with equals where versions differ by build metadata alone. */
    @Override
    public int compareTo(Version other) {
        Matcher mine = parts();
        Matcher its = other.parts();
        for (int number = 2; number <= 4; number++) {
            int order = Long.compare(Long.parseLong(mine.group(number)), Long.parseLong(its.group(number)));
            if (order != 0) {
                return order;
            }
        }
        return comparePreReleases(mine.group(5), its.group(5));
    }

    @Override
    public String toString() {
        return text;
    }

    private static int comparePreReleases(String mine, String its) {
        if (mine == null || its == null) {
            return Boolean.compare(mine == null, its == null);
        }
        List<String> left = List.of(mine.split("\\."));
        List<String> right = List.of(its.split("\\."));
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareIdentifiers(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareIdentifiers(String mine, String its) {
        boolean numeric = isNumeric(mine);
        if (numeric != isNumeric(its)) {
            return numeric ? -1 : 1;
        }
        // As doubles, because npm compares JavaScript's numbers.
        return numeric
                ? Double.compare(Double.parseDouble(mine), Double.parseDouble(its))
                : Integer.signum(mine.compareTo(its));
    }

    private static boolean isNumeric(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Matcher parts() {
        return parts(text).orElseThrow();
    }

    private static Optional<Matcher> parts(String text) {
        Matcher parts = FORM.matcher(text);
        boolean valid = text.length() <= MAX_LENGTH
                && parts.matches()
                && isSafe(parts.group(2))
                && isSafe(parts.group(3))
                && isSafe(parts.group(4));
        return valid ? Optional.of(parts) : Optional.empty();
    }

    /** Whether JavaScript counts the number exactly. */
    private static boolean isSafe(String number) {
        return number.length() <= 16 && Long.parseLong(number) <= MAX_NUMBER;
    }
}
