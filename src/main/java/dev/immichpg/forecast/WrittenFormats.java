package dev.immichpg.forecast;

import dev.immichpg.forecast.IndexFormat.Fit;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The formats that some versions of VectorChord write, held against the one that another reads (extensions.md#formats). */
final class WrittenFormats {

    private WrittenFormats() {}

    /**
     * @param builders versions of which one has built the index
     * @param reader the version that is to read it
     * @param seen why it was one of these: a sentence
     * @return empty: nothing is known of the formats of these versions
     */
    static Optional<IndexFormat> compare(
            VectorChordVersions lines, Set<Version> builders, Optional<Version> reader, String seen) {
        Optional<Integer> read = reader.flatMap(lines::format);
        List<Optional<Integer>> written =
                builders.stream().map(lines::format).distinct().toList();
        if (read.isEmpty() || written.isEmpty() || written.contains(Optional.<Integer>empty())) {
            return Optional.empty();
        }
        if (written.equals(List.of(read))) {
            return Optional.of(IndexFormat.FITS);
        }
        String text = seen + " Its format on disk is " + listed(written) + ", and VectorChord "
                + reader.get().text() + " reads " + read.get() + " only.";
        return Optional.of(new IndexFormat(written.contains(read) ? Fit.PERHAPS : Fit.STALE, text));
    }

    private static String listed(List<Optional<Integer>> formats) {
        return formats.stream()
                .map(Optional::get)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "))
                .replaceFirst(", (\\d+)$", " or $1");
    }
}
