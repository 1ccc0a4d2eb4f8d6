package dev.immichpg.forecast;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Database;
import dev.immichpg.catalog.Snapshot.DeniedMember;
import dev.immichpg.catalog.Snapshot.ForeignObject.Kind;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.MissingMember;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.Role;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.catalog.Snapshot.TableGuard;
import dev.immichpg.catalog.Snapshot.VectorDependent;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row of {@link StartUpRows}. A component is null where it is blank. */
public record StartUpRow(
        String expected,
        String rule,
        String immich,
        String last,
        String extension,
        String installed,
        String available,
        String role,
        String preload,
        String env,
        String indexes,
        String also,
        String why) {

    private static final Releases RELEASES = ReleasesFile.builtIn();

    static StartUpRow of(List<String> cells) {
        String[] c = cells.stream().map(cell -> cell.isEmpty() ? null : cell).toArray(String[]::new);
        return new StartUpRow(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12]);
    }

    /** What is judged for. */
    public Expectation should() {
        return Expectation.of(
                RELEASES,
                new ImmichVersion(Optional.of(Version.of(immich)), Source.CONFIGURED, false),
                Optional.ofNullable(env).map(VectorExtension::forSetting));
    }

    public Forecast replay() {
        return StartUp.replay(given().snapshot(), should(), lastVersion());
    }

    /** As in the table. */
    @Override
    public String toString() {
        return Stream.of(
                        expected, rule, immich, last, extension, installed, available, role, preload, env, indexes,
                        also)
                .map(cell -> cell == null ? "" : cell)
                .collect(Collectors.joining(" | "));
    }

    Optional<Version> lastVersion() {
        if ("-".equals(last) || "fresh".equals(indexes)) {
            return Optional.empty();
        }
        return Optional.of(Version.of(last == null ? immich : last));
    }

    public Given given() {
        Given given = base();
        if (installed.equals("-")) {
            given.notInstalled(extension).withoutRelation("pg_vector_index_stat");
        } else {
            given.installed(extension, installed);
        }
        if (available.equals("-")) {
            given.notAvailable(extension);
        } else {
            given.available(extension, available);
        }
        indexes(given);
        migratedBy(given, lastVersion().orElse(Version.of(immich)));
        lastVersion().ifPresent(version -> given.versionHistory(version.text()));
        preload(given);
        if (also != null) {
            List.of(also.split(";")).forEach(difference -> differ(given, difference.strip()));
        }
        role(given);
        return given;
    }

    private Given base() {
        return switch (extension) {
            case "vchord" -> Given.vchord();
            case "vectors" -> Given.pgvectors();
            case "vector" -> Given.pgvector();
            default -> throw new IllegalArgumentException(extension);
        };
    }

    private void indexes(Given given) {
        String state = Optional.ofNullable(indexes).orElse("");
        switch (state.split(" ")[0]) {
            case "" -> {}
            case "fresh" -> {
                given.withoutVectorTables();
                List.of("clip_index", "face_index", "smart_search", "face_search", "version_history")
                        .forEach(name -> given.withoutIndex(name).withoutRelation(name));
            }
            case "absent" -> given.withoutIndex("clip_index").withoutIndex("face_index");
            case "no" -> given.withoutIndex("clip_index");
            case "hnsw" ->
                List.of("clip_index", "face_index").forEach(name -> given.index(name, i -> define(i, "hnsw", "", 500)));
            case "stale" ->
                List.of("clip_index", "face_index")
                        .forEach(name -> given.index(name, i -> define(i, i.accessMethod(), i.options(), 2000)));
            case "upgrade" -> given.indexStatus("clip_index", "UPGRADE");
            case "lists" -> {
                String options = "options=[build.internal]\nlists = [" + state.split(" ")[1] + "]";
                long rows = Long.parseLong(state.split(" ")[3]);
                given.index("clip_index", i -> define(i, "vchordrq", options, 500))
                        .relation(
                                "smart_search",
                                r -> new Relation(
                                        r.schema(),
                                        r.name(),
                                        r.owner(),
                                        true,
                                        true,
                                        false,
                                        r.plain(),
                                        r.ofExtension(),
                                        rows));
            }
            default -> throw new IllegalArgumentException(state);
        }
    }

    private static VectorIndex define(VectorIndex index, String method, String options, long rowAge) {
        return new VectorIndex(index.schema(), index.name(), index.table(), method, options, true, true, rowAge);
    }

    /** TypeORM's table up to 1.136, Kysely's from 1.132 on. */
    private void migratedBy(Given given, Version release) {
        given.withoutRelation("migrations").withoutRelation("kysely_migrations").migrationsHidden();
        if ("fresh".equals(indexes)) {
            return;
        }
        if (release.isOlderThan(Version.of("1.137.0"))) {
            given.table("migrations");
        }
        if (!release.isOlderThan(Version.of("1.132.0"))) {
            given.table("kysely_migrations").table("kysely_migrations_lock");
            RELEASES.migrations().stream()
                    .filter(mark -> !release.isOlderThan(mark.first()))
                    .reduce((older, newer) -> newer)
                    .ifPresent(mark -> given.newestMigration(mark.migration()));
        }
    }

    private void preload(Given given) {
        switch (Optional.ofNullable(preload).orElse("yes")) {
            case "yes" -> {}
            case "no" -> given.preload("").loadedPrefixes();
            case "both" -> given.preload("vchord.so, vectors.so");
            case "hidden" -> given.preloadHidden().loadedPrefixes();
            case "proven" -> given.preloadHidden();
            default -> throw new IllegalArgumentException(preload);
        }
    }

    private void role(Given given) {
        switch (Optional.ofNullable(role).orElse("owner")) {
            case "owner" -> {}
            case "super" -> given.superuser();
            case "neither" -> {
                given.database(d -> Given.aDatabase(d.name(), "postgres", false, true, false))
                        .schema("public", s -> new Schema(s.name(), "postgres", false, true, false));
                List.of("smart_search", "face_search", "version_history")
                        .forEach(name -> given.relation(name, r -> owned(r, false, true)));
            }
            default -> throw new IllegalArgumentException(role);
        }
    }

    static Relation owned(Relation r, boolean owns, boolean canSelect) {
        return new Relation(
                r.schema(), r.name(), "postgres", owns, canSelect, true, r.plain(), r.ofExtension(), r.estimatedRows());
    }

    private static void differ(Given given, String difference) {
        String[] words = difference.split(" ");
        String object = words[words.length - 1];
        switch (words[0]) {
            case "server" ->
                given.server(
                        Integer.parseInt(object.split("\\.")[0]) * 10_000 + Integer.parseInt(object.split("\\.")[1]));
            case "standby" -> given.standby();
            case "library" ->
                given.loadedSettings(Given.settings(words[1], object).toArray(String[]::new));
            case "unmarked" -> given.loadedSettings("vchordrq.probes");
            case "module" -> given.server(180_006).loadedModule(words[1], object);
            case "updated" -> given.updatedExtensions(object);
            case "prewarm_dim" -> given.extensionSetting(Scope.DATABASE, "", "vchordrq.prewarm_dim", false);
            case "called" -> given.database(d -> Given.aDatabase(object, d.owner(), true, true, true));
            case "running" -> given.immichStarted();
            case "autovacuumed" -> given.autovacuumed("smart_search", "face_search");
            case "versionless" -> given.versionless(object);
            case "typeorm" -> given.withoutRelation("kysely_migrations").table("migrations");
            case "migrations" -> {
                switch (words[1]) {
                    case "none" -> given.migrations();
                    case "hidden" -> given.migrationsHidden();
                    case "without" -> given.withoutMigration(object);
                    default -> given.moreMigrations(Stream.of(words).skip(1).toArray(String[]::new));
                }
            }
            case "leftover" -> given.table(object);
            case "read-only" -> {
                if (object.equals("server")) {
                    given.serverReadOnly(true);
                } else {
                    given.roleSetting(Scope.DATABASE, "default_transaction_read_only", "on");
                }
            }
            case "read-write" -> given.roleSetting(Scope.ROLE, "default_transaction_read_only", "off");
            case "superuser" -> given.superuser();
            case "closed" -> given.database(d -> new Database(d.name(), d.owner(), true, true, true, true, 0));
            case "lost" ->
                given.withoutRelation(object).withoutIndex(object.equals("face_search") ? "face_index" : "clip_index");
            case "search" -> List.of("smart_search", "face_search").forEach(table -> searched(given, table, object));
            case "role" ->
                given.role(r -> switch (object) {
                    case "expired" -> new Role(r.name(), true, r.superuser(), true, -1, -1);
                    case "limited" -> new Role(r.name(), true, r.superuser(), true, Role.NEVER_EXPIRES, 0);
                    default -> Given.aRole(r.name(), !object.equals("absent"), false, !object.equals("nologin"));
                });
            case "package" -> given.available(words[1], object);
            case "also" -> given.installed(words[1], object).available(words[1], object);
            case "unwritable" -> given.unwritable(object);
            case "owned-by-other" -> given.foreign(Kind.valueOf(words[1]), object, "postgres");
            case "dependent" ->
                given.dependent(
                        VectorDependent.Kind.valueOf(words[1]),
                        object,
                        words[1].equals("CONSTRAINT") ? Optional.empty() : Optional.of(false));
            case "denied" -> {
                boolean type = object.equals("vector");
                given.denied(
                        words[1],
                        type ? DeniedMember.Kind.TYPE : DeniedMember.Kind.FUNCTION,
                        object,
                        object.startsWith("vector_to_"));
            }
            case "creatable-not" -> given.schema(object, s -> new Schema(s.name(), s.owner(), false, true, false));
            case "before" -> given.addSchema(new Schema(object, "x", true, true, !words[1].equals("usage")));
            case "connections" ->
                given.role(r ->
                        new Role(r.name(), true, r.superuser(), true, Role.NEVER_EXPIRES, Integer.parseInt(object)));
            case "columnless" -> given.withoutVectorTables();
            case "guard" ->
                given.guard(
                        words[2],
                        TableGuard.Kind.valueOf(words[1]),
                        words[3].equals("-") ? "" : words[3],
                        words[4].equals("-") ? "" : words[4],
                        object.equals("perhaps") ? Optional.empty() : Optional.of(object.equals("yes")));
            case "lacks" ->
                given.missingMember(
                        words[1],
                        MissingMember.Kind.valueOf(words[2]),
                        words[3].replace('_', words[2].equals("CAST") ? ' ' : '_'));
            case "catalog" -> given.deniedCatalog(object);
            case "mute" -> given.unusableLanguage(object);
            case "undimensioned" -> given.undimensioned(object);
            case "revoked" -> given.revokedFromOwner(object);
            case "gone" -> given.withoutRelation(object);
            case "hides" -> given.withoutServerSetting(object);
            case "set" -> given.roleSetting(Scope.ROLE, words[1], object);
            case "tablespace" ->
                given.tablespace(object, false).roleSetting(Scope.DATABASE, "default_tablespace", object);
            case "event-trigger" -> given.eventTrigger("guard", object);
            case "copy" ->
                given.addIndex(new VectorIndex(object, "clip_index", "smart_search", words[1], "", true, true, 500))
                        .foundIn(object, "clip_index");
            case "acts" -> given.effectiveRole(words[1], object.equals("super"));
            case "missing" -> given.notInstalled(object);
            case "without" -> given.notInstalled(object).notAvailable(object);
            case "trusted" -> given.trusted(object);
            case "owns" ->
                given.installed(
                        object,
                        e -> new InstalledExtension(e.name(), e.version(), e.schema(), "immich", true, e.rowAge()));
            case "foreign" -> {
                if (object.equals("database")) {
                    given.database(d -> Given.aDatabase(d.name(), "postgres", false, true, true));
                } else {
                    given.relation(object, r -> owned(r, false, true));
                }
            }
            case "unreadable" -> given.relation(object, r -> owned(r, false, false));
            case "path" -> {
                given.noSearchPathSettings();
                if (object.equals("hidden")) {
                    given.serverSearchPathHidden();
                } else {
                    given.searchPath(Scope.DATABASE, object);
                }
            }
            case "schema" ->
                given.addSchema(new Schema("other", "postgres", false, true, false))
                        .installed(
                                object,
                                e -> new InstalledExtension(
                                        e.name(), e.version(), "other", e.owner(), false, e.rowAge()));
            case "preloaded" -> given.preload(object).loadedPrefixes();
            case "type" -> given.vectorTable(words[1], t -> typed(t, object));
            case "public" -> {
                given.installed(
                        object,
                        e -> new InstalledExtension(e.name(), e.version(), "public", e.owner(), false, e.rowAge()));
                List.of("smart_search", "face_search")
                        .forEach(table -> given.vectorTable(table, t -> typed(t, object)));
            }
            case "no" -> {
                switch (words[1]) {
                    case "script" -> given.withoutUpdatePath(object);
                    case "package" -> given.notAvailable(object);
                    case "usage" -> given.schema(object, s -> new Schema(s.name(), s.owner(), false, false, false));
                    case "connect" -> given.database(d -> Given.aDatabase(d.name(), d.owner(), true, false, true));
                    case "public" -> given.withoutSchema("public");
                    default -> throw new IllegalArgumentException(difference);
                }
            }
            default -> throw new IllegalArgumentException(difference);
        }
    }

    /** With the type of this extension, in schema public; of none: -. */
    private static VectorTable typed(VectorTable table, String extension) {
        return new VectorTable(
                table.schema(),
                table.name(),
                "vector",
                "public",
                extension.equals("-") ? "" : extension,
                table.deadRows(),
                table.deadRowsCounted(),
                table.loginCanSearch());
    }

    private static void searched(Given given, String table, String end) {
        switch (end) {
            case "finds" -> given.probed(table, "", "");
            case "outdated" -> given.probed(table, "XX000", "deserialization: bad version number; …");
            case "unloadable" ->
                given.probed(table, "58P01", "could not access file \"$libdir/vector\": No such file or directory");
            default -> throw new IllegalArgumentException(end);
        }
    }

    static String decidingRule(Forecast forecast) {
        Effect effect = switch (forecast.outcome()) {
            case BLOCKED -> Effect.BLOCKS;
            case UNKNOWN -> Effect.UNKNOWN;
            case MIGRATES -> Effect.CHANGES;
            case STARTS -> Effect.WARNS;
        };
        return forecast.steps(effect).stream()
                .findFirst()
                .map(ForecastStep::rule)
                .orElse("-");
    }
}
