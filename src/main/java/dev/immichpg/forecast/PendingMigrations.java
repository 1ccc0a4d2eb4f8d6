package dev.immichpg.forecast;

import dev.immichpg.ledger.SchemaLedger;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.MigrationMark;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.OptionalInt;

/**
 * The migrations between the newest one that has run and the newest one of the release that starts, as the ledger counts them.
 *
 * @param from number of the newest one that has run
 * @param to number of the newest one of the release; not beyond {@code from}: there is nothing to run
 * @param names of those in between, in order
 */
record PendingMigrations(int from, int to, List<String> names) {

    /** As many are named; the page of the forecast is for people. */
    private static final int MOST_NAMES = 12;

    PendingMigrations {
        names = List.copyOf(names);
    }

    /** Nothing to run where it is not known which migration the database has. */
    static PendingMigrations of(StartProgress start, SchemaState schema) {
        return of(start.should(), start.immich().release(), schema);
    }

    static PendingMigrations of(Expectation should, Version release, SchemaState schema) {
        SchemaLedger ledger = should.releases().ledger();
        OptionalInt to = newestOf(release, should.releases().migrations(), ledger);
        if (schema.migration().isEmpty()
                || to.isEmpty()
                || to.getAsInt() <= schema.migration().getAsInt()) {
            return new PendingMigrations(0, 0, List.of());
        }
        int from = schema.migration().getAsInt();
        return new PendingMigrations(from, to.getAsInt(), ledger.migrations().subList(from + 1, to.getAsInt() + 1));
    }

    /** Both lists ascend, so the newest is near the end. */
    private static OptionalInt newestOf(Version release, List<MigrationMark> migrations, SchemaLedger ledger) {
        for (int i = migrations.size() - 1; i >= 0; i--) {
            MigrationMark mark = migrations.get(i);
            if (!mark.first().isNewerThan(release)) {
                OptionalInt number = ledger.number(mark.migration());
                if (number.isPresent()) {
                    return number;
                }
            }
        }
        return OptionalInt.empty();
    }

    /**
     * What comes of an extension that is not there, or not found.
     *
     * @param seen a sentence
     */
    ForecastStep withoutExtension(StartProgress start, String extension, String rule, String seen, String check) {
        return start.should()
                .releases()
                .ledger()
                .firstThatNeeds(extension, from, to)
                .map(migration -> ForecastStep.blocks(
                        rule, seen + " Migration " + migration + " stops without " + extension + ".", check))
                .orElseGet(
                        () -> ForecastStep.warns(rule, seen + " The migrations of this upgrade do without it.", check));
    }

    /** "Immich runs 2 migrations: 1-A, 2-B." */
    String sentence() {
        if (names.isEmpty()) {
            return "Immich runs its migrations.";
        }
        String last = names.get(names.size() - 1);
        if (names.size() == 1) {
            return "Immich runs 1 migration: " + last + ".";
        }
        return "Immich runs " + names.size() + " migrations: "
                + (names.size() <= MOST_NAMES
                        ? String.join(", ", names)
                        : String.join(", ", names.subList(0, MOST_NAMES - 1)) + ", and " + (names.size() - MOST_NAMES)
                                + " others up to " + last)
                + ".";
    }
}
