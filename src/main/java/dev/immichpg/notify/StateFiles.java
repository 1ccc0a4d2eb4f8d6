package dev.immichpg.notify;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.immichpg.input.InvalidJson;
import dev.immichpg.input.SmallFile;
import dev.immichpg.input.StrictJson;
import dev.immichpg.input.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What is kept in the state directory: what each notifier has told, and the pauses that somebody asked for. */
final class StateFiles {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    /** Fifty messages of the longest kind, and a thousand databases. */
    private static final int MOST_BYTES = 4 << 20;

    private static final StrictJson JSON = StrictJson.but(builder -> builder.addModule(instants()));

    private StateFiles() {}

    /** @param until the end of it */
    record Pause(Optional<String> database, Instant until) {}

    /** @param format {@code 1} */
    record Pauses(int format, List<Pause> pauses) {

        static final Pauses NONE = new Pauses(1, List.of());

        Pauses {
            pauses = List.copyOf(pauses);
        }
    }

    static Path ofNotifier(Path directory, String notifier) {
        return directory.resolve(".notify-" + notifier + ".state");
    }

    static Path ofPauses(Path directory) {
        return directory.resolve(".pause.state");
    }

    /** A beginning where there is none; one that cannot be used is as good as none, and it is said. */
    static NotifierState read(Path directory, String notifier) {
        Path file = ofNotifier(directory, notifier);
        return read(file, NotifierState.class, "What was told by " + notifier + " may be told again.")
                .filter(state -> state.notifier().equals(notifier))
                .orElseGet(() -> NotifierState.beginning(notifier));
    }

    static Pauses readPauses(Path directory) {
        return read(ofPauses(directory), Pauses.class, "No pause is in force.").orElse(Pauses.NONE);
    }

    private static <T> Optional<T> read(Path file, Class<T> type, String consequence) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    JSON.value(new String(SmallFile.bytesOfNoLink(file, MOST_BYTES), StandardCharsets.UTF_8), type));
        } catch (InvalidJson | IOException e) {
            LOG.warn(file + " cannot be used: " + e.getMessage().replaceFirst("\\.$", "") + ". " + consequence);
            return Optional.empty();
        }
    }

    static void write(Path directory, NotifierState state) throws IOException {
        replace(ofNotifier(directory, state.notifier()), state);
    }

    static void write(Path directory, Pauses pauses) throws IOException {
        replace(ofPauses(directory), pauses);
    }

    private static void replace(Path file, Object value) throws IOException {
        WholeFile.replace(file, JSON.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /** What stands in the file. */
    static String text(NotifierState state) {
        return JSON.write(state);
    }

    static NotifierState state(String text) throws InvalidJson {
        return JSON.value(text, NotifierState.class);
    }

    private static SimpleModule instants() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(new StdSerializer<>(Instant.class) {
            private static final long serialVersionUID = 1;

            @Override
            public void serialize(Instant at, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(at.toString());
            }
        });
        module.addDeserializer(Instant.class, new StdDeserializer<>(Instant.class) {
            private static final long serialVersionUID = 1;

            @Override
            public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
                try {
                    Instant at = Instant.parse(in.getText());
                    if (at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                        throw new DateTimeException("far away");
                    }
                    return at;
                } catch (DateTimeException e) {
                    throw context.weirdStringException(in.getText(), Instant.class, "it is not a time");
                }
            }
        });
        return module;
    }
}
