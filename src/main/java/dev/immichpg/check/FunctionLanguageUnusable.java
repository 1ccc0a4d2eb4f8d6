package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/** {@link FailureMode#LANGUAGE_UNUSABLE}: a hardened server takes USAGE on languages away from PUBLIC. */
final class FunctionLanguageUnusable {

    private FunctionLanguageUnusable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<String> unusable = HiddenFacts.looked(is.unusableLanguages());
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        return Verdict.of(
                unusable.stream().map(language -> finding(is, language)).toList());
    }

    private static Finding finding(Snapshot is, String language) {
        String role = is.effectiveRoleName();
        List<RemedyStep> steps = new ArrayList<>();
        if (language.equals("plpgsql")) {
            steps.add(RemedyStep.superuser(Phase.GRANT, "CREATE EXTENSION IF NOT EXISTS plpgsql;"));
        }
        steps.add(RemedyStep.superuser(
                Phase.GRANT, "GRANT USAGE ON LANGUAGE " + Sql.name(language) + " TO " + Sql.name(role) + ";"));
        return new Finding(
                language,
                "Role " + role + " is not able to create functions in language " + language
                        + ": it has no USAGE on it, or the language is missing or not trusted.",
                "Expected USAGE, as PUBLIC has it by default: Immich's migrations create functions.",
                new Remedy(steps));
    }
}
