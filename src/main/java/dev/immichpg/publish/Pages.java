package dev.immichpg.publish;

import dev.immichpg.check.Check;
import dev.immichpg.check.ReportText;
import dev.immichpg.publish.Latest.All;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What people look at. Every page is a function of the last reports and of its address, and changes nothing. */
@Path("/")
@Produces("text/html; charset=utf-8")
public class Pages {

    private final Latest latest;
    private final CheckPages checks;
    private final Assets assets;

    Pages(Latest latest, CheckPages checks, Assets assets) {
        this.latest = latest;
        this.checks = checks;
        this.assets = assets;
    }

    /** What every page needs: where the top is from here, so that a proxy may move it, and what it is an edition of. */
    record Frame(String title, String top, String edition, Assets assets) {}

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance database(Frame frame, DatabasePage page);

        static native TemplateInstance overview(Frame frame, OverviewPage page);

        static native TemplateInstance checks(Frame frame, List<Check> checks);

        static native TemplateInstance check(Frame frame, Check check, RawString html);

        static native TemplateInstance fault(Frame frame, String sentence);
    }

    /** The page of the only database, or all of them. */
    @GET
    @Operation(hidden = true)
    public String top(
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("immich") @DefaultValue("") String immich) {
        All all = latest.now();
        if (all.databases().size() == 1) {
            return database(all, all.databases().keySet().iterator().next(), ".", immich);
        }
        return Templates.overview(frame("All databases", ".", all), OverviewPage.of(all, name, state))
                .render();
    }

    /** For a terminal that asks for it. */
    @GET
    @Operation(hidden = true)
    @Produces("text/plain; charset=utf-8")
    public String text() {
        return latest.now().reports().stream()
                .map(ReportText::of)
                .collect(Collectors.joining("\n" + "-".repeat(80) + "\n\n"));
    }

    @GET
    @Operation(hidden = true)
    @Path("databases/{name}")
    public String database(@PathParam("name") String name, @QueryParam("immich") @DefaultValue("") String immich) {
        All all = latest.now();
        if (!all.databases().containsKey(name)) {
            throw new NotFoundException("There is no database of this name.");
        }
        return database(all, name, "..", immich);
    }

    @GET
    @Operation(hidden = true)
    @Path("checks")
    public String catalogue() {
        return Templates.checks(new Frame("Checks", ".", "", assets), List.of(Check.values()))
                .render();
    }

    @GET
    @Operation(hidden = true)
    @Path("checks/{id}")
    public String check(@PathParam("id") String id) {
        Check check = Check.withId(id).orElseThrow(() -> new NotFoundException("There is no check of this name."));
        return Templates.check(new Frame(check.id(), "..", "", assets), check, new RawString(checks.html(check)))
                .render();
    }

    private String database(All all, String name, String top, String immich) {
        DatabasePage page = DatabasePage.of(
                name,
                all.begun().orElseThrow(),
                all.databases().get(name),
                all.databases().size() == 1,
                immich);
        return Templates.database(frame(page.now().headline() + " · " + page.name(), top, all), page)
                .render();
    }

    private Frame frame(String title, String top, All all) {
        return new Frame(title, top, all.edition(), assets);
    }
}
