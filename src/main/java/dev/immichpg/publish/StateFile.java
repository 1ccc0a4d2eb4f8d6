package dev.immichpg.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.immichpg.catalog.Memory;
import dev.immichpg.check.Check;
import dev.immichpg.check.Status;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.publish.DatabaseHistory.ExtensionVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A {@link DatabaseHistory} as JSON. Keys that only a newer agent knows are ignored. What an older agent did not write, and checks that
 * this agent does not have, are not remembered.
 *
 * @param format {@value #FORMAT}
 */
record StateFile(
        int format,
        String database,
        String since,
        Boolean readable,
        SeenJson seen,
        Map<String, VersionsJson> extensions,
        List<ChangeJson> changes,
        Memory catalogs) {

    /** More than a hundred of the longest changes. */
    static final int MOST_BYTES = 256 * 1024;

    private static final int FORMAT = 1;
    private static final int LONGEST_TEXT = 1000;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    record SeenJson(String postgres, String immich, String outcome, Map<String, String> checks) {}

    record VersionsJson(String installed, String available, String changedAt) {}

    record ChangeJson(String at, String direction, String text) {}

    /**
     * @throws IOException where it is no JSON
     * @throws IllegalArgumentException where it is not the state of this database, with a part of a sentence that says why
     */
    static DatabaseHistory read(byte[] bytes, String database) throws IOException {
        StateFile file;
        try {
            file = JSON.readValue(bytes, StateFile.class);
        } catch (JsonProcessingException e) {
            throw new IOException("it is not the JSON that the agent writes", e);
        }
        if (file == null || file.format != FORMAT) {
            throw new IllegalArgumentException("it is not of format " + FORMAT);
        }
        if (!database.equals(file.database)) {
            throw new IllegalArgumentException("it is of another database");
        }
        try {
            return file.memory();
        } catch (NullPointerException | DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("something in it is missing or is not what it should be", e);
        }
    }

    /** Within the years that have four digits: nobody can reckon with others, nor does a page show them. */
    private static Instant instant(String text) {
        Instant instant = Instant.parse(text);
        if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) {
            throw new IllegalArgumentException(text);
        }
        return instant;
    }

    private DatabaseHistory memory() {
        return new DatabaseHistory(
                instant(since),
                Optional.ofNullable(readable),
                Optional.ofNullable(seen)
                        .map(s -> new LastResults(
                                s.postgres,
                                Optional.ofNullable(s.immich),
                                constant(Outcome.values(), Outcome::label, s.outcome),
                                checks(s.checks))),
                extensions.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                e -> new ExtensionVersions(
                                        Optional.ofNullable(e.getValue().installed),
                                        Optional.ofNullable(e.getValue().available),
                                        Optional.ofNullable(e.getValue().changedAt)
                                                .map(StateFile::instant)))),
                changes.stream()
                        .map(change -> new Change(
                                instant(change.at),
                                constant(Change.Direction.values(), Enum::name, change.direction),
                                change.text))
                        .toList(),
                Objects.requireNonNullElse(catalogs, Memory.NONE));
    }

    private static Map<Check, Status> checks(Map<String, String> byId) {
        Map<Check, Status> checks = new EnumMap<>(Check.class);
        byId.forEach((id, status) ->
                Check.withId(id).ifPresent(check -> checks.put(check, constant(Status.values(), Enum::name, status))));
        return checks;
    }

    private static <T> T constant(T[] all, Function<T, String> name, String wanted) {
        for (T each : all) {
            if (name.apply(each).equals(wanted)) {
                return each;
            }
        }
        throw new IllegalArgumentException(wanted);
    }

    static byte[] write(DatabaseHistory history, String database) {
        StateFile file = new StateFile(
                FORMAT,
                database,
                history.since().toString(),
                history.readable().orElse(null),
                history.seen().map(StateFile::seen).orElse(null),
                new TreeMap<>(history.extensions().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> versions(e.getValue())))),
                history.changes().stream()
                        .map(change -> new ChangeJson(
                                change.at().toString(), change.direction().name(), shortened(change.text())))
                        .toList(),
                history.catalogs());
        try {
            return JSON.writeValueAsBytes(file);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SeenJson seen(LastResults seen) {
        Map<String, String> checks = new TreeMap<>();
        seen.checks().forEach((check, status) -> checks.put(check.id(), status.name()));
        return new SeenJson(
                seen.postgres(), seen.immich().orElse(null), seen.outcome().label(), checks);
    }

    private static VersionsJson versions(ExtensionVersions versions) {
        return new VersionsJson(
                versions.installed().orElse(null),
                versions.available().orElse(null),
                versions.changedAt().map(Instant::toString).orElse(null));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
