package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.immichpg.catalog.Given;
import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Severity;
import dev.immichpg.input.InvalidJson;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults within an hour of chaos: each change told once, nothing told twice, nothing lost (issue 18). Two databases break
 * and are mended, every service fails in every way, and the agent is stopped or killed in between. The clock is the test's, so
 * each seed is the same play each time; {@code -Dchaos.seeds=500} plays more of them.
 */
class ChaosTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final int STEP = 5;
    private static final int CHAOS = 3600;

    /** Longer than any service asks to be left alone, and than it then takes to send what waits. */
    private static final int CALM = 2 * 900;

    private static final int SECONDS_OF_A_HANG = 10;
    private static final int SECONDS_OF_GRACE = 1;

    private static final Given WARNED = Given.vchord().databaseCollation("2.31", "2.36");
    private static final Given BLOCKED =
            Given.vchord().preload("pg_stat_statements").loadedPrefixes();
    private static final Given BOTH =
            Given.vchord().preload("pg_stat_statements").loadedPrefixes().databaseCollation("2.31", "2.36");

    private static final List<String> DATABASES = List.of("a", "b");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> NOTIFIERS = Map.of(
            "phone", "ntfys://ntfy.example.org/one/gone/two/three",
            "chat", "tgram://123456789:abcdefg_hijklmnop/1/2",
            "room", "matrixs://token@matrix.example.org/!x:h/!y:h",
            "home", "hassios://home.example.org/token/mobile_app_a/mobile_app_b",
            "hook", "jsons://hook.example.org/");

    /** Everybody but "gone", a topic that nobody is allowed to write to. */
    private static final Set<String> RECIPIENTS = Set.of(
            "ntfy.example.org one",
            "ntfy.example.org two",
            "ntfy.example.org three",
            "api.telegram.org 1",
            "api.telegram.org 2",
            "matrix.example.org !x:h",
            "matrix.example.org !y:h",
            "home.example.org mobile_app_a",
            "home.example.org mobile_app_b",
            "hook.example.org ");

    private enum Fault {
        HANGS,
        TOO_MANY,
        TOO_MANY_FOR_LONG,
        BROKEN,
        PROXY_REFUSES_ONCE,
        NO_TLS,
        NO_NAME,
        RESET,
        DRIPS
    }

    /** The text of each file is kept instead of the file: a drive would be asked ten thousand times. */
    private static final Path DIRECTORY = Path.of("state");

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("chaos.seeds", 10));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachChangeIsToldOnceNothingTwiceAndNothingIsLost(long seed) {
        Play play = new Play(new Random(seed));
        play.play();
        RECIPIENTS.forEach(recipient -> DATABASES.forEach(database -> assertEquals(
                play.changes.getOrDefault(database, List.of()),
                play.heard(recipient, database),
                () -> "seed " + seed + ": what " + recipient + " heard of " + database)));
        assertTrue(play.faults.size() > 5 && play.restarts > 3, () -> "too calm: " + play.faults + play.restarts);
        assertTrue(play.changes.values().stream().mapToInt(List::size).sum() > 10, play.changes::toString);
    }

    /** One world: databases, services, an agent, and a clock. */
    private final class Play implements Http, Telling.Workers {

        /** What people are to hear of a database, in order: each as it stands in a message. */
        final Map<String, List<String>> changes = new TreeMap<>();

        final Set<Fault> faults = new TreeSet<>();
        int restarts;

        private final Random random;
        private final Map<String, String> files = new HashMap<>();
        private final Map<String, List<String>> messages = new HashMap<>();
        private final Set<String> transactions = new HashSet<>();
        private final Map<String, Map<String, String>> known = new HashMap<>();
        private final Map<String, Map<String, String>> seen = new HashMap<>();
        private final Map<String, Fault> ill = new HashMap<>();
        private final Set<String> refusedOnce = new HashSet<>();
        private final List<Result> results = new ArrayList<>();
        private Instant now = NOON;
        private int took;
        private boolean drips;
        private Telling agent;

        /** What a thread that sends has to say, and when it gets to say it. */
        private record Result(Instant due, boolean dripped, Runnable what) {}

        Play(Random random) {
            this.random = random;
            start();
        }

        private void start() {
            Clock clock = new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };
            agent = new Telling(clock, this, this) {
                @Override
                NotifierState read(Path directory, String notifier) {
                    try {
                        String text = files.get(notifier);
                        return text == null ? NotifierState.beginning(notifier) : StateFiles.state(text);
                    } catch (InvalidJson e) {
                        throw new AssertionError(e);
                    }
                }

                @Override
                void write(Path directory, NotifierState state) {
                    files.put(state.notifier(), StateFiles.text(state));
                }
            };
            agent.apply(new NotifySettings(
                    DATABASES,
                    NOTIFIERS.entrySet().stream()
                            .map(each -> new NotifierSettings(
                                    each.getKey(),
                                    new SecretUrl.Literal<>(Recipient.parse(each.getValue())),
                                    Severity.WARNING,
                                    2,
                                    Duration.ofMinutes(1),
                                    Duration.ZERO))
                            .toList(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.of(DIRECTORY)));
        }

        void play() {
            Map<String, String> states = new HashMap<>(Map.of("a", "WELL", "b", "WELL"));
            List<String> services = NOTIFIERS.keySet().stream().sorted().toList();
            for (int second = 0; second < CHAOS + CALM; second += STEP) {
                boolean chaos = second < CHAOS;
                if (chaos && second % 60 == 0) {
                    for (String database : DATABASES) {
                        if (random.nextInt(4) == 0) {
                            states.put(
                                    database,
                                    List.of("WELL", "BLOCKED", "WARNED", "BOTH", "OUT")
                                            .get(random.nextInt(5)));
                        }
                    }
                    for (String service : services) {
                        if (random.nextInt(3) == 0) {
                            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
                            ill.put(service, fault);
                            refusedOnce.remove(service);
                            faults.add(fault);
                        } else if (random.nextInt(2) == 0) {
                            ill.remove(service);
                        }
                    }
                }
                if (!chaos) {
                    ill.clear();
                }
                for (String database : DATABASES) {
                    if (second % 30 == (database.equals("a") ? 0 : 15)) {
                        examine(database, states.get(database));
                    }
                }
                agent.tick();
                note(now);
                if (chaos && random.nextInt(60) == 0 && results.stream().noneMatch(Result::dripped)) {
                    restart();
                }
                now = now.plusSeconds(STEP);
            }
        }

        private void examine(String database, String state) {
            Report report = switch (state) {
                case "WELL" -> Examined.of(database, Given.vchord(), now);
                case "BLOCKED" -> Examined.of(database, BLOCKED, now);
                case "WARNED" -> Examined.of(database, WARNED, now);
                case "BOTH" -> Examined.of(database, BOTH, now);
                default -> Examined.unreadable(database, now);
            };
            agent.observe(report);
            expect(database, Condition.of(report));
        }

        /** Said again in few words: what two examinations in a row see otherwise than it was told, people are told. */
        private void expect(String database, Condition is) {
            Map<String, String> told =
                    known.computeIfAbsent(database, name -> new HashMap<>(Map.of("start", "STARTS")));
            Map<String, String> last = seen.computeIfAbsent(database, name -> new HashMap<>());
            Map<String, String> values =
                    new TreeMap<>(Map.of("start", is.start().name()));
            Map<String, String> texts = new HashMap<>(Map.of("start", is.sentence()));
            is.problems().forEach((check, problem) -> {
                if (problem.severity() != Severity.INFO) {
                    values.put(check, problem.severity().name());
                    texts.put(check, problem.text());
                }
            });
            Set<String> aspects = new TreeSet<>(values.keySet());
            if (is.isReadable()) {
                aspects.addAll(told.keySet());
            }
            for (String aspect : aspects) {
                String value = values.getOrDefault(aspect, "");
                if (value.equals(told.getOrDefault(aspect, ""))) {
                    last.remove(aspect);
                } else if (value.equals(last.put(aspect, value))) {
                    last.remove(aspect);
                    told.put(aspect, value);
                    changes.computeIfAbsent(database, name -> new ArrayList<>())
                            .add(value.isEmpty() ? "No longer a problem: " + problem(aspect) : texts.get(aspect));
                }
            }
        }

        private static String problem(String check) {
            return Check.withId(check).orElseThrow().problem();
        }

        /** Stopped, it waits a moment for answers; killed, it does not. What one examination has seen is forgotten. */
        private void restart() {
            restarts++;
            if (random.nextBoolean()) {
                agent.stop();
                note(now.plusSeconds(SECONDS_OF_GRACE));
            }
            results.clear();
            seen.clear();
            start();
        }

        private void note(Instant until) {
            List<Result> due = results.stream()
                    .filter(result -> !result.due().isAfter(until))
                    .toList();
            results.removeAll(due);
            due.forEach(result -> result.what().run());
        }

        @Override
        public boolean begin(Runnable sending) {
            took = 0;
            drips = false;
            sending.run();
            return true;
        }

        @Override
        public void afterwards(Runnable result) {
            results.add(new Result(now.plusSeconds(took), drips, result));
        }

        @Override
        public Answer exchange(Call call) throws IOException {
            String host = call.uri().getHost();
            String service = service(host);
            Fault fault = ill.get(service);
            if (fault == null) {
                return taken(host, call);
            }
            switch (fault) {
                case HANGS -> {
                    took += SECONDS_OF_A_HANG;
                    throw new IOException("it did not answer within 10 s.");
                }
                case TOO_MANY -> {
                    return new Answer(429, 20, "");
                }
                case TOO_MANY_FOR_LONG -> {
                    return new Answer(429, 0, "{\"retry_after\": 900}");
                }
                case BROKEN -> {
                    return random.nextBoolean() ? taken(host, call) : new Answer(503, 0, "oops");
                }
                case PROXY_REFUSES_ONCE -> {
                    if (refusedOnce.add(service)) {
                        return new Answer(400, 0, "<html>");
                    }
                    return taken(host, call);
                }
                case NO_TLS -> throw new IOException("there is no TLS with it that can be trusted (expired).");
                case NO_NAME -> throw new IOException("the name of its host cannot be found.");
                case RESET -> {
                    if (service.equals("room")) {
                        taken(host, call); // It knows the transaction when it comes again.
                    }
                    throw new IOException("the connection broke before it answered.");
                }
                default -> {
                    // Its status is there, and the end of its answer never is.
                    Answer answer = taken(host, call);
                    took += SECONDS_OF_A_HANG;
                    drips = true;
                    return new Answer(answer.status(), 0, "");
                }
            }
        }

        private static String service(String host) {
            return switch (host) {
                case "api.telegram.org" -> "chat";
                case "ntfy.example.org" -> "phone";
                case "matrix.example.org" -> "room";
                case "home.example.org" -> "home";
                default -> "hook";
            };
        }

        private Answer taken(String host, Call call) throws IOException {
            JsonNode json = JSON.readTree(call.body());
            List<String> path = List.of(call.uri().getPath().split("/"));
            String last = path.get(path.size() - 1);
            switch (service(host)) {
                case "phone" -> {
                    if (json.get("topic").asText().equals("gone")) {
                        return new Answer(403, 0, "{\"error\":\"forbidden\"}");
                    }
                    hear(host, json.get("topic").asText(), json.get("message").asText(), json.get("title"));
                }
                case "chat" ->
                    hear(host, json.get("chat_id").asText(), json.get("text").asText(), json.get("text"));
                case "room" -> {
                    if (path.contains("join")) {
                        return new Answer(200, 0, "{\"room_id\":\"" + last + "\"}");
                    }
                    String room = path.get(path.indexOf("rooms") + 1);
                    if (transactions.add(room + " " + last)) {
                        hear(host, room, json.get("body").asText(), json.get("body"));
                    }
                }
                case "home" -> hear(host, last, json.get("message").asText(), json.get("title"));
                default -> hear(host, "", json.get("message").asText(), json.get("title"));
            }
            return new Answer(200, 0, "{}");
        }

        private void hear(String host, String who, String text, JsonNode title) {
            messages.computeIfAbsent(host + " " + who, name -> new ArrayList<>())
                    .add(title.asText().lines().findFirst().orElseThrow() + "\n" + text);
        }

        /** Which of the changes stand in what this one was sent, each as often as it stands there. */
        List<String> heard(String recipient, String database) {
            List<String> expected = changes.getOrDefault(database, List.of());
            List<String> heard = new ArrayList<>();
            for (String message : messages.getOrDefault(recipient, List.of())) {
                List<String> inThis = told(message, database, new TreeSet<>(expected));
                // Between messages what was first comes first; within one what is worst.
                List<String> due = expected.subList(
                        Math.min(heard.size(), expected.size()),
                        Math.min(heard.size() + inThis.size(), expected.size()));
                heard.addAll(sorted(due).equals(sorted(inThis)) ? due : inThis);
            }
            return heard;
        }

        private static List<String> sorted(List<String> texts) {
            return texts.stream().sorted().toList();
        }

        private static List<String> told(String message, String database, Set<String> texts) {
            boolean several = message.matches("(?s)\\d databases: .*");
            String mark = several ? database + ": " : "";
            return several || message.startsWith(database + ": ")
                    ? message.lines()
                            .skip(1)
                            .filter(line -> line.startsWith(mark) && !line.startsWith("Still there: "))
                            .flatMap(line -> texts.stream().filter(line::contains))
                            .toList()
                    : List.of();
        }
    }
}
