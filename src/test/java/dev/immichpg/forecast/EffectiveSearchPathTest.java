package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectiveSearchPathTest {

    @Test
    void theNearestSettingWins() {
        Given given = Given.vchord().serverSearchPath("server");
        assertEquals(Optional.of(path("server", null)), EffectiveSearchPath.of(given.snapshot()));
        // The least near first, so that each has to beat all that stand there already.
        for (Scope scope : List.of(Scope.ALL_ROLES, Scope.DATABASE, Scope.ROLE, Scope.ROLE_IN_DATABASE)) {
            String name = scope.name().toLowerCase(Locale.ROOT);
            given.searchPath(scope, name);
            assertEquals(Optional.of(path(name, scope)), EffectiveSearchPath.of(given.snapshot()));
        }
    }

    @Test
    void aSettingIsKnownWhereTheServersIsHidden() {
        Given given = Given.vchord().serverSearchPathHidden();
        assertEquals(Optional.empty(), EffectiveSearchPath.of(given.snapshot()));

        given.searchPath(Scope.ROLE, "public");
        assertEquals(Optional.of(path("public", Scope.ROLE)), EffectiveSearchPath.of(given.snapshot()));
    }

    private static EffectiveSearchPath path(String name, Scope scope) {
        return new EffectiveSearchPath(new SearchPath(List.of(name)), name, Optional.ofNullable(scope));
    }
}
