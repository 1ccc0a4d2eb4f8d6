package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.check.Check;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Report;
import dev.immichpg.publish.Browser.Reader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a real browser. Each test leaves pictures in target/screenshots, to be looked at. */
@QuarkusTest
@TestProfile(WithoutAgent.class)
class PagesIT {

    private static final Pattern ONE_OF_MANY =
            Pattern.compile("\\b1 (?:databases|problems|steps|changes|checks|more are|more steps)\\b");

    private static Browser browser;

    @Inject
    Event<ConfigurationInForce> configurations;

    @Inject
    Event<Report> reports;

    @TestHTTPResource
    URI root;

    private final Instant now = Instant.now();

    @BeforeAll
    static void open() {
        browser = Browser.start();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void one() {
        watching("home", "parents");
        reports.fire(Reports.of("home", Given.vchord(), now));

        everyReader("one", "", page -> {
            assertEquals("2 databases", page.locator("h1").textContent());
            List<String> lines = page.locator(".card .quiet:last-child").allTextContents();
            assertTrue(lines.stream().anyMatch(line -> line.contains("1 problem. ")), lines::toString);
        });
    }

    @Test
    void healthy() {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now.minusSeconds(20)));

        everyReader("healthy", "", page -> {
            assertEquals("Safe to restart Immich", page.locator("#now").textContent());
            // What is good to know stands there on every database whose role is no superuser.
            assertEquals(0, page.locator(".problem:not(.info)").count());
        });
    }

    @Test
    void broken() {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now.minusSeconds(7200)));
        reports.fire(Reports.unreadable("home", now.minusSeconds(5400)));
        reports.fire(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), now.minusSeconds(5300)));
        reports.fire(Reports.of("home", drifted(), now.minusSeconds(20), Check.DATABASE_OWNED_BY_OTHER));

        everyReader("broken", "", page -> {
            assertEquals("Do not restart Immich", page.locator("#now").textContent());
            assertTrue(page.locator(".sheet .steps").textContent().contains("ALTER EXTENSION vchord UPDATE;"));
            assertEquals(6, page.locator(".changes li").count());
            page.locator(".changes li").all().forEach(change -> assertTrue(change.boundingBox().x >= 0));
        });
    }

    @Test
    void unknown() {
        watching("home");
        reports.fire(Reports.of(
                "home", Given.vchord().preloadHidden().loadedPrefixes().historyHidden(), now));

        everyReader(
                "unknown",
                "",
                page -> assertEquals(
                        "Cannot tell whether Immich would start",
                        page.locator("#now").textContent()));
    }

    @Test
    void down() {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now.minusSeconds(600)));
        reports.fire(Reports.unreadable("home", now));

        everyReader(
                "down",
                "",
                page -> assertEquals(
                        "Unknown: the database could not be read",
                        page.locator("#now").textContent()));
    }

    @Test
    void many() {
        many(200);

        everyReader("many", "", page -> {
            assertEquals("200 databases", page.locator("h1").textContent());
            assertEquals(200, page.locator(".card").count());
        });
    }

    @Test
    void catalogue() {
        watching("home");
        everyReader(
                "checks",
                "checks",
                page -> assertEquals(
                        Check.values().length, page.locator(".rows li").count()));
        everyReader("api", "api", page -> assertEquals("API", page.locator("h1").textContent()));
        everyReader(
                "check",
                "checks/extension-update-blocked",
                page -> assertEquals(
                        Check.EXTENSION_UPDATE_BLOCKED.problem(),
                        page.locator("h1").textContent()));
    }

    /** The two that the README shows; -Dgolden.write=true puts them there. */
    @Test
    void pictures() {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now.minusSeconds(7200)));
        reports.fire(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), now.minusSeconds(20)));
        try (BrowserContext context = browser.as(Reader.DESKTOP)) {
            Page page = context.newPage();
            page.navigate(root.toString());
            Browser.picture(page, "database");
        }
        many(200);
        try (BrowserContext context = browser.as(Reader.DESKTOP.dark())) {
            Page page = context.newPage();
            page.navigate(root.toString());
            Browser.picture(page, "overview");
        }
    }

    /** The page follows the reports, and leaves the reader where he was. */
    @Test
    void itKeepsItselfUpToDateWithoutLosingThePlace() {
        watching("home");
        reports.fire(Reports.of("home", drifted(), now.minusSeconds(60)));
        try (BrowserContext context = browser.as(Reader.PHONE)) {
            Page page = context.newPage();
            page.navigate(root.toString());
            page.locator("#fine summary").click();
            page.locator("#immich").fill("2.8");
            page.locator("#immich").evaluate("input => input.setSelectionRange(1, 2)");
            page.evaluate("() => window.scrollTo(0, 700)");
            int scrolled = (Integer) page.evaluate("() => window.scrollY");

            reports.fire(Reports.of("home", Given.vchord(), now));
            lookAgain(page);
            page.waitForFunction("() => document.getElementById('now').textContent === 'Safe to restart Immich'");

            assertTrue(page.title().startsWith("Safe to restart Immich"), page.title());
            assertEquals(true, page.locator("#fine").evaluate("details => details.open"));
            assertEquals("2.8", page.locator("#immich").inputValue());
            assertEquals("immich", page.evaluate("() => document.activeElement.id"));
            assertEquals(List.of(1, 2), page.evaluate("""
                    () => [document.activeElement.selectionStart, document.activeElement.selectionEnd]"""));
            assertEquals(scrolled, page.evaluate("() => window.scrollY"));
        }
    }

    /** While nothing changes nothing is drawn, and what somebody has selected stays selected. */
    @Test
    void itStaysAsItIsWhileNothingChanges() {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now));
        try (BrowserContext context = browser.as(Reader.DESKTOP)) {
            Page page = context.newPage();
            page.navigate(root.toString());
            page.evaluate("() => { document.querySelector('.standing').dataset.same = 'yes'; }");
            page.waitForResponse(r -> r.url().equals(root.toString()), () -> lookAgain(page));
            page.waitForFunction("() => document.querySelector('.standing').dataset.same === 'yes'");

            page.evaluate("() => getSelection().selectAllChildren(document.getElementById('now'))");
            reports.fire(Reports.of("home", drifted(), now));
            page.waitForResponse(r -> r.url().equals(root.toString()), () -> lookAgain(page));
            assertEquals("Safe to restart Immich", page.evaluate("() => getSelection().toString()"));

            page.evaluate("() => getSelection().removeAllRanges()");
            lookAgain(page);
            page.waitForFunction("() => document.getElementById('now').textContent === 'Do not restart Immich'");
        }
    }

    @Test
    void anAgentThatIsGoneIsMissed() {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now));
        try (BrowserContext context = browser.as(Reader.DESKTOP)) {
            Page page = context.newPage();
            page.navigate(root.toString());
            context.setOffline(true);
            lookAgain(page);
            page.waitForFunction(
                    "() => document.getElementById('silent').textContent.startsWith('The agent has not answered')");
            assertEquals(List.of(), Browser.inaccessible(page));
            Browser.screenshot(page, "gone-desktop-light");
            context.setOffline(false);
            lookAgain(page);
            page.waitForFunction("() => document.getElementById('silent').textContent === ''");
        }
    }

    /** Both ways: where the browser lets a page write to the clipboard, and over plain HTTP, where it does not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsCopiedIsTheStatement(boolean secure) {
        watching("home");
        reports.fire(Reports.of("home", drifted(), now));
        try (BrowserContext context = browser.as(Reader.DESKTOP)) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            if (!secure) {
                context.addInitScript("Object.defineProperty(window, 'isSecureContext', {value: false});");
            }
            Page page = context.newPage();
            page.navigate(root.toString());
            page.locator("button[data-copy=plan-step-4]").click();
            page.waitForFunction(
                    "() => document.querySelector('button[data-copy=plan-step-4]').textContent === 'Copied'");
            assertEquals("ALTER EXTENSION vchord UPDATE;", page.evaluate("() => navigator.clipboard.readText()"));
        }
    }

    @Test
    void withoutScriptNothingIsPromisedThatNeedsIt() {
        watching("home");
        reports.fire(Reports.of("home", drifted(), now));
        try (BrowserContext context = browser.as(Reader.DESKTOP.withoutScript())) {
            Page page = context.newPage();
            page.navigate(root.toString());
            assertFalse(page.locator("button[data-copy]").first().isVisible());
            page.locator("#immich").fill("2.8.0");
            page.locator(".ask button").click();
            assertEquals("Do not upgrade to 2.8.0", page.locator("#upgrade").textContent());
        }
    }

    /** In a browser as well, names stay names. */
    @Test
    void evilNamesDoNothing() {
        String evil = "x\"'><img src=x onerror=alert(1)><script>alert(2)</script>\u202e\n" + "long".repeat(60);
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now.minusSeconds(60)));
        reports.fire(Reports.of("home", Evil.allButKeys(drifted().snapshot(), evil), now));

        everyReader("evil", "", page -> {
            assertEquals(0, page.locator("img").count());
            assertEquals(0, page.locator("main script").count());
        });
    }

    /** The judge of accessibility is awake. */
    @Test
    void axeFindsWhatIsWrong() {
        try (BrowserContext context = browser.as(Reader.DESKTOP)) {
            Page page = context.newPage();
            watching("home");
            reports.fire(Reports.of("home", Given.vchord(), now));
            page.navigate(root.toString());
            page.evaluate("""
                    () => {
                      document.querySelector('main > p').style.color = '#ccc';
                      document.querySelector('h1').outerHTML = '<img src=icon.svg>';
                    }""");
            String found = String.join("\n", Browser.inaccessible(page));
            assertTrue(found.contains("image-alt") && found.contains("color-contrast"), found);
        }
    }

    /** Coming back to the page makes it look at once. */
    private static void lookAgain(Page page) {
        page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }");
    }

    private static Given drifted() {
        return Given.vchord()
                .available("vchord", "1.1.1")
                .schema("public", s -> new Schema(s.name(), "postgres", false, true, false));
    }

    private void many(int databases) {
        String[] names = IntStream.rangeClosed(1, databases)
                .mapToObj(i -> String.format("family-%03d", i))
                .toArray(String[]::new);
        watching(names);
        for (int i = 0; i < databases; i++) {
            Given given = i % 40 == 7
                    ? drifted()
                    : i % 50 == 9 ? Given.pgvectors().preloadHidden().loadedPrefixes() : Given.vchord();
            reports.fire(
                    i % 70 == 20
                            ? Reports.unreadable(names[i], now)
                            : Reports.of(names[i], given, now.minusSeconds(i % 60)));
        }
    }

    private void watching(String... names) {
        // What an earlier test has told of them is forgotten.
        configurations.fire(Reports.configuration(Duration.ofDays(1)));
        configurations.fire(Reports.configuration(Duration.ofDays(1), names));
    }

    /**
     * Wide and narrow, light and dark, with and without script: nothing overflows, and axe finds nothing. The same page turns
     * dark, as it does when its reader's evening begins: nothing but its colours is then another.
     */
    private void everyReader(String name, String path, Consumer<Page> seen) {
        for (Reader reader : List.of(Reader.DESKTOP, Reader.PHONE, Reader.DESKTOP.withoutScript())) {
            try (BrowserContext context = browser.as(reader)) {
                Page page = context.newPage();
                List<String> complaints = new ArrayList<>();
                page.onConsoleMessage(message -> complaints.add(message.text()));
                page.onPageError(complaints::add);
                page.navigate(root.resolve("/" + path).toString());
                looksWell(page, reader, name, seen, complaints);
                if (reader.script()) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
                    looksWell(page, reader.dark(), name, seen, complaints);
                }
            }
        }
    }

    private static void looksWell(Page page, Reader reader, String name, Consumer<Page> seen, List<String> complaints) {
        seen.accept(page);
        String variant = name + "-" + (reader.width() < 500 ? "phone" : "desktop") + "-"
                + reader.scheme().toString().toLowerCase(Locale.ROOT)
                + (reader.script() ? "" : "-noscript");
        Browser.screenshot(page, variant);
        assertEquals(List.of(), complaints, variant);
        assertFalse(ONE_OF_MANY.matcher(page.locator("main").innerText()).find(), variant + " counts one as several");
        if (reader.script()) {
            assertEquals(
                    List.of(),
                    reader.scheme() == ColorScheme.LIGHT
                            ? Browser.inaccessible(page)
                            : Browser.inaccessibleInTheseColours(page),
                    variant);
            assertFalse(
                    (Boolean) page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"),
                    variant + " is wider than its window");
        }
    }
}
