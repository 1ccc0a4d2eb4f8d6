package dev.immichpg.notify;

import dev.immichpg.input.InvalidJson;
import dev.immichpg.input.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Telegram: {@code tgram://bot-token/chat-id} (core.telegram.org/bots/api). Without a chat, as with Apprise, the last one that
 * wrote to the bot. As plain text, so nothing in a name is markup.
 *
 * @param bot the address of the bot, which holds its token
 */
record Telegram(URI bot, List<Chat> chats) implements Messenger {

    /**
     * @param topic of a forum, a number; empty: none
     */
    record Chat(String id, Optional<String> topic) {}

    private static final Pattern TOKEN = Pattern.compile("(?i)(?:bot)?(\\d+:[A-Za-z0-9_-]+)");
    private static final Pattern CHAT = Pattern.compile("(@?[A-Za-z_-][A-Za-z0-9_-]*|-?\\d{1,32})(?::(\\d{1,18}))?");
    private static final int LONGEST = 4_000;

    static Messenger of(ServiceUrl url) {
        String host = url.host().replaceFirst("(?i)%3A", ":")
                + (url.port().isPresent() ? ":" + url.port().getAsInt() : "");
        var token = TOKEN.matcher(host);
        Optional<String> topic = url.parameter("topic").or(() -> url.parameter("thread"));
        url.choice("content", "before", "after");
        if (!token.matches()
                || !url.targets().stream().allMatch(chat -> CHAT.matcher(chat).matches())
                || !topic.orElse("1").matches("\\d{1,18}")) {
            throw new IllegalArgumentException(
                    "this address needs the token of a bot, and a chat:" + " tgram://123456789:abcdefg/12315544.");
        }
        return new Telegram(
                URI.create("https://api.telegram.org/bot" + token.group(1)),
                url.targets().stream().map(chat -> chat(chat, topic)).toList());
    }

    /** A name begins with @ there. */
    private static Chat chat(String text, Optional<String> topic) {
        var chat = CHAT.matcher(text);
        chat.matches();
        String id = chat.group(1);
        return new Chat(
                id.matches("-?\\d+|@.*") ? id : "@" + id,
                Optional.ofNullable(chat.group(2)).or(() -> topic));
    }

    @Override
    public String title() {
        return "Telegram";
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        Http http = delivery.http();
        delivery.toEach(chats.isEmpty() ? List.of(new Chat(lastWhoWrote(http), Optional.empty())) : chats, chat -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("chat_id", chat.id());
            chat.topic().ifPresent(topic -> json.put("message_thread_id", Long.parseLong(topic)));
            json.put(
                    "text",
                    Texts.shortened(
                            notice.title() + "\n\n" + notice.textWithoutLink(),
                            notice.link().map(URI::toString).orElse(""),
                            LONGEST));
            json.put("disable_web_page_preview", true);
            json.put("disable_notification", notice.level() == Level.INFO);
            NotDelivered.orThrow(http.exchange(Http.Call.postJson(URI.create(bot + "/sendMessage"), json)));
        });
    }

    private String lastWhoWrote(Http http) throws NotDelivered, IOException, InterruptedException {
        Http.Answer answer = NotDelivered.orThrow(http.exchange(Http.Call.get(URI.create(bot + "/getUpdates"))));
        try {
            String last = "";
            for (var update : StrictJson.STRICT.tree(answer.body()).path("result")) {
                String chat = update.at("/message/chat/id").asText();
                last = chat.isEmpty() ? last : chat;
            }
            if (!last.isEmpty()) {
                return last;
            }
        } catch (InvalidJson e) {
            // Said below.
        }
        throw new NotDelivered(
                "nobody has written to this bot lately; add the chat's id to the address.", Duration.ZERO, false);
    }
}
