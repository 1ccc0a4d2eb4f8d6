package dev.immichpg.cli;

import dev.immichpg.need.Version;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A release of Immich, as an argument; with or without the v of its tag. */
final class ReleaseNumber implements ITypeConverter<Version> {

    @Override
    public Version convert(String text) {
        return Version.parse(text.replaceFirst("^v", ""))
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is not a version of three numbers, such as 2.7.5."));
    }
}
