package dev.immichpg.publish;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.immichpg.Lacking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The machine's own Chromium. Without one the tests that need it are skipped, unless they are obligatory. */
final class Browser implements AutoCloseable {

    static final String OBLIGATORY = "immich-pg.browser.obligatory";

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setChromiumSandbox(false)
                        .setArgs(List.of(
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    static Browser start() {
        List<Path> found = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .toList();
        if (found.isEmpty()) {
            Lacking.skip(OBLIGATORY, "Chromium is not installed, so nobody has looked at the pages.");
        }
        return new Browser(found.get(0));
    }

    /** How a reader looks at the page. */
    record Reader(int width, ColorScheme scheme, boolean script) {
        static final Reader DESKTOP = new Reader(1100, ColorScheme.LIGHT, true);
        static final Reader PHONE = new Reader(360, ColorScheme.LIGHT, true);

        Reader dark() {
            return new Reader(width, ColorScheme.DARK, script);
        }

        Reader withoutScript() {
            return new Reader(width, scheme, false);
        }
    }

    BrowserContext as(Reader reader) {
        return chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(reader.width(), 800)
                .setColorScheme(reader.scheme())
                .setJavaScriptEnabled(reader.script()));
    }

    /** The whole page, unless it is so long that nobody could look at it. */
    static void screenshot(Page page, String name) {
        int height = (Integer) page.evaluate("() => document.documentElement.scrollHeight");
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(height < 6000).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** As much as a window shows, for the README. */
    static void picture(Page page, String name) {
        Path picture = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(picture));
        if (Boolean.getBoolean("golden.write")) {
            try {
                Path shown = Files.createDirectories(Path.of("docs", "images")).resolve(name + ".png");
                Files.copy(picture, shown, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * What axe finds, with every rule of WCAG 2.2 AA and its own good practice: one line each. What passes is not told: its
     * selectors cost more than all else. Nor are the style sheets fetched once more, which no rule in use asks for.
     */
    static List<String> inaccessible(Page page) {
        return found(page, "");
    }

    /** The same of the rules that depend on colours, for a page that has been judged in others. */
    static List<String> inaccessibleInTheseColours(Page page) {
        return found(page, ", runOnly: ['color-contrast', 'link-in-text-block']");
    }

    @SuppressWarnings("unchecked")
    private static List<String> found(Page page, String options) {
        if (!(Boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(AXE + ";0");
        }
        Map<String, Object> result = (Map<String, Object>)
                page.evaluate("() => axe.run({resultTypes: ['violations'], preload: false" + options + "})");
        List<String> found = new ArrayList<>();
        for (Map<String, Object> violation : (List<Map<String, Object>>) result.get("violations")) {
            for (Map<String, Object> node : (List<Map<String, Object>>) violation.get("nodes")) {
                found.add(violation.get("id") + ": " + node.get("html") + " " + node.get("failureSummary"));
            }
        }
        return found;
    }

    private static final String AXE = axe();

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
