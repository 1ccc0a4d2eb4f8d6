package dev.immichpg.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.check.Check;
import dev.immichpg.check.CheckTest;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Question;
import dev.immichpg.check.Remedy;
import dev.immichpg.check.Report;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/report.schema.json says what is written, no more and no less. */
public class ReportSchemaTest {

    private static final Releases RELEASES = ReleasesFile.builtIn();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode SCHEMA = schema();
    private static final JsonSchema VALIDATOR =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);

    private static JsonNode schema() {
        try {
            return MAPPER.readTree(ReportJson.class.getResourceAsStream(ReportJson.SCHEMA));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is wrong with a document; nothing if it is as the schema says. */
    public static Set<String> faults(String json) {
        try {
            return VALIDATOR.validate(MAPPER.readTree(json)).stream()
                    .map(ValidationMessage::getMessage)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of(String.valueOf(e.getMessage()));
        }
    }

    private static Report report(Given given, Optional<String> immich, Check... muted) {
        Question asked =
                new Question("home", immich.map(Version::of), Optional.of(Version.of("3.3.0")), Optional.empty());
        return new Doctor(Set.of(muted), Map.of())
                .report(
                        asked,
                        RELEASES,
                        ReleaseDetection.version(asked.immichVersion(), given.snapshot(), RELEASES, Optional.empty()),
                        given.snapshot(),
                        Instant.parse("2026-11-23T12:00:00Z"),
                        Duration.ofMillis(12));
    }

    @Test
    void theSchemaIsOne() {
        JsonSchema meta = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(Set.of(), meta.validate(SCHEMA));
    }

    @Test
    void reportsOfHealthyDatabases() {
        for (Given given : List.of(Given.vchord(), Given.pgvector(), Given.pgvectors(), Given.fresh())) {
            assertEquals(Set.of(), faults(ReportJson.text(List.of(report(given, Optional.empty())))));
        }
        assertEquals(Set.of(), faults(ReportJson.text(List.of())));
    }

    @Test
    void oneReportAloneAsTheAgentAnswersIt() throws IOException {
        String one = MAPPER.writeValueAsString(ReportJson.of(report(Given.vchord(), Optional.empty())));

        assertEquals(Set.of(), faults(one));
    }

    @ParameterizedTest
    @EnumSource
    void reportsOfEveryTrouble(Check check) {
        CheckTest.Trouble trouble = CheckTest.of(check).fires();

        assertEquals(Set.of(), faults(ReportJson.text(List.of(report(trouble.given(), trouble.immich())))));
        assertEquals(Set.of(), faults(ReportJson.text(List.of(report(trouble.given(), trouble.immich(), check)))));
    }

    @Test
    void reportsOfWhatCouldNotBeRead() {
        Question asked = new Question("home", Optional.empty(), Optional.of(Version.of("3.3.0")), Optional.empty());
        Report unreadable =
                new Doctor(Set.of(), Map.of()).unreadable(asked, "It is down.", Instant.EPOCH, Duration.ofSeconds(3));

        assertEquals(
                Set.of(),
                faults(ReportJson.text(List.of(
                        unreadable, report(Given.vchord(), Optional.empty()).outdated("It is old.")))));
    }

    /** What the words of the document can be is what the program has. */
    @Test
    void theWordsAreAllThereAre() {
        assertEquals(words(Remedy.Phase.values()), words("/$defs/steps/items/properties/phase/enum"));
        assertEquals(words(Remedy.By.values()), words("/$defs/steps/items/properties/by/enum"));
        assertEquals(words(Outcome.values()), words("/$defs/outcome/enum"));
        assertEquals(words(dev.immichpg.check.Status.values()), words("/$defs/check/properties/status/enum"));
        assertEquals(words(dev.immichpg.check.Severity.values()), words("/$defs/check/properties/severity/enum"));
        assertEquals(
                words(dev.immichpg.forecast.ForecastStep.Effect.values()),
                words("/$defs/forecastSteps/items/properties/effect/enum"));
        assertEquals(
                ReportJson.FORMAT,
                SCHEMA.at("/$defs/report/properties/format/const").asInt());
    }

    private static Set<String> words(Enum<?>... constants) {
        return Arrays.stream(constants)
                .map(c -> c.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Set<String> words(String pointer) {
        return StreamSupport.stream(SCHEMA.at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    /** A schema that lets everything pass would hold nothing. */
    @Test
    void anythingElseIsRefused() throws IOException {
        String json = MAPPER.writeValueAsString(ReportJson.of(report(Given.vchord(), Optional.empty())));
        for (String key : List.of("format", "database", "now", "checks", "plan")) {
            ObjectNode without = (ObjectNode) MAPPER.readTree(json);
            without.remove(key);
            assertNotEquals(Set.of(), faults(without.toString()), key);
        }
        ObjectNode more = (ObjectNode) MAPPER.readTree(json);
        more.put("password", "?");
        assertNotEquals(Set.of(), faults(more.toString()));
        ObjectNode other = (ObjectNode) MAPPER.readTree(json);
        ((ObjectNode) other.get("checks").get(0)).put("status", "fine");
        assertNotEquals(Set.of(), faults(other.toString()));
        assertNotEquals(Set.of(), faults("[" + more + "]"));
    }
}
