package dev.immichpg.publish;

import io.quarkus.qute.Engine;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.Reader;
import java.io.StringReader;
import java.util.Optional;

/**
 * Quarkus parses each template when the agent starts, whether or not anybody ever opens a page. It finds empty ones then, and each
 * as it is when its page is first asked for (issue 19). What the build checks of templates stays as it is.
 */
@Singleton
class LazyTemplates {

    private volatile boolean ready;

    void atFirst(@Observes EngineBuilder engine) {
        engine.addLocator(new Empty());
    }

    /** Quarkus has seen them all. */
    void then(@Observes Engine engine) {
        ready = true;
        engine.clearTemplates();
    }

    private final class Empty implements TemplateLocator {

        @Override
        public int getPriority() {
            return DEFAULT_PRIORITY + 1;
        }

        @Override
        public Optional<TemplateLocation> locate(String id) {
            return ready ? Optional.empty() : Optional.of(new Nothing());
        }
    }

    private static final class Nothing implements TemplateLocator.TemplateLocation {

        @Override
        public Reader read() {
            return new StringReader("");
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.empty();
        }
    }
}
