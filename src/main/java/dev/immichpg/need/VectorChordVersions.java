package dev.immichpg.need;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of VectorChord's versions (extensions.md#formats).
 *
 * @param lines oldest first. The last one ends where its minor version ends: beyond it nothing is known
 */
public record VectorChordVersions(List<VectorChordVersion> lines) {

    /** Throws IllegalArgumentException, with one sentence, for lines out of order. */
    public VectorChordVersions {
        lines = List.copyOf(lines);
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).first().isNewerThan(lines.get(i - 1).first())) {
                throw new IllegalArgumentException("vectorChord must ascend by first, but %s follows %s."
                        .formatted(lines.get(i).first(), lines.get(i - 1).first()));
            }
        }
    }

    /** The format that this version writes and reads; empty: it is not known. */
    public Optional<Integer> format(Version version) {
        int line = line(version);
        return line < 0 ? Optional.empty() : Optional.of(lines.get(line).format());
    }

    /** The lines that have a version older than this one. */
    public List<VectorChordVersion> before(Version version) {
        return lines.stream().filter(line -> line.first().isOlderThan(version)).toList();
    }

    /** The lines that read this format; by their first versions. */
    public List<Version> ofFormat(int format) {
        return lines.stream()
                .filter(line -> line.format() == format)
                .map(VectorChordVersion::first)
                .toList();
    }

    /**
     * Whether the library of the newer version has functions that the older one's lacks.
     *
     * @return empty: one of the two is not known, or nobody has looked
     */
    public Optional<Boolean> addFunctions(Version older, Version newer) {
        int from = line(older);
        int to = line(newer);
        if (from < 0 || to < 0) {
            return Optional.empty();
        }
        List<Optional<Boolean>> steps = IntStream.rangeClosed(from + 1, to)
                .mapToObj(i -> lines.get(i).newFunctions())
                .toList();
        if (steps.contains(Optional.of(true))) {
            return Optional.of(true);
        }
        return steps.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(false);
    }

    /** -1: none. A pre-release is of no line. */
    private int line(Version version) {
        if (!version.release().sameAs(version)) {
            return -1;
        }
        int line = (int) lines.stream()
                        .filter(l -> !l.first().isNewerThan(version))
                        .count()
                - 1;
        boolean beyond = line == lines.size() - 1
                && line >= 0
                && (lines.get(line).first().major() != version.major()
                        || lines.get(line).first().minor() != version.minor());
        return beyond ? -1 : line;
    }
}
