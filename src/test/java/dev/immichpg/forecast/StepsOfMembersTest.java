package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.DeniedMember;
import dev.immichpg.catalog.Snapshot.MissingMember;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions, types, operator classes and casts of extensions that Immich's role is not allowed to use, or does not find. */
class StepsOfMembersTest {

    private static final String NO_INDEX = "Index clip_index does not exist. Immich rebuilds it, which can take long.";

    @Test
    void aFunctionThatTheRoleIsNotAllowedToCallStopsWhoeverCallsIt() {
        Given given = Given.vchord().denied("vchord", DeniedMember.Kind.FUNCTION, "vchordrq_prewarm", false);

        assertEquals(
                List.of("BLOCKS prewarm: Role immich has no EXECUTE on function vchordrq_prewarm of extension vchord."
                        + " Immich calls vchordrq_prewarm on every start. [extension-member-denied]"),
                prewarm(given));
    }

    @Test
    void anotherFunctionOrAnotherExtensionsDoesNot() {
        assertEquals(
                List.of(),
                prewarm(Given.vchord()
                        .denied("vchord", DeniedMember.Kind.FUNCTION, "vchordrq_sampled_values", false)
                        .denied("vector", DeniedMember.Kind.FUNCTION, "vchordrq_prewarm", false)
                        .denied("vchord", DeniedMember.Kind.TYPE, "vchordrq_prewarm", false)));
    }

    @Test
    void aFunctionThatIsNotThereStopsWhoeverCallsItAndNoOtherDoes() {
        assertEquals(
                List.of(
                        "BLOCKS prewarm: Extension vchord is installed, but function vchordrq_prewarm is missing. Immich"
                                + " calls vchordrq_prewarm on every start. [extension-member-missing]"),
                prewarm(Given.vchord().missingMember("vchord", MissingMember.Kind.FUNCTION, "vchordrq_prewarm")));
        assertEquals(
                List.of(),
                prewarm(Given.vchord()
                        .missingMember("vchord", MissingMember.Kind.FUNCTION, "another")
                        .missingMember("vchord", MissingMember.Kind.OPERATOR_CLASS, "vchordrq_prewarm")
                        .missingMember("vector", MissingMember.Kind.FUNCTION, "vchordrq_prewarm")));
    }

    @Test
    void whatMakesArraysOfVectorsStopsARebuild() {
        Given given = Given.vchord()
                .withoutIndex("clip_index")
                .denied("vector", DeniedMember.Kind.FUNCTION, "vector_to_float4", true);

        assertEquals(
                List.of(
                        "BLOCKS index: Index clip_index does not exist. Immich cannot convert its vectors. Role immich has no"
                                + " EXECUTE on function vector_to_float4 of extension vector. [extension-member-denied]"),
                rebuild(given));
    }

    @Test
    void theTypeOfTheVectorsStopsARebuild() {
        Given given =
                Given.vchord().withoutIndex("clip_index").denied("vector", DeniedMember.Kind.TYPE, "vector", false);

        assertEquals(
                List.of(
                        "BLOCKS index: Index clip_index does not exist. Immich cannot convert its vectors. Role immich has no"
                                + " USAGE on type vector of extension vector. [extension-member-denied]"),
                rebuild(given));
    }

    @Test
    void whatARebuildDoesNotUseStopsNone() {
        assertEquals(
                List.of("CHANGES index: " + NO_INDEX),
                rebuild(Given.vchord()
                        .withoutIndex("clip_index")
                        .denied("vector", DeniedMember.Kind.FUNCTION, "l2_distance", false)
                        .denied("vectors", DeniedMember.Kind.FUNCTION, "vector_to_float4", true)
                        .denied("vector", DeniedMember.Kind.TYPE, "halfvec", false)
                        .denied("vector", DeniedMember.Kind.FUNCTION, "vector", false)
                        .denied("vectors", DeniedMember.Kind.TYPE, "vector", false)));
    }

    @Test
    void aCastThatIsNotThereStopsARebuild() {
        assertEquals(
                List.of(
                        "BLOCKS index: Index clip_index does not exist. Immich cannot convert its vectors. Extension vector is"
                                + " installed, but cast vector AS real[] is missing. [extension-member-missing]"),
                rebuild(Given.vchord()
                        .withoutIndex("clip_index")
                        .missingMember("vector", MissingMember.Kind.CAST, "vector AS real[]")));
        assertEquals(
                List.of(
                        "BLOCKS index: Index clip_index does not exist. Immich cannot convert its vectors. Extension vector is"
                                + " installed, but cast real[] AS vector is missing. [extension-member-missing]"),
                rebuild(Given.vchord()
                        .withoutIndex("clip_index")
                        .missingMember("vector", MissingMember.Kind.CAST, "real[] AS vector")));
    }

    @Test
    void anOperatorClassThatIsNotThereStopsARebuild() {
        assertEquals(
                List.of("BLOCKS index: Index clip_index does not exist. Immich cannot create it. Extension vchord is"
                        + " installed, but operator class vector_cosine_ops is missing. [extension-member-missing]"),
                rebuild(Given.vchord()
                        .withoutIndex("clip_index")
                        .missingMember("vchord", MissingMember.Kind.OPERATOR_CLASS, "vector_cosine_ops")));
    }

    @Test
    void whatIsFoundOnTheSearchPathOrIsOfAnotherKindStopsNone() {
        assertEquals(
                List.of("CHANGES index: " + NO_INDEX),
                rebuild(Given.vchord()
                        .withoutIndex("clip_index")
                        .missingMember("vchord", MissingMember.Kind.OPERATOR_CLASS, "vector_cosine_ops", "public")
                        .missingMember("vchord", MissingMember.Kind.FUNCTION, "vector_cosine_ops")
                        .missingMember("vector", MissingMember.Kind.CAST, "vector AS halfvec")
                        .missingMember("vector", MissingMember.Kind.TYPE, "real[] AS vector")));
    }

    /** uuid_generate_v4() fills the key of version_history: only where the version is written down. */
    @Test
    void anUpgradeThatCannotWriteItsVersionDownIsStopped() {
        Given given = Given.vchord().denied("uuid-ossp", DeniedMember.Kind.FUNCTION, "uuid_generate_v4", false);

        assertEquals(
                List.of("BLOCKS version history: Role immich has no EXECUTE on function uuid_generate_v4 of extension"
                        + " uuid-ossp. Immich calls it when it writes its version down. [extension-member-denied]"),
                Starts.told(new RecordVersion().take(Starts.of("2.7.5", "2.6.0", given))));
        assertEquals(List.of(), Starts.told(new RecordVersion().take(Starts.of("2.7.5", given))));
    }

    private static List<String> prewarm(Given given) {
        return Starts.told(new PrewarmIndexes().take(Starts.of("2.7.5", given)));
    }

    private static List<String> rebuild(Given given) {
        return Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", given)));
    }
}
