package dev.immichpg.publish;

import io.prometheus.client.Collector;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One metric family. The scrape and docs/reference/metrics.md are made from these.
 *
 * @param name without the {@code _total} of a counter
 * @param labels in the order of the values; for a family of databases, {@code database} comes before them and is not in this list
 * @param help what it means
 * @param values the samples for one database, or for the agent. If there are none, there is no series, because a 0 would be false
 */
record MetricFamily<T>(
        String name, Collector.Type type, List<Label> labels, String help, Function<T, Stream<Value>> values) {

    /** @param states all its values, sorted, where these are few and worth a word; empty otherwise */
    record Label(String name, List<String> states) {

        static Label of(String name) {
            return new Label(name, List.of());
        }

        static Label of(String name, Stream<String> states) {
            return new Label(name, states.sorted().toList());
        }
    }

    /** @param labels the values of the family's labels, in their order */
    record Value(double number, List<String> labels) {

        static Value of(double number, String... labels) {
            return new Value(number, List.of(labels));
        }

        static Value of(boolean is, String... labels) {
            return of(is ? 1 : 0, labels);
        }
    }

    /** The name of its samples. */
    String sampleName() {
        return type == Collector.Type.COUNTER ? name + "_total" : name;
    }
}
