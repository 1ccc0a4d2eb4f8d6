package dev.immichpg.check;

import dev.immichpg.need.Release;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Source;
import dev.immichpg.need.SupportedVersions;
import java.util.stream.Collectors;

/** The table of releases for people: how far it goes, what each row asks for, and where that can be read. */
public final class ReleasesText {

    private ReleasesText() {}

    /** Several lines, each with its end. */
    public static String of(Releases releases) {
        return "Immich %s to %s, as of %s. Nothing is known of newer releases.\n"
                        .formatted(releases.oldestKnown(), releases.newestKnown(), releases.date())
                + releases.rows().stream().map(ReleasesText::row).collect(Collectors.joining());
    }

    private static String row(Release row) {
        return "\n" + row.title() + "\n  Postgres: " + words(row.postgres()) + "\n"
                + row.vectorExtensions().entrySet().stream()
                        .map(e -> "  " + e.getKey().title() + ": " + words(e.getValue()) + "\n")
                        .collect(Collectors.joining())
                + row.sources().stream().map(ReleasesText::words).collect(Collectors.joining());
    }

    private static String words(SupportedVersions support) {
        return support.enforced().map(range -> "Immich accepts " + range).orElse("Immich accepts any version")
                + support.documented()
                        .map(range -> "; its documentation lists " + range)
                        .orElse("");
    }

    private static String words(Source source) {
        return "  Source: " + source.fact()
                + source.url().map(url -> " <" + url + ">").orElse(" (inferred)") + "\n";
    }
}
