package dev.immichpg.need;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact version as npm's {@code semver} parses it strictly: three numbers, then an optional pre-release and optional
 * build metadata. A two-part "1.1" is not a version: Immich's {@code semver.eq} throws "Invalid Version" on it
 * (releases.md#comparing-versions).
 *
 * <p>Equality is that of the text, order is semver precedence, which ignores build metadata: 1.0.0+a and 1.0.0 are not
 * equal, but {@link #sameAs} each other.
 *
 * <p>No record, because it holds what its text was parsed to: a report compares thousands of versions.
 */
public final class Version implements Comparable<Version> {

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

    private final String text;
    private final long major;
    private final long minor;
    private final long patch;
    /** The identifiers of the pre-release; empty: there is none. */
    private final List<String> preRelease;

    private final Version release;

    private Version(String text, long major, long minor, long patch, List<String> preRelease) {
        this.text = text;
        this.major = major;
        this.minor = minor;
        this.patch = patch;
        this.preRelease = preRelease;
        String numbers = major + "." + minor + "." + patch;
        release = numbers.equals(text) ? this : new Version(numbers, major, minor, patch, List.of());
    }

    /**
     * The version that the text is, or empty if npm's {@code semver} would refuse it. Surrounding blanks and one leading v
     * are taken off.
     */
    public static Optional<Version> parse(String text) {
        Matcher parts = FORM.matcher(text);
        boolean valid = text.length() <= MAX_LENGTH
                && parts.matches()
                && isSafe(parts.group(2))
                && isSafe(parts.group(3))
                && isSafe(parts.group(4));
        return valid ? Optional.of(parsed(parts)) : Optional.empty();
    }

    private static Version parsed(Matcher parts) {
        return new Version(
                parts.group(1),
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3)),
                Long.parseLong(parts.group(4)),
                parts.group(5) == null ? List.of() : List.of(parts.group(5).split("\\.")));
    }

    /** As {@link #parse}. Throws IllegalArgumentException, with one sentence, for what is no version. */
    public static Version of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"%s\" is not a version: it needs three numbers, as in \"0.4.3\".".formatted(text)));
    }

    /** The version without surrounding blanks and leading v. */
    public String text() {
        return text;
    }

    public long major() {
        return major;
    }

    public long minor() {
        return minor;
    }

    public long patch() {
        return patch;
    }

    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** This version without pre-release and build metadata: the release that a pre-release comes before. */
    public Version release() {
        return release;
    }

    /** Whether {@link #release} of both is the same: what counts is the three numbers. */
    boolean isOfSameReleaseAs(Version other) {
        return compareNumbers(other) == 0;
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
        int order = compareNumbers(other);
        return order != 0 ? order : comparePreReleases(preRelease, other.preRelease);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version version && version.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private int compareNumbers(Version other) {
        int order = Long.compare(major, other.major);
        if (order == 0) {
            order = Long.compare(minor, other.minor);
        }
        return order == 0 ? Long.compare(patch, other.patch) : order;
    }

    private static int comparePreReleases(List<String> mine, List<String> its) {
        if (mine.isEmpty() || its.isEmpty()) {
            return Boolean.compare(mine.isEmpty(), its.isEmpty());
        }
        for (int i = 0; i < Math.min(mine.size(), its.size()); i++) {
            int order = compareIdentifiers(mine.get(i), its.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.size(), its.size());
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

    /** Whether JavaScript counts the number exactly. */
    private static boolean isSafe(String number) {
        return number.length() <= 16 && Long.parseLong(number) <= MAX_NUMBER;
    }
}
