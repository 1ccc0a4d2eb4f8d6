package dev.immichpg.publish;

import dev.immichpg.check.Check;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The page of each check: the Markdown of docs/checks, which is on the class path. It is made when it is first used, on the thread that
 * makes pages: to load the library takes 20 ms.
 */
@ApplicationScoped
class CheckPages {

    private final Parser parser = Parser.builder().build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    /** As HTML; markup in the page itself is shown, not obeyed. */
    String html(Check check) {
        return renderer.render(parser.parse(markdown(check)));
    }

    private static String markdown(Check check) {
        String path = "/checks/" + check.id() + ".md";
        try (InputStream page = CheckPages.class.getResourceAsStream(path)) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
