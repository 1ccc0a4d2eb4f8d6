package dev.immichpg.publish;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/** The addresses of the files that the pages load. They contain a checksum of the content, so browsers can cache them without limit. */
@Singleton
public class Assets {

    private final Map<String, Rendered> files = Map.of(
            "style.css", read("style.css", "text/css; charset=utf-8"),
            "page.js", read("page.js", "text/javascript; charset=utf-8"),
            "icon.svg", read("icon.svg", "image/svg+xml"));

    /** By name. */
    Map<String, Rendered> files() {
        return files;
    }

    public String style() {
        return addressed("style.css");
    }

    public String script() {
        return addressed("page.js");
    }

    public String icon() {
        return addressed("icon.svg");
    }

    private String addressed(String file) {
        return file + "?" + files.get(file).edition();
    }

    private static Rendered read(String file, String type) {
        try (InputStream content = Assets.class.getResourceAsStream("/META-INF/resources/" + file)) {
            byte[] bytes = content.readAllBytes();
            CRC32 sum = new CRC32(); // A digest in Java would take 20 ms of each start, before it is compiled.
            sum.update(bytes);
            return Rendered.of(type, HexFormat.of().toHexDigits((int) sum.getValue()), out -> out.write(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
