package dev.immichpg.agent;

import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import dev.immichpg.ledger.LedgerText;
import dev.immichpg.ledger.SchemaLedger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The ledger of Immich's schema as a file: the one in this program, or a newer one of the operator's. */
public final class LedgerFile {

    private static final String BUILT_IN = "/dev/immichpg/ledger/schema.tsv";

    /** Fifty times the one in this program. */
    private static final int MOST_BYTES = 16 << 20;

    private LedgerFile() {}

    /** Read once, and only where it is needed. */
    private static final class Holder {
        private static final SchemaLedger LEDGER = LedgerText.parseWhatIsAskedFor(LedgerFile::builtInText);
    }

    /** The ledger in this program. */
    public static SchemaLedger builtIn() {
        return Holder.LEDGER;
    }

    /** The ledger in a file. Throws {@link InvalidReleases} if there is none or anything in it is wrong. */
    public static SchemaLedger read(Path file) {
        try {
            return LedgerText.parse(SmallFile.text(file, MOST_BYTES));
        } catch (UnusableFile e) {
            throw new InvalidReleases(file + ": " + e.getMessage() + ".");
        } catch (IllegalArgumentException e) {
            throw new InvalidReleases(file + ": " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw new InvalidReleases(file + ": this is not UTF-8 text.");
        } catch (IOException e) {
            throw new InvalidReleases(file + ": this cannot be read.");
        }
    }

    /** Its text. */
    public static String builtInText() {
        try (InputStream file = LedgerFile.class.getResourceAsStream(BUILT_IN)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
