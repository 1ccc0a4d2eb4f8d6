package dev.immichpg.agent;

import dev.immichpg.notify.Heartbeat;
import dev.immichpg.notify.NotifySettings.HeartbeatSettings;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import dev.immichpg.notify.Recipient;
import dev.immichpg.notify.SecretUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Who is told: what of it depends on each other. A single setting is read by {@link Setting}. */
final class NotifyConfiguration {

    /** Names are labels and parts of the names of files. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private static final String NOTIFY = Setting.PREFIX + "notify.";
    private static final String HEARTBEAT = Setting.PREFIX + "heartbeat.";

    private final ConfigurationProblems problems;

    NotifyConfiguration(ConfigurationProblems problems) {
        this.problems = problems;
    }

    List<NotifierSettings> notifiers(Map<String, Map<String, String>> byName) {
        List<NotifierSettings> notifiers = new ArrayList<>();
        byName.forEach((name, texts) -> {
            String prefix = NOTIFY + name + ".";
            int before = problems.count();
            Optional<SecretUrl<Recipient>> url = url(name, prefix, Setting.NOTIFY_URL, texts);
            var minSeverity = problems.read(prefix, Setting.MIN_SEVERITY, texts);
            var holds = problems.read(prefix, Setting.HOLDS, texts);
            var collect = problems.read(prefix, Setting.COLLECT, texts);
            var repeat = problems.read(prefix, Setting.REPEAT, texts);
            if (problems.count() == before) {
                notifiers.add(new NotifierSettings(
                        name,
                        url.orElseThrow(),
                        minSeverity.orElseThrow(),
                        holds.orElseThrow(),
                        collect.orElseThrow(),
                        repeat.orElseThrow()));
            }
        });
        return notifiers;
    }

    List<HeartbeatSettings> heartbeats(Map<String, Map<String, String>> byName) {
        List<HeartbeatSettings> heartbeats = new ArrayList<>();
        byName.forEach((name, texts) -> {
            String prefix = HEARTBEAT + name + ".";
            int before = problems.count();
            Optional<SecretUrl<Heartbeat>> url = url(name, prefix, Setting.HEARTBEAT_URL, texts);
            Optional<Boolean> tells = problems.read(prefix, Setting.TELLS_OF_CRITICAL, texts);
            if (problems.count() == before) {
                heartbeats.add(new HeartbeatSettings(name, url.orElseThrow(), tells.orElseThrow()));
            }
        });
        return heartbeats;
    }

    /** Empty where that is a problem, which has then been said. */
    private <T> Optional<SecretUrl<T>> url(String name, String prefix, Setting<T> setting, Map<String, String> texts) {
        if (!NAME.matcher(name).matches()) {
            problems.add(prefix + setting.key() + ": \"" + name
                    + "\" is not a name of up to 63 letters, digits, dashes and underscores that starts with a letter or"
                    + " digit.");
            return Optional.empty();
        }
        boolean literal = RawSettings.text(setting, texts).isPresent();
        boolean inFile = RawSettings.text(Setting.URL_FILE, texts).isPresent();
        if (literal && inFile) {
            problems.add(prefix + "url and " + prefix + "url-file are both set; set only one of them.");
            return Optional.empty();
        }
        if (!literal && !inFile) {
            problems.add(prefix + "url is not set, nor is " + prefix + "url-file.");
            return Optional.empty();
        }
        if (literal) {
            return problems.read(prefix, setting, texts).map(SecretUrl.Literal::new);
        }
        Function<String, T> parser = setting.parser();
        Optional<Path> file = problems.read(prefix, Setting.URL_FILE, texts);
        return file.map(path -> new SecretUrl.InFile<>(path, parser));
    }
}
