package dev.immichpg.check;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.HostileText;
import dev.immichpg.catalog.Rewritten;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Snapshots that no server has ever sent: those that the tests have, with anything in their components. */
public final class HostileSnapshots {

    /**
     * So that a build of one commit always ends in the same way. More tries go on from it; another seed, for a while, finds
     * others.
     */
    public static final String SEED = "20261126";

    /** The healthy ones, and of each check the one on which it fires. */
    static final List<Snapshot> ORDINARY = Stream.concat(
                    Stream.of(Given.vchord(), Given.pgvector(), Given.pgvectors(), Given.fresh()),
                    Arrays.stream(Check.values())
                            .map(check -> CheckTest.of(check).fires().given()))
            .map(Given::snapshot)
            .toList();

    private static final List<Optional<String>> RELEASES = Stream.concat(
                    Stream.of("1.90.0", "1.91.0", "1.106.0", "1.118.2", "1.135.3", "2.7.5", "3.3.0", "99.0.0-rc.1")
                            .map(Optional::of),
                    Stream.of(Optional.<String>empty()))
            .toList();

    private HostileSnapshots() {}

    /** Of a snapshot much or little is another: texts, numbers, what is there and what is hidden. */
    public static Arbitrary<Snapshot> any() {
        return Arbitraries.randomValue(random -> {
            Snapshot is = ORDINARY.get(random.nextInt(ORDINARY.size()));
            double share = List.of(0.01, 0.1, 0.5).get(random.nextInt(3));
            return Rewritten.by((where, value) -> changed(where, value, random, share), is);
        });
    }

    /**
     * Reports on them, of a release of Immich and of an upgrade to another; some on a database that could not be read. The
     * database may be called anything, as one is that a snapshot from elsewhere names.
     */
    public static Arbitrary<Report> reports() {
        return any().flatMap(is -> Arbitraries.randomValue(random -> {
            String name = random.nextBoolean() ? HostileText.of(random) : "home";
            return random.nextInt(8) == 0
                    ? new Doctor(Set.of(), Map.of())
                            .unreadable(
                                    new Question(name, release(random), release(random), Optional.empty()),
                                    "It said: " + HostileText.of(random),
                                    Judged.NOON,
                                    Judged.A_MOMENT)
                    : report(name, is, release(random), release(random));
        }));
    }

    static Report report(String name, Snapshot is, Optional<Version> immich, Optional<Version> upgradeTo) {
        ImmichVersion version = immich.isPresent()
                ? new ImmichVersion(immich, Source.CONFIGURED, false)
                : ReleaseDetection.version(Optional.empty(), is, Judged.RELEASES, Optional.empty());
        return new Doctor(Set.of(), Map.of())
                .report(
                        new Question(name, immich, upgradeTo, Optional.empty()),
                        Judged.RELEASES,
                        version,
                        is,
                        Judged.NOON,
                        Judged.A_MOMENT);
    }

    private static Optional<Version> release(Random random) {
        return RELEASES.get(random.nextInt(RELEASES.size())).map(Version::of);
    }

    private static Object changed(RecordComponent where, Object value, Random random, double share) {
        if (where.getName().equals("format") || random.nextDouble() >= share) {
            return value;
        }
        if (value instanceof String) {
            return HostileText.of(random);
        }
        if (value instanceof Boolean flag) {
            return !flag;
        }
        if (where.getName().equals("versionNum")) {
            return List.of(0, 90_624, 140_000, 999_999, Integer.MAX_VALUE).get(random.nextInt(5));
        }
        if (value instanceof Integer) {
            return List.of(Integer.MIN_VALUE, -1, 0, 1, 2_000_000, Integer.MAX_VALUE)
                    .get(random.nextInt(6));
        }
        if (value instanceof Long) {
            return List.of(Long.MIN_VALUE, -1L, 0L, 1L, 1L << 40, Long.MAX_VALUE)
                    .get(random.nextInt(6));
        }
        if (value instanceof Enum<?> constant) {
            Object[] all = constant.getDeclaringClass().getEnumConstants();
            return all[random.nextInt(all.length)];
        }
        if (value instanceof List<?> list) {
            return otherwise(list, random);
        }
        return value instanceof Optional<?> ? Optional.empty() : value;
    }

    /** In another order, some of it missing, some twice. */
    private static List<?> otherwise(List<?> list, Random random) {
        List<Object> other = new ArrayList<>();
        for (Object each : list) {
            other.addAll(Collections.nCopies(random.nextInt(3), each));
        }
        Collections.shuffle(other, random);
        return other;
    }
}
