package dev.immichpg.publish;

import dev.immichpg.check.Check;
import dev.immichpg.check.Refusal;
import dev.immichpg.check.ReportText;
import dev.immichpg.publish.Faults.Missing;
import dev.immichpg.publish.Latest.All;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What people look at. Every page is a function of the last reports and of its address, and changes nothing. */
@Path("/")
@Produces(Pages.HTML)
public class Pages {

    static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Latest latest;
    private final Editions editions;
    private final CheckPages checks;
    private final Assets assets;

    Pages(Latest latest, Editions editions, CheckPages checks, Assets assets) {
        this.latest = latest;
        this.editions = editions;
        this.checks = checks;
        this.assets = assets;
    }

    /**
     * What every page needs.
     *
     * @param top where the top is from here, so that a proxy may move it
     * @param edition what it is an edition of
     * @param refused what is wrong with the configuration that was edited last; empty where it is in force
     */
    record Frame(String title, String top, String edition, Assets assets, List<String> refused) {}

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance database(Frame frame, DatabasePage page);

        static native TemplateInstance overview(Frame frame, OverviewPage page);

        static native TemplateInstance checks(Frame frame, List<Check> checks);

        static native TemplateInstance check(Frame frame, Check check, RawString html);

        static native TemplateInstance fault(Frame frame, String sentence);
    }

    /** The page of the only database, or all of them; as text for a terminal that asks for it. */
    @GET
    @Produces({HTML, TEXT})
    @Operation(hidden = true)
    public Response top(
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("immich") @DefaultValue("") String immich,
            @Context Request request,
            @Context HttpHeaders headers) {
        All all = latest.now();
        if (wantsText(headers)) {
            return Response.ok(text(all), TEXT)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .build();
        }
        return editions.of(
                request,
                all,
                () -> all.databases().size() == 1
                        ? database(all, all.databases().keySet().iterator().next(), ".", immich)
                        : Templates.overview(frame("All databases", ".", all), OverviewPage.of(all, name, state))
                                .render());
    }

    /** Who takes anything, as curl does, gets what a browser gets. */
    private static boolean wantsText(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .filter(type ->
                        type.isCompatible(MediaType.TEXT_HTML_TYPE) || type.isCompatible(MediaType.TEXT_PLAIN_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.TEXT_HTML_TYPE))
                .isPresent();
    }

    private static String text(All all) {
        return all.reports().stream().map(ReportText::of).collect(Collectors.joining("\n" + "-".repeat(80) + "\n\n"));
    }

    @GET
    @Operation(hidden = true)
    @Path("databases/{name}")
    public Response database(
            @PathParam("name") String name,
            @QueryParam("immich") @DefaultValue("") String immich,
            @Context Request request) {
        All all = latest.now();
        if (!all.databases().containsKey(name)) {
            throw new Missing("There is no database of this name.");
        }
        return editions.of(request, all, () -> database(all, name, "..", immich));
    }

    @GET
    @Operation(hidden = true)
    @Path("checks")
    public Response catalogue(@Context Request request) {
        return editions.ofProgram(
                request,
                () -> Templates.checks(frameOfProgram("Checks", "."), List.of(Check.values()))
                        .render());
    }

    @GET
    @Operation(hidden = true)
    @Path("checks/{id}")
    public Response check(@PathParam("id") String id, @Context Request request) {
        Check check = Check.withId(id).orElseThrow(() -> new Missing("There is no check of this name."));
        return editions.ofProgram(
                request,
                () -> Templates.check(frameOfProgram(check.id(), ".."), check, new RawString(checks.html(check)))
                        .render());
    }

    private String database(All all, String name, String top, String immich) {
        DatabasePage page = DatabasePage.of(all, name, immich);
        return Templates.database(frame(page.now().headline() + " · " + page.name(), top, all), page)
                .render();
    }

    private Frame frame(String title, String top, All all) {
        return new Frame(
                title,
                top,
                all.edition(),
                assets,
                all.refusal().map(Refusal::problems).orElse(List.of()).stream()
                        .map(ReportText::visible)
                        .toList());
    }

    /** Of a page that is the same as long as the program is. */
    private Frame frameOfProgram(String title, String top) {
        return new Frame(title, top, "", assets, List.of());
    }
}
