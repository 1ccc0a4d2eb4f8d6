package dev.immichpg.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One migration of Immich's that was run with one object missing, or there before: {@code trials.tsv}, which
 * {@link LedgerSourceTest} makes of {@code outcomes.json} itself, and not of the ledger that the forecast reads.
 *
 * @param what {@code missing}, {@code present} or {@code other result}
 * @param migration its number
 * @param kind as the ledger calls it
 * @param end {@code stops}; {@code different}: it ran, and the schema was not what it should be; {@code same}: it was
 * @param on another table than {@code table}, on which it was made; else empty
 * @param made as what it was made; empty: as what it is
 */
record Trial(String what, int migration, String kind, String table, String name, String end, String on, String made) {

    static List<Trial> all() {
        try (InputStream file = Trial.class.getResourceAsStream("trials.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(f -> new Trial(f[0], Integer.parseInt(f[1]), f[2], f[3], f[4], f[5], f[6], f[7]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
