package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.qute.Engine;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.Variant;
import java.io.Reader;
import java.io.StringReader;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** As Quarkus makes an engine: it says so twice, and asks for each template between. */
class LazyTemplatesTest {

    @Test
    void aTemplateIsReadWhenItsPageIsAskedFor() {
        AtomicInteger read = new AtomicInteger();
        LazyTemplates lazy = new LazyTemplates();
        EngineBuilder builder = Engine.builder().addDefaults();
        lazy.atFirst(builder);
        Engine engine = builder.addLocator(id -> Optional.of(new TemplateLocation() {
                    @Override
                    public Reader read() {
                        read.incrementAndGet();
                        return new StringReader("page " + id);
                    }

                    @Override
                    public Optional<Variant> getVariant() {
                        return Optional.empty();
                    }
                }))
                .build();

        assertEquals("", engine.getTemplate("checks").render());
        assertEquals(0, read.get());

        lazy.then(engine);

        assertFalse(engine.isTemplateLoaded("checks"));
        assertEquals("page checks", engine.getTemplate("checks").render());
        assertEquals("page checks", engine.getTemplate("checks").render());
        assertEquals(1, read.get());
    }
}
