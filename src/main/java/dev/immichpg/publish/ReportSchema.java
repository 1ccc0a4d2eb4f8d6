package dev.immichpg.publish;

import dev.immichpg.document.ReportJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.InputStream;

/** What the JSON of /api/databases looks like, as this very agent writes it. */
@Path("/api/report.schema.json")
public class ReportSchema {

    @GET
    @Produces("application/schema+json")
    public InputStream schema() {
        return ReportJson.class.getResourceAsStream(ReportJson.SCHEMA);
    }
}
