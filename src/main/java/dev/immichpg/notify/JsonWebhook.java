package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Any address that takes JSON: {@code jsons://user:password@host/path}. docs/how-to/notices.md says what it is sent. As with
 * Apprise, {@code +name=value} is a header, {@code -name=value} a parameter of the address, and {@code method=} POST or PUT.
 * {@code :key=value} gives a key another name or, without a value, leaves it out; of a key that is not ours, it is the value.
 */
record JsonWebhook(String method, URI address, Map<String, String> headers, Map<String, String> keys)
        implements Messenger {

    private static final Set<String> METHODS = Set.of("POST", "PUT");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+: ?[\\x20-\\x7e]*");

    static Messenger of(ServiceUrl url) {
        String method = url.query().getOrDefault("method", "POST").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("the agent knows no other method than POST and PUT.");
        }
        Map<String, String> headers = marked(url, '+');
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name + ": " + value).matches()) {
                throw new IllegalArgumentException("after a + stands the name of a header, and after = its value.");
            }
        });
        url.basic().ifPresent(basic -> headers.putIfAbsent("Authorization", basic));
        String address = url.base(url.isTls(), OptionalInt.empty(), url.path())
                + (url.endsWithSlash() && !url.path().isEmpty() ? "/" : "");
        return new JsonWebhook(
                method, ServiceUrl.withQuery(URI.create(address), marked(url, '-')), headers, marked(url, ':'));
    }

    private static Map<String, String> marked(ServiceUrl url, char mark) {
        Map<String, String> marked = new TreeMap<>();
        url.query().forEach((name, value) -> {
            if (name.length() > 1 && name.charAt(0) == mark) {
                marked.put(name.substring(1), value);
            }
        });
        return marked;
    }

    @Override
    public String title() {
        return "a webhook at " + address.getAuthority();
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        Http.Call call = Http.Call.json(method, address, renamed(json(notice)));
        for (Map.Entry<String, String> header : headers.entrySet()) {
            call = call.with(header.getKey(), header.getValue());
        }
        NotDelivered.orThrow(delivery.http().exchange(call));
    }

    private Map<String, Object> renamed(Map<String, Object> json) {
        keys.forEach((key, value) -> {
            if (!json.containsKey(key)) {
                json.put(key, value);
            } else if (value.isEmpty()) {
                json.remove(key);
            } else {
                json.put(value, json.remove(key));
            }
        });
        return json;
    }

    /** The keys of Apprise's own, and what a program can use besides. */
    private static Map<String, Object> json(Notice notice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("title", notice.title());
        json.put("message", notice.text());
        json.put("type", notice.level().type());
        json.put("attachments", List.of());
        json.put("id", notice.id());
        json.put("at", notice.at().toString());
        json.put("level", notice.level().label());
        json.put("link", notice.link().map(URI::toString).orElse(null));
        json.put("alerts", notice.alerts().stream().map(JsonWebhook::json).toList());
        return json;
    }

    private static Map<String, Object> json(Notice.Alert alert) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", alert.name());
        json.put("database", alert.database());
        json.put("check", alert.check().orElse(null));
        json.put("severity", alert.severity().label());
        json.put("summary", alert.summary());
        json.put("since", alert.since().toString());
        json.put("active", alert.active());
        return json;
    }
}
