package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Scope;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What ALTER ROLE makes each session of Immich's load: if a library is not there, Postgres refuses the login. */
final class SessionLibraries {

    /** What is set for the whole database or server, the agent's own sessions load too. */
    private static final Set<Scope> OF_THE_ROLE = Set.of(Scope.ROLE, Scope.ROLE_IN_DATABASE);

    private SessionLibraries() {}

    static Optional<ForecastStep> doubt(Snapshot is) {
        return Stream.of("session_preload_libraries", "local_preload_libraries")
                .flatMap(name -> EffectiveSetting.of(is, name).stream())
                .filter(setting -> !setting.value().isBlank()
                        && setting.scope().filter(OF_THE_ROLE::contains).isPresent())
                .findFirst()
                .map(setting -> ForecastStep.unknown(
                        "login",
                        setting.name() + " of role " + is.role().name() + " is " + setting.value()
                                + ". If that cannot be loaded, Postgres refuses the login."));
    }
}
