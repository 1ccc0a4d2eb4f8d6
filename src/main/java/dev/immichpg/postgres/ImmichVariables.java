package dev.immichpg.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Immich's own environment variables as it reads them (environment.md#variables): {@code start.sh} puts the content of
 * {@code X_FILE}, or else of {@code $CREDENTIALS_DIRECTORY/X}, in place of {@code X}; then a {@code DB_URL} outranks
 * all parts together. An empty variable is an absent one.
 */
public final class ImmichVariables {
    private static final List<String> PARTS =
            List.of("DB_HOSTNAME", "DB_PORT", "DB_USERNAME", "DB_PASSWORD", "DB_DATABASE_NAME", "DB_SSL_MODE");
    /** For these alone {@code start.sh} looks for a file. */
    private static final List<String> MAY_BE_FILES =
            List.of("DB_URL", "DB_HOSTNAME", "DB_DATABASE_NAME", "DB_USERNAME", "DB_PASSWORD");

    private final Function<String, Optional<String>> environment;

    private ImmichVariables(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    /**
     * The database that Immich would use; empty when none of its variables is set, although Immich would then still try its
     * defaults. A password in a file is read again for each connection; a {@code DB_URL_FILE} is read now.
     *
     * @param variable the environment; empty or an empty text where a variable is not set
     * @throws InvalidTarget naming the variable at fault, or the file that cannot be read
     */
    public static Optional<Target> read(Function<String, Optional<String>> variable) {
        return new ImmichVariables(variable).target();
    }

    /** {@code DB_VECTOR_EXTENSION} as it is written; empty: Immich chooses. */
    public static Optional<String> vectorExtension(Function<String, Optional<String>> variable) {
        return new ImmichVariables(variable).plain("DB_VECTOR_EXTENSION");
    }

    private Optional<Target> target() {
        Optional<Target> byUrl = text("DB_URL").map(ImmichUrl::parse);
        if (byUrl.isPresent()) {
            return byUrl;
        }
        if (PARTS.stream()
                .noneMatch(name -> plain(name).isPresent() || file(name).isPresent())) {
            return Optional.empty();
        }
        int port = plain("DB_PORT").map(ImmichVariables::port).orElse(Target.DEFAULT_PORT);
        return Optional.of(new Target(
                List.of(new Target.Host(text("DB_HOSTNAME").orElse("database"), port)),
                text("DB_DATABASE_NAME").orElse("immich"),
                text("DB_USERNAME").orElse("postgres"),
                file("DB_PASSWORD")
                        .map(Password::inFile)
                        .orElseGet(() -> Password.of(plain("DB_PASSWORD").orElse("postgres"))),
                plain("DB_SSL_MODE").map(Tls::ofVariable).orElse(Tls.of(Tls.Mode.DISABLE))));
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new InvalidTarget("DB_PORT must be a number between 1 and 65535.");
        }
        return Integer.parseInt(text);
    }

    private Optional<String> plain(String name) {
        return environment.apply(name).filter(value -> !value.isEmpty());
    }

    /** The value wherever it stands: the file outranks the variable. */
    private Optional<String> text(String name) {
        Optional<Path> file = file(name);
        if (file.isEmpty()) {
            return plain(name);
        }
        try {
            return Optional.of(SecretFile.read(file.get())).filter(value -> !value.isEmpty());
        } catch (IOException unreadable) {
            throw new InvalidTarget("The file " + file.get() + " that should hold " + name + " cannot be read: "
                    + SecretFile.why(unreadable) + ".");
        }
    }

    private Optional<Path> file(String name) {
        if (!MAY_BE_FILES.contains(name)) {
            return Optional.empty();
        }
        try {
            return plain(name + "_FILE")
                    .map(Path::of)
                    .or(() -> plain("CREDENTIALS_DIRECTORY")
                            .map(directory -> Path.of(directory, name))
                            .filter(Files::exists));
        } catch (InvalidPathException noPath) {
            throw new InvalidTarget(name + "_FILE is not the path of a file.");
        }
    }
}
