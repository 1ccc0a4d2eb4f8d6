package dev.immichpg.check;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Does to a snapshot what the steps of a plan do to a database, as far as it knows them. */
final class PlanRun {

    private static final List<String> VERSIONS =
            List.of("1.1.1", "1.0.0", "0.8.1", "0.8.0", "0.7.0", "0.5.3", "0.4.3", "0.3.0", "0.2.1", "0.2.0", "0.1.11");

    private final Given given;
    private Optional<String> preloadAfterRestart = Optional.empty();

    private PlanRun(Given given) {
        this.given = given;
    }

    /** @return whether it knew all of them; false of a plan without a step */
    static boolean on(Given given, List<RemedyStep> plan) {
        PlanRun run = new PlanRun(given);
        return !plan.isEmpty() && plan.stream().allMatch(run::does);
    }

    /** What the plan sets DB_VECTOR_EXTENSION to. */
    static Optional<VectorExtension> setting(List<RemedyStep> plan) {
        return plan.stream()
                .map(RemedyStep::text)
                .filter(text -> text.startsWith("DB_VECTOR_EXTENSION="))
                .map(text -> VectorExtension.forSetting(text.split("[= ]")[1]))
                .findFirst();
    }

    private boolean does(RemedyStep step) {
        String text = step.text();
        Snapshot is = given.snapshot();
        if (text.matches("(Stop|Start|Restart) Immich.*|VACUUM .*|.*pgvectors_upgrade\\(\\);|DB_VECTOR_EXTENSION=.*"
                + "|ALTER DATABASE .* SET vchordrq.probes.*|DROP EXTENSION vect.*|DROP SCHEMA .*|If you want to keep.*"
                + "|If no other database.*")) {
            return true;
        }
        if (text.contains("The control file can be there without the library.")) {
            given.unprobed("smart_search").unprobed("face_search");
        }
        if (text.startsWith("Restart Postgres")) {
            given.restarted();
            preloadAfterRestart.ifPresent(given::preload);
            preloadAfterRestart.ifPresent(list -> given.loadedPrefixes(Stream.of("vchord", "vectors")
                    .filter(list::contains)
                    .map(library -> library.equals("vchord") ? "vchordrq" : library)
                    .toArray(String[]::new)));
            return true;
        }
        return matches(
                        text,
                        "ALTER SYSTEM SET shared_preload_libraries = (.*);",
                        m -> preloadAfterRestart = Optional.of(m.group(1).replace("'", "")))
                || matches(
                        text,
                        "shared_preload_libraries = '(.*)' .*",
                        m -> preloadAfterRestart = Optional.of(m.group(1)))
                || matches(text, "ALTER EXTENSION \"?([a-z-]+)\"? UPDATE;", m -> install(is, m.group(1)))
                || matches(text, "CREATE EXTENSION IF NOT EXISTS \"?([a-z-]+)\"?.* CASCADE;", m -> {
                    if (m.group(1).equals("vchord") && is.installed("vector").isEmpty()) {
                        install(is, "vector");
                    }
                    if (is.installed(m.group(1)).isEmpty()) {
                        install(is, m.group(1));
                    }
                })
                || matches(text, "REINDEX INDEX \\w+\\.(\\w+);", m -> {
                    given.index(m.group(1), PlanRun::built);
                    is.index(m.group(1)).ifPresent(index -> given.unprobed(index.table()));
                })
                || matches(
                        text,
                        "Install the package (?:of|that holds extension) (\\S+) (\\S+) .*again.*",
                        m -> given.available(extension(m.group(1)), m.group(2)))
                || matches(
                        text,
                        "Install a version of (\\S+) within (.*) for Postgres \\d+\\.",
                        m -> given.available(extension(m.group(1)), within(m.group(2))))
                || matches(
                        text,
                        "GRANT USAGE ON SCHEMA (\\w+) TO .*",
                        m -> given.schema(
                                m.group(1),
                                s -> new Schema(s.name(), s.owner(), s.roleOwns(), true, s.roleCanCreate())))
                || matches(
                        text,
                        "ALTER DATABASE .* SET search_path TO (.*);",
                        m -> given.searchPath(Scope.DATABASE, m.group(1)));
    }

    private static boolean matches(String text, String pattern, java.util.function.Consumer<Matcher> deed) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (matcher.matches()) {
            deed.accept(matcher);
            return true;
        }
        return false;
    }

    private void install(Snapshot is, String extension) {
        String version = given.snapshot()
                .available(extension)
                .map(AvailableExtension::version)
                .orElseThrow();
        given.installed(extension, version);
        given.installed(
                extension,
                e -> new InstalledExtension(
                        e.name(), e.version(), e.schema(), "postgres", is.role().superuser(), 1));
    }

    private static String extension(String title) {
        return Stream.of(VectorExtension.values())
                .filter(e -> e.title().equals(title))
                .map(VectorExtension::extensionName)
                .findFirst()
                .orElse(title);
    }

    private static String within(String range) {
        return VERSIONS.stream()
                .filter(VersionRange.of(range)::contains)
                .findFirst()
                .orElseThrow();
    }

    private static VectorIndex built(VectorIndex i) {
        return new VectorIndex(i.schema(), i.name(), i.table(), i.accessMethod(), i.options(), true, true, 0);
    }
}
