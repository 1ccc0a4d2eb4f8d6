package dev.immichpg.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One agent's part of the databases, if several agents read the same configuration. Each database belongs to exactly one agent. Which one
 * depends only on the name, so the agents do not need to talk to each other. If an agent is added, only one database in {@code of}
 * moves, always to the new agent.
 *
 * @param index 0 to {@code of - 1}
 * @param of how many agents there are, 1 to {@value #MOST}
 */
record Shard(int index, int of) {

    static final int MOST = 10_000;

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})/([0-9]{1,5})");

    Shard {
        if (of < 1 || of > MOST || index < 0 || index >= of) {
            throw new IllegalArgumentException(index + "/" + of);
        }
    }

    /** Such as {@code 0/3}, {@code 1/3} and {@code 2/3}. Empty where it is no shard. */
    static Optional<Shard> parse(String text) {
        Matcher shard = TEXT.matcher(text.strip());
        if (!shard.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(shard.group(1));
        int of = Integer.parseInt(shard.group(2));
        return of < 1 || of > MOST || index >= of ? Optional.empty() : Optional.of(new Shard(index, of));
    }

    boolean has(String database) {
        return bucket(key(database), of) == index;
    }

    private static long key(String database) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(database.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }

    /** Jump consistent hash (Lamping, Veach: A Fast, Minimal Memory, Consistent Hash Algorithm, 2014). */
    static int bucket(long key, int buckets) {
        long state = key;
        long bucket = -1;
        long next = 0;
        while (next < buckets) {
            bucket = next;
            state = state * 2862933555777941757L + 1;
            next = (long) ((bucket + 1) * ((double) (1L << 31) / ((state >>> 33) + 1)));
        }
        return (int) bucket;
    }
}
