package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.publish.ReportLog.Said;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the log says of a database from one examination to the next. */
class ReportLogTest {

    private static final String AGAIN =
            "Database home can be read again, and nothing has changed: Immich 2.7.5 would start.";

    private final Report well = Reports.of("home", Given.vchord(), Reports.NOON);
    private final Report wellLater = Reports.of("home", Given.vchord(), Reports.NOON.plusSeconds(60));
    private final Report sick =
            Reports.of("home", Given.vchord().available("vchord", "1.1.1"), Reports.NOON.plusSeconds(60));
    private final Report gone = Reports.unreadable("home", Reports.NOON);
    private final Report goneOtherwise = Reports.unreadable("home", Reports.NOON, "It did not answer in time.");

    /** Of the last of these reports. */
    private static Optional<String> news(Report... reports) {
        Optional<Said> before = Optional.empty();
        Optional<String> news = Optional.empty();
        for (Report report : reports) {
            news = ReportLog.news(before, report);
            before = Optional.of(Said.after(before, report));
        }
        return news;
    }

    private static Optional<String> whole(Report report) {
        return Optional.of(ReportText.of(report).strip());
    }

    @Test
    void whatIsNewIsSaidWhole() {
        assertEquals(whole(well), news(well));
        assertEquals(whole(sick), news(well, sick));
        assertEquals(whole(gone), news(well, gone));
        assertEquals(whole(goneOtherwise), news(well, gone, goneOtherwise));
    }

    @Test
    void theSameIsNotSaidAgain() {
        assertEquals(Optional.empty(), news(well, wellLater));
        assertEquals(Optional.empty(), news(gone, gone));
    }

    /** Forty databases of a server that was restarted had their forty reports in the log again. */
    @Test
    void afterAnOutageOneLineSaysThatAllIsAsBefore() {
        assertEquals(Optional.of(AGAIN), news(well, gone, wellLater));
        assertEquals(Optional.of(AGAIN), news(well, gone, goneOtherwise, wellLater));
        assertEquals(Optional.empty(), news(well, gone, well, wellLater));
        assertEquals(whole(sick), news(well, gone, sick));
        assertEquals(whole(well), news(gone, well));
    }
}
