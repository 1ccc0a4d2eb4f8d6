package dev.immichpg.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code vchord.so} and {@code vectors.so} without their code: a contrib module whose settings were renamed in the
 * binary. Preloaded, it shows in pg_settings what the real library shows ({@code vchordrq.probes}, which any role may
 * set), and from Postgres 15 on it reserves the prefix, so that a leftover setting warns as it really does. To Postgres 18
 * a contrib module says Postgres' own version: the stand-ins say nothing, as the real ones did before VectorChord 0.5, or
 * what they are told to.
 *
 * <p>Each library has another module as its base where possible: before Postgres 16 modules share their global symbols,
 * and two modules must not own one text setting.
 */
public final class StandInLibrary {
    static final String VCHORDG = "vchordg_settings";

    private static final int SAYS_VERSION_SINCE = 18;

    private StandInLibrary() {}

    /** Of the contrib modules in this directory, which must be that major version's: postgres_fdw and pg_trgm. */
    public static void writeAll(int major, Path libraries) throws IOException {
        writeVchord(major, libraries, "");
        write(
                major,
                base(libraries, "pg_trgm"),
                libraries.resolve("vectors.so"),
                trigramSettings("vectors.ivf_nprobe", "vectors.hnsw_ef_search", "vectors.search_mode"),
                "");
    }

    /**
     * Without {@linkplain #writeVchordg the newer settings}.
     *
     * @param version that it says of itself; empty: none
     */
    static void writeVchord(int major, Path libraries, String version) throws IOException {
        Path target = libraries.resolve("vchord.so");
        if (major >= 15) {
            write(
                    major,
                    base(libraries, "postgres_fdw"),
                    target,
                    Map.of("postgres_fdw.application_name", "vchordrq.probes", "postgres_fdw", "vchordrq"),
                    version);
        } else {
            write(
                    major,
                    base(libraries, "pg_trgm"),
                    target,
                    trigramSettings("vchordrq.epsilon", "vchordrq.probes", "vchordrq.prefilter"),
                    version);
        }
    }

    /**
     * The settings that VectorChord's library has since 0.5.0 ({@code vchordg.ef_search}), in a library beside it: each session
     * loads it where it is named in {@code session_preload_libraries}.
     */
    static void writeVchordg(int major, Path libraries) throws IOException {
        Map<String, String> names =
                trigramSettings("vchordg.ef_search", "vchordg.beam_search", "vchordg.max_scan_tuples");
        if (major >= 15) {
            names.put("pg_trgm", "vchordg");
        }
        write(major, base(libraries, "pg_trgm"), libraries.resolve(VCHORDG + ".so"), names, "");
    }

    /** Ours is called .so on a Mac as well, for that is what shared_preload_libraries says. */
    private static Path base(Path libraries, String module) {
        Path library = libraries.resolve(module + ".so");
        return Files.exists(library) ? library : libraries.resolve(module + ".dylib");
    }

    private static Map<String, String> trigramSettings(String first, String second, String third) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("pg_trgm.similarity_threshold", first);
        names.put("pg_trgm.word_similarity_threshold", second);
        names.put("pg_trgm.strict_word_similarity_threshold", third);
        return names;
    }

    private static void write(int major, Path base, Path target, Map<String, String> names, String version)
            throws IOException {
        byte[] binary = Files.readAllBytes(base);
        for (Map.Entry<String, String> name : names.entrySet()) {
            rename(binary, name.getKey(), name.getValue(), base);
        }
        if (major >= SAYS_VERSION_SINCE) {
            sayVersion(binary, major, version, base);
        }
        Files.deleteIfExists(target);
        Files.write(target, binary);
        if (Os.isMac()) { // a changed binary needs a new signature; not tried
            Os.run(
                    List.of("codesign", "--force", "--sign", "-", target.toString()),
                    target.resolveSibling(target.getFileName() + ".codesign.log"));
        }
    }

    /** Replaces a whole C string by one that is not longer. */
    private static void rename(byte[] binary, String from, String to, Path base) throws IOException {
        byte[] old = ("\0" + from + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] replacement = Arrays.copyOf(("\0" + to).getBytes(StandardCharsets.US_ASCII), old.length);
        if (to.length() > from.length()) {
            throw new IllegalArgumentException(to + " is longer than " + from);
        }
        int found = 0;
        for (int at = 0; at <= binary.length - old.length; at++) {
            if (Arrays.equals(binary, at, at + old.length, old, 0, old.length)) {
                System.arraycopy(replacement, 0, binary, at, replacement.length);
                found++;
            }
        }
        if (found == 0) {
            throw new IOException(base + " does not hold " + from);
        }
    }

    /** In place of Postgres' own, {@code 18.6}, and the empty space behind it. */
    private static void sayVersion(byte[] binary, int major, String version, Path base) throws IOException {
        Matcher own =
                Pattern.compile("\0(" + major + "\\.\\d+)\0+").matcher(new String(binary, StandardCharsets.ISO_8859_1));
        if (!own.find()) {
            throw new IOException(base + " does not say its version");
        }
        if (version.length() > own.end() - own.start(1) - 1) {
            throw new IllegalArgumentException(version + " is longer than there is room for");
        }
        Arrays.fill(binary, own.start(1), own.end(), (byte) 0);
        byte[] said = version.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(said, 0, binary, own.start(1), said.length);
    }
}
