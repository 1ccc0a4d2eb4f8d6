package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the snapshot of an older agent does not say, so that nobody can tell whether it stops Immich. */
final class UnseenFacts {

    private UnseenFacts() {}

    /** Of new tables and indexes, and of changes of the schema. */
    static List<ForecastStep> ofChanges(Snapshot is, String rule) {
        return Stream.of(
                        unseen(rule, is.eventTriggers(), "event triggers"),
                        DefaultTablespace.isSet(is)
                                ? unseen(rule, is.tablespaces(), "tablespaces")
                                : Optional.<ForecastStep>empty(),
                        unseen(rule, is.unusableLanguages(), "the languages of functions"),
                        ofMembers(is, rule))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Of a rebuild. */
    static List<ForecastStep> ofRebuild(Snapshot is, String rule) {
        return Stream.concat(
                        Stream.of(
                                        unseen(rule, is.vectorDependents(), "what depends on the columns of vectors"),
                                        unseen(rule, is.serverSettings(), "the server's timeouts"),
                                        unseen(rule, is.undimensionedTables(), "the dimensions of the vectors"))
                                .flatMap(Optional::stream),
                        ofChanges(is, rule).stream())
                .toList();
    }

    /** Of the functions and types of extensions. */
    static Optional<ForecastStep> ofMembers(Snapshot is, String rule) {
        return unseen(rule, is.deniedMembers(), "the rights to functions and types of extensions")
                .or(() -> unseen(rule, is.missingMembers(), "the functions and types of extensions"));
    }

    /** Of the tables that each start reads. */
    static Optional<ForecastStep> ofReading(Snapshot is, String rule) {
        return unseen(rule, is.tableGuards(), "row level security")
                .or(() -> unseen(rule, is.deniedCatalogs(), "the rights to Postgres' own catalogs"));
    }

    /** Of the tables that each upgrade writes to. */
    static Optional<ForecastStep> ofWriting(Snapshot is, String rule) {
        return unseen(rule, is.unwritableTables(), "the right to write down what has run");
    }

    private static Optional<ForecastStep> unseen(String rule, Optional<?> fact, String what) {
        return fact.isPresent()
                ? Optional.empty()
                : Optional.of(ForecastStep.unknown(
                        rule, "This snapshot is of an older agent, which did not look at " + what + "."));
    }
}
