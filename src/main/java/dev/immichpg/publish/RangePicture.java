package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A line that shows which versions Immich allows, and where the installed and the available version are. It shows their order and is not
 * to scale: what matters is on which side of a limit a version is.
 *
 * @param title the same in words
 * @param spans from left to right, without gaps
 * @param marks from left to right
 */
record RangePicture(String title, List<Span> spans, List<Mark> marks) {

    static final int WIDTH = 280;

    /** How much of a version is drawn: more would run into its neighbour. */
    private static final int LONGEST_LABEL = 8;

    /** @param allowed whether the versions between are in the range */
    record Span(int x, int width, boolean allowed) {}

    /** @param edge the range begins or ends here */
    record Mark(int x, String label, boolean edge, boolean installed, boolean available) {}

    /** Empty where neither version can be read. */
    static Optional<RangePicture> of(
            String what, VersionRange range, Optional<Version> installed, Optional<Version> available) {
        if (installed.isEmpty() && available.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<Version> points = new TreeSet<>(range.edges());
        installed.ifPresent(points::add);
        available.ifPresent(points::add);
        List<Version> versions = List.copyOf(points);
        int step = WIDTH / (versions.size() + 1);
        List<Span> spans = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i <= versions.size(); i++) {
            int x = i * step;
            int width = i == versions.size() ? WIDTH - x : step;
            spans.add(new Span(x, width, isAllowed(range, versions, i)));
            if (i < versions.size()) {
                Version version = versions.get(i);
                marks.add(new Mark(
                        x + step,
                        shortened(version.text()),
                        range.edges().contains(version),
                        installed.filter(version::sameAs).isPresent(),
                        available.filter(version::sameAs).isPresent()));
            }
        }
        String title = what + ": Immich allows " + range + "; "
                + installed.map(v -> "installed is " + v + judged(range, v)).orElse("none is installed")
                + ", "
                + available.map(v -> "available is " + v + judged(range, v)).orElse("none is available")
                + ".";
        return Optional.of(new RangePicture(ReportText.visible(title), spans, marks));
    }

    private static String judged(VersionRange range, Version version) {
        return range.contains(version) ? " (allowed)" : " (not allowed)";
    }

    /** Before, between or after the versions; between neighbours that no release can part, as both of them are. */
    private static boolean isAllowed(VersionRange range, List<Version> versions, int i) {
        if (i == 0) {
            return range.contains(Version.of("0.0.0"));
        }
        Version left = versions.get(i - 1);
        Version next = Version.of(left.major() + "." + left.minor() + "." + (left.patch() + 1));
        return i < versions.size() && !next.isOlderThan(versions.get(i))
                ? range.contains(left) && range.contains(versions.get(i))
                : range.contains(next);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL - 1) + "…";
    }
}
