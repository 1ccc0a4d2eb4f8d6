package dev.immichpg.cli;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.need.Version;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A release of Immich, as an argument: as its tag is, as the image's tag is, or latest. */
final class ReleaseNumber implements ITypeConverter<Version> {

    @Override
    public Version convert(String text) {
        return ReleasesFile.builtIn()
                .meant(text)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is not a release of Immich, such as 2.7.5, v3, 3.3 or latest."));
    }
}
