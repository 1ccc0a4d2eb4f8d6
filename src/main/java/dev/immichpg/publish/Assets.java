package dev.immichpg.publish;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Addresses of what the pages load. They name the content, so that a browser may keep it for good. */
@Singleton
public class Assets {

    private final String style = addressed("style.css");
    private final String script = addressed("page.js");
    private final String icon = addressed("icon.svg");

    public String style() {
        return style;
    }

    public String script() {
        return script;
    }

    public String icon() {
        return icon;
    }

    private static String addressed(String file) {
        try (InputStream content = Assets.class.getResourceAsStream("/META-INF/resources/" + file)) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
            return file + "?" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
