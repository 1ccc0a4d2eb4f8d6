package dev.immichpg.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code vchord.so} and {@code vectors.so} without their code: a contrib module whose settings were renamed in the
 * binary. Preloaded, it shows in pg_settings what the real library shows ({@code vchordrq.probes}, which any role may
 * set), and from Postgres 15 on it reserves the prefix, so that a leftover setting warns as it really does.
 *
 * <p>Each library has another module as its base where possible: before Postgres 16 modules share their global symbols,
 * and two modules must not own one text setting.
 */
public final class StandInLibrary {
    private StandInLibrary() {}

    /** Of the contrib modules in this directory, which must be that major version's: postgres_fdw and pg_trgm. */
    public static void writeAll(int major, Path libraries) throws IOException {
        // of the base; ours is called .so on a Mac as well, for that is what shared_preload_libraries says
        String suffix = Files.exists(libraries.resolve("pg_trgm.so")) ? ".so" : ".dylib";
        if (major >= 15) {
            write(
                    libraries.resolve("postgres_fdw" + suffix),
                    libraries.resolve("vchord.so"),
                    Map.of("postgres_fdw.application_name", "vchordrq.probes", "postgres_fdw", "vchordrq"));
        } else {
            write(
                    libraries.resolve("pg_trgm" + suffix),
                    libraries.resolve("vchord.so"),
                    trigramSettings("vchordrq.epsilon", "vchordrq.probes", "vchordrq.prefilter"));
        }
        write(
                libraries.resolve("pg_trgm" + suffix),
                libraries.resolve("vectors.so"),
                trigramSettings("vectors.ivf_nprobe", "vectors.hnsw_ef_search", "vectors.search_mode"));
    }

    private static Map<String, String> trigramSettings(String first, String second, String third) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("pg_trgm.similarity_threshold", first);
        names.put("pg_trgm.word_similarity_threshold", second);
        names.put("pg_trgm.strict_word_similarity_threshold", third);
        return names;
    }

    private static void write(Path base, Path target, Map<String, String> names) throws IOException {
        byte[] binary = Files.readAllBytes(base);
        for (Map.Entry<String, String> name : names.entrySet()) {
            rename(binary, name.getKey(), name.getValue(), base);
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
}
