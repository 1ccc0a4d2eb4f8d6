package dev.immichpg.need;

import dev.immichpg.ledger.SchemaLedger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of Immich's releases: what each needs and does (releases.md#ranges).
 *
 * @param rows at least one, oldest first, none overlapping another
 * @param migrations all of Immich's since 1.132.0, in their order; empty: none is known
 * @param date when somebody last compared it with Immich's releases
 * @param ledger what the database of each release holds
 * @param vectorChord what is known of VectorChord's versions
 * @param faults releases that are known not to start where others do
 * @param postgresEndOfLife of each major version of Postgres, the day from which on its community gives it no fixes
 */
public record Releases(
        List<Release> rows,
        List<MigrationMark> migrations,
        LocalDate date,
        SchemaLedger ledger,
        VectorChordVersions vectorChord,
        List<KnownFault> faults,
        Map<Integer, LocalDate> postgresEndOfLife) {

    /** Throws IllegalArgumentException, with one sentence, for rows or migrations out of order. */
    public Releases {
        rows = List.copyOf(rows);
        migrations = List.copyOf(migrations);
        Objects.requireNonNull(date);
        Objects.requireNonNull(ledger);
        Objects.requireNonNull(vectorChord);
        faults = List.copyOf(faults);
        postgresEndOfLife = Map.copyOf(postgresEndOfLife);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows must not be empty.");
        }
        for (int i = 1; i < rows.size(); i++) {
            Release before = rows.get(i - 1);
            Release row = rows.get(i);
            if (before.end().isEmpty() || before.end().get().isNewerThan(row.first())) {
                throw new IllegalArgumentException(
                        "rows must ascend without overlap, but the row from %s follows that of %s."
                                .formatted(row.first(), before.immich()));
            }
        }
        for (int i = 1; i < migrations.size(); i++) {
            MigrationMark before = migrations.get(i - 1);
            MigrationMark mark = migrations.get(i);
            if (mark.migration().compareTo(before.migration()) <= 0
                    || mark.first().isOlderThan(before.first())) {
                throw new IllegalArgumentException(
                        "migrations must ascend by name and by first, but %s of %s follows %s of %s."
                                .formatted(mark.migration(), mark.first(), before.migration(), before.first()));
            }
        }
    }

    /** Of which nothing else is known: no ledger, no version of VectorChord, no fault, and no end of life. */
    public Releases(List<Release> rows, List<MigrationMark> migrations, LocalDate date) {
        this(rows, migrations, date, SchemaLedger.EMPTY, new VectorChordVersions(List.of()), List.of(), Map.of());
    }

    public Releases with(SchemaLedger other) {
        return new Releases(rows, migrations, date, other, vectorChord, faults, postgresEndOfLife);
    }

    /**
     * The row for this Immich: for one newer than all rows the newest row (ask {@link #isNewerThanKnown}), for one older
     * than all rows, or between two of them, none.
     */
    public Optional<Release> forImmich(Version immich) {
        if (isNewerThanKnown(immich)) {
            return Optional.of(newest());
        }
        for (int i = rows.size() - 1;
                i >= 0;
                i--) { // at each rule of each examination: most databases have a new Immich
            if (rows.get(i).holds(immich)) {
                return Optional.of(rows.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whether this Immich is beyond the end of the newest row, so that its rules are a guess. */
    public boolean isNewerThanKnown(Version immich) {
        return newest().end().map(end -> !immich.release().isOlderThan(end)).orElse(false);
    }

    /**
     * Up to which release the table goes, as people say it: "3.3" where it ends before 3.4.0, "3" where it ends before 4.0.0.
     * Of an open table: the first release of its newest row.
     */
    public String newestKnown() {
        return newest().end().map(Releases::justBefore).orElse(newest().first().text());
    }

    /** Whether it belongs to another major version of Immich than the newest release of the table. */
    public boolean isOfAnotherMajor(Version immich) {
        return !newestKnown().split("\\.")[0].equals(Long.toString(immich.major()));
    }

    /** Every release that the table names, oldest first: there may be others between them. */
    public List<Version> named() {
        Stream<Version> newest = Version.parse(completed(newestKnown())).stream();
        return Stream.of(rows.stream().map(Release::first), migrations.stream().map(MigrationMark::first), newest)
                .flatMap(s -> s)
                .map(Version::release)
                .distinct()
                .sorted()
                .toList();
    }

    /** The newest of {@link #named}; empty if this Immich is as new. @param immich empty: nobody knows which one it is */
    public Optional<Version> newerThan(Optional<Version> immich) {
        List<Version> named = named();
        Version newest = named.get(named.size() - 1);
        return Optional.of(newest).filter(n -> immich.map(i -> i.isOlderThan(n)).orElse(true));
    }

    /**
     * The release that people mean by this: "2.7.5" and "v2.7.5" are that one; "v3", "3" and "3.3" the newest of these that the
     * table names (as an image's tag is), or the first of these if it names none; "latest" and "release" the newest of all. Empty for
     * anything else.
     */
    public Optional<Version> meant(String text) {
        String word = text.strip();
        if (word.equalsIgnoreCase("latest") || word.equalsIgnoreCase("release")) {
            return newerThan(Optional.empty());
        }
        String number = word.replaceFirst("^[vV]", "");
        if (!number.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Version.parse(number);
        }
        return named().stream()
                .filter(release -> (release.text() + ".").startsWith(number + "."))
                .reduce((older, newer) -> newer)
                .or(() -> Version.parse(completed(number)));
    }

    private static String completed(String number) {
        return number
                + ".0"
                        .repeat(Math.max(
                                0,
                                2 - (int) number.chars().filter(c -> c == '.').count()));
    }

    private static String justBefore(Version end) {
        if (end.patch() > 0) {
            return end.major() + "." + end.minor() + "." + (end.patch() - 1);
        }
        return end.minor() > 0 ? end.major() + "." + (end.minor() - 1) : Long.toString(end.major() - 1);
    }

    /** The first release of the oldest row. */
    public Version oldestKnown() {
        return rows.get(0).first();
    }

    /**
     * The first release that has this migration, so a lower bound of the Immich that has run it. Empty for one that no
     * known release has, as TypeORM's, a fork's, or one of a newer release.
     *
     * @param migration its name in kysely_migrations, as in "1744910873969-InitialMigration"
     */
    public Optional<Version> firstReleaseWith(String migration) {
        int low = 0;
        int high = migrations.size() - 1;
        while (low <= high) { // they ascend by name
            int middle = (low + high) >>> 1;
            MigrationMark mark = migrations.get(middle);
            int order = mark.migration().compareTo(migration);
            if (order == 0) {
                return Optional.of(mark.first());
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** Whether releases brought migrations. */
    public enum Brought {
        NONE,
        SOME,
        /** The newer of the two is beyond the table, or no migration is known. */
        UNKNOWN
    }

    /** Whether the newer release knows migrations that the older one does not. */
    public Brought migrationsBetween(Version older, Version newer) {
        boolean some = migrations.stream()
                .anyMatch(mark -> mark.first().isNewerThan(older.release())
                        && !mark.first().isNewerThan(newer.release()));
        if (some) {
            return Brought.SOME;
        }
        return migrations.isEmpty()
                        || isNewerThanKnown(newer)
                        || older.isOlderThan(migrations.get(0).first())
                ? Brought.UNKNOWN
                : Brought.NONE;
    }

    /** The newest migration that is known; empty where none is. */
    public Optional<MigrationMark> newestMigration() {
        return migrations.isEmpty() ? Optional.empty() : Optional.of(migrations.get(migrations.size() - 1));
    }

    private Release newest() {
        return rows.get(rows.size() - 1);
    }
}
