package dev.immichpg.need;

import java.util.List;

/**
 * A set of versions, written as Immich's constants write it and judged as npm's {@code semver.satisfies} judges it with
 * its default options (releases.md#comparing-versions): {@code >=0.3 <2}, {@code 0.2.x}, {@code 0.1.1 || 0.1.11},
 * {@code ^1.2}, {@code 1 - 2}, {@code *}. A pre-release is in a range only if the range names a pre-release of the same
 * three numbers. Equality is that of the text.
 *
 * <p>No record, because it holds what its text was parsed to: a report asks it thousands of times.
 */
public final class VersionRange {

    private final String text;
    /** Each the comparisons which must all pass; never empty. */
    private final List<List<Bound>> alternatives;

    private VersionRange(String text) {
        this.text = text;
        this.alternatives = RangeGrammar.alternatives(text);
    }

    /** Throws IllegalArgumentException, with one sentence, for what is no range. */
    public static VersionRange of(String text) {
        return new VersionRange(text);
    }

    /** The range as written; empty text is every release. */
    public String text() {
        return text;
    }

    public boolean contains(Version version) {
        return alternatives.stream().anyMatch(bounds -> allAdmit(bounds, version));
    }

    /** As {@link #contains(Version)}. A text that is not a version of three numbers is in no range. */
    public boolean contains(String version) {
        return Version.parse(version).filter(this::contains).isPresent();
    }

    /** The releases at which the range can begin or end, ascending. Of the releases between two neighbours, either all are in the range or not one. */
    public List<Version> edges() {
        return alternatives.stream()
                .flatMap(List::stream)
                .map(bound -> bound.version().release())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionRange range && range.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean allAdmit(List<Bound> bounds, Version version) {
        return bounds.stream().allMatch(bound -> bound.admits(version))
                && (!version.isPreRelease() || bounds.stream().anyMatch(bound -> bound.namesPreReleaseOf(version)));
    }
}
