package dev.immichpg.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a web configuration file. What of its format the agent does not support is refused: to leave it out would be to protect less
 * than the file says.
 */
final class WebConfigurationFile {

    private static final int MOST_BYTES = 1 << 20;

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    /** A higher one takes longer than a scrape waits. */
    private static final int HIGHEST_COST = 15;

    private static final String OF_AGENT = "the agent's answers have security headers of its own; leave it out";

    private final Path file;

    private WebConfigurationFile(Path file) {
        this.file = file;
    }

    /** @throws UnusableWebConfiguration where it cannot be read, or not all of it can be done */
    static WebConfiguration read(Path file) {
        return new WebConfigurationFile(file).read();
    }

    private WebConfiguration read() {
        YamlSection all = new YamlSection(file, "", tree());
        YamlSection tls = all.section("tls_server_config");
        YamlSection users = all.section("basic_auth_users");
        YamlSection server = all.section("http_server_config");
        all.refuse("rate_limit", "the agent does not limit the rate of requests; leave it out");
        all.end();
        WebConfiguration configuration = new WebConfiguration(
                tls.isEmpty() ? Optional.empty() : Optional.of(new TlsSection(file, tls).read()),
                passwords(users),
                strictTransportSecurity(server));
        if (configuration.strictTransportSecurity().isPresent()
                && configuration.tls().isEmpty()) {
            throw all.fault("Strict-Transport-Security is nothing without tls_server_config");
        }
        return configuration;
    }

    /** Of nothing but comments: nothing. */
    private JsonNode tree() {
        YAMLMapper mapper = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            return mapper.readTree(SmallFile.text(file, MOST_BYTES));
        } catch (UnusableFile e) {
            throw new UnusableWebConfiguration(file + " cannot be read: " + e.getMessage() + ".", e);
        } catch (JsonProcessingException e) {
            // The parser's own words show the lines around, and with them what nobody has to see.
            String place = e.getLocation() == null
                    ? ""
                    : " line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ":";
            throw new UnusableWebConfiguration(
                    file + ":" + place + " this is not YAML, or a key stands there twice.", e);
        } catch (IOException e) {
            throw new UnusableWebConfiguration(file + " cannot be read as text.", e);
        }
    }

    private static Map<String, String> passwords(YamlSection section) {
        Map<String, String> hashes = new TreeMap<>();
        for (Iterator<String> names = section.names(); names.hasNext(); ) {
            String name = names.next();
            String hash = section.text(name).orElse("");
            Matcher bcrypt = BCRYPT.matcher(hash);
            if (!bcrypt.matches()) {
                throw section.fault(
                        name,
                        "this must be the bcrypt hash of a password, such as $2y$10$…: htpasswd -nBC 10 \"\" | tr -d ':\\n'");
            }
            int cost = Integer.parseInt(bcrypt.group(1));
            if (cost < 4 || cost > HIGHEST_COST) {
                throw section.fault(
                        name, "the cost of this hash is " + cost + "; it must be from 4 to " + HIGHEST_COST);
            }
            if (name.isEmpty() || name.contains(":")) {
                throw section.fault(name, "the name of a user must not be empty, or contain a colon");
            }
            hashes.put(name, hash);
        }
        return hashes;
    }

    private static Optional<String> strictTransportSecurity(YamlSection server) {
        if (server.yesOrNo("http2").orElse(false)) {
            throw server.fault("http2", "the agent speaks HTTP/1.1 only; say false, or leave it out");
        }
        YamlSection headers = server.section("headers");
        server.end();
        for (String name :
                new String[] {"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "X-XSS-Protection"
                }) {
            headers.refuse(name, OF_AGENT);
        }
        Optional<String> value = headers.text("Strict-Transport-Security");
        headers.end();
        if (value.filter(text -> !text.matches("[\\x20-\\x7e]+")).isPresent()) {
            throw headers.fault("Strict-Transport-Security", "this is not a header");
        }
        return value;
    }
}
