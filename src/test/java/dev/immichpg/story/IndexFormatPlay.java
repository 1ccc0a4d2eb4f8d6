package dev.immichpg.story;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Another format on disk, as VectorChord has between versions, without a library of VectorChord. The stand-ins' indexes are
 * hash indexes: Postgres keeps a number of the format on their first page, and refuses another one ("has wrong hash version")
 * in scan, insert and VACUUM, and REINDEX writes the right one. So what an old library has built is, for the new one, an index
 * whose number is another: it is written into the file while the server is down.
 */
final class IndexFormatPlay implements UpdatePlanIT.Play {

    private static final int PAGE = 8192;
    private static final int CHECKSUM_AT = 8;
    private static final int MAGIC_AT = 24;
    private static final int MAGIC = 0x6440640;
    private static final int VERSION_AT = 28;
    private static final int OLD_VERSION = 3;

    /** They are read as they are. */
    @Override
    public void begin(ImmichDatabase database) {}

    /** Hash indexes of vectors serve no search. */
    @Override
    public void readsBoth(ImmichDatabase database) {}

    @Override
    public void restartWithNewLibrary(ImmichDatabase database) {
        EmbeddedServer server = database.server();
        List<String> files = List.of("clip_index", "face_index").stream()
                .map(index -> database.value("SELECT pg_relation_filepath(to_regclass('public." + index + "'))"))
                .filter(file -> !file.isEmpty())
                .toList();
        server.stop();
        files.forEach(file -> makeOld(server, file));
        server.startAgain();
    }

    private static void makeOld(EmbeddedServer server, String path) {
        try (RandomAccessFile file =
                new RandomAccessFile(server.dataDirectory().resolve(path).toFile(), "rw")) {
            byte[] bytes = new byte[PAGE];
            file.readFully(bytes);
            ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            if (page.getInt(MAGIC_AT) != MAGIC || page.getShort(CHECKSUM_AT) != checksum(page)) {
                throw new IllegalStateException("not the first page of a hash index: " + path);
            }
            page.putInt(VERSION_AT, OLD_VERSION);
            page.putShort(CHECKSUM_AT, checksum(page));
            file.seek(0);
            file.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final int PRIME = 16777619;

    private static final int[] BASE = {
        0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
        0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
        0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
        0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756,
    };

    /** Of block 0, as Postgres' checksum_impl.h computes it: 32 sums side by side. */
    private static short checksum(ByteBuffer page) {
        short stored = page.getShort(CHECKSUM_AT);
        page.putShort(CHECKSUM_AT, (short) 0);
        int[] sums = BASE.clone();
        for (int at = 0; at < PAGE; at += 4) {
            int lane = at / 4 % sums.length;
            sums[lane] = mixed(sums[lane], page.getInt(at));
        }
        int result = 0;
        for (int lane = 0; lane < sums.length; lane++) {
            result ^= mixed(mixed(sums[lane], 0), 0);
        }
        page.putShort(CHECKSUM_AT, stored);
        return (short) (Integer.remainderUnsigned(result, 65535) + 1);
    }

    private static int mixed(int sum, int value) {
        int both = sum ^ value;
        return both * PRIME ^ both >>> 17;
    }
}
